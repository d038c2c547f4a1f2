"""The one gate: may these customers be contacted? Every question about contact policy is answered here.

``gate`` is pure and works on whole columns; a single decision is a batch of one. Its input has one row for each
question (schema ``FACTS``): what is known of the customer, and how many contacts he has had and is to have. The
counts are the most in any window of 7 or 30 days that contains the day asked for, without the contact asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from gridloop.contact.types import Channel, HoldReason, Policy, Verdict

FACTS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("channel", pa.string()),
        ("minute", pa.int64()),  # of the tenant's day; null while planning, when the hour is not known yet
        ("opted_out", pa.bool_()),
        ("consent", pa.bool_()),
        ("control", pa.bool_()),
        ("complaint_days", pa.int64()),  # since the last complaint; null: none
        ("refusal_days", pa.int64()),  # since the last refusal; null: none
        ("made_channel_7", pa.int64()),
        ("made_channel_30", pa.int64()),
        ("made_all_7", pa.int64()),
        ("made_all_30", pa.int64()),
        ("attempts_7", pa.int64()),
        ("busy_channel_7", pa.int64()),  # made and planned by others
        ("busy_channel_30", pa.int64()),
        ("busy_all_7", pa.int64()),
        ("busy_all_30", pa.int64()),
        ("gap_days", pa.int64()),  # to the nearest contact made or planned by others; null: none
    ]
)
ALLOWED, HELD = "allowed", "held"
_REASONS = tuple(HoldReason)


def gate(batch: pa.RecordBatch, policy: Policy) -> pa.RecordBatch:
    """Return the batch with ``verdict`` (allowed or held), ``reason`` (the first in the order of ``HoldReason``) and
    ``held_by`` (every reason, one bit each).

    What is not known holds: an empty consent is none, an empty count is too many.
    """
    held = _checks(batch, policy)
    held_by = pa.array([0] * len(batch), pa.int64())
    reason = pa.nulls(len(batch), pa.string())
    for bit, why in reversed(list(enumerate(_REASONS))):
        reason = pc.if_else(held[why], why.value, reason)
        held_by = pc.add(held_by, pc.if_else(held[why], 1 << bit, 0))
    verdict = pc.if_else(pc.is_valid(reason), HELD, ALLOWED)
    return pa.RecordBatch.from_arrays(
        [*batch.columns, verdict, reason, held_by], [*batch.schema.names, "verdict", "reason", "held_by"]
    )


def verdicts(answered: pa.RecordBatch) -> list[Verdict]:
    """Return the rows of a batch that went through the gate as verdicts."""
    columns = (answered[name].to_pylist() for name in ("customer_id", "reason", "held_by"))
    return [
        Verdict(customer, reason is None, HoldReason(reason) if reason else None, reasons_in(bits))
        for customer, reason, bits in zip(*columns, strict=True)
    ]


def reasons_in(held_by: int) -> tuple[HoldReason, ...]:
    """Return the reasons that the bits of ``held_by`` stand for."""
    return tuple(why for bit, why in enumerate(_REASONS) if held_by & (1 << bit)) if held_by else ()


def _checks(batch: pa.RecordBatch, policy: Policy) -> dict[HoldReason, pa.Array]:
    """Return for each reason where it holds."""
    made = _full(batch, policy, "made")
    return {
        HoldReason.DO_NOT_DISTURB: batch["opted_out"].fill_null(True),
        HoldReason.NO_CONSENT: pc.invert(batch["consent"].fill_null(False)),
        HoldReason.GLOBAL_CONTROL: batch["control"].fill_null(True),
        HoldReason.OPEN_COMPLAINT: _within(batch["complaint_days"], policy.complaint_days),
        HoldReason.RECENTLY_REFUSED: _within(batch["refusal_days"], policy.refusal_days),
        HoldReason.TOO_MANY_CONTACTS: pc.or_(made, _reached(batch["attempts_7"], policy.attempts_7)),
        HoldReason.PLANNED_ELSEWHERE: pc.and_not(_full(batch, policy, "busy"), made),
        HoldReason.COOLING_DOWN: _within(batch["gap_days"], policy.gap_days),
        HoldReason.QUIET_HOURS: _quiet(batch["minute"], policy),
    }


def _full(batch: pa.RecordBatch, policy: Policy, which: str) -> pa.Array:
    """Return where one contact more would exceed a cap."""
    full = [
        _reached(batch[f"{which}_channel_{days}"], _channel_cap(batch["channel"], policy, days)) for days in (7, 30)
    ]
    full += [_reached(batch[f"{which}_all_{days}"], getattr(policy, f"all_{days}")) for days in (7, 30)]
    return _any(full)


def _channel_cap(channel: pa.Array, policy: Policy, days: int) -> pa.Array:
    """Return the cap of each row's channel; 0 for a channel that the policy does not know."""
    cap = pa.array([0] * len(channel), pa.int64())
    for known in Channel:
        cap = pc.if_else(pc.equal(channel, known.value), getattr(policy, f"{known.value}_{days}"), cap)
    return cap


def _reached(count: pa.Array, cap: pa.Array | int) -> pa.Array:
    return pc.greater_equal(count, cap).fill_null(True)


def _within(days: pa.Array, limit: int) -> pa.Array:
    """Return where something was fewer than ``limit`` days away."""
    return pc.less(days, limit).fill_null(False)


def _quiet(minute: pa.Array, policy: Policy) -> pa.Array:
    after, before = pc.greater_equal(minute, policy.quiet_from), pc.less(minute, policy.quiet_until)
    over_midnight = policy.quiet_from > policy.quiet_until
    quiet = pc.or_(after, before) if over_midnight else pc.and_(after, before)
    return quiet.fill_null(False)


def _any(masks: Iterable[pa.Array]) -> pa.Array:
    first, *rest = masks
    for mask in rest:
        first = pc.or_(first, mask)
    return first
