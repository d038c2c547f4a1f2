"""Units that amounts are written in, and what one of each is in the unit that the lake keeps. Pure.

A column has one ``unit``. A file may write all of it in another (``writtenIn``), and may write the unit behind each
number (``5GB``, ``90秒``): whichever it is, the number becomes one of the column's own unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

YUAN = "yuan"
PERCENT = "percent"

UNITS: Mapping[str, Mapping[str, Fraction]] = {
    YUAN: {
        "yuan": Fraction(1),
        "fen": Fraction(1, 100),
        "li": Fraction(1, 1000),
        "jiao": Fraction(1, 10),
        "thousand_yuan": Fraction(1_000),
        "wan_yuan": Fraction(10_000),
    },
    "MB": {"MB": Fraction(1), "KB": Fraction(1, 1024), "B": Fraction(1, 1024**2), "GB": Fraction(1024),
           "TB": Fraction(1024**2)},
    "GB": {"GB": Fraction(1), "MB": Fraction(1, 1024), "KB": Fraction(1, 1024**2), "TB": Fraction(1024)},
    "minutes": {"minutes": Fraction(1), "seconds": Fraction(1, 60), "hours": Fraction(60)},
    "hours": {"hours": Fraction(1), "minutes": Fraction(1, 60), "seconds": Fraction(1, 3600), "days": Fraction(24)},
    "Mbps": {"Mbps": Fraction(1), "kbps": Fraction(1, 1000), "Gbps": Fraction(1000)},
    "months": {"months": Fraction(1), "years": Fraction(12)},
    PERCENT: {"percent": Fraction(1), "share": Fraction(100), "permille": Fraction(1, 10)},
}  # fmt: skip
"""Unit of a column -> what a file may write it in -> how many of the column's unit that is."""

SUFFIXES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    YUAN: {"wan_yuan": ("万元",)},
    "MB": {"MB": ("mb", "m", "兆"), "KB": ("kb", "k"), "GB": ("gb", "g"), "TB": ("tb", "t")},
    "GB": {"GB": ("gb", "g"), "MB": ("mb", "m"), "TB": ("tb", "t")},
    "minutes": {"minutes": ("分钟", "分", "min"), "seconds": ("秒", "s"), "hours": ("小时", "h")},
    "hours": {"hours": ("小时", "h"), "minutes": ("分钟", "分", "min"), "days": ("天", "日", "d")},
    "Mbps": {"Mbps": ("mbps", "m", "兆", "mb/s", "mbit/s"), "kbps": ("kbps", "k"), "Gbps": ("gbps", "g")},
    "months": {"months": ("个月", "月"), "years": ("年",)},
    PERCENT: {"percent": ("%",), "permille": ("‰",)},
}
"""Unit of a column -> unit -> how it is written behind a number, in small letters."""


def factor(unit: str, written_in: str) -> Fraction:
    """Return how many of a column's unit one of what the file writes is."""
    return UNITS[unit][written_in] if written_in else Fraction(1)
