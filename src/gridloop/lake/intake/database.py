"""Reads the tables of an operator's database: which there are, their columns, and what is new in one.

An address comes from the environment and is told to nobody.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import dj_database_url
from django.conf import settings
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, Property
from gridloop.lake.intake.cells import text_of
from gridloop.lake.sources import Pull

_FETCH = 10_000
_CONNECT_SECONDS = 15
"""A database that does not answer must not hold a job for ever."""


def failed(pull: Pull, error: DatabaseError) -> Problem:
    """Return what a driver said as a problem. Drivers repeat whom they asked for; who reads the error need not know."""
    return Problem(
        "lake.pull_failed", 502, feed=pull.feed, source=pull.source, detail=_detail(pull.url_variable, error)
    )


def _detail(variable: str, error: DatabaseError) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    parsed = dj_database_url.parse(os.environ[variable])
    for part in ("PASSWORD", "USER", "HOST", "NAME"):
        secret = str(parsed.get(part) or "")
        text = text.replace(secret, "…") if len(secret) > 1 else text
    return text[:300]


@contextmanager
def connected(source: str, variable: str) -> Iterator[Any]:
    """Open a source's database; its address comes from the environment and is told to nobody."""
    address = os.environ.get(variable, "")
    if not address:
        raise Problem("lake.pull_no_address", 422, source=source, variable=variable)
    try:
        config: dict[str, Any] = {**dj_database_url.parse(address), "TIME_ZONE": settings.TENANT_TIME_ZONE}
        if "postgres" in str(config.get("ENGINE")):
            config["OPTIONS"] = {"connect_timeout": _CONNECT_SECONDS, **config.get("OPTIONS", {})}
        connection = ConnectionHandler({"default": config})["default"]
    except Exception as error:  # whatever is wrong with an address, its text is not repeated
        raise Problem("lake.pull_bad_address", 422, source=source, variable=variable) from error
    try:
        yield connection
    finally:
        connection.close()


class Relation:
    """The table or query of a pull, and its columns."""

    def __init__(self, connection: Any, pull: Pull) -> None:
        self.connection, self.pull = connection, pull
        self.text = (
            f"({pull.query}) AS pulled" if pull.query else ".".join(map(self.quoted, pull.table.split(".")))
        ).replace("%", "%%")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {self.text} WHERE 1 = 0", [])
            self.columns = tuple(str(column[0]) for column in cursor.description)
        self._known = {name.casefold(): name for name in self.columns}

    def quoted(self, name: str) -> str:
        """Return a name as the database's SQL has it."""
        return str(self.connection.ops.quote_name(name))

    def found(self, wanted: str) -> str:
        """Return a column's name as the database has it; raises ``Problem`` (422) where there is none."""
        found = self._known.get(wanted.casefold())
        if found is None:
            raise self._missing([wanted])
        return found

    def matched(self, contract: Contract) -> dict[str, str]:
        """Return our name -> the database's, where there is one: as declared, else the file's header, else our own."""
        matched = {}
        for prop in contract.properties:
            found = next((self._known[n.casefold()] for n in self._names_of(prop) if n.casefold() in self._known), None)
            if found is not None:
                matched[prop.name] = found
        return matched

    def chosen(self, contract: Contract) -> dict[str, str]:
        """Return the same of every column; raises ``Problem`` (422) that names those which are not there."""
        matched = self.matched(contract)
        missing = [self._names_of(prop)[0] for prop in contract.properties if prop.name not in matched]
        if missing:
            raise self._missing(missing)
        return matched

    def _names_of(self, prop: Property) -> list[str]:
        return [self.pull.columns[prop.name]] if prop.name in self.pull.columns else [prop.header, prop.name]

    def _missing(self, names: Sequence[str]) -> Problem:
        return Problem(
            "lake.pull_missing_columns",
            422,
            feed=self.pull.feed,
            columns=", ".join(names),
            found=", ".join(self.columns)[:500],
        )


