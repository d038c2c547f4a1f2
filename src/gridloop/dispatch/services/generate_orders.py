"""Work orders from a launched campaign: exactly one for each treated target, whatever is killed or run twice.

A run goes through the targets by rank, in chunks of one transaction each. The lock on the change counter lets one
chunk be made at a time, so that nobody's day is filled twice; the order's key, made unique by the database, keeps
any other way from making an order a second time. A target whom the contact policy holds back, or for whom nobody
has time, gets an order that is held with the reason; later runs ask again, also about orders nobody has worked yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import transaction

from gridloop.campaign.queries import approved_targets, campaign_facts, treated_by_assignee
from gridloop.campaign.types import CampaignFacts, CampaignState, TargetRow, WorkingCalendar
from gridloop.contact.types import SourceRef
from gridloop.dispatch.models import ChangeCounter, WorkOrder
from gridloop.dispatch.queries.people import Seller, sellers
from gridloop.dispatch.rules import due_day, order_id
from gridloop.dispatch.services.fill_cards import CardFiller, CardRequest, campaign_title, customer_facts
from gridloop.dispatch.services.follow_opt_outs import follow_opt_outs
from gridloop.dispatch.services.place_orders import Pace, Placed, Wish, place_orders
from gridloop.dispatch.services.recheck_orders import recheck_orders
from gridloop.dispatch.types import GenerationReport, OrderState, SourceKind
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.services.insert_rows import insert_missing
from gridloop.kernel.types import WHOLE_COMPANY, Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake

CHUNK = 2_500
_OVERLAP = 1_000
_SETTLED = ["state", "held_reason", "planned_on", "first_planned_on", "due_on", "change_seq"]
Progress = Callable[[int, int], None]


def generate_orders(
    *, campaign_code: str, actor: Actor, on: date, report: Progress = lambda done, total: None
) -> GenerationReport:
    """Make the orders of a launched campaign that are missing, on days from ``on`` to its end.

    Raises ``Problem`` (409) for a campaign that is not running.
    """
    campaign = _running(campaign_code)
    follow_opt_outs(actor=actor, overlap=_OVERLAP)
    withheld = recheck_orders(campaign=campaign, on=on, actor=actor)
    treated = treated_by_assignee(campaign_code)
    total = sum(treated.values())
    days = WorkingCalendar().days(max(on, campaign.starts_on), campaign.ends_on)
    run = _Run(campaign, Pace(days, treated, campaign.capacity_share), actor)
    with open_lake() as lake:
        for targets in _chunks(campaign_code):
            run.make(targets, lake)
            report(run.made + run.existing, total)
    run.release()
    return GenerationReport(
        campaign_code=campaign_code,
        targets=total,
        made=run.made,
        existing=run.existing,
        released=run.released,
        held=dict(run.held + withheld),
    )


def _running(code: str) -> CampaignFacts:
    campaign = campaign_facts([code]).get(code)
    if campaign is None:
        raise NotFoundProblem("campaign", code)
    if campaign.state is not CampaignState.LAUNCHED:
        raise Problem("dispatch.campaign_not_running", 409, code=code, state=campaign.state.value)
    return campaign


def _chunks(code: str) -> Iterator[list[TargetRow]]:
    after = 0
    while targets := approved_targets(code, after, CHUNK):
        yield targets
        after = targets[-1].rank


class _Run:
    """One run over a campaign: what every chunk needs, and what came of them."""

    def __init__(self, campaign: CampaignFacts, pace: Pace, actor: Actor) -> None:
        self.campaign = campaign
        self.pace = pace
        self.actor = actor
        self.people: dict[str, Seller] = sellers(WHOLE_COMPANY)
        self.began = ChangeCounter.current()
        self.made = self.existing = self.released = 0
        self.held: Counter[str] = Counter()

    def source(self, step: int) -> SourceRef:
        return SourceRef(kind=SourceKind.CAMPAIGN.value, id=self.campaign.code, step=step, cycle=self.campaign.cycle)

    def orders(self) -> Any:
        return WorkOrder.objects.filter(source_kind=SourceKind.CAMPAIGN, source_id=self.campaign.code)

    def make(self, targets: list[TargetRow], lake: Lake) -> None:
        """Make the orders of a chunk of targets that have none."""
        with transaction.atomic():
            seq = ChangeCounter.take()
            keys = [(target.customer_id, target.step) for target in targets]
            there = set(
                self.orders()
                .filter(customer_id__in=[customer for customer, _ in keys])
                .values_list("customer_id", "step")
            )
            missing = [target for target in targets if (target.customer_id, target.step) not in there]
            self.existing += len(targets) - len(missing)
            if missing:
                self._insert(missing, seq, lake)

    def _insert(self, targets: list[TargetRow], seq: int, lake: Lake) -> None:
        placed = self._place([_wish(target, self.campaign) for target in targets], targets[0].step)
        month = clock.month_of(self.campaign.cycle)
        filler = CardFiller(customer_facts(lake, [target.customer_id for target in targets], month))
        rows = [self._row(target, placed[target.customer_id], seq, filler) for target in targets]
        insert_missing(rows)
        held = Counter(row.held_reason for row in rows if row.held_reason)
        self.made += len(rows)
        self.held += held
        audit.record(
            actor=self.actor,
            action="order.generate",
            object_kind="campaign",
            object_id=self.campaign.code,
            made=len(rows),
            held=dict(held),
            first_rank=targets[0].rank,
            last_rank=targets[-1].rank,
        )

    def _place(self, wishes: list[Wish], step: int) -> dict[str, Placed]:
        return place_orders(
            wishes=wishes,
            pace=self.pace,
            channel=self.campaign.channel.value,
            source=self.source(step),
            actor=self.actor,
        )

    def _row(self, target: TargetRow, placed: Placed, seq: int, filler: CardFiller) -> WorkOrder:
        campaign = self.campaign
        seller = self.people.get(target.assignee_code)
        request = CardRequest(target.customer_id, target.offer_code, target.reasons, seller.name if seller else "")
        return WorkOrder(
            id=order_id(SourceKind.CAMPAIGN, campaign.code, target.customer_id, target.step, campaign.cycle),
            customer_id=target.customer_id,
            source_kind=SourceKind.CAMPAIGN.value,
            source_id=campaign.code,
            step=target.step,
            cycle=campaign.cycle,
            assignee_code=target.assignee_code,
            grid_code=target.grid_code,
            channel=campaign.channel.value,
            offer_code=target.offer_code,
            priority=campaign.priority,
            expected_value_fen=target.expected_value_fen,
            planned_on=placed.day,
            first_planned_on=placed.day,
            due_on=due_day(placed.day, campaign.ends_on) if placed.day else campaign.ends_on,
            state=(OrderState.PENDING if placed.day else OrderState.HELD).value,
            held_reason=placed.held_reason,
            card=filler.card(request, title=campaign_title(campaign), scripts=campaign.scripts),
            created_at=clock.now(),
            change_seq=seq,
        )

    def release(self) -> None:
        """Ask again for the orders that earlier runs had to hold."""
        held = self.orders().filter(state=OrderState.HELD, change_seq__lte=self.began)
        rows = list(held.order_by("-expected_value_fen", "id"))
        for start in range(0, len(rows), CHUNK):
            self._release_chunk(rows[start : start + CHUNK])

    def _release_chunk(self, rows: list[WorkOrder]) -> None:
        with transaction.atomic():
            seq = ChangeCounter.take()
            still = {
                row.pk: row
                for row in WorkOrder.objects.select_for_update().filter(
                    pk__in=[row.pk for row in rows], state=OrderState.HELD
                )
            }
            fresh = [still[row.pk] for row in rows if row.pk in still]
            if not fresh:
                return
            wishes = [Wish(row.customer_id, row.assignee_code, row.priority, rank) for rank, row in enumerate(fresh)]
            placed = self._place(wishes, fresh[0].step)
            freed = [row for row in fresh if _settle(row, placed[row.customer_id], self.campaign.ends_on, seq)]
            WorkOrder.objects.bulk_update(fresh, _SETTLED)
            self.released += len(freed)
            if freed:
                audit.record(
                    actor=self.actor,
                    action="order.release",
                    object_kind="campaign",
                    object_id=self.campaign.code,
                    released=len(freed),
                )


def _wish(target: TargetRow, campaign: CampaignFacts) -> Wish:
    return Wish(target.customer_id, target.assignee_code, campaign.priority, target.rank)


def _settle(row: WorkOrder, placed: Placed, last: date, seq: int) -> bool:
    """Set a held order free on its day, or note why it is still held; tell whether it is free."""
    if placed.day is None:
        row.held_reason = placed.held_reason
        return False
    row.state, row.held_reason = OrderState.PENDING.value, ""
    row.planned_on = placed.day
    row.first_planned_on = row.first_planned_on or placed.day
    row.due_on = due_day(placed.day, last)
    row.change_seq = seq
    return True
