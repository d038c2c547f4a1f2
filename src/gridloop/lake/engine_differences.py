"""Where the engines do not give the same answer: the one list of exceptions, read by the tests and by the bench.

Everything that is not named here agrees, row by row and bit by bit.
"""

from __future__ import annotations

from collections.abc import Mapping

CONSTRUCTS: Mapping[str, str] = {
    "hash": "every engine has a hash of its own: draw lots from md5, as contact.expr.control does",
    "division_by_nought": "DuckDB answers infinity, Spark stops the run: divide by x.nullif(0)",
    "real_to_text": "1e+20 on DuckDB is 1.0E20 on Spark: make a decimal of it first",
    "real_to_decimal": "beyond fifteen digits DuckDB writes what the bits hold, Spark what they were meant to be",
    "isnan_of_nothing": "DuckDB answers nothing, Spark no: ask only within ibis.ifelse, where both count as no",
    "sum_beyond_int64": "DuckDB adds whole numbers up to 128 bits, Spark stops the run beyond 64",
    "real_sum": "the last bits follow the order of addition: use metrics.expr.exact where it is published",
    "real_moments": "the last bits of a mean, variance or covariance of real numbers follow the order of addition",
    "exp_log": "the last bit of exp and log is the mathematical library's",
    "group_concat": "the order of the joined texts is the order of arrival: only ever look for a member",
}
"""What expressions may do only in the way that is named (hash: not at all), and why."""

FIGURES: Mapping[str, str] = {
    "arms.var_x": CONSTRUCTS["real_moments"],
    "arms.var_y": CONSTRUCTS["real_moments"],
    "arms.cov_xy": CONSTRUCTS["real_moments"],
    "audience_profile.*": CONSTRUCTS["real_sum"],
    "place.longitude": CONSTRUCTS["real_moments"],
    "place.latitude": CONSTRUCTS["real_moments"],
    "score.probability_mean": CONSTRUCTS["real_moments"],
}
"""The product's own figures, as definition.column, that agree to a billionth of their size instead of to the bit."""
