"""Asking about one customer while an audience is being built: is he in it, and if not, why?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridloop.campaign.queries.audience import latest_month
from gridloop.campaign.queries.unmet import UnmetCondition, unmet_condition
from gridloop.campaign.services.ask_policy import held_reasons
from gridloop.campaign.services.choose_targets import audience_of
from gridloop.campaign.types import Plan
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import Scope
from gridloop.lake.queries import open_lake


@dataclass(frozen=True, slots=True)
class CustomerVerdict:
    """What an audience makes of one customer: ``verdict`` as a launched campaign would word it, ``reason`` its code."""

    verdict: str
    reason: str = ""
    unmet: UnmetCondition | None = None


def ask_customer(*, plan: Plan, scope: Scope, customer_id: str, on: date) -> CustomerVerdict:
    """Return whether a customer is in a plan's audience and may be contacted on a day, else the first reason why not.

    Raises ``NotFoundProblem`` for a customer outside the scope.
    """
    with open_lake() as lake:
        owners = lake.table("ownership")
        visible = owners.filter(owners.customer_id == customer_id, lake_predicate(scope, owners))
        if not lake.scalar(visible.count()):
            raise NotFoundProblem("customer", customer_id)
        wide, _, left_out = audience_of(plan, lake, latest_month(lake, plan.cycle))
        one = wide.mutate(left_out=left_out).filter(wide.customer_id == customer_id).select("left_out")
        found = lake.run(one).to_pylist()
    unmet = unmet_condition(plan, {}, customer_id)
    if unmet:
        return CustomerVerdict("not_in_audience", unmet=unmet)
    if not found:
        return CustomerVerdict("no_profile")
    if found[0]["left_out"]:
        return CustomerVerdict("excluded", found[0]["left_out"])
    held = held_reasons(customer_ids=[customer_id], channel=plan.channel, on=max(on, plan.starts_on), plan=plan)
    if customer_id in held:
        return CustomerVerdict("held", held[customer_id])
    return CustomerVerdict("in_audience")
