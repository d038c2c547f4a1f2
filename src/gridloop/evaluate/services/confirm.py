"""Confirms a cycle's targets from the feeds, writes the outcomes of work orders, and publishes all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction

from gridloop.campaign.queries import campaign_facts, target_rows
from gridloop.campaign.types import RAN, CampaignFacts, Objective, TargetRow
from gridloop.evaluate.expr.evidence import Feeds, with_evidence
from gridloop.evaluate.queries.orders import cycle_orders
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.rules.confirmation import OrderFacts
from gridloop.evaluate.rules.window import evidence_end, months_after, months_before, window_of
from gridloop.evaluate.services.write_outcomes import OutcomeRow, write_outcomes
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish

DATASET = "contact_outcome"
_SCORED = frozenset({Objective.RENEW, Objective.UPSELL})
"""Objectives whose models foretell success itself; a churn model foretells leaving."""
_ARROW = {
    "string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
}  # fmt: skip
_EVIDENCE = frozenset(
    {"confirmed", "confirmed_on", "subscription_id", "churned", "revenue_before_fen", "revenue_after_fen", "offer_kind"}
)


@dataclass(frozen=True, slots=True)
class ConfirmReport:
    """What a confirmation found."""

    cycle: str
    evidence_through: date | None
    targets: int
    orders: int
    confirmed: int
    waiting: int
    missed: int
    paying: int


def confirm_cycle(*, cycle: str, actor: Actor) -> ConfirmReport:
    """Confirm the targets of a cycle's campaigns by what the feeds show, treated and control alike.

    Success is a subscription to the target's offer that began between the campaign's start and the end of its success
    window (for retention too: whether the customer stayed is measured as an effect of its own). What was reported
    is a claim. Publishes ``contact_outcome`` of the cycle, which the next cycle learns from, and keeps one row
    per work order as the ledger's evidence. Running it again on the same feeds changes nothing.
    """
    month = month_of(cycle)
    ran = {code: facts for code, facts in campaign_facts().items() if facts.cycle == cycle and facts.state in RAN}
    orders = cycle_orders(cycle)
    targets = target_rows(ran)
    with open_lake() as lake:
        through = evidence_end(_latest_bill(lake))
        found = _evidence(lake, _target_table(targets, ran, orders, month), month, through)
        rows = _published(lake, found)
        news = not rows.equals(_standing(lake, month))
        reads = lake.reads
    with transaction.atomic():
        if news:
            publish(dataset=DATASET, rows=rows, run=f"evaluate:{cycle}", actor=actor, reads=reads)
        counts = write_outcomes(cycle=cycle, through=through, rows=_order_rows(rows, targets, ran, orders))
        audit.record(
            actor=actor, action="evaluate.confirm", object_kind="cycle", object_id=cycle, targets=len(targets),
            evidence_through=str(through), **counts,
        )  # fmt: skip
    return ConfirmReport(cycle=cycle, evidence_through=through, targets=len(targets), **counts)


def _latest_bill(lake: Lake) -> date | None:
    latest = lake.scalar(lake.table("bill").month.max())
    return latest if isinstance(latest, date) else None


def _target_table(
    targets: Iterable[TargetRow], ran: dict[str, CampaignFacts], orders: dict[Any, OrderFacts], month: date
) -> pa.Table:
    """Return the targets with their orders and windows, in the columns of the published dataset."""
    wanted = {name: kind.value for name, kind in DATASETS[DATASET].types.items() if name not in _EVIDENCE}
    columns: dict[str, list[Any]] = {name: [] for name in wanted}
    for target in targets:
        facts = ran[target.campaign_code]
        row = _target_facts(target, facts, orders.get((target.campaign_code, target.customer_id, target.step)))
        for name, values in columns.items():
            values.append(month if name == "month" else row[name])
    return pa.table({name: pa.array(columns[name], _ARROW[kind]) for name, kind in wanted.items()})


def _target_facts(target: TargetRow, facts: CampaignFacts, order: OrderFacts | None) -> dict[str, Any]:
    window = window_of(facts.starts_on, facts.ends_on, facts.success_window_days)
    return {
        "campaign_code": target.campaign_code,
        "customer_id": target.customer_id,
        "step": target.step,
        "arm": target.arm.value,
        "model": facts.model,
        "offer_code": target.offer_code or None,
        "channel": order.channel if order else facts.channel.value,
        "assignee_code": order.assignee_code if order else target.assignee_code,
        "grid_code": order.grid_code if order else target.grid_code,
        "order_id": order.order_id if order else None,
        "window_from": window[0],
        "window_to": window[1],
        "dispatched": order is not None and order.dispatched,
        "contacts": order.contacts if order else 0,
        "reached": order is not None and order.reached,
        "outcome": (order.outcome or None) if order else None,
        "objection": (order.objection or None) if order else None,
        "competitor": (order.competitor or None) if order else None,
        "competitor_contract_end_on": order.competitor_contract_end_on if order else None,
        "best_time": (order.best_time or None) if order else None,
        "probability": target.probability,
    }


def _evidence(lake: Lake, targets: pa.Table, month: date, through: date | None) -> Any:
    """Return the expression of the targets with what the feeds say."""
    rows = lake.attach("evaluated_targets", targets)
    earlier = lake.table(DATASET)
    feeds = Feeds(
        subscription=lake.table("subscription"),
        customer=lake.table("customer"),
        bill=lake.table("bill"),
        earlier=earlier.filter(earlier.month == month),
    )
    return with_evidence(rows, feeds, months_before(month), months_after(month, through))


def _published(lake: Lake, found: Any) -> pa.Table:
    """Return the dataset's rows in a fixed order, each with its offer's kind."""
    offer = lake.table("offer")
    kinds = offer.select(named=offer.offer_code, offer_kind=offer.kind)
    whole = found.left_join(kinds, found.offer_code == kinds.named)
    names = list(DATASETS[DATASET].types)
    return lake.run(whole.select(*names).order_by(["campaign_code", "customer_id", "step"]))


def _standing(lake: Lake, month: date) -> pa.Table:
    """Return what is published of the cycle so far, in the same order."""
    table = lake.table(DATASET)
    own = table.filter(table.month == month).select(*DATASETS[DATASET].types)
    return lake.run(own.order_by(["campaign_code", "customer_id", "step"]))


def _order_rows(
    rows: pa.Table, targets: Sequence[TargetRow], ran: dict[str, CampaignFacts], orders: dict[Any, OrderFacts]
) -> list[OutcomeRow]:
    """Return the evidence of the targets that became work orders."""
    uplift = {(t.campaign_code, t.customer_id, t.step): t.uplift for t in targets}
    found = []
    for row in rows.to_pylist():
        key = (row["campaign_code"], row["customer_id"], row["step"])
        order = orders.get(key)
        if order is not None:
            expected = _expected(ran[row["campaign_code"]], row["probability"], uplift[key])
            found.append(OutcomeRow(evidence=row, order=order, expected=expected))
    return found


def _expected(facts: CampaignFacts, probability: float | None, uplift: float | None) -> float | None:
    """Return the chance of success that a model foretold for a contacted target, None where none did."""
    if facts.objective not in _SCORED or probability is None:
        return None
    return min(1.0, max(0.0, probability + (uplift or 0.0)))
