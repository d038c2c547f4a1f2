"""Who in my team needs help, which customers wait, where is money left?"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum

from gridloop.campaign.queries import campaign_facts
from gridloop.dispatch.queries import orders
from gridloop.dispatch.types import OrderFilters
from gridloop.kernel import clock
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language
from gridloop.monitor.queries.funnel import funnel
from gridloop.monitor.queries.indicators import FIVE, figures, read_book
from gridloop.monitor.queries.team import who_needs_help
from gridloop.monitor.queries.units import cycle_or_present, narrowed, own_unit, units
from gridloop.monitor.queries.waiting import waiting_customers

MOST_SHOWN = 8


def grid_home(scope: Scope, *, org_code: str = "", language: Language) -> dict[str, Any]:
    """Return the home of whoever runs a grid (or looks at one)."""
    unit = own_unit(scope, org_code)
    asked = narrowed(scope, unit.code)
    cycle = cycle_or_present("")
    grids = units().grids_ever(unit.path)
    live = funnel(asked, by="company", cycle=cycle)
    team = who_needs_help(asked, everybody=True, language=language)
    return {
        "cycle": cycle,
        "as_of": clock.now(),
        "org_code": unit.code,
        "name_zh": unit.name_zh,
        "name_en": unit.name_en,
        "figures": figures(scope, read_book(FIVE, grids), FIVE, unit.code, grids),
        "funnel": {**live.whole, "key": unit.code, "name_zh": unit.name_zh, "name_en": unit.name_en},
        "help": [one for one in team if one["severity"]][:MOST_SHOWN],
        "team": sum(one["orders"] > 0 for one in team),
        "team_closed": sum(one["orders"] > 0 and one["day_closed_at"] is not None for one in team),
        "waiting": waiting_customers(asked, language=language)[:MOST_SHOWN],
        "money_left": money_left(asked),
    }


def money_left(scope: Scope) -> list[dict[str, Any]]:
    """Return what the orders that nobody has contacted yet are expected to bring, by campaign, the most first."""
    rows = orders(scope, OrderFilters(open=True)).filter(source_kind="campaign", contacts=0).order_by()
    sums = rows.values("source_id").annotate(waiting=Count("pk"), worth=Sum("expected_value_fen"))
    found = {row["source_id"]: row for row in sums}
    names = campaign_facts(sorted(found))
    left = [
        {
            "campaign_code": code,
            "name_zh": names[code].name_zh if code in names else code,
            "name_en": names[code].name_en if code in names else code,
            "orders": row["waiting"],
            "expected_value_fen": row["worth"] or 0,
        }
        for code, row in found.items()
    ]
    return sorted(left, key=lambda row: (-row["expected_value_fen"], row["campaign_code"]))
