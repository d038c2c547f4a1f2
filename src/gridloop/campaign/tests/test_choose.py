"""The choice of targets keeps its promises, whatever the audience looks like."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.campaign.batch.choose import Limits, choose, in_control

QUICK = settings(max_examples=50, deadline=None)
REASON = st.sampled_from([None, None, None, "x"])
CANDIDATE = st.fixed_dictionaries(
    {
        "grid_code": st.sampled_from(["G1", "G2"]),
        "owner_code": st.sampled_from([None, "A", "B", "C"]),
        "offer_code": st.sampled_from([None, "R10", "R10", "B300"]),
        "expected_value_fen": st.one_of(st.none(), st.integers(-100, 1000)),
        "probability": st.one_of(st.none(), st.floats(0, 1)),
        "spend_fen": st.one_of(st.none(), st.integers(0, 100)),
        "excluded": REASON,
        "held": st.sampled_from([None, None, "no_consent", "global_control"]),
    }
)
AUDIENCE = st.lists(CANDIDATE, max_size=60).map(
    lambda rows: [{"customer_id": f"C{number:03d}", **row} for number, row in enumerate(rows)]
)
LIMITS = st.builds(
    Limits,
    salt=st.sampled_from(["C1", "C2"]),
    control_share=st.sampled_from([0.0, 0.3, 1.0]),
    room=st.dictionaries(st.sampled_from("ABC"), st.integers(0, 8)),
    most_by_budget=st.one_of(st.none(), st.integers(0, 20)),
    most_by_wish=st.one_of(st.none(), st.integers(0, 20)),
    deputies=st.just({"G1": "A"}),
)
COLUMNS = {
    "customer_id": pa.string(),
    "grid_code": pa.string(),
    "owner_code": pa.string(),
    "offer_code": pa.string(),
    "expected_value_fen": pa.int64(),
    "probability": pa.float64(),
    "spend_fen": pa.int64(),
    "excluded": pa.string(),
    "held": pa.string(),
}


def table(rows):
    return pa.Table.from_pylist(rows, schema=pa.schema(list(COLUMNS.items())))


def chosen(rows, limits):
    answers = choose(table(rows), limits).to_pylist()
    return {row["customer_id"]: {**row, **answer} for row, answer in zip(rows, answers, strict=True)}


@QUICK
@given(AUDIENCE, LIMITS)
def test_everybody_gets_one_verdict_and_limits_hold(rows, limits):
    found = chosen(rows, limits)
    assert len(found) == len(rows) and all(row["verdict"] for row in found.values())
    treated = [row for row in found.values() if row["verdict"] == "chosen"]
    load = Counter(row["assignee_code"] for row in treated)
    assert all(count <= limits.room.get(code, 0) for code, count in load.items())
    for most in (limits.most_by_budget, limits.most_by_wish):
        assert most is None or len(treated) <= most
    for row in treated:
        assert not row["excluded"] and not row["held"] and row["offer_code"] and row["expected_value_fen"] > 0


@QUICK
@given(AUDIENCE, LIMITS)
def test_arms_are_told_apart_by_nothing_but_the_lot(rows, limits):
    found = chosen(rows, limits)
    for customer, row in found.items():
        if row["verdict"] in ("chosen", "control"):
            drawn = in_control(limits.salt, customer, limits.control_share)
            assert (row["verdict"] == "control") == drawn


@QUICK
@given(AUDIENCE, LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, limits, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert chosen(rows, limits) == chosen(shuffled, limits)


@QUICK
@given(AUDIENCE, LIMITS)
def test_nobody_chosen_is_worth_less_than_somebody_cut_off(rows, limits):
    found = chosen(rows, limits).values()
    taken = [row["expected_value_fen"] for row in found if row["rank"] is not None]
    cut = [row["expected_value_fen"] for row in found if row["verdict"] == "below_cut"]
    assert not taken or not cut or min(taken) >= max(cut)


@QUICK
@given(AUDIENCE, LIMITS, st.integers(1, 12))
def test_a_pool_shares_the_work_evenly(rows, limits, room):
    pooled = Limits(
        salt=limits.salt,
        control_share=0.0,
        room={"X": room, "Y": room},
        pools={"G1": ("X", "Y"), "G2": ("X", "Y")},
    )
    load = Counter(row["assignee_code"] for row in chosen(rows, pooled).values() if row["verdict"] == "chosen")
    assert abs(load["X"] - load["Y"]) <= 1 and max(load.values(), default=0) <= room


def test_the_lot_is_close_to_its_share_and_differs_between_campaigns():
    first = {n for n in range(5000) if in_control("C1", f"X{n}", 0.1)}
    second = {n for n in range(5000) if in_control("C2", f"X{n}", 0.1)}
    assert 400 < len(first) < 600 and 400 < len(second) < 600
    assert len(first & second) < 100
