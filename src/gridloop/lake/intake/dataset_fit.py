"""Which dataset of the operator's model a sample's columns make, and what each of them then is. Pure.

The shipped contracts know more of a dataset's columns than a sample shows: kind, unit, allowed words, references. What
a sample's values stand for is proposed where their words say it; a code like 1, 2, 3 is left to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gridloop.lake.contract_document import ColumnFacts, Meaning
from gridloop.lake.contract_types import Contract, Kind, Property
from gridloop.lake.datasets import DATASETS
from gridloop.lake.intake.checks import EMPTY_WORDS, NUMBERS
from gridloop.lake.intake.dataset_words import ABOUT, COLUMN_WORDS, NOT_WORDS, REFUSING
from gridloop.lake.intake.guess import DAY, FEW_VALUES, FLAGS, MONTH, is_number
from gridloop.lake.intake.source import plain, plain_header
from gridloop.lake.intake.value_words import VALUE_WORDS, WRITTEN_IN
from gridloop.lake.types import Dataset
from gridloop.lake.units import SUFFIXES

_MOSTLY = 0.6
_FEWEST = {"customer": 3}
"""Any list of customers has their ids and names: it takes more to be the customers themselves."""
_EMPTY = frozenset(word.casefold() for word in EMPTY_WORDS)
_LATIN = re.compile(r"[a-z]+|[0-9]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】")
"""Units and remarks behind a name."""
_SERIAL = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Fit:
    """A dataset that the columns make, and the columns as it wants them, by their place in the file."""

    dataset: Dataset
    month_of: str
    columns: Mapping[int, ColumnFacts]


def fit_dataset(
    columns: Sequence[ColumnFacts], rows: Sequence[Sequence[str]], shipped: Mapping[str, Contract], about: str
) -> Fit | None:
    """Return the dataset that takes the most of the columns and needs nothing more; ``about`` is the file's name."""
    said = plain(" ".join([about, *(column.header for column in columns)])).casefold()
    texts = [[_text(row[n]) for row in rows if n < len(row)] for n in range(len(columns))]
    monthly = any(column.kind is Kind.MONTH for column in columns)
    best: tuple[int, Fit] | None = None
    for name, words in COLUMN_WORDS.items():
        contract = shipped.get(name)
        if contract is None or contract.datasets != (name,) or not any(word in said for word in ABOUT[name]):
            continue
        found = _fit(contract, columns, texts, words)
        if found is not None and len(found.columns) >= _FEWEST.get(name, 1):
            points = 2 * len(found.columns) + _told_beside_the_key(found)
            points += 4 * any(word in plain(about).casefold() for word in ABOUT[name])
            points -= 4 * (monthly and "month" not in found.dataset.types)
            best = max(best, (points, found), key=lambda one: one[0]) if best else (points, found)
    return best[1] if best else None


def _told_beside_the_key(fit: Fit) -> int:
    """What a dataset cannot be without tells more of it than what it may have."""
    named = {column.name.replace("_yuan", "_fen") for column in fit.columns.values()}
    needed = {c.name for c in fit.dataset.columns if not c.nullable} - set(fit.dataset.key)
    return 3 * len(needed & named)


def _text(cell: str) -> str:
    text = plain(cell).strip().lstrip("'")
    return "" if text.casefold() in _EMPTY else text


def _fit(
    contract: Contract,
    columns: Sequence[ColumnFacts],
    texts: Sequence[Sequence[str]],
    words: Mapping[str, Collection[str]],
) -> Fit | None:
    dataset = DATASETS[contract.feed]
    properties = {prop.name: prop for prop in contract.properties}
    found: dict[int, ColumnFacts] = {}
    taken: set[str] = set()
    for _, number, name in sorted(_likely(columns, contract, words), key=lambda one: (-one[0], one[1])):
        if number in found or name in taken:
            continue
        facts = _as(contract.feed, properties[name], columns[number], [text for text in texts[number] if text])
        if facts is not None:
            found[number] = facts
            taken.add(name)
    typed = {properties[name].typed_name for name in taken} | ({"month"} if contract.month_of in taken else set())
    if "name_zh" in typed:
        typed.add("name_en")  # what has no English name goes by its own
    if any(not column.nullable and column.name not in typed for column in dataset.columns):
        return None
    return Fit(dataset, contract.month_of, found)


def _likely(
    columns: Sequence[ColumnFacts], contract: Contract, words: Mapping[str, Collection[str]]
) -> list[tuple[int, int, str]]:
    """Return how likely each column of the file is which column of the dataset: by the longest word they share."""
    likely = []
    for number, column in enumerate(columns):
        header = plain_header(column.header).casefold()
        if any(word in header for word in NOT_WORDS):
            continue
        header = _IN_BRACKETS.sub("", header) or header
        for prop in contract.properties:
            own = {plain_header(text).casefold() for text in (prop.name, prop.header, prop.title_zh)}
            points = (
                100 if header in own else max((_points(header, word) for word in words.get(prop.name, ())), default=0)
            )
            if points:
                likely.append((points, number, prop.name))
    return likely


