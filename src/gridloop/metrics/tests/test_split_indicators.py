"""Members of a dimension add up to the indicator without it, whatever the facts are, in ranges as at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.semantics import (
    GridKeys,
    add_up,
    customer_member,
    measure_sums,
    metric_parts,
    metric_splits,
    read_semantic_layer,
)
from gridloop.metrics.queries.library import layer_with, semantic_layer
from gridloop.metrics.queries.parts import compute_parts
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.tests.small_city import AS_OF, small_city

SEPTEMBER = date(2026, 9, 1)
_NAMES = {"names": {"zh": "一", "en": "one"}}


def _dimension(name: str) -> dict[str, object]:
    return {"name": name, "type": "categorical", "meta": {**_NAMES, "members": {"a": {"zh": "甲", "en": "A"}}}}


def _model(name: str, dimensions: list[str], measures: list[str], kind: str = "foreign") -> dict[str, object]:
    return {
        "name": name, "model": name, **_NAMES, "defaults": {"agg_time_dimension": "month"},
        "entities": [{"name": "customer", "type": kind, "expr": "customer_id"}],
        "dimensions": [_dimension(one) for one in dimensions],
        "measures": [{"name": one, "agg": "sum", "expr": one} for one in measures],
    }  # fmt: skip


LAYER = read_semantic_layer(
    {
        "semantic_models": [
            _model("customers", ["segment"], [], "primary"),
            _model("money", [], ["fen"]),
            _model("trouble", ["topic"], ["cases"]),
        ],
        "metrics": [
            {"name": "revenue", "type": "simple", "type_params": {"measure": "fen"}},
            {"name": "case_rate", "type": "ratio", "type_params": {"numerator": "cases", "denominator": "fen"}},
            {"name": "cases", "type": "simple", "type_params": {"measure": "cases"}},
        ],
    }
)
PEOPLE = ("C1", "C2", "C3", "C4")
_who = st.sampled_from(PEOPLE)
_when = st.sampled_from([SEPTEMBER, date(2026, 8, 1)])
MONEY = st.lists(st.tuples(_who, _when, st.integers(-50, 50)), max_size=8)
TROUBLE = st.lists(st.tuples(_who, _when, st.integers(0, 9), st.sampled_from(["a", "b", None])), max_size=8)
SEGMENTS = st.lists(st.sampled_from(["a", "b", None]), min_size=4, max_size=4)
GRIDS = st.lists(st.sampled_from(["G1", "G2"]), min_size=4, max_size=4)


def _table(names: list[str], kinds: list[pa.DataType], rows: list[tuple[object, ...]]) -> pa.Table:
    schema = pa.schema(list(zip(names, kinds, strict=True)))
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


@settings(deadline=None, max_examples=25)
@given(money=MONEY, trouble=TROUBLE, segments=SEGMENTS, grids=GRIDS)
def test_members_add_up_to_the_whole(money, trouble, segments, grids):
    text, day, whole = pa.string(), pa.date32(), pa.int64()
    with Lake({}) as lake:
        facts = {
            "money": lake.attach("money", _table(["customer_id", "month", "fen"], [text, day, whole], money)),
            "trouble": lake.attach(
                "trouble", _table(["customer_id", "month", "cases", "topic"], [text, day, whole, text], trouble)
            ),
        }
        people = [
            (who, month, grid, segment)
            for who, grid, segment in zip(PEOPLE, grids, segments, strict=True)
            for month in (SEPTEMBER, date(2026, 8, 1))
        ]
        raw = lake.attach("people", _table(["customer_id", "month", "grid_code", "s"], [text, day, text, text], people))
        [segment] = LAYER.models[0].dimensions
        keys = raw.select("customer_id", "month", "grid_code", **customer_member(segment, raw.s))
        sums, kept = {}, {}
        for model in LAYER.models[1:]:
            table = lake.keep(
                f"kept_{model.name}",
                measure_sums(LAYER, model, model.measures, facts[model.name], GridKeys(keys, keys), apart=True),
            )
            for measure in model.measures:
                sums[measure.name], kept[measure.name] = add_up(table), table
        told = lake.keep("parts", metric_parts(LAYER, LAYER.metrics, sums))
        parts = {
            (row["grid_code"], row["month"], row["indicator"]): (row["numerator"], row["denominator"])
            for row in lake.run(told).to_pylist()
        }
        assert _expected_revenue(money, grids) == {
            key[:2]: value[0] for key, value in parts.items() if key[2] == "revenue"
        }
        for metric in LAYER.metrics:
            for dimension in LAYER.dimensions_of(metric):
                members = {
                    name: add_up(table, dimension)
                    for name, table in kept.items()
                    if dimension in LAYER.kept_dimensions(LAYER.model_of(name))
                }
                split = lake.run(metric_splits(LAYER, [metric], dimension, members, told)).to_pylist()
                _agrees(metric, parts, split)


def _expected_revenue(money, grids) -> dict[tuple[str, date], float]:
    home, found = dict(zip(PEOPLE, grids, strict=True)), defaultdict(float)
    for who, month, fen in money:
        found[home[who], month] += fen
    return dict(found)


def _agrees(metric, parts, split) -> None:
    added: dict[tuple[str, date, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in split:
        held = added[row["grid_code"], row["month"], row["indicator"]]
        held[0] += float(row["numerator"])
        held[1] += float(row["denominator"])
    whole = {key: value for key, value in parts.items() if key[2] == metric.name}
    assert set(added) == set(whole)
    for key, (numerator, denominator) in whole.items():
        assert added[key][0] == numerator
        if metric.denominator:
            assert added[key][1] == denominator


def _split_sums(rows):
    found: dict[tuple[object, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        held = found[row["indicator"], row["dimension"], row["grid_code"], row["month"]]
        held[0] += float(row["numerator"])
        held[1] += float(row["denominator"])
    return found


@pytest.fixture
def in_parts(monkeypatch):
    """Work through customers in several ranges, as a province is."""
    monkeypatch.setattr("gridloop.lake.services.publish.ROW_GROUP", 2_048)  # the engine's smallest
    monkeypatch.setattr("gridloop.metrics.queries.parts.CUSTOMER_MONTHS", 2_048)


@pytest.mark.parametrize("customers", [120])
def test_every_split_of_the_library_adds_up(customers, publish_rows, actor):
    small_city(customers, seed=4, months=4, leave=0.05).publish(publish_rows)
    publish_rows("complaint", [
        {"complaint_id": f"K{n}", "month": SEPTEMBER, "customer_id": f"C{n:05}", "made_on": SEPTEMBER, "topic": topic}
        for n, topic in enumerate(["billing", "network", "something else", "service"])
    ])  # fmt: skip
    build_indicators(month=AS_OF, actor=actor)
    layer = semantic_layer()
    with open_lake() as lake:
        whole = {
            (row["indicator"], row["grid_code"], row["month"]): row
            for row in lake.run(lake.table("indicator_value")).to_pylist()
        }
        rows = lake.run(lake.table("indicator_split")).to_pylist()
    split = _split_sums(rows)
    metrics = {metric.name: metric for metric in layer.metrics}
    grid = {one.name for one in layer.grid_dimensions()}
    for (indicator, _, month), _row in whole.items():
        able = {one.name for one in layer.dimensions_of(metrics[indicator])} - grid
        assert able == {key[1] for key in split if key[0] == indicator and key[3] == month}, indicator
    for (indicator, _, place, month), (numerator, denominator) in split.items():
        found = whole[indicator, place, month]
        assert numerator == pytest.approx(found["numerator"], rel=1e-9, abs=1e-6)
        if metrics[indicator].denominator:
            assert denominator == pytest.approx(found["denominator"], rel=1e-9, abs=1e-6)
    assert {row["member"] for row in rows if row["dimension"] == "topic"} == {
        "billing", "network", "something else", "service",
    }  # fmt: skip
    young = {row["numerator"] for row in rows if row["indicator"] == "long_tenure_share" and row["member"] == "from_12"}
    assert young <= {0.0}  # a band is told by the same months as the indicators of tenure


def test_ranges_of_customers_give_what_all_at_once_give(publish_rows, monkeypatch, in_parts):
    city = small_city(200, seed=3, months=2)
    filler = [{"customer_id": f"A{n:05}", "name": "x", "segment": "public"} for n in range(6_000)]
    city.rows["customer"] += filler
    for n in range(6_000):
        city.add("ownership", customer_id=f"A{n:05}", grid_code="LG0101", rule="place")
        city.add("bill", customer_id=f"A{n:05}", month=SEPTEMBER, billed_fen=n)
    city.publish(publish_rows)
    own = {
        "numerator": {"model": "bills", "agg": "count_distinct", "expr": "customer_id"},
        "denominator": {"model": "signings", "agg": "count_distinct", "expr": "product_kind"},
    }
    layer = layer_with([("payers", own)])
    with open_lake() as lake:
        assert len(lake.customer_ranges(2_048)) > 1
        parts = compute_parts(lake, layer, layer.metrics, [SEPTEMBER], apart=True)
    with open_lake() as lake:
        monkeypatch.setattr("gridloop.metrics.queries.parts.CUSTOMER_MONTHS", 10**9)
        at_once = compute_parts(lake, layer, layer.metrics, [SEPTEMBER], apart=True)
    for one, other in ((parts.parts, at_once.parts), (parts.splits, at_once.splits)):
        keys = [(name, "ascending") for name in one.column_names if name not in ("numerator", "denominator")]
        assert one.num_rows and one.sort_by(keys).equals(other.sort_by(keys))
    counted = {row["grid_code"]: row for row in parts.parts.to_pylist() if row["indicator"] == "payers"}
    assert counted["LG0101"]["numerator"] > 6_000  # distinct customers add up over ranges
    assert counted["LG0101"]["denominator"] <= 3  # distinct kinds do not: they are counted over everybody
    assert "payers" not in set(parts.splits.column("indicator").to_pylist())
