"""How the text of a number becomes its value, as SQL over cleaned text."""

from __future__ import annotations

import re
from fractions import Fraction

from gridloop.lake.contract_types import Kind, Property
from gridloop.lake.units import SUFFIXES, factor

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
_GROUPED = r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?"
_AMOUNT = r"[+-]?[¥$]?[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?元?"
_UNSIGNED = r"([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?"
_FEW_DECIMALS = r"[+-]?([0-9]+(\.[0-9]{0,6})?|\.[0-9]{1,6})"
_COMMA_NUMBER = r"[+-]?[¥$]?[+-]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)?(,[0-9]*)?([eE][+-]?[0-9]+)?[^0-9.,]*"
_WHOLE_LIMIT = 10**15
MONEY_LIMIT = 10**10


def quoted(text: str) -> str:
    """Return a text as a SQL constant."""
    return "'" + text.replace("'", "''") + "'"


def with_point(text: str) -> str:
    """Return the SQL of a number that is written with a decimal comma (1.234,56) as it is written with a point.

    What is no such number, 12.5 among it, becomes none at all: a point would be read for what it is not.
    """
    pointed = f"replace(replace({text}, '.', ''), ',', '.')"
    return (
        f"CASE WHEN regexp_full_match({text}, {quoted(_COMMA_NUMBER)}) THEN {pointed} "
        f"WHEN {text} IS NOT NULL THEN {text} || ' ,' END"
    )


def number_expression(prop: Property, raw: str) -> str:
    """Return the SQL of the value of a number's text, NULL where it is none. The usual form comes first."""
    own = factor(prop.unit, prop.written_in)
    forms = {Kind.WHOLE: _whole_forms, Kind.REAL: _real_forms, Kind.MONEY: _money_forms}[prop.kind](raw, own)
    forms += _with_suffix(prop, raw)
    return "CASE " + " ".join(f"WHEN {condition} THEN {value}" for condition, value in forms) + " END"


def _with_suffix(prop: Property, raw: str) -> list[tuple[str, str]]:
    """A unit behind the number says what it is written in."""
    forms = []
    for unit, words in SUFFIXES.get(prop.unit, {}).items():
        either = "|".join(re.escape(word) for word in words)
        bare = f"replace(regexp_replace({raw}, {quoted(f'(?i) *({either})$')}, ''), ',', '')"
        shaped = f"regexp_full_match({raw}, {quoted(f'(?i)[+-]?{_UNSIGNED} *({either})')})"
        forms.append((shaped, _value(prop.kind, bare, factor(prop.unit, unit))))
    return forms


def _value(kind: Kind, text: str, times: Fraction) -> str:
    if kind is Kind.MONEY:
        return _fen(text, times)
    return _whole(text, times) if kind is Kind.WHOLE else _real(text, times)


def _whole_forms(raw: str, own: Fraction) -> list[tuple[str, str]]:
    number, grouped = f"TRY_CAST({raw} AS DOUBLE)", f"TRY_CAST(replace({raw}, ',', '') AS DOUBLE)"
    if own != 1:
        return [
            (f"regexp_full_match({raw}, {quoted(NUMBER)})", _whole(raw, own)),
            (f"regexp_full_match({raw}, {quoted(_GROUPED)})", _whole(f"replace({raw}, ',', '')", own)),
        ]
    return [
        (f"regexp_full_match({raw}, '[+-]?[0-9]{{1,18}}')", f"TRY_CAST({raw} AS BIGINT)"),
        *(
            (
                f"regexp_full_match({raw}, {quoted(form)}) AND {value} = trunc({value}) "
                f"AND abs({value}) < {_WHOLE_LIMIT}",
                f"CAST({value} AS BIGINT)",
            )
            for form, value in ((NUMBER, number), (_GROUPED, grouped))
        ),
    ]


def _whole(text: str, times: Fraction) -> str:
    """A whole number of the column's unit: half and more is one more, as 90 seconds are 2 minutes."""
    value = _real(text, times)
    if times.denominator == 1:  # 1.5 GB are whole megabytes, 1.5 months are nothing
        return f"CASE WHEN {value} = trunc({value}) AND abs({value}) < {_WHOLE_LIMIT} THEN CAST({value} AS BIGINT) END"
    return f"CASE WHEN abs({value}) < {_WHOLE_LIMIT} THEN CAST(round({value}) AS BIGINT) END"


def _real_forms(raw: str, own: Fraction) -> list[tuple[str, str]]:
    return [
        (f"regexp_full_match({raw}, {quoted(NUMBER)})", _real(raw, own)),
        (f"regexp_full_match({raw}, {quoted(_GROUPED)})", _real(f"replace({raw}, ',', '')", own)),
    ]


def _real(text: str, times: Fraction) -> str:
    number = f"TRY_CAST({text} AS DOUBLE)"
    multiplied = f"{number} * {times.numerator}" if times.numerator != 1 else number
    return f"({multiplied} / {times.denominator})" if times.denominator != 1 else f"({multiplied})"


def _money_forms(raw: str, own: Fraction) -> list[tuple[str, str]]:
    written = f"regexp_replace({raw}, '[¥$,元]', '', 'g')"
    usual = []
    if own == 1:  # 18 digits fit a machine word: wider decimals are a hundred times slower
        number = f"TRY_CAST({raw} AS DECIMAL(18, 6))"
        value = f"CASE WHEN abs({number}) < {MONEY_LIMIT} THEN CAST(round({number} * 100) AS BIGINT) END"
        usual = [(f"regexp_full_match({raw}, {quoted(_FEW_DECIMALS)})", value)]
    return [
        *usual,
        (f"regexp_full_match({raw}, {quoted(NUMBER)})", _fen(raw, own)),
        (f"regexp_full_match({raw}, {quoted(_AMOUNT)})", _fen(written, own)),
    ]


def _fen(text: str, times: Fraction) -> str:
    """Return fen, rounded once: what half is, the first decimal beyond the fen tells, and a cast would round before."""
    fen = times * 100
    places = 0 if fen < 1 else len(str(fen.numerator)) - 1
    cut = f"regexp_extract({text}, '^[+-]?[0-9]*[.]?[0-9]{{0,{places + 1}}}')"
    plain = f"TRY_CAST({cut} AS DECIMAL(30, {places + 1}))"
    exponent = f"TRY_CAST({text} AS DECIMAL(30, 15))"
    number = f"CASE WHEN regexp_matches({text}, '[eE]') THEN {exponent} ELSE {plain} END"
    limit = MONEY_LIMIT * 100 / fen
    return f"CASE WHEN abs({number}) < {limit} THEN CAST(round(({number}) * {fen}) AS BIGINT) END"
