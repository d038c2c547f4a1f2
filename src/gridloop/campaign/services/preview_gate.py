"""What the contact policy would say to an audience, before anything is planned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from gridloop.campaign.queries.audience import latest_month
from gridloop.campaign.services.ask_policy import held_reasons
from gridloop.campaign.services.choose_targets import audience_of
from gridloop.campaign.types import Plan
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import Scope
from gridloop.lake.queries import open_lake


@dataclass(frozen=True, slots=True)
class GatePreview:
    """How many customers the gate was asked about, and how many it would hold back for each reason."""

    on: date
    asked: int
    held: dict[str, int]

    @property
    def allowed(self) -> int:
        """Return how many may be contacted."""
        return self.asked - sum(self.held.values())


def preview_gate(*, plan: Plan, scope: Scope, on: date) -> GatePreview:
    """Return the gate's verdict on the customers of a plan's audience that are in scope and not excluded."""
    day = max(on, plan.starts_on)
    with open_lake() as lake:
        wide, met, left_out = audience_of(plan, lake, latest_month(lake, plan.cycle))
        asked = wide.filter(met & left_out.isnull(), lake_predicate(scope, wide)).select("customer_id")
        customers = lake.run(asked)["customer_id"].to_pylist()
    held = held_reasons(customer_ids=customers, channel=plan.channel, on=day, plan=plan)
    return GatePreview(day, len(customers), dict(Counter(held.values()).most_common()))
