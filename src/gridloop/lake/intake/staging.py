"""A delivery's rows in the engine: typed, and each refused one with the first check it failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from gridloop.lake.contract_types import LAKE_TYPES, PHONE_COLUMNS, Contract, Kind, Property
from gridloop.lake.intake.bulk import (
    MOST_ODD_SHARE,
    ODD,
    ODD_COLUMN,
    STRIDE,
    BulkText,
    Positions,
    bulk_select,
    forget_rejected,
    take_rejected,
)
from gridloop.lake.intake.checks import (
    Check,
    checks_of,
    cleaned_expression,
    raw_name,
    reference_table,
    typed_expression,
)
from gridloop.lake.intake.delimited import DelimitedSource
from gridloop.lake.intake.source import Block, plain, plain_header
from gridloop.lake.phones import clean_phone, hash_phone, is_phone, phone_key
from gridloop.lake.types import DUCKDB_TYPES, RowReason

TYPED = "typed_rows"
GOOD = "good_rows"
_BLOCK = "incoming_block"
_PLACE = "place in the table"
_HASHES_AT_ONCE = 16_000_000
_FIRST_ROWS = 5_000
"""Rows that tell at once of most files that they are in no order."""


@dataclass(slots=True)
class Tally:
    """How many rows of one file were read, and the lines that are ragged."""

    read: int = 0
    ragged: list[int] = field(default_factory=list)


class Staging:
    """Takes the blocks of one or more files of one feed and holds them typed in the engine.

    ``references`` maps (dataset, column) to the known values; ``self_reference`` adds known values for a
    reference into the feed's own dataset, which is checked once all rows are there.
    """

    def __init__(
        self,
        contract: Contract,
        connection: duckdb.DuckDBPyConnection,
        business_date: date,
        references: Mapping[tuple[str, str], str],
    ) -> None:
        self.contract = contract
        self.connection = connection
        self._key = phone_key() if contract.phone else b""
        self._positions: dict[int, Positions] = {}
        self._first_rows: dict[int, int] = {}
        self.by_key = False
        """The good rows are known to come in the order of the contract's key."""
        for reference, query in references.items():
            name = reference_table(reference)
            values = f"SELECT DISTINCT value FROM ({query}) WHERE value IS NOT NULL"
            connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {values}')
        outer = [reference_table(r) for r in references if not contract.found_in_itself(r)]
        self.checks: list[Check] = checks_of(contract, business_date, outer)
        self._repeated = self._late_check(RowReason.REPEATED_KEY, contract.key)
        self._types = {p.typed_name: DUCKDB_TYPES[LAKE_TYPES[p.kind]] for p in contract.properties} | (
            dict.fromkeys(PHONE_COLUMNS, "VARCHAR") if contract.phone else {}
        )
        self._create()

    def add(self, file_no: int, headers: Sequence[str], block: Block) -> None:
        """Type and check one block of a file."""
        if not block.lines:
            return
        table = self._arrow(headers, block)
        self.connection.register(_BLOCK, table)
        self.connection.execute(self._insert(file_no, self._typed_block()))
        self.connection.unregister(_BLOCK)

    def add_text(self, file_no: int, text: BulkText, source: DelimitedSource) -> Tally | None:
        """Type and check a whole file as the engine reads it; its odd rows are read one by one.

        Returns None, and holds nothing of the file, when the careful reader had better read all of it. The engine
        begins by the look of the file's first lines while all of it is looked at; should that tell otherwise, it begins
        anew.
        """
        with ThreadPoolExecutor(1) as engine:
            reading = engine.submit(self._read_in_bulk, file_no, text)
            found = source.surveyed(text)
            accepted = reading.result()
        if found is None or not found.survey.reads_as(text.survey):
            forget_rejected(self.connection)
            self.drop_file(file_no)
            accepted = self._read_in_bulk(file_no, found) if found is not None else None
        text = found or text
        told = take_rejected(self.connection) if accepted is not None else []
        self._place_rows(file_no, "refused IS NOT NULL")
        odd = self._numbers(f"file_no = {file_no} AND refused = {ODD}")
        few = len(odd) + len(told) <= MOST_ODD_SHARE * text.survey.lines
        rejected = source.given_up(told) if few else None
        positions = Positions(text, rejected or ())
        if accepted is None or rejected is None or accepted != positions.accepted:
            self.drop_file(file_no)
            return None
        tally = Tally(accepted - len(odd))
        apart = dict(zip(rejected, positions.of_rejected(rejected).tolist(), strict=True))
        apart |= dict(zip(positions.lines(odd).tolist(), odd, strict=True))
        for block in source.blocks_of(sorted(apart)):
            tally.read += block.rows
            tally.ragged += block.ragged
            block.lines = [apart[line] for line in block.lines]
            self.add(file_no, source.headers, block)
        self._positions[file_no] = positions
        return tally

    def _read_in_bulk(self, file_no: int, text: BulkText) -> int | None:
        """Let the engine read a file; return how many rows it took, None when it could not."""
        insert = self._insert(file_no, bulk_select(self.contract, text, self._key), judged=True)
        forget_rejected(self.connection)
        try:
            self.connection.execute("SET preserve_insertion_order=true")  # positions count the rows of the file
            if self._loses_order(insert):
                return None
            taken = self.connection.execute(insert).fetchone()
        except duckdb.Error:
            return None
        finally:
            self.connection.execute("SET preserve_insertion_order=false")
        for number, check in enumerate(self.checks):
            if check.later:  # a row is refused for the first check that it fails
                self.connection.execute(
                    f"UPDATE {TYPED} SET refused = {number} WHERE file_no = {file_no} "
                    f"AND (refused IS NULL OR refused > {number}) AND ({check.later})"
                )
        first = self.connection.execute(f"SELECT min(rowid) FROM {TYPED} WHERE file_no = {file_no}").fetchone()
        self._first_rows[file_no] = first[0] if first and first[0] is not None else 0
        return int(taken[0]) if taken else 0

    def _loses_order(self, statement: str) -> bool:
        """Tell whether the engine would keep rows in another order than it reads them, as it does after a join."""
        plan = " ".join(text for _, text in self.connection.execute(f"EXPLAIN {statement}").fetchall())
        return "JOIN" in plan

    def place_rows(self) -> None:
        """Give every row its place in its file, for whatever follows the order of the rows.

        Rows that were read in bulk get theirs when it is asked for: hardly any delivery needs it of all its rows.
        """
        for file_no in self._first_rows:
            self._place_rows(file_no, "true")
        self._first_rows.clear()

    def _place_rows(self, file_no: int, condition: str) -> None:
        first = self._first_rows.get(file_no)
        if first is not None:
            self.connection.execute(
                f"UPDATE {TYPED} SET line_no = (rowid - {first} + 1) * {STRIDE} "
                f"WHERE file_no = {file_no} AND line_no IS NULL AND {condition}"
            )

    def _numbers(self, where: str) -> list[int]:
        rows = self.connection.execute(f"SELECT line_no FROM {TYPED} WHERE {where} ORDER BY line_no").fetchall()
        return [number for (number,) in rows]

    def drop_file(self, file_no: int) -> None:
        """Forget the rows of a file that is refused as a whole."""
        self.place_rows()  # places are counted from rows that stay where they are
        self._positions.pop(file_no, None)
        self.connection.execute(f"DELETE FROM {TYPED} WHERE file_no = {file_no}")

    def refuse_unknown_parents(self) -> None:
        """Refuse rows that refer to a row of the same feed that is not there (or was refused itself)."""
        for prop in self.contract.properties:
            itself = self.contract.found_in_itself(prop.reference) if prop.reference else ""
            if prop.reference is None or not itself:
                continue
            check = self._late_check(RowReason.UNKNOWN_REFERENCE, (prop.typed_name,), dataset=prop.reference[0])
            target = f'SELECT "{itself}" FROM {GOOD} WHERE "{itself}" IS NOT NULL'
            name = reference_table(prop.reference)
            if self._exists(name):
                target += f' UNION ALL SELECT value FROM "{name}"'
            column = f'"{prop.typed_name}"'
            while self.refuse(f"{column} IS NOT NULL AND {column} NOT IN ({target})", check):
                pass  # what hung below a refused row hangs in the air now

    def refuse_repeated_keys(self) -> None:
        """Refuse every good row whose key stands in an earlier good row of the delivery."""
        if not self.contract.key:
            return
        key = ", ".join(f'"{name}"' for name in self.contract.key)
        if not (self._ascends() or self._differs(key)):
            self.place_rows()
            numbered = (
                f"SELECT file_no, line_no, row_number() OVER (PARTITION BY {key} ORDER BY file_no, line_no) AS n "
                f"FROM {GOOD}"
            )
            later = f"SELECT file_no, line_no FROM ({numbered}) WHERE n > 1"
            self.refuse(f"(file_no, line_no) IN ({later})", self._repeated)

    def _ascends(self) -> bool:
        """Tell whether each good row's key is greater than the one before: sorted files prove so what others must.

        Rows that were read one by one stand behind the others; there are few, and they are looked up among them.
        """
        if len(self._first_rows) != 1:
            return False
        names = [f'"{name}"' for name in self.contract.key]
        key = ", ".join(names)
        at_once, apart = (
            f'(SELECT {key}, "{_PLACE}" FROM {GOOD} WHERE line_no IS {word})' for word in ("NULL", "NOT NULL")
        )
        before = ", ".join(f"lag({name}) OVER () AS before{n}" for n, name in enumerate(names))

        def steps(*wheres: str) -> str:
            parts = (f"SELECT {key}, {before} FROM {at_once} WHERE {where}" for where in wheres)
            return f"SELECT count(*) - count(*) FILTER ({_greater(names)}) FROM ({' UNION ALL '.join(parts)})"

        first_rows = steps(f'"{_PLACE}" < {_FIRST_ROWS}')
        middle = (
            f'SELECT coalesce(max("{_PLACE}"), -1) FROM {at_once} '
            f'WHERE "{_PLACE}" <= (SELECT max(rowid) // 2 FROM {TYPED})'
        )
        again = f"SELECT count(*) FROM {at_once} SEMI JOIN {apart} AS others USING ({key})"
        alike = f"SELECT count(*) - count(DISTINCT ({key})) FROM {apart}"
        try:
            self.connection.execute("SET preserve_insertion_order=true")
            if self._one(first_rows) > 1:
                return False
            shared = self._one(middle)
            # rows in order go through one thread: two halves, which share the row in the middle, go through two
            if self._one(steps(*(f'"{_PLACE}" {side} {shared}' for side in ("<=", ">=")))) > (1 if shared < 0 else 2):
                return False
            if self._one(alike) or self._one(again):
                return False
            self.by_key = self._one(f"SELECT count(*) FROM {apart}") == 0
            return True
        finally:
            self.connection.execute("SET preserve_insertion_order=false")

    def _differs(self, key: str) -> bool:
        """Tell whether all good rows' keys differ, by a hash of them: equal keys have equal hashes.

        Sorting bare hashes takes a quarter of the time that the engine needs to count the different ones.
        """
        shares = 1 + self._one(f"SELECT count(*) FROM {GOOD}") // _HASHES_AT_ONCE
        for share in range(shares):
            wanted = f"SELECT found FROM (SELECT hash({key}) AS found FROM {GOOD}) WHERE found % {shares} = {share}"
            hashes = self.connection.execute(wanted).fetchnumpy()["found"]
            hashes.sort()
            if (hashes[1:] == hashes[:-1]).any():
                return False
        return True

    def _one(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def refuse_lines_of(self, query: str) -> None:
        """Refuse the good rows whose (file_no, line_no) a query returns, as repeating a key."""
        self.place_rows()
        self.refuse(f"(file_no, line_no) IN ({query})", self._repeated)

    def refuse(self, condition: str, check_no: int) -> int:
        """Refuse the good rows for which a condition holds; return how many there were."""
        changed = self.connection.execute(
            f"UPDATE {TYPED} SET refused = {check_no} WHERE refused IS NULL AND ({condition})"
        ).fetchone()
        return int(changed[0]) if changed else 0

    def refused(self, file_no: int) -> dict[int, Check]:
        """Return the refused lines of a file, each with the check it failed."""
        self._place_rows(file_no, "refused IS NOT NULL")
        rows = self.connection.execute(
            f"SELECT line_no, refused FROM {TYPED} WHERE file_no = {file_no} AND refused <> {ODD}"
        ).fetchall()
        positions = self._positions.get(file_no)
        lines = [line_no for line_no, _ in rows]
        if positions is not None:
            lines = positions.lines(lines).tolist()
        return {line_no: self.checks[number] for line_no, (_, number) in zip(lines, rows, strict=True)}

    def count_good(self, file_no: int) -> int:
        """Return how many rows of a file passed."""
        return self._one(f"SELECT count(*) FROM {GOOD} WHERE file_no = {file_no}")

    def _late_check(self, reason: RowReason, columns: Sequence[str], **params: object) -> int:
        """Add a check that is made when all rows are there; return its number."""
        headers = {p.typed_name: p.header for p in self.contract.properties}
        header = ", ".join(headers.get(name, name) for name in columns)
        self.checks.append(Check(reason, header, "", dict(params)))
        return len(self.checks) - 1

    def _exists(self, table: str) -> bool:
        found = self.connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
        return found is not None

    def _create(self) -> None:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in self._types.items())
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {TYPED} (file_no INTEGER, line_no BIGINT, refused SMALLINT, {columns})"
        )
        month = f", date_trunc('month', \"{self.contract.month_of}\")::DATE AS month" if self.contract.month_of else ""
        shown = f'*{month}, rowid AS "{_PLACE}"'
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {GOOD} AS SELECT {shown} FROM {TYPED} WHERE refused IS NULL"
        )

    def _insert(self, file_no: int, selected: str, *, judged: bool = False) -> str:
        """Return the statement that checks and keeps rows of (position, cleaned texts, typed values)."""
        names = [p.typed_name for p in self.contract.properties]
        phones = [*PHONE_COLUMNS] if self.contract.phone else []
        failing = [
            (check.condition, check.suspicion or check.condition, n)
            for n, check in enumerate(self.checks)
            if check.condition and not (judged and check.later)
        ]
        failing = [(ODD_COLUMN, ODD_COLUMN, ODD), *failing] if judged else failing
        any_fails = " OR ".join(f"({suspicion})" for _, suspicion, _ in failing) or "false"
        first = " ".join(f"WHEN {condition} THEN {n}" for condition, _, n in failing) or "WHEN false THEN 0"
        # which check failed is asked of the few rows that fail one: a long CASE is slow, a long OR is not
        refused = f"CASE WHEN {any_fails} THEN CASE {first} END END"
        chosen = ", ".join(f'"{name}"' for name in [*names, *phones])
        return f"INSERT INTO {TYPED} SELECT {file_no}, position, {refused}, {chosen} FROM ({selected})"

    def _typed_block(self) -> str:
        """Return the query of the cleaned texts and typed values of the block at hand."""
        phones = [*PHONE_COLUMNS] if self.contract.phone else []
        cleaned = ", ".join([f"{cleaned_expression(p)} AS {raw_name(p)}" for p in self.contract.properties] + phones)
        typed = ", ".join(f'{typed_expression(p)} AS "{p.typed_name}"' for p in self.contract.properties)
        return f"SELECT *, {typed} FROM (SELECT line_no AS position, {cleaned} FROM {_BLOCK})"

    def _arrow(self, headers: Sequence[str], block: Block) -> pa.Table:
        """Return a block's declared columns as text, made plain where they are no free text."""
        columns: dict[str, pa.Array] = {"line_no": pa.array(block.lines, pa.int64())}
        for prop in self.contract.properties:
            values = block.columns[headers.index(plain_header(prop.header))]
            column = values if isinstance(values, pa.Array) else pa.array(list(values), pa.string())
            if prop.kind is not Kind.TEXT or prop.coded or prop.reference:
                column = _plain_column(column)
            columns[prop.name] = column
            if prop.kind is Kind.PHONE:
                columns |= self._phone_columns(prop, column)
        return pa.table(columns)

    def _phone_columns(self, prop: Property, column: pa.Array) -> dict[str, pa.Array]:
        phones = [clean_phone(text or "") for text in column.to_pylist()]
        hashes = [hash_phone(phone, self._key) if is_phone(phone) else None for phone in phones]
        return {
            prop.name: pa.array(phones, pa.string()),
            PHONE_COLUMNS[0]: pa.array(hashes, pa.string()),
            PHONE_COLUMNS[1]: pa.array([phone[-4:] if is_phone(phone) else None for phone in phones], pa.string()),
        }


def _greater(names: Sequence[str]) -> str:
    """Return the SQL that a key is greater than the one ``before`` it; a comparison of whole rows is slower."""
    found = "false"
    for n, name in reversed(list(enumerate(names))):
        found = f"({name} > before{n} OR ({name} = before{n} AND {found}))"
    return found


def _plain_column(column: pa.Array) -> pa.Array:
    if pc.all(pc.string_is_ascii(column)).as_py() is not False:
        return column
    return pa.array([plain(text) if text else text for text in column.to_pylist()], pa.string())
