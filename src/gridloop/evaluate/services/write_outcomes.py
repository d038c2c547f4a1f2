"""Keeps one row per work order of a cycle: what the evidence says, and whether it pays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from gridloop.contact.types import Outcome
from gridloop.evaluate.expr.evidence import addresses, earlier_holdings
from gridloop.evaluate.models import ConfirmedOutcome, TruthCheck
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.rules.confirmation import OrderFacts, state_of
from gridloop.evaluate.rules.sales import EarlierHolding, Sale, household_of, is_re_dated, unpaid
from gridloop.evaluate.rules.scheme import Scheme
from gridloop.evaluate.rules.window import month_end
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.types import CheckState, OutcomeState
from gridloop.kernel import clock
from gridloop.lake.queries import open_lake

FOUND_FALSE = "found_false"
_BATCH = 500
_KEY = ("campaign_code", "customer_id", "step", "cycle")
_VALUES = tuple(field.name for field in ConfirmedOutcome._meta.concrete_fields if field.name not in ("id", *_KEY))


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """The evidence of one target that became a work order; ``expected`` is the success a model foretold."""

    evidence: Mapping[str, Any]
    order: OrderFacts
    expected: float | None


def write_outcomes(*, cycle: str, through: date | None, rows: Sequence[OutcomeRow]) -> dict[str, int]:
    """Write the outcomes of a cycle's work orders and return their counts; must be called in a transaction.

    Only rows that changed are written. Which successes pay is decided for all of the cycle together.
    """
    counted_on = min(clock.today(), month_end(month_of(cycle)))
    fresh = [_outcome(cycle, row, counted_on, through) for row in rows]
    _decide_pay(cycle, fresh, {row.order.order_id: row.order for row in rows})
    _write_changed(cycle, fresh)
    states = Counter(row.state for row in fresh)
    return {
        "orders": len(fresh),
        "confirmed": states[OutcomeState.CONFIRMED.value],
        "waiting": states[OutcomeState.WAITING.value],
        "missed": states[OutcomeState.MISSED.value],
        "paying": sum(row.pays for row in fresh),
    }


def _outcome(cycle: str, row: OutcomeRow, counted_on: date, through: date | None) -> ConfirmedOutcome:
    order, evidence = row.order, row.evidence
    dispatched_on = clock.day_of(order.created_at)
    state = state_of(evidence["confirmed_on"], dispatched_on, evidence["window_to"], through)
    confirmed = state is OutcomeState.CONFIRMED
    return ConfirmedOutcome(
        **{name: evidence[name] for name in ("campaign_code", "customer_id", "step")},
        **{name: evidence[name] for name in ("churned", "revenue_before_fen", "revenue_after_fen")},
        **{name: evidence[name] or "" for name in ("offer_code", "offer_kind")},
        cycle=cycle,
        order_id=order.order_id,
        contact_id=order.contact_id,
        assignee_code=order.assignee_code,
        grid_code=order.grid_code,
        channel=order.channel,
        outcome=order.outcome,
        reported_at=order.reported_at,
        first_contact_on=order.first_contact_on,
        last_contact_on=order.last_contact_on,
        expected=row.expected,
        dispatched_on=dispatched_on,
        due_on=order.due_on,
        window_ends_on=evidence["window_to"],
        counted=order.counted(counted_on),
        state=state.value,
        confirmed_on=evidence["confirmed_on"] if confirmed else None,
        subscription_id=(evidence["subscription_id"] or "") if confirmed else "",
    )


def _decide_pay(cycle: str, rows: Sequence[ConfirmedOutcome], orders: Mapping[str, OrderFacts]) -> None:
    """Set which confirmed successes pay, and why the others do not."""
    sold = [row for row in rows if row.state == OutcomeState.CONFIRMED.value]
    scheme = scheme_of(month_of(cycle))
    homes, earlier = _households_and_holdings(sold)
    sales = [_sale(row, scheme, homes, earlier) for row in sold]
    refused: dict[str, str] = {
        order: reason.value
        for order, reason in unpaid(
            sales, one_per_household=scheme.one_per_household, paid_before=_paid_before(cycle, sold, scheme)
        ).items()
    }
    false = TruthCheck.objects.filter(cycle=cycle, state=CheckState.FALSE.value, claim=Outcome.ACCEPTED.value)
    refused |= dict.fromkeys(false.values_list("order_id", flat=True), FOUND_FALSE)
    for row in sold:
        row.unpaid_because = refused.get(row.order_id, "")
        row.pays = not row.unpaid_because and row.counted


def _sale(
    row: ConfirmedOutcome,
    scheme: Scheme,
    homes: Mapping[str, str],
    earlier: Mapping[tuple[str, str], list[EarlierHolding]],
) -> Sale:
    began = row.confirmed_on or row.dispatched_on
    return Sale(
        order_id=row.order_id,
        customer_id=row.customer_id,
        subscription_id=f"{row.subscription_id}@{began}",
        offer_kind=row.offer_kind,
        started_on=began,
        first_contact_on=row.first_contact_on,
        last_contact_on=row.last_contact_on,
        household=homes.get(row.customer_id, f"customer:{row.customer_id}"),
        re_dated=is_re_dated(began, earlier.get((row.customer_id, row.offer_code), []), scheme.rejoin_days),
    )


def _households_and_holdings(
    sold: Sequence[ConfirmedOutcome],
) -> tuple[dict[str, str], dict[tuple[str, str], list[EarlierHolding]]]:
    """Return the buyers' households, and what they held of the same offer before."""
    holdings: dict[tuple[str, str], list[EarlierHolding]] = defaultdict(list)
    if not sold:
        return {}, holdings
    with open_lake() as lake:
        buyers = lake.attach("buyers", _buyers(sold))
        homes = lake.run(addresses(lake.table("customer"), buyers)).to_pylist()
        ended = lake.run(earlier_holdings(lake.table("subscription"), buyers)).to_pylist()
    for row in ended:
        holding = EarlierHolding(row["ended_on"], row["contract_end_on"])
        holdings[row["customer_id"], row["offer_code"]].append(holding)
    households = {
        row["customer_id"]: household_of(row["address"] or "", row["customers"] or 0, row["customer_id"])
        for row in homes
    }
    return households, holdings


