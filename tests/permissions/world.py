"""A small operator in which every seller has one customer, one order and one place of his own: the canaries.

Identifiers carry whose they are, so that a leak can be seen in any answer: customer ``CUST-CM010101`` belongs to
community manager ``CM010101`` of grid ``LG0101``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

from gridloop.campaign.models import Campaign, CampaignTarget
from gridloop.dispatch.models import WorkOrder
from gridloop.kernel import clock
from gridloop.kernel.types import Role
from gridloop.territory.models import Place, PlaceAssignment

SELLERS = ("CM010101", "CM010102", "CM010201", "CM020101")  # own, same grid, same branch, foreign branch
NOBODY = "none-such"


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks, and the prefix of what is his."""

    staff: str
    role: Role
    sees: str

    @property
    def grids(self) -> str:
        """Return the prefix of the codes of the grids the viewer works in."""
        own = {"AM1": "LG0101", "PART1": "LG0101"}
        return own.get(self.staff, f"LG{self.sees.removeprefix('CM')[:4]}")

    def may_see(self, seller: str) -> bool:
        """Tell by the codes alone whether a seller's things are inside what is the viewer's."""
        return seller.startswith(self.sees)


VIEWERS = (
    Viewer("EXEC1", Role.EXECUTIVE, "CM"),
    Viewer("PLAN1", Role.PLANNER, "CM"),
    Viewer("AUDIT1", Role.AUDITOR, "CM"),
    Viewer("DATA1", Role.DATA_STEWARD, "CM"),
    Viewer("ADMIN1", Role.ADMINISTRATOR, "CM"),
    Viewer("BM01", Role.BRANCH_MANAGER, "CM01"),
    Viewer("GM0101", Role.GRID_MANAGER, "CM0101"),
    Viewer("HALL1", Role.HALL_CLERK, "CM0101"),
    Viewer("CALL1", Role.CALL_AGENT, "CM0101"),
    Viewer("CM010101", Role.COMMUNITY_MANAGER, "CM010101"),
    Viewer("AM1", Role.ACCOUNT_MANAGER, "AM1"),
    Viewer("PART1", Role.PARTNER, "PART1"),
)


def grid_of(seller: str) -> str:
    """Return the code of a seller's grid."""
    return f"LG{seller.removeprefix('CM')[:4]}"


def customer_of(seller: str) -> str:
    """Return the id of a seller's customer."""
    return f"CUST-{seller}"


def place_of(seller: str) -> str:
    """Return the code of a seller's place."""
    return f"PLACE-{seller}"


def order_of(seller: str) -> str:
    """Return the id of a seller's order."""
    return str(uuid5(NAMESPACE_OID, seller))


def campaign_of(grid: str) -> str:
    """Return the code of a grid's campaign."""
    return f"C-{grid}"


def build(publish_rows) -> None:
    """Publish and store everybody's customer, place, order and each grid's campaign."""
    today = clock.today()
    month, cycle = today.replace(day=1), clock.cycle_of(today)
    publish_rows(
        "customer",
        [
            {
                "customer_id": customer_of(seller),
                "name": f"居民{seller}",
                "segment": "public",
                "phone_hash": f"hash-{seller}",
                "phone_last4": "1234",
                "address": f"地址{seller}",
                "place_code": place_of(seller),
                "joined_on": date(2020, 1, 1),
            }
            for seller in SELLERS
        ],
    )
    owned = [
        {
            "customer_id": customer_of(seller),
            "place_code": place_of(seller),
            "grid_code": grid_of(seller),
            "assignee_code": seller,
        }
        for seller in SELLERS
    ]
    publish_rows("ownership", [{**row, "rule": "place"} for row in owned])
    publish_rows("customer_profile", [{**row, "month": month, "segment": "public"} for row in owned])
    score = {"month": month, "model": "churn", "version": "1", "probability": 0.5, "reasons": "[]"}
    publish_rows("customer_score", [{**score, "customer_id": customer_of(seller)} for seller in SELLERS])
    for seller in SELLERS:
        Place.objects.create(
            code=place_of(seller), kind="compound", name_zh=place_of(seller), name_en="", grid_code=grid_of(seller)
        )
        PlaceAssignment.objects.create(
            place_code=place_of(seller), assignee_code=seller, valid_from=today - timedelta(days=90)
        )
    for seller in SELLERS:
        _order_and_target(seller, cycle, today)


def _order_and_target(seller: str, cycle: str, today: date) -> None:
    campaign, _ = Campaign.objects.get_or_create(
        code=campaign_of(grid_of(seller)),
        defaults={
            "name_zh": f"活动 {grid_of(seller)}",
            "name_en": f"Campaign {grid_of(seller)}",
            "objective": "retain",
            "model": "churn",
            "cycle": cycle,
            "org_code": grid_of(seller),
            "direction": "bottom_up",
            "state": "launched",
            "starts_on": today,
            "ends_on": today + timedelta(days=20),
            "success_window_days": 30,
            "control_share": 0.1,
            "drafted_by": f"gm{grid_of(seller).removeprefix('LG')}",
            "created_at": clock.now(),
            "launched_at": clock.now(),
        },
    )
    CampaignTarget.objects.create(
        campaign=campaign,
        customer_id=customer_of(seller),
        rank=1,
        arm="treated",
        assignee_code=seller,
        grid_code=grid_of(seller),
    )
    WorkOrder.objects.create(
        id=order_of(seller),
        customer_id=customer_of(seller),
        source_kind="campaign",
        source_id=campaign.code,
        step=1,
        cycle=cycle,
        assignee_code=seller,
        grid_code=grid_of(seller),
        channel="visit",
        priority=50,
        planned_on=today,
        first_planned_on=today,
        due_on=today + timedelta(days=7),
        state="pending",
        card={"customer_name": f"居民{seller}"},
        created_at=clock.now(),
        change_seq=1,
    )
