"""Which databases feeds are pulled from: ``GRIDLOOP_HOME/sources.yaml``, written by the console or by hand. Pure.

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


VARIABLES = "GRIDLOOP_SOURCE_"
"""How the variables begin that the console offers as sources; any other holds what is none of a steward's business."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The databases by name, each with the variable that holds its address, and the pulls by feed."""

    variables: Mapping[str, str] = field(default_factory=dict)
    pulls: Mapping[str, Pull] = field(default_factory=dict)

    def with_pull(self, pull: Pull) -> Sources:
        """Return the same with a pull in the place of its feed's, and with its source."""
        return Sources({**self.variables, pull.source: pull.url_variable}, {**self.pulls, pull.feed: pull})

    def without_pull(self, feed: str) -> Sources:
        """Return the same without the pull of a feed; its source stays."""
        return Sources(self.variables, {name: pull for name, pull in self.pulls.items() if name != feed})


def source_named_by(variable: str) -> str:
    """Return what a source is called whose address stands in a variable: GRIDLOOP_SOURCE_CRM is crm."""
    return variable.removeprefix(VARIABLES).casefold()


def written_sources(sources: Sources) -> str:
    """Return ``sources.yaml`` of some sources and pulls."""
    pulls = [
        {
            name: value
            for name, value in (
                ("feed", pull.feed),
                ("source", pull.source),
                ("table", pull.table),
                ("query", pull.query),
                ("follow", pull.follow),
                ("columns", dict(pull.columns)),
            )
            if value
        }
        for pull in sources.pulls.values()
    ]
    document = {"sources": {name: {"url_env": one} for name, one in sources.variables.items()}, "pulls": pulls}
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def read_pulls(text: str) -> Mapping[str, Pull]:
    """Return the pulls declared in ``sources.yaml`` by feed; raises ``Problem`` (422) that names the place."""
    return read_sources(text).pulls


def read_sources(text: str) -> Sources:
    """Return what ``sources.yaml`` declares; raises ``Problem`` (422) that names the place."""
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
    return Sources(variables, pulls)


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


def may_follow(contract: Contract) -> bool:
    """Tell whether the deliveries of a feed add to what is there, instead of replacing all of it, or whole months."""
    return contract.semantics.by_key or (contract.semantics is Semantics.PERIOD and bool(contract.month_of))


def check_follows(pull: Pull, contract: Contract) -> None:
    """Raise ``Problem`` (422) where reading only what is new would lose what is there.

    A delivery of a whole dataset, or of whole months, replaces what it does not carry; only events that add to their
    month, and feeds that say themselves what a delivery adds to, can be read bit by bit.
    """
    if pull.follow and not may_follow(contract):
        raise Problem("lake.pull_not_incremental", 422, feed=pull.feed, semantics=contract.semantics.value)
