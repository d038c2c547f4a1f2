"""What a sample of a file seems to be: delimiter, header, and of each column its kind, unit and secrets. Pure.

A guess is only ever a proposal that a person confirms; where nothing speaks for a kind, a column is text.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from gridloop.lake.contract_types import Kind
from gridloop.lake.intake.source import plain, plain_header

DELIMITERS = (",", "|", "\t", ";", "^", "\x01", "~")
FEW_VALUES = 12
_ENOUGH = 0.95
"""Share of the filled cells that must look like a kind; a sample has bad rows as well."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DAY = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))"
    r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
)
_MONTH = re.compile(r"(\d{4}[-/]\d{1,2}|\d{4}年\d{1,2}月|(19|20)\d\d(0[1-9]|1[0-2]))")
_MOBILE = re.compile(r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_TELEPHONE = re.compile(r"\+?[\d][\d\- ()（）]{4,20}")
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_FLAGS = frozenset({"0", "1", "true", "false", "t", "f", "yes", "no", "y", "n", "是", "否"})
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-./]*")
_WORDS = re.compile(r"[a-z]+|[0-9]+")

_PHONE_WORDS = ("手机", "电话", "联系方式", "移动号码", "phone", "mobile_no", "msisdn", "telephone", "tel")
_IDENTITY_WORDS = ("身份证", "证件号", "id_card", "identity", "id_number", "passport")
_PERSON_WORDS = ("姓名", "客户名称", "用户名称", "联系人", "户名", "customer_name", "full_name", "contact_name")
_YUAN_WORDS = ("元", "金额", "费用", "资费", "月租", "账单", "收入", "欠费", "成本", "应收", "yuan", "amount", "fee",
               "charge", "price", "bill", "revenue", "cost", "arpu")  # fmt: skip
_UNIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "MB": ("流量", "兆", "mb", "megabytes", "data_volume"),
    "GB": ("gb",),
    "minutes": ("时长", "分钟", "通话", "minutes", "mou"),
    "Mbps": ("速率", "带宽", "mbps", "bandwidth"),
    "months": ("月数", "months"),
}
_USUAL_NAMES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("身份证", "证件号"), "identity_number"),
    (("手机", "电话", "联系方式", "移动号码"), "phone"),
    (("姓名", "客户名称", "用户名称", "联系人", "户名"), "person_name"),
    (("流量",), "data_mb"),
    (("通话时长", "通话分钟"), "voice_minutes"),
    (("品牌",), "brand"),
    (("套餐",), "plan"),
    (("地址",), "address"),
)
"""What columns are called here whose header other contracts do not have word for word."""
_CODE_WORDS = ("编码", "编号", "代码", "工号", "标识", "id", "code", "no", "number", "key")
_FLAG_WORDS = ("是否", "is", "has", "flag")
_MONTH_WORDS = ("账期", "月份", "月", "month", "period")


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
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in split_lines(lines, delimiter))
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (rows / widths.total(), width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def split_lines(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the fields of each line; quotes are understood."""
    try:
        return [row for row in csv.reader([line for line in lines if line.strip()], delimiter=delimiter)]
    except csv.Error:
        return [line.split(delimiter) for line in lines if line.strip()]


def guess_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: it is filled, without numbers or days, and nothing repeats."""
    if not rows:
        return False
    first = [plain_header(cell) for cell in rows[0]]
    named = [cell for cell in first if cell]
    return len(named) == len(first) == len(set(first)) and not any(
        _NUMBER.fullmatch(cell) or _DAY.fullmatch(cell) or _MOBILE.fullmatch(cell) for cell in named
    )


def guess_columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, str]
) -> tuple[GuessedColumn, ...]:
    """Return what each column seems to be. ``known`` maps headers of other contracts to the names they go by."""
    columns: list[GuessedColumn] = []
    for number, header in enumerate(headers):
        texts = [plain(row[number]).strip() if number < len(row) else "" for row in rows]
        columns.append(_guess(header, texts, known, number, {column.name for column in columns}))
    keys = guess_key(columns, rows)
    phones = [column.header for column in columns if column.kind is Kind.PHONE]
    owned = any(column.name == "customer_id" for column in columns)
    return tuple(_settled(column, keys, owned and column.header in phones[:1]) for column in columns)


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
    header: str, texts: Sequence[str], known: Mapping[str, str], number: int, taken: Collection[str]
) -> GuessedColumn:
    filled = [text for text in texts if text]
    words = plain_header(header).casefold()
    kind, secret = _kind(words, filled)
    unit = _unit(words, kind)
    if unit == "yuan":
        kind = Kind.MONEY
    values = Counter(filled)
    few = kind is Kind.TEXT and not secret and len(values) <= FEW_VALUES and len(filled) >= 4 * len(values) > 4
    if kind is Kind.IDENTIFIER and not secret and 1 < len(values) <= FEW_VALUES and len(filled) >= 4 * len(values):
        few = not any(word in words for word in _CODE_WORDS)
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


