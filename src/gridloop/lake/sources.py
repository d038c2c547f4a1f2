"""Which databases feeds are pulled from, as the operator declares it in ``GRIDLOOP_HOME/sources.yaml``. Pure.

An address with its password stands in an environment variable; the file names the variable, and nothing else knows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract
from gridloop.lake.types import Semantics

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_PULL_FIELDS = frozenset({"feed", "source", "table", "query", "follow", "columns"})


@dataclass(frozen=True, slots=True)
class Pull:
    """One feed as it is read from a database: a table or a query, and the column that is followed, if any."""

    feed: str
    source: str
    url_variable: str
    table: str = ""
    query: str = ""
    follow: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column -> the database's, where they differ."""


def _invalid(where: str, code: str, **params: object) -> Problem:
    return Problem(f"lake.{code}", 422, file="sources.yaml", where=where, **params)


def read_pulls(text: str) -> dict[str, Pull]:
    """Return the pulls declared in ``sources.yaml`` by feed; raises ``Problem`` (422) that names the place."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _invalid("file", "sources_no_yaml", detail=str(error)[:200]) from error
    if not isinstance(document, dict) or not isinstance(document.get("sources"), dict):
        raise _invalid("sources", "sources_shape")
    variables = {str(name): _variable(str(name), entry) for name, entry in document["sources"].items()}
    declared = document.get("pulls")
    if not isinstance(declared, list):
        raise _invalid("pulls", "sources_shape")
    pulls: dict[str, Pull] = {}
    for number, entry in enumerate(declared):
        pull = _pull(f"pulls[{number}]", entry, variables)
        if pull.feed in pulls:
            raise _invalid(f"pulls[{number}].feed", "sources_twice", feed=pull.feed)
        pulls[pull.feed] = pull
    return pulls


def _variable(name: str, entry: Any) -> str:
    """Only the name of a variable is taken: an address in the file would put its password there."""
    variable = str(entry.get("url_env", "")) if isinstance(entry, dict) else ""
    if not _VARIABLE.fullmatch(variable) or set(entry) != {"url_env"}:
        raise _invalid(f"sources.{name}", "sources_url_env")
    return variable


def _pull(where: str, entry: Any, variables: Mapping[str, str]) -> Pull:
    if not isinstance(entry, dict) or set(entry) - _PULL_FIELDS or not entry.get("feed"):
        raise _invalid(where, "sources_pull", known=", ".join(sorted(_PULL_FIELDS)))
    source = str(entry.get("source", ""))
    if source not in variables:
        raise _invalid(f"{where}.source", "sources_unknown", source=source, known=", ".join(variables) or "–")
    if bool(entry.get("table")) == bool(entry.get("query")):
        raise _invalid(where, "sources_table_or_query")
    columns = entry.get("columns") or {}
    if not isinstance(columns, dict) or not all(isinstance(text, str) for pair in columns.items() for text in pair):
        raise _invalid(f"{where}.columns", "sources_shape")
    return Pull(
        feed=str(entry["feed"]),
        source=source,
        url_variable=variables[source],
        table=str(entry.get("table") or ""),
        query=str(entry.get("query") or "").strip().rstrip(";"),
        follow=str(entry.get("follow") or ""),
        columns={str(name): str(column) for name, column in columns.items()},
    )


def check_follows(pull: Pull, contract: Contract) -> None:
    """Raise ``Problem`` (422) where reading only what is new would lose what is there.

    A delivery of a whole dataset, or of whole months, replaces what it does not carry; only events that add to their
    month, and feeds that say themselves what a delivery adds to, can be read bit by bit.
    """
    replaces_months = contract.semantics is Semantics.PERIOD and not contract.month_of
    if pull.follow and (contract.semantics is Semantics.FULL or replaces_months):
        raise Problem("lake.pull_not_incremental", 422, feed=pull.feed, semantics=contract.semantics.value)