def _points(header: str, word: str) -> int:
    if not word.isascii():
        return len(word) * 2 + header.startswith(word) if word in header else 0
    parts, wanted = _LATIN.findall(header), _LATIN.findall(word)
    return 4 * len(wanted) if all(part in parts for part in wanted) and header.isascii() else 0


def _as(dataset: str, prop: Property, column: ColumnFacts, filled: Sequence[str]) -> ColumnFacts | None:
    """Return a column of the file as a column of the dataset; None where its values cannot be that."""
    known = VALUE_WORDS.get(f"{dataset}.{prop.name}", {})
    header = plain_header(column.header).casefold()
    values: tuple[Meaning, ...] = ()
    if prop.allowed:
        meanings = _meanings(filled, known, prop.allowed)
        if meanings is None:
            return None
        values = meanings
    elif prop.kind is Kind.FLAG:
        meanings = _flags(filled, known, refuses=prop.name == "granted" and any(w in header for w in REFUSING))
        if meanings is None:
            return None
        values = meanings
    elif not _can_be(prop, filled):
        return None
    return replace(
        column,
        name=prop.name,
        was=prop.name,
        kind=prop.kind,
        title_en=prop.title_en,
        required=prop.required,
        key=prop.key,
        allowed=prop.allowed,
        values=values,
        minimum=prop.minimum or "",
        maximum=prop.maximum or "",
        reference=".".join(prop.reference) if prop.reference else "",
        unit=prop.unit,
        written_in=written_in(header, prop.unit) if prop.kind in NUMBERS else "",
        sensitive=prop.sensitive,
        not_after=prop.not_after_delivery,
    )


def written_in(header: str, unit: str) -> str:
    """Return the unit that a header says the file writes, empty where it is the column's own."""
    header = plain_header(header).casefold()
    parts = _LATIN.findall(header)
    return next(
        (
            said
            for word, said in WRITTEN_IN.get(unit, ())
            if (word[1:] in parts if word.startswith("_") else word in header)
        ),
        "",
    )


def _can_be(prop: Property, filled: Sequence[str]) -> bool:
    if not filled or prop.kind in (Kind.TEXT, Kind.IDENTIFIER, Kind.PHONE):
        return True
    tests = {
        Kind.DAY: lambda text: bool(DAY.fullmatch(text) or _SERIAL.fullmatch(text)),
        Kind.MONTH: lambda text: bool(MONTH.fullmatch(text) or DAY.fullmatch(text)),
    }
    test = tests.get(prop.kind, lambda text: is_number(_without_unit(text, prop.unit)))
    return sum(map(test, filled)) >= _MOSTLY * len(filled)


def _without_unit(text: str, unit: str) -> str:
    for words in SUFFIXES.get(unit, {}).values():
        for word in words:
            if text.casefold().endswith(word):
                return text[: -len(word)].strip()
    return text


def _meanings(
    filled: Sequence[str], known: Mapping[str, Collection[str]], allowed: Collection[str]
) -> tuple[Meaning, ...] | None:
    """Return what the values stand for among the allowed words; None where they look like nothing of the kind."""
    seen = Counter(filled)
    if len(seen) > FEW_VALUES:
        return None
    by_case = {word.casefold(): word for word in allowed}
    meanings = [Meaning(text, by_case.get(text.casefold()) or _word_for(text, known)) for text in sorted(seen)]
    return tuple(one for one in meanings if one.written != one.ours)


def _word_for(text: str, known: Mapping[str, Collection[str]]) -> str:
    """Return our word for a value: of those whose words it holds, the one with the longest."""
    lowered = text.casefold()
    found = [(len(word), ours) for ours, words in known.items() for word in words if word in lowered]
    return max(found)[1] if found else ""


def _flags(filled: Sequence[str], known: Mapping[str, Collection[str]], *, refuses: bool) -> tuple[Meaning, ...] | None:
    seen = sorted({text.casefold(): text for text in filled}.values())
    if len(seen) > 3:
        return None
    if refuses and {text.casefold() for text in seen} <= FLAGS.keys():
        return tuple(Meaning(text, "0" if FLAGS[text.casefold()] else "1") for text in seen)
    if {text.casefold() for text in seen} <= FLAGS.keys():
        return ()
    return tuple(Meaning(text, _word_for(text, known)) for text in seen if text.casefold() not in FLAGS)