def tables_of(connection: Any) -> list[str]:
    """Return the tables and views that an account may read, with their schema where there are several."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            return sorted(connection.introspection.table_names(cursor, include_views=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables "
            "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
        )
        return [f"{schema}.{name}" for schema, name in cursor.fetchall()]


class Reading:
    """One pass over what is new in a source, in the order of the followed column."""

    def __init__(
        self,
        relation: Relation,
        contract: Contract,
        mark: str,
        at_mark: Sequence[str] | None,
        progress: Callable[[int, int], None],
    ) -> None:
        self._relation, self._from, self._progress = relation, mark, progress
        self.count, self.mark = 0, mark
        self.at_mark = list(at_mark or ())
        """Fingerprints of the rows read so far that have the last mark: more of them may come later."""
        self._read_before = Counter(self.at_mark)
        self._from_here = ">" if at_mark is None else ">="
        chosen = relation.chosen(contract)
        self._names = [prop.name for prop in contract.properties]
        self._selected = [relation.quoted(chosen[name]) for name in self._names]
        follow = relation.pull.follow
        self._follow = relation.quoted(relation.found(follow)) if follow else ""

    def rows(self) -> Iterator[Mapping[str, object]]:
        """Yield the rows by our names, and remember how far they went."""
        columns = [*self._selected, *([self._follow] if self._follow else [])]
        text, values = f"SELECT {', '.join(columns)} FROM {self._relation.text}", []
        if self._follow:
            text += f" WHERE {self._follow} IS NOT NULL"
            if self._from:
                text += f" AND {self._follow} {self._from_here} %s"
                values.append(_value_of(self._from))
            text += f" ORDER BY {self._follow}"
        with self._relation.connection.chunked_cursor() as cursor:
            self._progress(0, 0)
            cursor.execute(text, values)
            while fetched := cursor.fetchmany(_FETCH):
                for row in fetched:
                    if self._follow and self._was_read(row):
                        continue
                    self.count += 1
                    yield dict(zip(self._names, row, strict=False))
                self._progress(self.count, 0)

    def first(self, rows: int) -> list[dict[str, object]]:
        """Return some rows by our names, in whatever order they come; nothing of it counts as read."""
        with self._relation.connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(self._selected)} FROM {self._relation.text}", [])
            return [dict(zip(self._names, row, strict=True)) for row in cursor.fetchmany(rows)]

    def _was_read(self, row: Sequence[object]) -> bool:
        """Tell whether a run before has read this row, and remember it by its mark."""
        mark, found = _text_of(row[-1]), _fingerprint(row)
        if mark == self._from and self._read_before[found]:
            self._read_before[found] -= 1
            return True
        if mark != self.mark:
            self.mark, self.at_mark = mark, []
        self.at_mark.append(found)
        return False

    def count_without_mark(self) -> int:
        """Return how many rows are never read because the followed column is empty."""
        if not self._follow:
            return 0
        with self._relation.connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self._relation.text} WHERE {self._follow} IS NULL", [])
            return int(cursor.fetchone()[0])


def _fingerprint(row: Sequence[object]) -> str:
    return hashlib.sha256(repr(tuple(map(text_of, row))).encode()).hexdigest()[:24]


def _text_of(value: object) -> str:
    """Return a followed value as it is kept, with its kind: a text and a number do not compare alike."""
    if isinstance(value, datetime):
        return f"instant {value.isoformat()}"
    if isinstance(value, date):
        return f"day {value.isoformat()}"
    kinds = {int: "whole", float: "real", Decimal: "decimal"}
    return f"{kinds.get(type(value), 'text')} {value}"


def _value_of(text: str) -> object:
    kind, _, value = text.partition(" ")
    kinds: dict[str, Callable[[str], object]] = {
        "instant": datetime.fromisoformat,
        "day": date.fromisoformat,
        "whole": int,
        "real": float,
        "decimal": Decimal,
    }
    return kinds.get(kind, str)(value)
