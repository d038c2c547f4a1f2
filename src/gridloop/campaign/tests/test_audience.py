"""An audience means in the lake exactly what it says, and what cannot be meant is refused by name."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gridloop.campaign.expr.audience import audience_condition, audience_predicate
from gridloop.campaign.expr.conditions import read_conditions
from gridloop.campaign.expr.fields import OPERATORS, FieldKind, fields_of
from gridloop.kernel.problems import Problem
from gridloop.lake.engine import Lake

UNITS = {"LG": ("G1", "G2", "G3"), "LG01": ("G1", "G2"), "G1": ("G1",), "EMPTY": ()}
FIELDS = fields_of(
    tags={"vip": "boolean", "points": "float64", "label": "string"}, models=("churn",), units=UNITS, indicators={}
)
USED = {
    "age": pa.int64(),
    "segment": pa.string(),
    "place_code": pa.string(),
    "has_tv": pa.bool_(),
    "data_usage_ratio": pa.float64(),
    "organisation": pa.string(),
    "tag.vip": pa.bool_(),
    "tag.points": pa.float64(),
    "score.churn.probability": pa.float64(),
}
VALUES = {
    FieldKind.NUMBER: st.sampled_from([-1, 0, 1, 2, 0.5, 3]),
    FieldKind.FLAG: st.booleans(),
    FieldKind.CHOICE: st.sampled_from(["a", "b", "ab"]),
    FieldKind.TEXT: st.sampled_from(["a", "b", "ab"]),
    FieldKind.ORG: st.sampled_from(sorted(UNITS)),
}


@st.composite
def rules(draw):
    name = draw(st.sampled_from(sorted(USED)))
    kind = FIELDS[name].kind
    operator = draw(st.sampled_from(OPERATORS[kind]))
    if operator in ("null", "notNull"):
        return {"field": name, "operator": operator, "value": None}
    if operator in ("between", "notBetween"):
        value = sorted(draw(st.lists(VALUES[kind], min_size=2, max_size=2)))
    elif operator in ("in", "notIn"):
        value = draw(st.lists(VALUES[kind], min_size=1, max_size=3))
    else:
        value = draw(VALUES[kind])
    return {"field": name, "operator": operator, "value": value}


def group(parts):
    return st.fixed_dictionaries({"combinator": st.sampled_from(["and", "or"]), "not": st.booleans(), "rules": parts})


TREES = st.recursive(
    group(st.lists(rules(), max_size=3)),
    lambda inner: group(st.lists(st.one_of(rules(), inner), max_size=3)),
    max_leaves=6,
)
CELL = {
    pa.int64(): st.one_of(st.none(), st.sampled_from([-1, 0, 1, 2, 3])),
    pa.float64(): st.one_of(st.none(), st.sampled_from([-1.0, 0.0, 0.5, 1.0, 3.0])),
    pa.string(): st.one_of(st.none(), st.sampled_from(["a", "b", "ab", "ba", "G1", "G3"])),
    pa.bool_(): st.one_of(st.none(), st.booleans()),
}
OUTSIDE_AN_EMPTY_UNIT = {
    "combinator": "and",
    "not": False,
    "rules": [{"field": "organisation", "operator": "notIn", "value": ["EMPTY"]}],
}
ROWS = st.lists(st.fixed_dictionaries({name: CELL[kind] for name, kind in USED.items()}), max_size=12)


def meets(node, row):
    """Say by hand whether a row meets a condition."""
    if "rules" in node:
        met = [meets(part, row) for part in node["rules"] if not silent(part)]
        if not met:
            return True
        joined = all(met) if node["combinator"] == "and" else any(met)
        return not joined if node["not"] else joined
    cell, operator, value = row[node["field"]], node["operator"], node["value"]
    if operator in ("null", "notNull"):
        return pd.isna(cell) == (operator == "null")
    if pd.isna(cell):
        if node["field"] != "tag.vip":
            return False
        cell = False
    if node["field"] == "organisation":
        value = [grid for unit in value for grid in UNITS[unit]]
    return {
        "=": lambda: cell == value,
        "!=": lambda: cell != value,
        "<": lambda: cell < value,
        "<=": lambda: cell <= value,
        ">": lambda: cell > value,
        ">=": lambda: cell >= value,
        "between": lambda: value[0] <= cell <= value[1],
        "notBetween": lambda: not value[0] <= cell <= value[1],
        "in": lambda: cell in value,
        "notIn": lambda: cell not in value,
        "beginsWith": lambda: cell.startswith(value),
        "contains": lambda: value in cell,
    }[operator]()


def silent(node):
    return "rules" in node and all(silent(part) for part in node["rules"])


def whom_a_reader_finds(tree, rows):
    frame = pd.DataFrame(rows, columns=list(USED), dtype=object)
    return {number for number, row in frame.iterrows() if silent(tree) or meets(tree, row)}


def table_of(rows):
    columns = {FIELDS[name].column: pa.array([row[name] for row in rows], kind) for name, kind in USED.items()}
    return pa.table({**columns, "row_number": pa.array(range(len(rows)), pa.int64())})


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    from django.conf import settings as django

    django.HOME = tmp_path_factory.mktemp("home")
    with Lake({}) as opened:
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(TREES, ROWS)
@example(OUTSIDE_AN_EMPTY_UNIT, [dict.fromkeys(USED)])
def test_the_lake_finds_whom_a_reader_would_find(lake, tree, rows):
    attached = lake.attach("population_under_test", table_of(rows))
    conditions = read_conditions(tree, FIELDS)
    met = audience_predicate(attached, conditions)
    found = {row["row_number"]: row["met"] for row in lake.run(attached.select("row_number", met=met)).to_pylist()}
    filtered = lake.run(attached.filter(audience_condition(attached, conditions)).select("row_number"))
    expected = whom_a_reader_finds(tree, rows)
    assert found == {number: number in expected for number in range(len(rows))}
    assert set(filtered["row_number"].to_pylist()) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=3, deadline=None)
@given(st.lists(TREES, min_size=15, max_size=15), st.lists(ROWS, min_size=8, max_size=8))
@pytest.mark.engines
def test_every_engine_finds_whom_a_reader_would_find(engine, home, trees, chunks):
    rows = [row for chunk in chunks for row in chunk]
    with Lake({}, engine) as lake:
        attached = lake.attach("population_under_test", table_of(rows))
        met = {f"tree_{at}": audience_predicate(attached, read_conditions(one, FIELDS)) for at, one in enumerate(trees)}
        found = lake.run(attached.select("row_number", **met)).to_pylist()
    for at, tree in enumerate(trees):
        assert {row["row_number"] for row in found if row[f"tree_{at}"]} == whom_a_reader_finds(tree, rows)


def rule(field, operator, value, **more):
    return {"combinator": "and", "rules": [{"field": field, "operator": operator, "value": value, **more}]}


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        (rule("shoe_size", "=", 1), "unknown_field"),
        (rule("age", "like", 1), "operator"),
        (rule("has_tv", ">", True), "operator"),
        (rule("age", "=", "young"), "value_number"),
        (rule("age", "=", True), "value_number"),
        (rule("age", "=", "nan"), "value_number"),
        (rule("age", "=", 10**400), "value_number"),
        (rule("has_tv", "=", "perhaps"), "value_flag"),
        (rule("place_code", "=", ""), "value_text"),
        (rule("organisation", "in", ["LG99"]), "value_org"),
        (rule("age", "between", [3]), "range"),
        (rule("age", "between", [3, 1]), "range"),
        (rule("segment", "in", []), "list"),
        (rule("age", "=", "tenure_months", valueSource="field"), "value_source"),
        ({"combinator": "xor", "rules": []}, "combinator"),
        ({"combinator": "and", "rules": ["and"]}, "not_a_rule"),
        ({"combinator": "and", "rules": 3}, "not_a_group"),
        ({"combinator": "and", "rules": [rule("age", "=", 1)["rules"][0]] * 201}, "too_many_rules"),
    ],
)
def test_what_cannot_be_meant_is_refused(tree, code):
    with pytest.raises(Problem) as refused:
        read_conditions(tree, FIELDS)
    assert [trouble.code for trouble in refused.value.troubles] == [f"campaign.audience_{code}"]


def test_every_rule_at_fault_is_named():
    tree = {"combinator": "and", "rules": [rule("nope", "=", 1), rule("age", "=", 1)["rules"][0], {"x": 1}]}
    with pytest.raises(Problem) as refused:
        read_conditions(tree, FIELDS)
    assert [t.where for t in refused.value.troubles] == ["audience.rules[0].rules[0]", "audience.rules[2]"]


def test_nesting_has_an_end():
    tree = rule("age", "=", 1)
    for _ in range(40):
        tree = {"combinator": "and", "rules": [tree]}
    with pytest.raises(Problem):
        read_conditions(tree, FIELDS)


def test_values_arrive_as_the_query_builder_sends_them():
    group = read_conditions(rule("age", "between", "18, 30"), FIELDS)
    assert group.parts[0].values == (18, 30)
    assert read_conditions(rule("has_tv", "=", "true"), FIELDS).parts[0].values == (True,)
    assert read_conditions({}, FIELDS).empty
