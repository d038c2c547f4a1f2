"""Tries a pull before it is set up: some rows of the table, and what the contract says of them. Nothing is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError

from gridloop.kernel import clock
from gridloop.lake.contract_types import Contract, Property
from gridloop.lake.intake.cells import text_of
from gridloop.lake.intake.database import Reading, Relation, connected, failed, tables_of
from gridloop.lake.intake.guess import guess_columns
from gridloop.lake.library import contract_of
from gridloop.lake.rules import masked_text
from gridloop.lake.services.draft_contract import known_names
from gridloop.lake.services.hold_sample import SAMPLE
from gridloop.lake.services.try_contract import Trial, try_contract
from gridloop.lake.services.write_pulled import write_pulled
from gridloop.lake.sources import Pull, check_follows

ROWS = 20


@dataclass(frozen=True, slots=True)
class PullTrial:
    """What a table looks like to a feed; without rows while a column has none of the table's."""

    columns: tuple[str, ...]
    """The table's."""
    matched: Mapping[str, str]
    """Our name -> the table's."""
    wanted: tuple[Property, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    """In the order of ``wanted``; what is secret is masked."""
    trial: Trial | None = None


def source_tables(*, source: str, variable: str) -> list[str]:
    """Return the tables of a source; raises ``Problem`` when it cannot be read."""
    with connected(source, variable) as connection:
        try:
            return tables_of(connection)
        except DatabaseError as error:
            raise failed(Pull("–", source, variable), error) from error


def try_pull(*, pull: Pull) -> PullTrial:
    """Read some rows and judge them by the feed's contract; raises ``Problem`` when they cannot be read."""
    contract = contract_of(pull.feed)
    check_follows(pull, contract)
    with connected(pull.source, pull.url_variable) as connection:
        try:
            relation = Relation(connection, pull)
            matched = relation.matched(contract)
            if len(matched) < len(contract.properties):
                return PullTrial(relation.columns, matched, contract.properties)
            found = Reading(relation, contract, "", None, lambda done, total: None).first(ROWS)
        except DatabaseError as error:
            raise failed(pull, error) from error
    trial = _tried(contract, found) if found else None
    return PullTrial(relation.columns, matched, contract.properties, _shown(contract, found), trial)


def _tried(contract: Contract, rows: Sequence[Mapping[str, object]]) -> Trial:
    with tempfile.TemporaryDirectory(prefix=SAMPLE) as folder:
        file = write_pulled(contract, iter(rows), Path(folder), clock.today(), 0)
        return try_contract(contract=contract, path=file, file_name=file.name, business_date=clock.today())


def _shown(contract: Contract, rows: Sequence[Mapping[str, object]]) -> tuple[tuple[str, ...], ...]:
    names = [prop.name for prop in contract.properties]
    texts = [tuple("" if row[name] is None else text_of(row[name])[:200] for name in names) for row in rows]
    guessed = guess_columns([prop.header for prop in contract.properties], texts, known_names())
    secret = [prop.sensitive or seen.sensitive for prop, seen in zip(contract.properties, guessed, strict=True)]
    return tuple(
        tuple(masked_text(text) if hidden else text for text, hidden in zip(row, secret, strict=True)) for row in texts
    )
