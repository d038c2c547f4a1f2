"""What is checked of a row and how its texts become typed values, as SQL over columns of cleaned text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from gridloop.kernel import clock
from gridloop.lake.contract_types import Contract, Kind, Property
from gridloop.lake.intake.numbers import number_expression, quoted, with_point
from gridloop.lake.types import RowReason

EMPTY_WORDS = ("\\N", "NULL", "null", "(null)", "N/A", "n/a", "#N/A", "--")
"""What databases and sheets write where there is nothing; in free text only the first is taken for that."""
APOSTROPHE = "chr(39)"
BLANKS = "' ' || chr(9) || chr(160) || chr(12288)"
_DAY = (
    r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}"
    r"|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{8})"
)
_STAMP = r"[0-9]{8}([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]([0-9]{3}|\.[0-9]{1,9})?"
"""Day and time in fourteen digits, as billing systems write them, perhaps with parts of a second behind."""
_DASHED_STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}\.[0-9]{2}\.[0-9]{2}(\.[0-9]{1,12})?"
"""How DB2 writes a time."""
_MONTH_NAMES = "janfebmaraprmayjunjulaugsepoctnovdec"
_NAMED_DAY = (
    r"(?i)([0-9]{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|1[0-2]月|[1-9]月) ?-([0-9]{4}|[0-9]{2})"
    r"( +[0-9]{1,2}[.:][0-9]{2}([.:][0-9]{2}([.:][0-9]{1,9})?)?( ?(am|pm|上午|下午))?)?"
)
"""How Oracle writes a day: 12-JAN-26, 12-1月 -26; a year of two digits from 50 on is of the last century."""
_CLOCK = r"([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?"
_INSTANT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r" ?(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)"
)
"""A time with its zone: it is a day of the tenant's calendar, perhaps another one than is written."""
_MONTH = r"([0-9]{4}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月|[0-9]{6})"
NUMBERS = (Kind.WHOLE, Kind.REAL, Kind.MONEY)
_YES = ("1", "true", "t", "yes", "y", "是")
_NO = ("0", "false", "f", "no", "n", "否")
_EARLIEST = "DATE '1900-01-01'"


@dataclass(frozen=True, slots=True)
class Check:
    """One reason to refuse a row: ``condition`` is true in SQL for the rows that fail."""

    reason: RowReason
    header: str
    condition: str
    params: dict[str, object] = field(default_factory=dict)
    suspicion: str = ""
    """True for every row that fails and perhaps for others, where that is much quicker to tell."""
    later: str = ""
    """The same condition over typed columns, where it takes a look into another table: rows lose their order then."""


def one_of(text: str, values: Iterable[str]) -> str:
    """Return the SQL that a text is one of some values.

    Not ``IN``: the engine makes a join of that from five values on, and the rows of a join come in no order.
    """
    return f"({' OR '.join(f'{text} = {quoted(value)}' for value in values)})"


def raw_name(prop: Property) -> str:
    """Return the SQL name of a column's cleaned text."""
    return f'"raw {prop.name}"'


def cleaned_expression(prop: Property) -> str:
    """Return the SQL of a column's text without what stands around its value, NULL where it says that there is none."""
    trimmed = f"trim({quoted_name(prop.name)}, {BLANKS})"
    meant = {*prop.allowed, *(written for written, _ in prop.values)}
    words = [word for word in EMPTY_WORDS[: 1 if prop.kind is Kind.TEXT else None] if word not in meant]
    if prop.kind is not Kind.TEXT:
        trimmed = f"ltrim({trimmed}, {APOSTROPHE})"  # a sheet's mark that digits are meant as a text
    return rewritten(prop, f"CASE WHEN NOT {one_of(trimmed, ('', *words))} THEN {trimmed} END")


def rewritten(prop: Property, text: str) -> str:
    """Return the SQL of a column's cleaned text in our words, where its contract says that the file has others."""
    if prop.values:
        cases = " ".join(f"WHEN {quoted(written)} THEN {quoted(ours)}" for written, ours in prop.values)
        return f"CASE {text} {cases} ELSE {text} END"
    return with_point(text) if prop.decimal_comma else text


def quoted_name(name: str) -> str:
    """Return a column's name in SQL."""
    return f'"{name}"'


