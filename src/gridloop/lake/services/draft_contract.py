"""Drafts a contract from a sample file: reads its beginning, guesses, and keeps nothing of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from gridloop.lake.contract_changes import FIRST
from gridloop.lake.contract_document import TRAITS, ColumnFacts, ContractFacts
from gridloop.lake.contract_types import FileFormat, Kind
from gridloop.lake.datasets import DATASETS
from gridloop.lake.intake.dataset_fit import Fit, fit_dataset, written_in
from gridloop.lake.intake.dataset_words import CHANGE_WORDS
from gridloop.lake.intake.guess import FEW_VALUES, GuessedColumn, guess_columns, has_decimal_comma, pointed
from gridloop.lake.intake.sampling import Sample, read_sample
from gridloop.lake.intake.source import plain, plain_header
from gridloop.lake.intake.unpacking import name_inside
from gridloop.lake.intake.value_words import GONE_WORDS
from gridloop.lake.library import contracts, shipped_contracts
from gridloop.lake.types import Semantics

_CUSTOMERS = "customer.customer_id"
_NAMELESS = "new_feed"
_DATE_IN_NAME = re.compile(r"\d{4}[-_]?\d{2}([-_]?\d{2})?")


@dataclass(frozen=True, slots=True)
class Draft:
    """A contract as it is proposed, and what was seen of each column; nothing secret is among it."""

    facts: ContractFacts
    seen: tuple[GuessedColumn, ...]
    rows: int
    improbable: str = ""
    """Some of the characters that make the encoding unlikely that the sample was read in."""


def draft_contract(*, path: Path, file_name: str) -> Draft:
    """Return the contract that a sample seems to ask for; raises ``Problem`` (422) when it cannot be made out."""
    sample = read_sample(path, file_name)
    comma = sample.format in (FileFormat.CSV, FileFormat.TXT) and has_decimal_comma(
        c for row in sample.rows for c in row
    )
    if comma:
        sample = replace(sample, rows=tuple(tuple(map(pointed, row)) for row in sample.rows))
    seen = guess_columns(sample.headers, sample.rows, known_names(), day_counts=sample.format is FileFormat.XLSX)
    facts = replace(_facts(sample, seen, file_name), decimal="," if comma else ".")
    return Draft(facts, seen, len(sample.rows), sample.improbable)


def known_names() -> Mapping[str, str]:
    """Return what columns are called in the contracts there are, by header, titles and name in small letters."""
    found: dict[str, str] = {}
    for contract in contracts().values():
        for prop in contract.properties:
            for word in (prop.name, prop.header, prop.title_zh, prop.title_en):
                found.setdefault(plain_header(word).casefold(), prop.name)
    return found


def _facts(sample: Sample, seen: Sequence[GuessedColumn], file_name: str) -> ContractFacts:
    named = PurePath(name_inside(file_name))
    stem = named.stem
    plain_stem = _DATE_IN_NAME.sub("", stem)
    feed = re.sub(r"[^a-z0-9]+", "_", plain_stem.casefold()).strip("_")[:60].strip("_")
    suffix = named.suffix.lower().removeprefix(".") or sample.format.value
    month = any(column.kind is Kind.MONTH for column in seen)
    facts = ContractFacts(
        feed=feed if feed[:1].isalpha() else _NAMELESS,
        version=FIRST,
        title_zh=plain_stem.strip("_- ") or stem,
        title_en=plain_stem.strip("_- ") or stem,
        format=sample.format,
        delimiter=sample.delimiter,
        encoding=sample.encoding,
        has_header=sample.has_header,
        all_sheets=bool(sample.alike_sheets),
        trailer=sample.trailer,
        file_pattern=f"{_DATE_IN_NAME.sub('*', stem)}.{suffix}" if _DATE_IN_NAME.search(stem) else f"{stem}*.{suffix}",
        semantics=Semantics.PERIOD if month else Semantics.FULL,
        columns=tuple(_column(column) for column in seen),
    )
    found = fit_dataset(facts.columns, sample.rows, shipped_contracts(), stem)
    facts = _free_name(_fitted(facts, found) if found else _with_traits(facts))
    return _with_changes(facts, sample.rows)


def _fitted(facts: ContractFacts, found: Fit) -> ContractFacts:
    """Return the facts with the dataset's own columns where the sample has them; the others stay beside."""
    names = {column.name for column in found.columns.values()} | set(found.dataset.types)
    columns = [
        found.columns.get(number) or _beside(column, number, names, "customer_id" in names)
        for number, column in enumerate(facts.columns)
    ]
    return replace(
        facts,
        becomes=found.dataset.name,
        semantics=found.dataset.semantics,
        month_of=found.month_of,
        columns=tuple(columns),
    )