def _buyers(sold: Sequence[ConfirmedOutcome]) -> pa.Table:
    return pa.table(
        {
            "customer_id": pa.array([row.customer_id for row in sold], pa.string()),
            "offer_code": pa.array([row.offer_code for row in sold], pa.string()),
        }
    )


def _paid_before(cycle: str, sold: Sequence[ConfirmedOutcome], scheme: Scheme) -> set[str]:
    """Return the sales that other cycles have paid: the same one, or the same offer on the same subscription lately."""
    paid: dict[tuple[str, str], list[date]] = defaultdict(list)
    days = [row.confirmed_on for row in sold if row.confirmed_on is not None]
    if not days:
        return set()
    since = min(days) - timedelta(days=scheme.rejoin_days)
    rows = ConfirmedOutcome.objects.filter(pays=True, confirmed_on__gte=since).exclude(cycle=cycle)
    for subscription, offer, day in rows.values_list("subscription_id", "offer_code", "confirmed_on"):
        if day is not None:
            paid[subscription, offer].append(day)
    again = set()
    for row in sold:
        if row.confirmed_on is None:
            continue
        for day in paid.get((row.subscription_id, row.offer_code), ()):
            if abs(row.confirmed_on - day) <= timedelta(days=scheme.rejoin_days):
                again.add(f"{row.subscription_id}@{row.confirmed_on}")
    return again


def _write_changed(cycle: str, fresh: Sequence[ConfirmedOutcome]) -> None:
    stored = {
        values[:3]: values[3:]
        for values in ConfirmedOutcome.objects.filter(cycle=cycle).values_list(*_KEY[:3], *_VALUES)
    }
    changed = [
        row
        for row in fresh
        if stored.get((row.campaign_code, row.customer_id, row.step)) != tuple(getattr(row, name) for name in _VALUES)
    ]
    if not changed:
        return
    # A sale may move from one order to another: nothing of the cycle pays while rows are rewritten.
    moved = {(row.campaign_code, row.customer_id, row.step) for row in changed}
    paying = ConfirmedOutcome.objects.filter(cycle=cycle, pays=True)
    affected = [pk for pk, *key in paying.values_list("pk", *_KEY[:3]) if tuple(key) in moved]
    for start in range(0, len(affected), _BATCH):
        ConfirmedOutcome.objects.filter(pk__in=affected[start : start + _BATCH]).update(pays=False)
    ConfirmedOutcome.objects.bulk_create(
        changed, batch_size=_BATCH, update_conflicts=True, unique_fields=list(_KEY), update_fields=list(_VALUES)
    )
