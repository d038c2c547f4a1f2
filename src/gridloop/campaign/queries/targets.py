"""The targets of a campaign, and what was decided about everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import ibis
from django.db.models import Count, QuerySet

from gridloop.campaign.models import Campaign, CampaignTarget
from gridloop.campaign.queries.campaigns import campaign_row, plan_of
from gridloop.campaign.queries.unmet import UnmetCondition, unmet_condition
from gridloop.campaign.types import RAN, Arm, CampaignState, TargetRow
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import lake_predicate, row_condition
from gridloop.kernel.types import Scope
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake

if TYPE_CHECKING:
    import ibis.expr.types as ir

_VERDICT_SORTS = ("customer_id", "grid_code", "assignee_code", "reason")

_COLUMNS = (
    "campaign__code",
    "customer_id",
    "step",
    "rank",
    "arm",
    "offer_code",
    "probability",
    "uplift",
    "expected_value_fen",
    "reasons",
    "assignee_code",
    "grid_code",
)


def approved_targets(campaign_code: str, after_rank: int, limit: int) -> list[TargetRow]:
    """Return the treated targets of a launched campaign whose rank is above ``after_rank``, the best first."""
    rows = CampaignTarget.objects.filter(
        campaign__code=campaign_code,
        campaign__state=CampaignState.LAUNCHED,
        arm=Arm.TREATED,
        rank__gt=after_rank,
    )
    return _rows(rows.order_by("rank")[:limit])


def treated_by_assignee(campaign_code: str) -> dict[str, int]:
    """Return how many treated targets of a launched campaign each assignee has."""
    rows = CampaignTarget.objects.filter(
        campaign__code=campaign_code, campaign__state=CampaignState.LAUNCHED, arm=Arm.TREATED
    )
    return dict(rows.order_by().values_list("assignee_code").annotate(Count("pk")))


def target_rows(campaign_codes: Iterable[str], *, arm: Arm | None = None) -> list[TargetRow]:
    """Return all targets of campaigns, for the evaluation of what came of them."""
    rows = CampaignTarget.objects.filter(campaign__code__in=list(campaign_codes))
    return _rows((rows.filter(arm=arm) if arm else rows).order_by("campaign_id", "rank"))


def target_counts(campaign_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return how many targets of each arm campaigns have."""
    rows = CampaignTarget.objects.filter(campaign_id__in=list(campaign_ids))
    counts: dict[int, dict[str, int]] = {}
    for campaign, arm, count in rows.values_list("campaign_id", "arm").annotate(Count("pk")).order_by():
        counts.setdefault(campaign, {})[arm] = count
    return counts


def targets(scope: Scope, campaign_code: str) -> QuerySet[CampaignTarget]:
    """Return the targets of a campaign that the scope may see; raises ``NotFoundProblem`` for a foreign one."""
    campaign = campaign_row(scope, campaign_code)
    return CampaignTarget.objects.filter(row_condition(scope), campaign=campaign)


def verdict_summary(scope: Scope, campaign_code: str) -> list[dict[str, Any]]:
    """Return how many of the scope's customers in the audience got each verdict, for each reason."""
    campaign = campaign_row(scope, campaign_code)
    with open_lake() as lake:
        own = _verdicts(lake, campaign)
        if not scope.whole_company:
            owners = lake.table("ownership")
            seen = owners.filter(lake_predicate(scope, owners)).select("customer_id")
            own = own.semi_join(seen, "customer_id")
        kinds = own.group_by(["verdict", "reason"]).agg(count=own.count())
        return lake.run(kinds.order_by(["verdict", "reason"])).to_pylist()  # type: ignore[no-any-return]


def verdict_customers(
    scope: Scope,
    campaign_code: str,
    *,
    verdict: str = "",
    reason: str = "",
    q: str = "",
    sort: str = "",
    offset: int,
    limit: int,
) -> tuple[list[dict[str, Any]], int]:
    """Return one page of the scope's customers in the audience with what was decided, and how many there are."""
    campaign = campaign_row(scope, campaign_code)
    word = sort.removeprefix("-") or "customer_id"
    if word not in _VERDICT_SORTS:
        raise Problem("kernel.bad_sort", 400, field=word, allowed=", ".join(_VERDICT_SORTS))
    with open_lake() as lake:
        own, owners = _verdicts(lake, campaign), lake.table("ownership")
        seen = owners.filter(lake_predicate(scope, owners)).select("customer_id", "grid_code", "assignee_code")
        rows = own.select("customer_id", "verdict", "reason").inner_join(seen, "customer_id")
        rows = rows.filter(rows.verdict == verdict) if verdict else rows
        rows = rows.filter(rows.reason == reason) if reason else rows
        rows = rows.filter(rows.customer_id.contains(q.strip().upper())) if q.strip() else rows
        order = [ibis.desc(word) if sort.startswith("-") else ibis.asc(word)]
        order += [] if word == "customer_id" else [ibis.asc("customer_id")]
        total = int(str(lake.scalar(rows.count())))
        return lake.run(rows.order_by(order).limit(limit, offset=offset)).to_pylist(), total


def _verdicts(lake: Lake, campaign: Campaign) -> ir.Table:
    table = lake.table("campaign_verdict")
    return table.filter(table.month == clock.month_of(campaign.cycle), table.campaign_code == campaign.code)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The verdict on one customer, and since when it stands.

    ``unmet`` is the condition that leaves him out of the audience. Before the launch it is asked of the data as it is.
    """

    verdict: str
    reason: str = ""
    decided_at: datetime | None = None
    unmet: UnmetCondition | None = None


def why_not(scope: Scope, campaign_code: str, customer_id: str) -> WhyNot:
    """Return the verdict on one customer; ``not_in_audience`` when he does not meet the conditions.

    Raises ``NotFoundProblem`` for a campaign or a customer outside the scope.
    """
    campaign = campaign_row(scope, campaign_code)
    with open_lake() as lake:
        owners = lake.table("ownership")
        visible = owners.filter(owners.customer_id == customer_id, lake_predicate(scope, owners))
        if not lake.scalar(visible.count()):
            raise NotFoundProblem("customer", customer_id)
        verdicts = lake.table("campaign_verdict")
        found = lake.run(
            verdicts.filter(
                verdicts.month == clock.month_of(campaign.cycle),
                verdicts.campaign_code == campaign_code,
                verdicts.customer_id == customer_id,
            ).select("verdict", "reason")
        ).to_pylist()
    launched = CampaignState(campaign.state) in RAN
    if found:
        return WhyNot(found[0]["verdict"], found[0]["reason"] or "", campaign.launched_at)
    unmet = unmet_condition(plan_of(campaign), campaign.launch_reads if launched else {}, customer_id)
    if not launched:
        return WhyNot("not_launched", unmet=unmet)
    return WhyNot("not_in_audience" if unmet else "not_known", "", campaign.launched_at, unmet)


def _rows(rows: QuerySet[CampaignTarget]) -> list[TargetRow]:
    return [
        TargetRow(code, customer, step, rank, Arm(arm), *rest)
        for code, customer, step, rank, arm, *rest in rows.values_list(*_COLUMNS)
    ]
