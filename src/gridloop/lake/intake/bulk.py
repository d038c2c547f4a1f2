"""Reads a plain delimited file with the engine's own reader, and only its odd rows one by one.

Whatever the engine cannot read as it stands (a date in another form, full-width digits, blanks around a value, a ragged
row) is given to the careful reader, so that a row's fate never depends on how it was read. Rows are told apart by
*positions*, which ascend as the lines of the file do; ``Positions`` knows the lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from gridloop.lake.contract_types import PHONE_COLUMNS, Contract, Kind, Property
from gridloop.lake.intake.checks import APOSTROPHE, EMPTY_WORDS, one_of, raw_name, rewritten, typed_expression
from gridloop.lake.intake.numbers import quoted
from gridloop.lake.intake.source import plain_header
from gridloop.lake.intake.survey import Lines, Survey

STRIDE = 1 << 20
MOST_ODD_SHARE = 0.2
"""With more odd rows than this the careful reader is as quick."""
ODD_COLUMN = "odd"
ODD = -1
"""Number of the check that an odd row fails."""
_REJECTS, _SCANS = "bulk_rejects", "bulk_scans"
_CANONICAL = {
    Kind.MONEY: re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,6})?"),
    Kind.WHOLE: re.compile(r"-?[0-9]{1,12}"),
    Kind.REAL: re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?"),
    Kind.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Kind.MONTH: re.compile(r"[0-9]{4}-[0-9]{2}"),
}
_EXACT = 10**15
"""Below this a double holds every whole number."""
_DATE_FORMS = {Kind.DAY: "%Y-%m-%d", Kind.MONTH: "%Y-%m"}
_PLAIN = r"[ -~\x{4E00}-\x{9FFF}]*"
"""ASCII and the common Chinese characters, none of which has a plainer form."""
_ENGINE_TYPES = {
    # 18 digits fit a machine word
    Kind.MONEY: "DECIMAL(18, 6)",
    # a decimal would round what is no whole number until it is one: 5.0000001
    Kind.WHOLE: "DOUBLE",
    Kind.REAL: "DOUBLE",
    Kind.DAY: "DATE",
    Kind.MONTH: "DATE",
}

WITH_UNDERSCORES = frozenset({"DECIMAL(18, 6)", "DOUBLE"})
"""The engine's types that 1_000 is a value of."""


@dataclass(frozen=True, slots=True)
class BulkText:
    """A file the engine may read: where it is, how it is cut, and what each of its columns is read as."""

    path: Path
    survey: Survey
    delimiter: str
    headers: tuple[str, ...]
    types: tuple[str, ...]
    """The engine's type of each column of the file; VARCHAR where its text has to be judged."""
    header_lines: int = 1
    """How many lines stand before the first row."""

    def is_native(self, prop: Property) -> bool:
        """Tell whether the engine reads a property's text as number or date."""
        return self.types[self.column(prop)] != "VARCHAR"

    def column(self, prop: Property) -> int:
        """Return which column of the file holds a property."""
        return self.headers.index(plain_header(prop.header))


def column_types(
    contract: Contract, headers: Sequence[str], probe: Sequence[Sequence[str]], survey: Survey
) -> tuple[str, ...]:
    """Return what the engine may read each column of a file as, judged by some of its rows."""
    types = ["VARCHAR"] * len(headers)
    for prop in contract.properties:
        pattern = _CANONICAL.get(prop.kind)
        dated = prop.kind in _DATE_FORMS
        if pattern is None or prop.allowed or prop.reference or (survey.underscores and not dated):
            continue
        if prop.values or prop.written_in or prop.decimal_comma:
            continue
        if dated and prop.kind is not _dated_kind(contract):
            continue
        column = headers.index(plain_header(prop.header))
        other = sum(not (row[column] == "" or pattern.fullmatch(row[column])) for row in probe if column < len(row))
        if other <= MOST_ODD_SHARE * len(probe) / 10:
            types[column] = _ENGINE_TYPES[prop.kind]
    return tuple(types)


def _dated_kind(contract: Contract) -> Kind:
    """Return whether days or months are read by the engine: its reader knows one form of date for a whole file."""
    return Kind.DAY if any(prop.kind is Kind.DAY for prop in contract.properties) else Kind.MONTH


def bulk_select(contract: Contract, text: BulkText, phone_key: bytes) -> str:
    """Return the query of position (empty), ``odd``, every column's text and typed value, in the file's order."""
    inner, typed, odd = [], [], []
    for prop in contract.properties:
        column = f"c{text.column(prop)}"
        if text.is_native(prop):
            inner.append(f"CASE WHEN {column} IS NOT NULL THEN '' END AS {raw_name(prop)}")
            typed.append(f'{_native_value(prop, column)} AS "{prop.typed_name}"')
            odd.append(_native_odd(prop, column))
        else:
            inner.append(f"{rewritten(prop, column)} AS {raw_name(prop)}")
            typed.append(f'{typed_expression(prop)} AS "{prop.typed_name}"')
            odd.append(_text_odd(prop, raw_name(prop), column))
    typed += _phone_columns(contract, phone_key)
    # numbering the rows here would put them through one thread: positions follow from the order in which they are kept
    rows = f"SELECT NULL::BIGINT AS position, *, {', '.join(inner)} FROM {_reader(contract, text)}"
    any_odd = " OR ".join(part for part in odd if part) or "false"  # unknown is as good as false
    return f"SELECT *, {any_odd} AS odd FROM (SELECT *, {', '.join(typed)} FROM ({rows}))"


