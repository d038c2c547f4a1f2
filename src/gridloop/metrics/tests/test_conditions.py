"""A condition means what its words say, on every engine: an interpretation in plain Python answers alike."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.lake.engine import Lake
from gridloop.metrics.expr.formula import FormulaError, compile_condition

Row = dict[str, Any]
Meaning = tuple[str, Callable[[Row], Any]]
NUMBERS, TEXTS, FLAGS = ("age", "fee"), ("name", "place"), ("rural", "bundled")
WORDS = ("", "中文", "O'Brien", 'say "x"', "100%", "a\\b")
SIGNS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne
}  # fmt: skip

rows = st.lists(
    st.fixed_dictionaries(
        {
            **{name: st.none() | st.integers(-4, 4) for name in NUMBERS},
            **{name: st.none() | st.sampled_from(WORDS) for name in TEXTS},
            **{name: st.none() | st.booleans() for name in FLAGS},
        }
    ),
    min_size=1,
    max_size=6,
)


def known(compute: Callable[..., Any], *parts: Callable[[Row], Any]) -> Callable[[Row], Any]:
    """Return what is unknown as soon as one part is."""

    def meaning(row: Row) -> Any:
        values = [part(row) for part in parts]
        return None if None in values else compute(*values)

    return meaning


def _divide(one: float, other: float) -> float | None:
    return one / other if other else None


def _and(*values: bool | None) -> bool | None:
    return False if False in values else None if None in values else True


def _or(*values: bool | None) -> bool | None:
    return True if True in values else None if None in values else False


@st.composite
def number(draw: Any, depth: int = 2) -> Meaning:
    kind = draw(st.sampled_from(["column", "constant", "minus", "+", "-", "*", "/"][: 7 if depth else 2]))
    if kind == "column":
        name = draw(st.sampled_from(NUMBERS))
        return name, operator.itemgetter(name)
    if kind == "constant":
        value = draw(st.integers(0, 4))
        return str(value), lambda row: value
    one, first = draw(number(depth - 1))
    if kind == "minus":
        return f"-({one})", known(operator.neg, first)
    other, second = draw(number(depth - 1))
    compute = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": _divide}[kind]
    return f"({one} {kind} {other})", known(compute, first, second)


@st.composite
def chain(draw: Any) -> Meaning:
    parts = draw(st.lists(number(), min_size=2, max_size=3))
    signs = draw(st.lists(st.sampled_from(sorted(SIGNS)), min_size=len(parts) - 1, max_size=len(parts) - 1))
    text = parts[0][0] + "".join(f" {sign} {part}" for sign, (part, _) in zip(signs, parts[1:], strict=True))
    pairs = [known(SIGNS[sign], one[1], two[1]) for sign, one, two in zip(signs, parts, parts[1:], strict=False)]
    return text, lambda row: _and(*(pair(row) for pair in pairs))


@st.composite
def of_text(draw: Any) -> Meaning:
    name, words = draw(st.sampled_from(TEXTS)), draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    if draw(st.booleans()):
        sign = draw(st.sampled_from(["==", "!="]))
        return f"{name} {sign} {words[0]!r}", known(
            lambda value: SIGNS[sign](value, words[0]), operator.itemgetter(name)
        )
    return f"{name} in {words!r}", known(lambda value: value in words, operator.itemgetter(name))


@st.composite
def in_numbers(draw: Any) -> Meaning:
    text, meaning = draw(number(1))
    values = draw(st.lists(st.integers(-4, 4), min_size=1, max_size=3))
    if draw(st.booleans()):
        return f"({text}) in {values!r}", known(lambda value: value in values, meaning)
    return f"({text}) not in {values!r}", known(lambda value: value not in values, meaning)


@st.composite
def plain(draw: Any) -> Meaning:
    name = draw(st.sampled_from((*NUMBERS, *TEXTS, *FLAGS)))
    if name in FLAGS and draw(st.booleans()):
        return name, operator.itemgetter(name)
    return f"missing({name})", lambda row: row[name] is None


@st.composite
def condition(draw: Any, depth: int = 3) -> Meaning:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.one_of(chain(), of_text(), in_numbers(), plain()))
    parts = draw(st.lists(condition(depth - 1), min_size=2, max_size=3))
    kind = draw(st.sampled_from(["and", "or", "not"]))
    if kind == "not":
        text, meaning = parts[0]
        return f"not ({text})", known(operator.not_, meaning)
    join = _and if kind == "and" else _or
    text = f" {kind} ".join(f"({text})" for text, _ in parts)
    return text, lambda row: join(*(meaning(row) for _, meaning in parts))


def answers(conditions: list[Meaning], people: list[Row]) -> list[list[bool]]:
    whole, text, flag = pa.int64(), pa.string(), pa.bool_()
    schema = pa.schema([("at", whole), *((n, whole) for n in NUMBERS), *((n, text) for n in TEXTS),
                        *((n, flag) for n in FLAGS)])  # fmt: skip
    with Lake({}) as lake:
        table = lake.attach(
            "people", pa.Table.from_pylist([{"at": at, **row} for at, row in enumerate(people)], schema)
        )
        told = {f"c{place}": compile_condition(words, table) for place, (words, _) in enumerate(conditions)}
        found = lake.run(table.select("at", **told).order_by("at")).to_pylist()
    return [[row[f"c{place}"] for place in range(len(conditions))] for row in found]


@settings(deadline=None, max_examples=60)
@given(conditions=st.lists(condition(), min_size=1, max_size=8), people=rows)
def test_a_condition_answers_as_its_words_say(conditions, people):
    expected = [[bool(meaning(row)) for _, meaning in conditions] for row in people]
    assert answers(conditions, people) == expected


@pytest.mark.engines
def test_what_is_unknown_is_neither_in_a_list_nor_outside_of_it(db):
    nobody: Row = dict.fromkeys((*NUMBERS, *TEXTS, *FLAGS))
    somebody = {"age": 60, "fee": 3_000_000_000, "name": "中文", "place": "O'Brien", "rural": False, "bundled": True}
    told = {
        "age in (60, -1)": True, "age not in (60, -1)": False, "not (age in (1, -1))": True, "age != 1": True,
        "place == \"O'Brien\"": True, "fee * fee * fee > 1": True, "fee / 0 > 1 or bundled": True, "not rural": True,
        "rural or not rural": True,
    }  # fmt: skip
    conditions: list[Meaning] = [(text, bool) for text in told]
    assert answers(conditions, [somebody, nobody]) == [list(told.values()), [False] * len(told)]
    assert answers([("missing(age) or age < 18", bool)], [nobody]) == [[True]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("age > 99999999999999999999", "number_too_large"),
        ("age in (1, 1e400)", "number_too_large"),
        ("age in (-name,)", "list_wanted"),
        ("age in (None,)", "bad_constant"),
        ("name > 3", "types"),
        ("age >= 60 and", "syntax"),
    ],
)
def test_what_no_engine_can_hold_is_refused_with_its_place(text, code):
    with pytest.raises(FormulaError) as refused:
        answers([(text, bool)], [])
    assert refused.value.code == code
    assert refused.value.position > 1