def typed_expression(prop: Property) -> str:
    """Return the SQL that turns a column's cleaned text into its typed value, NULL where it cannot."""
    raw = raw_name(prop)
    if prop.kind in NUMBERS:
        return number_expression(prop, raw)
    if prop.kind is Kind.FLAG:
        yes, no = (one_of(f"lower({raw})", words) for words in (_YES, _NO))
        return f"CASE WHEN {yes} THEN true WHEN {no} THEN false END"
    if prop.kind is Kind.DAY:
        return _day(raw)
    if prop.kind is Kind.MONTH:
        return _month(raw)
    return raw


def _day(raw: str) -> str:
    """ISO at once; other forms are rewritten to it. Times are cut off."""
    plain = f"regexp_extract({raw}, {quoted('^[^ T]+')})"
    dashed = f"rtrim(regexp_replace({plain}, '[/.年月日]', '-', 'g'), '-')"
    packed = f"{plain}[1:4] || '-' || {plain}[5:6] || '-' || {plain}[7:8]"
    parsed = f"TRY_CAST(CASE WHEN regexp_full_match({plain}, '[0-9]{{8}}') THEN {packed} ELSE {dashed} END AS DATE)"
    return (
        f"CASE WHEN regexp_full_match({raw}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') THEN TRY_CAST({raw} AS DATE) "
        f"WHEN regexp_full_match({raw}, {quoted(_DAY + _CLOCK)}) THEN {parsed} "
        f"WHEN regexp_full_match({raw}, {quoted(_STAMP)}) THEN TRY_CAST({packed} AS DATE) "
        f"WHEN regexp_full_match({raw}, {quoted(_DASHED_STAMP)}) THEN TRY_CAST({raw}[1:10] AS DATE) "
        f"WHEN regexp_full_match({raw}, {quoted(_NAMED_DAY)}) THEN {_named_day(raw)} "
        f"WHEN regexp_full_match({raw}, {quoted(_INSTANT)}) "
        f"THEN CAST(TRY_CAST({raw} AS TIMESTAMPTZ) AT TIME ZONE {quoted(str(clock.zone()))} AS DATE) END"
    )


def _named_day(raw: str) -> str:
    day, month, year = (f"regexp_extract({raw}, {quoted(_NAMED_DAY)}, {group})" for group in (1, 2, 3))
    number = (
        f"CASE WHEN ends_with({month}, '月') THEN replace({month}, '月', '') "
        f"ELSE ((strpos({quoted(_MONTH_NAMES)}, lower({month})) + 2) // 3)::VARCHAR END"
    )
    century = f"CASE WHEN length({year}) = 4 THEN '' WHEN {year} < '50' THEN '20' ELSE '19' END"
    return f"TRY_CAST(({century}) || {year} || '-' || ({number}) || '-' || {day} AS DATE)"


def _month(raw: str) -> str:
    dashed = f"rtrim(regexp_replace({raw}, '[/年月]', '-', 'g'), '-')"
    packed = f"{raw}[1:4] || '-' || {raw}[5:6]"
    first = f"(CASE WHEN length({raw}) = 6 AND {raw}[5:5] BETWEEN '0' AND '9' THEN {packed} ELSE {dashed} END) || '-01'"
    return (
        f"CASE WHEN regexp_full_match({raw}, '[0-9]{{4}}-[0-9]{{2}}') THEN TRY_CAST({raw} || '-01' AS DATE) "
        f"WHEN regexp_full_match({raw}, {quoted(_MONTH)}) THEN TRY_CAST({first} AS DATE) "
        f"ELSE date_trunc('month', {_day(raw)})::DATE END"
    )


def checks_of(contract: Contract, business_date: date, referable: Collection[str]) -> list[Check]:
    """Return the checks a row must pass, in the order in which the first failure is told.

    ``referable`` names the reference tables at hand (see ``reference_table``); a reference to a dataset that was
    never published is not checked.
    """
    return [
        _of_rows_that_stay(contract, prop, check)
        for prop in contract.properties
        for check in _property_checks(prop, business_date, referable)
    ]


def _of_rows_that_stay(contract: Contract, prop: Property, check: Check) -> Check:
    """A row that says it is gone need carry its key only."""
    if not contract.gone_column or prop.key or prop.name == contract.gone_column:
        return check
    [mark] = (one for one in contract.properties if one.name == contract.gone_column)
    stays, stays_typed = (
        f"NOT coalesce({one_of(column, contract.gone_values)}, false)"
        for column in (raw_name(mark), f'"{mark.typed_name}"')
    )
    return replace(
        check,
        condition=f"{stays} AND ({check.condition})",
        suspicion=f"{stays} AND ({check.suspicion})" if check.suspicion else "",
        later=f"{stays_typed} AND ({check.later})" if check.later else "",
    )


