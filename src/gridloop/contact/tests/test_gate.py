"""The one gate: caps are never exceeded, an opt-out always wins, more contacts never open it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloop.contact.batch.gate import gate, verdicts
from gridloop.contact.batch.windows import FAR, Events, busiest_window, nearest_event
from gridloop.contact.tests.facts import COUNTS, any_facts, batch_of
from gridloop.contact.types import Channel, HoldReason, Policy

POLICY = Policy()
CHANNELS = [channel.value for channel in Channel]


def answer(*rows, policy: Policy = POLICY):
    return verdicts(gate(batch_of(list(rows)), policy))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"consent": False}, HoldReason.NO_CONSENT),
        ({"consent": None}, HoldReason.NO_CONSENT),
        ({"opted_out": True, "consent": False}, HoldReason.DO_NOT_DISTURB),
        ({"opted_out": None}, HoldReason.DO_NOT_DISTURB),
        ({"control": True}, HoldReason.GLOBAL_CONTROL),
        ({"complaint_days": 29}, HoldReason.OPEN_COMPLAINT),
        ({"complaint_days": 30}, None),
        ({"refusal_days": 89}, HoldReason.RECENTLY_REFUSED),
        ({"refusal_days": 90}, None),
        ({"made_channel_7": 2}, HoldReason.TOO_MANY_CONTACTS),
        ({"made_all_30": 6}, HoldReason.TOO_MANY_CONTACTS),
        ({"made_all_30": None}, HoldReason.TOO_MANY_CONTACTS),
        ({"attempts_7": 5}, HoldReason.TOO_MANY_CONTACTS),
        ({"busy_all_7": 3}, HoldReason.PLANNED_ELSEWHERE),
        ({"gap_days": 1}, HoldReason.COOLING_DOWN),
        ({"gap_days": 2}, None),
        ({"minute": 21 * 60}, HoldReason.QUIET_HOURS),
        ({"minute": 7 * 60 + 59}, HoldReason.QUIET_HOURS),
        ({"minute": 8 * 60}, None),
        ({"minute": 20 * 60 + 59}, None),
        ({"channel": "pigeon"}, HoldReason.TOO_MANY_CONTACTS),
    ],
)
def test_each_question(facts, reason):
    (verdict,) = answer(facts)
    assert (verdict.allowed, verdict.reason) == (reason is None, reason)


def test_quiet_hours_may_also_lie_inside_a_day():
    siesta = Policy(quiet_from=12 * 60, quiet_until=14 * 60)
    found = [v.allowed for v in answer({"minute": 719}, {"minute": 720}, {"minute": 840}, policy=siesta)]
    assert found == [True, False, True]


def test_all_reasons_are_told_the_first_leads():
    (verdict,) = answer({"consent": False, "control": True, "gap_days": 0})
    assert verdict.reason is HoldReason.NO_CONSENT
    assert verdict.reasons == (HoldReason.NO_CONSENT, HoldReason.GLOBAL_CONTROL, HoldReason.COOLING_DOWN)


@settings(deadline=None)
@given(any_facts)
def test_an_opt_out_always_wins(facts):
    (verdict,) = answer(facts | {"opted_out": True})
    assert (verdict.allowed, verdict.reason) == (False, HoldReason.DO_NOT_DISTURB)


@settings(deadline=None)
@given(any_facts, st.dictionaries(st.sampled_from(COUNTS), st.integers(1, 5)))
def test_more_contacts_never_open_the_gate(facts, more):
    worse = facts | {name: None if facts[name] is None else facts[name] + extra for name, extra in more.items()}
    before, after = answer(facts, worse)
    assert before.allowed or not after.allowed


@settings(deadline=None, max_examples=30)
@given(st.lists(any_facts, max_size=6))
def test_a_batch_is_many_batches_of_one(rows):
    assert answer(*rows) == [answer(row)[0] for row in rows]


def test_an_empty_batch_stays_empty():
    assert answer() == []


policies = st.builds(
    Policy,
    visit_7=st.integers(0, 2),
    visit_30=st.integers(1, 3),
    call_7=st.integers(0, 2),
    call_30=st.integers(1, 4),
    message_7=st.integers(0, 2),
    message_30=st.integers(1, 4),
    all_7=st.integers(0, 3),
    all_30=st.integers(1, 5),
    gap_days=st.integers(0, 3),
)
requests = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(range(3)), st.integers(0, 45), st.booleans()), max_size=45
)


@settings(deadline=None, max_examples=40)
@given(policies, requests)
def test_no_sequence_of_allowed_contacts_ever_exceeds_a_cap(policy, asked):
    """Contacts are asked for in any order, for any day, to be made or planned; allowed ones are taken."""
    taken: list[tuple[int, int, int, bool]] = []
    for customer, channel, day, planned in asked:
        if ask(policy, taken, customer, channel, day):
            taken.append((customer, channel, day, planned))
    for width in (7, 30):
        for (customer, channel), days in by(taken, lambda row: (row[0], row[1])).items():
            assert fullest(days, width) <= getattr(policy, f"{CHANNELS[channel]}_{width}"), (customer, channel)
        for days in by(taken, lambda row: row[0]).values():
            assert fullest(days, width) <= getattr(policy, f"all_{width}")
    for days in by(taken, lambda row: row[0]).values():
        assert all(b - a >= policy.gap_days for a, b in zip(sorted(days), sorted(days)[1:], strict=False))


def ask(policy: Policy, taken: list, customer: int, channel: int, day: int) -> bool:
    """Count with the product's own windows and ask the product's own gate."""

    def events(rows: list, key) -> Events:
        return Events(
            np.array([key(row) for row in rows], dtype=np.int64), np.array([row[2] for row in rows], dtype=np.int64)
        )

    made = [row for row in taken if not row[3]]
    who, when, by_channel = np.array([customer]), np.array([day]), np.array([customer * 3 + channel])
    counts = {}
    for word, rows in (("made", made), ("busy", taken)):
        for width in (7, 30):
            of_channel = events(rows, lambda row: row[0] * 3 + row[1])
            counts[f"{word}_channel_{width}"] = int(busiest_window(by_channel, when, of_channel, width)[0])
            counts[f"{word}_all_{width}"] = int(busiest_window(who, when, events(rows, lambda r: r[0]), width)[0])
    gap = int(nearest_event(who, when, events(taken, lambda row: row[0]))[0])
    facts = {"channel": CHANNELS[channel], **counts, "gap_days": None if gap >= FAR else gap}
    return answer(facts, policy=policy)[0].allowed


def by(rows: list, key) -> dict:
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row[2])
    return groups


def fullest(days: list[int], width: int) -> int:
    return max(sum(start <= day < start + width for day in days) for start in days)


def test_the_gate_takes_a_hundred_thousand_at_once():
    rows = batch_of([{}, {"consent": False}])
    many = pa.Table.from_batches([rows] * 50_000).combine_chunks().to_batches()[0]
    found = gate(many, POLICY)
    assert found["verdict"].to_pylist()[:2] == ["allowed", "held"]
    assert len(found) == 100_000
