"""What a sample of a file seems to be: delimiter, header, and of each column its kind, unit and secrets. Pure.

A guess is only ever a proposal that a person confirms; where nothing speaks for a kind, a column is text.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from gridloop.lake.contract_types import Kind
from gridloop.lake.intake.checks import EMPTY_WORDS
from gridloop.lake.intake.column_words import (
    ADDRESS_WORDS,
    CODE_WORDS,
    DAY_WORDS,
    FLAG_WORDS,
    IDENTITY_WORDS,
    LISTS,
    MONTH_WORDS,
    PERSON_WORDS,
    PHONE_WORDS,
    UNIT_WORDS,
    USUAL_DAYS,
    USUAL_NAMES,
    YUAN_WORDS,
)
from gridloop.lake.intake.source import plain, plain_header

DELIMITERS = (",", "|", "\t", ";", "^", "~", *(chr(n) for n in (*range(1, 9), *range(14, 32))))
"""Signs that are used as delimiters by themselves; control characters among them."""
_RUN = re.compile(r"[|+@#!^~$&*%;,\x01-\x08\x0e-\x1f]{2,4}")
FEW_VALUES = 12
_ENOUGH = 0.95
"""Share of the filled cells that must look like a kind; a sample has bad rows as well."""

_MOSTLY = 0.6
"""The same where the header says it as well: what does not fit goes to quarantine, and is told."""
_MOST_MONTHS = 36
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?|[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_AMOUNT = re.compile(r"[+-]?([¥$][+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?元?|(\d{1,3}(,\d{3})+|\d+)(\.\d*)?元)")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
DAY = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))"
    r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?)?"
    r"|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d(\d{3}|\.\d{1,9})?"
    r"|\d{4}-\d{2}-\d{2}-\d{2}\.\d{2}\.\d{2}(\.\d+)?"
    r"|\d{1,2}-(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|1[0-2]月|[1-9]月) ?-(\d{4}|\d{2})( .*)?"
)
_DAY_COUNT = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")
MONTH = re.compile(r"(\d{4}[-/]\d{1,2}|\d{4}年\d{1,2}月|(19|20)\d\d(0[1-9]|1[0-2]))")
_MOBILE = re.compile(r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_TELEPHONE = re.compile(r"\+?[\d][\d\- ()（）]{4,20}")
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_SECRET_WITHIN = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?![\dXx])")
"""A mobile or identity number in the middle of a text."""
_EMPTY_MARKS = frozenset(word.casefold() for word in EMPTY_WORDS)
FLAGS = {
    **dict.fromkeys(("1", "true", "t", "yes", "y", "是"), True),
    **dict.fromkeys(("0", "false", "f", "no", "n", "否"), False),
}
"""What says yes and what says no by itself."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-./]*")
_LONG_CODE = re.compile(r"\d{11,}")
_DIGITS = re.compile(r"\d+")
_UNNAMED = re.compile(r"column_\d+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
"""Where a word begins inside another: customerID."""
_WORDS = re.compile(r"[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """What one column seems to be; ``examples`` and ``allowed`` are empty where values are secret."""

    header: str
    name: str
    kind: Kind
    unit: str = ""
    sensitive: bool = False
    key: bool = False
    allowed: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    empty_share: float = 0.0
    distinct: int = 0


def guess_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that cuts the lines into equally many fields, the most of them; a comma if none does."""
    together = _run_of_signs(lines)
    if together:
        return together
    best, best_score = ",", (0.0, 0)
    there = {sign for line in lines for sign in line}
    for delimiter in DELIMITERS:
        if delimiter not in there:
            continue
        widths = Counter(len(row) for row in split_lines(lines, delimiter))
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (rows / widths.total(), width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _run_of_signs(lines: Sequence[str]) -> str:
    """Return several signs that are one delimiter (``|+|``): as often in most lines, like ones (``||``) never apart."""
    runs = Counter(run for line in lines for run in set(_RUN.findall(line)))
    run: str
    for run, there in runs.most_common(3):
        counts = Counter(line.count(run) for line in lines if run in line)
        apart = any(line.count(sign) != line.count(run) * run.count(sign) for line in lines for sign in set(run))
        if any(
            sum(map(counts_apart(run, sign), lines)) > run.count(sign) * sum(line.count(run) for line in lines)
            for sign in set(run)
        ):
            continue  # 12.5%; is a percentage before a semicolon
        alike = there >= _ENOUGH * len(lines) and max(counts.values()) >= _ENOUGH * there
        if alike and (len(set(run)) > 1 or not apart):
            return run
    return ""


def counts_apart(run: str, sign: str) -> Callable[[str], int]:
    """Return what counts how often a sign stands in a line outside a run of signs."""
    return lambda line: line.count(sign) - line.count(run) * run.count(sign)


def split_lines(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the fields of each line; quotes are understood, unless several signs are the delimiter."""
    if len(delimiter) != 1:
        return [line.split(delimiter) for line in lines if line.strip()]
    try:
        return [row for row in csv.reader([line for line in lines if line.strip()], delimiter=delimiter)]
    except csv.Error:
        return [line.split(delimiter) for line in lines if line.strip()]


def is_number(text: str) -> bool:
    """Tell whether a text is a number, or an amount with its sign."""
    return bool(_NUMBER.fullmatch(text) or _AMOUNT.fullmatch(text))


_COMMA = re.compile(r"[+-]?[¥$]?(\d{1,3}(\.\d{3})+|\d+),\d+")
_POINT = re.compile(r"[+-]?[¥$]?(\d{1,3}(,\d{3})+|\d+)\.\d+")


def has_decimal_comma(cells: Iterable[str]) -> bool:
    """Tell whether numbers are written 1.234,56: some can be nothing else, and none can only be 1,234.56."""
    sure = False
    for text in map(str.strip, cells):
        if _POINT.fullmatch(text) and not re.fullmatch(r"[+-]?[¥$]?\d{1,3}(\.\d{3})+", text):
            return False
        if _COMMA.fullmatch(text) and not re.fullmatch(r"[+-]?[¥$]?\d{1,3}(,\d{3})+", text):
            sure = True
    return sure


def pointed(text: str) -> str:
    """Return a number that is written with a decimal comma as it is written with a point; other texts as they are."""
    bare = text.strip()
    grouped = re.fullmatch(r"[+-]?[¥$]?\d{1,3}(\.\d{3})+", bare)
    return bare.replace(".", "").replace(",", ".") if _COMMA.fullmatch(bare) or grouped else text


def guess_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: it is filled, without numbers or days, and nothing repeats."""
    if not rows:
        return False
    first = [plain_header(cell) for cell in rows[0]]
    named = [cell for cell in first if cell]
    return len(named) == len(first) == len(set(first)) and not any(
        _NUMBER.fullmatch(cell) or DAY.fullmatch(cell) or _MOBILE.fullmatch(cell) for cell in named
    )


def guess_columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, str], *, day_counts: bool = False
) -> tuple[GuessedColumn, ...]:
    """Return what each column seems to be. ``known`` maps headers of other contracts to the names they go by.

    ``day_counts`` says that a day may be a count of days, as it is in a sheet that lost its formats.
    """
    ours = {header: name for about, names in LISTS if about in "".join(headers) for header, name in names}
    columns: list[GuessedColumn] = []
    for number, header in enumerate(headers):
        texts = [_text(row[number]) if number < len(row) else "" for row in rows]
        taken = {column.name for column in columns}
        guessed = _guess(header, texts, known, number, taken, day_counts)
        name = ours.get(guessed.name, "")
        columns.append(replace(guessed, name=name) if name and name not in taken else guessed)
    keys = guess_key(columns, rows)
    phones = [column.header for column in columns if column.kind is Kind.PHONE]
    owned = any(column.name == "customer_id" for column in columns)
    return tuple(_settled(column, keys, owned and column.header in phones[:1]) for column in columns)


def _text(cell: str) -> str:
    """Return a cell as it is judged: plain, without the apostrophe that keeps digits from being a number in a sheet."""
    text = plain(cell).strip()
    text = text[1:] if text.startswith("'") and text[1:].replace("-", "").isdigit() else text
    return "" if text.casefold() in _EMPTY_MARKS else text


def _settled(column: GuessedColumn, keys: Collection[str], is_the_phone: bool) -> GuessedColumn:
    """Only one phone can be the customer's own, and only beside his id; others are secret codes."""
    demoted = column.kind is Kind.PHONE and not is_the_phone
    return GuessedColumn(
        header=column.header,
        name=column.name,
        kind=Kind.IDENTIFIER if demoted else column.kind,
        unit=column.unit,
        sensitive=column.sensitive,
        key=column.header in keys,
        allowed=() if column.header in keys else column.allowed,
        examples=column.examples,
        empty_share=column.empty_share,
        distinct=column.distinct,
    )


def guess_key(columns: Sequence[GuessedColumn], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the headers of the first column, or pair of columns, that is never empty and never repeats."""
    likely = [
        (number, column)
        for number, column in enumerate(columns)
        if column.empty_share == 0 and not column.sensitive and column.kind in _KEY_KINDS
    ]
    likely.sort(key=lambda item: (_KEY_KINDS.index(item[1].kind), item[0]))
    for size in (1, 2):
        for chosen in combinations(likely, size):
            if size == 1 and chosen[0][1].kind is not Kind.IDENTIFIER:
                continue
            values = {tuple(row[number] if number < len(row) else "" for number, _ in chosen) for row in rows}
            if rows and len(values) == len(rows):
                return tuple(column.header for _, column in chosen)
    return ()


_KEY_KINDS = (Kind.IDENTIFIER, Kind.MONTH, Kind.DAY, Kind.TEXT)


def _guess(
    header: str, texts: Sequence[str], known: Mapping[str, str], number: int, taken: Collection[str], day_counts: bool
) -> GuessedColumn:
    filled = [text for text in texts if text]
    words = plain_header(header).casefold()
    kind, secret = _kind(words, filled)
    if day_counts and kind in (Kind.WHOLE, Kind.REAL) and _says(words, DAY_WORDS) and _most(_DAY_COUNT, filled):
        kind = Kind.DAY
    unit = "yuan" if kind is Kind.MONEY else _unit(words, kind)
    if unit == "yuan":
        kind = Kind.MONEY
    values = Counter(filled)
    few = kind is Kind.TEXT and not secret and len(values) <= FEW_VALUES and len(filled) >= 4 * len(values) > 4
    if kind is Kind.IDENTIFIER and not secret and 1 < len(values) <= FEW_VALUES and len(filled) >= 4 * len(values):
        few = not any(word in words for word in CODE_WORDS)
    shown = () if secret else tuple(list(values)[:3])
    return GuessedColumn(
        header=header,
        name=_name(header, known, kind, number, taken),
        kind=Kind.TEXT if few else kind,
        unit=unit,
        sensitive=secret,
        allowed=tuple(sorted(values)) if few else (),
        examples=tuple(text if len(text) <= 40 else text[:39] + "…" for text in shown),
        empty_share=round(1 - len(filled) / len(texts), 4) if texts else 0.0,
        distinct=len(values),
    )


def _says(words: str, wanted: Collection[str]) -> bool:
    """Tell whether a header holds one of the words; short Latin ones must stand alone."""
    parts = set(_WORDS.findall(words))
    return any(word in parts if word.isascii() and "_" not in word else word in words for word in wanted)


def _most(pattern: re.Pattern[str], filled: Sequence[str], enough: float = _ENOUGH) -> bool:
    return bool(filled) and sum(bool(pattern.fullmatch(text)) for text in filled) >= enough * len(filled)


def _kind(words: str, filled: Sequence[str]) -> tuple[Kind, bool]:
    """Return the kind of a column, and whether its values are secret. Secrets are looked for first."""
    some_identity = any(len(text) in (15, 18) and _IDENTITY.fullmatch(text) for text in filled)
    if _says(words, IDENTITY_WORDS) or (some_identity and _most(_IDENTITY, filled)):
        return Kind.IDENTIFIER, True
    if _most(_MOBILE, filled) or (_says(words, PHONE_WORDS) and (not filled or _most(_TELEPHONE, filled))):
        return Kind.PHONE, True
    only_flags = bool(filled) and {text.casefold() for text in filled} <= FLAGS.keys()
    if (_says(words, PHONE_WORDS) and not only_flags) or any(_SECRET_WITHIN.search(text) for text in filled):
        return Kind.TEXT, True  # free text with telephone numbers in it is as secret as the numbers are
    if _says(words, PERSON_WORDS) or _says(words, ADDRESS_WORDS) or words == "name":
        return Kind.TEXT, True
    return _plain_kind(words, filled), False


def _plain_kind(words: str, filled: Sequence[str]) -> Kind:
    if not filled:
        return Kind.IDENTIFIER if _says(words, CODE_WORDS) else Kind.TEXT
    values = {text.casefold() for text in filled}
    if values <= FLAGS.keys() and (not values <= {"0", "1"} or _says(words, FLAG_WORDS)):
        return Kind.FLAG
    months = _says(words, MONTH_WORDS) or (bool(_UNNAMED.fullmatch(words)) and len(values) <= _MOST_MONTHS)
    if _most(MONTH, filled) and months:
        return Kind.MONTH
    enough = _MOSTLY if _says(words, DAY_WORDS) else _ENOUGH
    if _most(DAY, filled, enough) and not _says(words, CODE_WORDS):
        return Kind.DAY
    leading_zero = any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in filled)
    codes = {len(text) for text in filled if text.isdigit()}
    if (
        _says(words, CODE_WORDS)
        or leading_zero
        or _most(_LONG_CODE, filled)
        or (min(codes, default=0) >= 9 and len(codes) == 1)
    ):
        return Kind.IDENTIFIER if _most(_CODE, filled) else Kind.TEXT
    if _most(_WHOLE, filled):
        return Kind.WHOLE
    if _most(_NUMBER, filled):
        return Kind.REAL
    amounts = sum(bool(_NUMBER.fullmatch(text) or _AMOUNT.fullmatch(text)) for text in filled)
    if amounts >= (_MOSTLY if _says(words, YUAN_WORDS) else 1) * len(filled):
        return Kind.MONEY
    coded = _most(re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_\-]*"), filled)
    return Kind.IDENTIFIER if coded else Kind.TEXT


def _unit(words: str, kind: Kind) -> str:
    if kind not in (Kind.WHOLE, Kind.REAL):
        return ""
    for unit, named in UNIT_WORDS.items():
        if _says(words, named):
            return unit
    return "yuan" if _says(words, YUAN_WORDS) else ""


def _name(header: str, known: Mapping[str, str], kind: Kind, number: int, taken: Collection[str]) -> str:
    """Return our name of a column: what other contracts call it, what its Latin letters say, else its number."""
    header = plain_header(header)
    apart = _INNER_CAPITAL.sub("_", header)
    slug = re.sub(r"[^a-z0-9]+", "_", apart.casefold()).strip("_") if header.isascii() else ""
    usual_names = (*USUAL_DAYS, *USUAL_NAMES) if kind is Kind.DAY else USUAL_NAMES
    usual = next((name for words, name in usual_names if any(word in header for word in words)), "")
    if usual in taken:
        usual = ""
    name = known.get(header.casefold()) or (slug if slug[:1].isalpha() else "") or usual or f"column_{number + 1}"
    if kind is Kind.MONEY and not name.endswith("_yuan"):
        name += "_yuan"
    return (
        name
        if name not in taken
        else f"{name.removesuffix('_yuan')}_{number + 1}" + ("_yuan" if kind is Kind.MONEY else "")
    )