def _phone_columns(contract: Contract, key: bytes) -> list[str]:
    """The keyed hash of ``phones.hash_phone`` (HMAC-SHA256, RFC 2104) written in SQL, and the last four digits."""
    if contract.phone is None:
        return []
    padded = key.ljust(64, b"\x00")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    text = raw_name(contract.phone)
    hashed = f"sha256(from_hex('{outer}') || unhex(sha256(from_hex('{inner}') || {text}::BLOB)))"
    plain = f"regexp_full_match({text}, '[+]?[0-9]{{5,20}}')"
    return [
        f"CASE WHEN {plain} THEN {hashed} END AS {PHONE_COLUMNS[0]}",
        f"CASE WHEN {plain} THEN right({text}, 4) END AS {PHONE_COLUMNS[1]}",
    ]


def _native_value(prop: Property, column: str) -> str:
    if prop.kind is Kind.MONEY:
        return f"CASE WHEN abs({column}) < {10**10} THEN CAST(round({column} * 100) AS BIGINT) END"
    return f"CAST({column} AS BIGINT)" if prop.kind is Kind.WHOLE else column


def _native_odd(prop: Property, column: str) -> str:
    far = f"{column} <= DATE '1900-01-01' OR {column} > DATE '9999-01-01'"  # what words are read as
    odd = {
        # the reader rounds to six decimals: where half a fen is left then, more of them may have said otherwise
        Kind.MONEY: f"abs({column} % 0.01) = 0.005",
        Kind.WHOLE: f"{column} <> trunc({column}) OR abs({column}) >= {_EXACT} OR NOT isfinite({column})",
        Kind.REAL: f"NOT isfinite({column})",
        Kind.DAY: far,
        Kind.MONTH: far,
    }.get(prop.kind)
    return f"({odd})" if odd else ""


def _text_odd(prop: Property, raw: str, text: str) -> str:
    """Not what it should be, blanks around it, nothing between quotes, or a character that wants to be made plain."""
    if prop.kind is Kind.PHONE:
        return f"NOT regexp_full_match({text}, '[+]?[0-9]{{5,20}}')"
    if prop.kind not in (Kind.TEXT, Kind.IDENTIFIER):
        return f'({raw} IS NOT NULL AND "{prop.typed_name}" IS NULL)'
    blanks = ["' '", "chr(9)"]
    parts = [f"{text} < '!'"]
    if prop.kind is Kind.TEXT and not prop.coded and prop.reference is None:
        blanks += ["chr(160)", "chr(12288)"]
        parts += [f"starts_with({text}, {blank})" for blank in blanks[2:]]
    else:
        # a CASE, unlike an AND, asks the costly question of the few rows only
        unlike = f"NOT regexp_full_match({text}, {quoted(_PLAIN)})"
        parts.append(f"CASE WHEN strlen({text}) <> length({text}) THEN {unlike} ELSE false END")
        parts.append(f"starts_with({text}, {APOSTROPHE})")
    parts += [f"ends_with({text}, {blank})" for blank in blanks]
    parts.append(one_of(text, EMPTY_WORDS))
    return f"({' OR '.join(parts)})"


def _reader(contract: Contract, text: BulkText) -> str:
    columns = ", ".join(f"'c{n}': '{kind}'" for n, kind in enumerate(text.types))
    quote = '"' if text.survey.quotes else ""
    newline = "\\r\\n" if text.survey.carriage_returns else "\\n"
    options = {
        "header": "false",
        "skip": str(text.header_lines),
        "auto_detect": "false",
        "columns": f"{{{columns}}}",
        "delim": quoted(text.delimiter),
        "quote": quoted(quote),
        "escape": quoted(quote),
        "new_line": quoted(newline),
        "dateformat": quoted(_DATE_FORMS[_dated_kind(contract)]),
        "store_rejects": "true",
        "rejects_table": quoted(_REJECTS),
        "rejects_scan": quoted(_SCANS),
        "rejects_limit": "0",
    }
    return f"read_csv({quoted(str(text.path))}, {', '.join(f'{name}={value}' for name, value in options.items())})"


def take_rejected(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """Return the lines that the engine's reader gave up, each with about its number and its text, and forget them."""
    rows = connection.execute(
        f"SELECT DISTINCT line, trim(csv_line, chr(13) || chr(10)) FROM {_REJECTS} ORDER BY line"
    ).fetchall()
    forget_rejected(connection)
    return [(line, text) for line, text in rows]


def forget_rejected(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what the engine's reader kept about lines it gave up."""
    for table in (_REJECTS, _SCANS):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


class Positions:
    """Where the rows of a file that was read in bulk stand in it."""

    def __init__(self, text: BulkText, rejected: Sequence[int]) -> None:
        self._above = text.header_lines
        skipped = np.union1d(np.asarray(rejected, np.int64), text.survey.empty)
        self._skipped = skipped[skipped > self._above] - self._above
        self._accepted_before = self._skipped - 1 - np.arange(len(self._skipped))
        self.accepted = text.survey.lines - self._above - len(self._skipped)
        """How many rows the engine must have read."""

    def lines(self, positions: Sequence[int]) -> Lines:
        """Return the lines of rows."""
        found = np.asarray(positions, np.int64)
        nth, among = np.divmod(found, STRIDE)
        read = nth + np.searchsorted(self._accepted_before + 1, nth, side="right")
        first = np.searchsorted(self._accepted_before, nth, side="left")
        given_up = self._skipped[np.minimum(first + among - 1, max(len(self._skipped) - 1, 0))] if among.any() else read
        return np.where(among > 0, given_up, read) + self._above

    def of_rejected(self, lines: Sequence[int]) -> Lines:
        """Return the positions of lines that the engine gave up: after the row before them."""
        index = np.searchsorted(self._skipped, np.asarray(lines, np.int64) - self._above)
        before = self._accepted_before[index]
        return before * STRIDE + 1 + index - np.searchsorted(self._accepted_before, before, side="left")