def _most(pattern: re.Pattern[str], filled: Sequence[str]) -> bool:
    return bool(filled) and sum(bool(pattern.fullmatch(text)) for text in filled) >= _ENOUGH * len(filled)


def _kind(words: str, filled: Sequence[str]) -> tuple[Kind, bool]:
    """Return the kind of a column, and whether its values are secret. Secrets are looked for first."""
    some_identity = any(len(text) in (15, 18) and _IDENTITY.fullmatch(text) for text in filled)
    if _says(words, _IDENTITY_WORDS) or (some_identity and _most(_IDENTITY, filled)):
        return Kind.IDENTIFIER, True
    if _most(_MOBILE, filled) or (_says(words, _PHONE_WORDS) and (not filled or _most(_TELEPHONE, filled))):
        return Kind.PHONE, True
    if _says(words, _PHONE_WORDS) or any(_MOBILE.fullmatch(text) for text in filled):
        return Kind.TEXT, True  # free text with telephone numbers in it is as secret as the numbers are
    if _says(words, _PERSON_WORDS) or words == "name":
        return Kind.TEXT, True
    return _plain_kind(words, filled), False


def _plain_kind(words: str, filled: Sequence[str]) -> Kind:
    if not filled:
        return Kind.IDENTIFIER if _says(words, _CODE_WORDS) else Kind.TEXT
    values = {text.casefold() for text in filled}
    if values <= _FLAGS and (not values <= {"0", "1"} or _says(words, _FLAG_WORDS)):
        return Kind.FLAG
    if _most(_MONTH, filled) and _says(words, _MONTH_WORDS):
        return Kind.MONTH
    if _most(_DAY, filled) and not _says(words, _CODE_WORDS):
        return Kind.DAY
    leading_zero = any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in filled)
    if _says(words, _CODE_WORDS) or leading_zero or _most(re.compile(r"\d{11,}"), filled):
        return Kind.IDENTIFIER if _most(_CODE, filled) else Kind.TEXT
    if _most(_WHOLE, filled):
        return Kind.WHOLE
    if _most(_NUMBER, filled):
        return Kind.REAL
    coded = _most(re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_\-]*"), filled)
    return Kind.IDENTIFIER if coded else Kind.TEXT


def _unit(words: str, kind: Kind) -> str:
    if kind not in (Kind.WHOLE, Kind.REAL):
        return ""
    for unit, named in _UNIT_WORDS.items():
        if _says(words, named):
            return unit
    return "yuan" if _says(words, _YUAN_WORDS) else ""


def _name(header: str, known: Mapping[str, str], kind: Kind, number: int, taken: Collection[str]) -> str:
    """Return our name of a column: what other contracts call it, what its Latin letters say, else its number."""
    header = plain_header(header)
    slug = re.sub(r"[^a-z0-9]+", "_", header.casefold()).strip("_") if header.isascii() else ""
    usual = next((name for words, name in _USUAL_NAMES if any(word in header for word in words)), "")
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