def reference_table(reference: tuple[str, str]) -> str:
    """Return the name of the engine's table that holds the values of a referred column."""
    return f"known {reference[0]} {reference[1]}"


def _property_checks(prop: Property, business_date: date, referable: Collection[str]) -> list[Check]:
    raw, typed, header = raw_name(prop), f'"{prop.typed_name}"', prop.header
    checks = []
    if prop.required:
        checks.append(Check(RowReason.MISSING_VALUE, header, f"{raw} IS NULL"))
    checks += _shape_checks(prop, raw, typed)
    checks += _range_checks(prop, typed, business_date)
    if prop.allowed:
        params: dict[str, object] = {"allowed": ", ".join(words_of(prop))}
        checks.append(Check(RowReason.VALUE_NOT_ALLOWED, header, f"NOT {one_of(raw, prop.allowed)}", params))
    if prop.reference is not None and reference_table(prop.reference) in referable:
        table = reference_table(prop.reference)
        condition, later = (
            f'{column} IS NOT NULL AND {column} NOT IN (SELECT value FROM "{table}")' for column in (raw, typed)
        )
        checks.append(
            Check(RowReason.UNKNOWN_REFERENCE, header, condition, {"dataset": prop.reference[0]}, later=later)
        )
    return checks


def words_of(prop: Property) -> tuple[str, ...]:
    """Return the words that a file may use of a column: its own, and ours that it has no word for."""
    ours = {ours for _, ours in prop.values}
    return (*(written for written, _ in prop.values), *(word for word in prop.allowed if word not in ours))


def _shape_checks(prop: Property, raw: str, typed: str) -> list[Check]:
    unreadable = f"{raw} IS NOT NULL AND {typed} IS NULL"
    if prop.kind in NUMBERS:
        return [Check(RowReason.NOT_A_NUMBER, prop.header, unreadable)]
    if prop.kind is Kind.FLAG:
        words = ", ".join((*(written for written, _ in prop.values), *_YES, *_NO))
        return [Check(RowReason.VALUE_NOT_ALLOWED, prop.header, unreadable, {"allowed": words})]
    if prop.kind in (Kind.DAY, Kind.MONTH):
        days = f"{_DAY}{_CLOCK}|{_STAMP}|{_INSTANT}|{_DASHED_STAMP}|{_NAMED_DAY}"
        shapes = f"({days})" if prop.kind is Kind.DAY else f"({_MONTH}|{days})"
        shaped = f"regexp_full_match({raw}, {quoted(shapes)})"
        return [
            Check(RowReason.BAD_DATE, prop.header, f"{unreadable} AND NOT {shaped}", suspicion=unreadable),
            Check(RowReason.IMPOSSIBLE_DATE, prop.header, f"({unreadable}) OR {typed} < {_EARLIEST}"),
        ]
    if prop.kind is Kind.PHONE:
        return [Check(RowReason.NOT_A_PHONE, prop.header, f"{raw} IS NOT NULL AND phone_hash IS NULL")]
    return []


def _range_checks(prop: Property, typed: str, business_date: date) -> list[Check]:
    checks = []
    if prop.not_after_delivery:
        condition = f"{typed} > DATE '{business_date}'"
        checks.append(Check(RowReason.IMPOSSIBLE_DATE, prop.header, condition))
    if prop.kind is Kind.MONEY and prop.minimum is None:
        checks.append(Check(RowReason.NEGATIVE_MONEY, prop.header, f"{typed} < 0"))
    for bound, sign in ((prop.minimum, "<"), (prop.maximum, ">")):
        if bound is not None:
            limits: dict[str, object] = {"minimum": prop.minimum or "", "maximum": prop.maximum or ""}
            condition = f"{typed} {sign} {_bound(prop, bound)}"
            checks.append(Check(RowReason.OUT_OF_RANGE, prop.header, condition, limits))
    return checks


def _bound(prop: Property, bound: str) -> str:
    if prop.kind in (Kind.DAY, Kind.MONTH):
        return f"DATE {quoted(bound)}"
    return f"round({float(bound)} * 100)" if prop.kind is Kind.MONEY else str(float(bound))
