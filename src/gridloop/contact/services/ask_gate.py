"""Asking the gate, for one customer or for a whole audience."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from gridloop.contact.batch.gate import gate, verdicts
from gridloop.contact.queries.read_facts import Questions, fact_batch, facts_from_lake, facts_from_rows
from gridloop.contact.queries.read_policy import policy_in_force
from gridloop.contact.types import Channel, SourceRef, Verdict

_CHUNK = 200_000


def ask_gate(
    *,
    customer_ids: Sequence[str],
    channel: Channel,
    on: date,
    source: SourceRef | None = None,
    minute: int | None = None,
) -> list[Verdict]:
    """Say for each customer, in the order given, whether he may be contacted by ``channel`` on a day.

    Slots that ``source`` itself has reserved do not count against it. ``minute`` of the tenant's day is for the moment
    of contact; without it quiet hours are not asked. Nothing is written or reserved: see ``reserve_slots``.
    """
    found: list[Verdict] = []
    for batch in _answers(customer_ids, channel, on, source, minute):
        found += verdicts(batch)
    return found


def ask_gate_table(
    *, customer_ids: Sequence[str], channel: Channel, on: date, source: SourceRef | None = None
) -> pa.Table:
    """Return the same as columns ``customer_id, verdict, reason``, for audiences of any size."""
    batches = [
        answer.select(["customer_id", "verdict", "reason"])
        for answer in _answers(customer_ids, channel, on, source, None)
    ]
    schema = pa.schema([("customer_id", pa.string()), ("verdict", pa.string()), ("reason", pa.string())])
    return pa.Table.from_batches(batches, schema=schema)


def _answers(
    customer_ids: Sequence[str], channel: Channel, on: date, source: SourceRef | None, minute: int | None
) -> list[pa.RecordBatch]:
    policy = policy_in_force().policy
    answers = []
    for start in range(0, len(customer_ids), _CHUNK):
        ids = list(customer_ids[start : start + _CHUNK])
        questions = Questions(ids, [channel.value] * len(ids), [on] * len(ids), minute)
        facts = fact_batch(questions, facts_from_rows(questions, policy, source), facts_from_lake(questions, policy))
        answers.append(gate(facts, policy))
    return answers