def _beside(column: ColumnFacts, number: int, names: Collection[str], owned: bool) -> ColumnFacts:
    """Return a column that the dataset has no place for: it is read, and nothing is refused for its sake."""
    kind = Kind.IDENTIFIER if column.kind is Kind.PHONE and not owned else column.kind
    name = f"{column.name.removesuffix('_yuan')}_{number + 1}" if column.name in names else column.name
    if kind is Kind.MONEY and not name.endswith("_yuan"):
        name += "_yuan"
    if not column.sensitive and kind not in (Kind.IDENTIFIER, Kind.PHONE):
        kind, name = Kind.TEXT, name.removesuffix("_yuan")
    return replace(
        column, name=name, was=name, kind=kind, key=False, required=False, allowed=(), unit="", written_in=""
    )


def _column(guessed: GuessedColumn) -> ColumnFacts:
    return ColumnFacts(
        name=guessed.name,
        header=guessed.header,
        kind=guessed.kind,
        was=guessed.name,
        title_zh=guessed.header,
        title_en=guessed.name.replace("_", " "),
        required=guessed.key,
        key=guessed.key,
        allowed=guessed.allowed,
        unit=guessed.unit,
        written_in=written_in(guessed.header, guessed.unit),
        sensitive=guessed.sensitive,
    )


def _with_traits(facts: ContractFacts) -> ContractFacts:
    """Make what is known of customers their traits; anything else is left to a person."""
    if not any(column.name == "customer_id" and not column.sensitive for column in facts.columns):
        return replace(facts, becomes=facts.feed)
    # one row a customer, said before a load finds it out; what is said of nobody we know waits in quarantine: a
    # report's line of totals among it
    columns = [
        replace(column, key=True, required=True, allowed=(), kind=Kind.IDENTIFIER, reference=_CUSTOMERS)
        if column.name == "customer_id"
        else replace(column, key=False)
        for column in facts.columns
    ]
    return replace(facts, becomes=TRAITS, semantics=Semantics.FULL, columns=tuple(columns))


def _with_changes(facts: ContractFacts, seen: Sequence[Sequence[str]]) -> ContractFacts:
    """Return a delivery of changes as one: a column says of some rows that they are gone.

    A word that it was never seen to say goes to quarantine: it might keep a row that is gone.
    """
    names = DATASETS[facts.becomes].key if facts.becomes in DATASETS else ()
    keyed = {column.name for column in facts.columns if column.key}
    for number, column in enumerate(facts.columns):
        header = plain_header(column.header).casefold()
        if column.key or not any(word == header or (not word.isascii() and word in header) for word in CHANGE_WORDS):
            continue
        words = {plain(row[number]).strip() for row in seen if number < len(row)} - {""}
        gone = sorted(word for word in words if word.casefold() in GONE_WORDS)
        if gone and len(words) <= FEW_VALUES and names and set(names) <= keyed:
            said = replace(column, kind=Kind.TEXT, allowed=tuple(sorted(words)), values=())
            columns = tuple(said if one is column else one for one in facts.columns)
            return replace(
                facts,
                semantics=Semantics.UPSERT,
                gone_column=column.name,
                gone_values=tuple(gone),
                columns=columns,
            )
    return facts


def _free_name(facts: ContractFacts) -> ContractFacts:
    """Return the facts under a feed's name that is not taken: after the file, else after what it becomes."""
    taken = contracts()
    name = facts.feed if facts.feed != _NAMELESS else facts.becomes if facts.becomes in DATASETS else _NAMELESS
    numbers = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return replace(facts, feed=name if name not in taken else next(one for one in numbers if one not in taken))
