"""Everything about one grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gridloop.campaign.queries import campaign_facts
from gridloop.evaluate.queries import points_totals
from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.queries import people
from gridloop.kernel.sorting import columns, sort_rows
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, Scope
from gridloop.kernel.wording import Language
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries import tag_definitions
from gridloop.mining.queries import reason_text
from gridloop.monitor.expr.grid import (
    at_risk,
    by_assignee,
    by_place,
    churn_scores,
    customer_holdings,
    latest_ports,
    present_customers,
    tag_counts,
)
from gridloop.monitor.queries.funnel import empty_row, funnel
from gridloop.monitor.queries.indicators import figures, read_book
from gridloop.monitor.queries.risk import MOST_AT_RISK, risk_threshold
from gridloop.monitor.queries.units import cycle_or_present, narrowed
from gridloop.territory.queries import grid, person_names, places

if TYPE_CHECKING:
    import ibis.expr.types as ir

INDICATORS = (
    "revenue", "arpu", "users", "net_adds", "churn_rate", "bundle_penetration", "port_use", "success_rate",
    "user_share", "revenue_share",
)  # fmt: skip
_MILLI = 1000
_WORK = ("orders", "open", "overdue", "contacted", "reported", "confirmed", "success_rate")
_PLACE_SORTS = ("place_code", "name_zh", "customers", "monthly_fee_fen", "port_use")


def grid_360(scope: Scope, grid_code: str, language: Language) -> dict[str, Any]:
    """Return everything about a grid of the scope; raises ``NotFoundProblem`` for any other."""
    row = grid(scope, grid_code)
    asked, cycle = narrowed(scope, grid_code), cycle_or_present("")
    with open_lake() as lake:
        holdings = _holdings(lake, grid_code)
        own = {one["assignee_code"]: one["customers"] for one in lake.run(by_assignee(holdings)).to_pylist()}
        tags = _tags(lake, holdings)
        ports = _ports_summary(lake.run(_port_rows(lake, grid_code)).to_pylist())
        risk = _risk(scope, lake, holdings, grid_code, language)
    live = funnel(asked, by="campaign", cycle=cycle)
    return {
        "grid_code": row.code,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "branch_code": row.branch_code,
        "branch_name_zh": row.branch_name_zh,
        "branch_name_en": row.branch_name_en,
        "manager_code": row.manager_code or "",
        "manager_name": row.manager_name or "",
        "cycle": cycle,
        "as_of": clock.now(),
        "customers": sum(own.values()),
        "places": row.places,
        "figures": figures(scope, read_book(INDICATORS, [grid_code]), INDICATORS, grid_code, [grid_code]),
        "funnel": {**live.whole, "key": row.code, "name_zh": row.name_zh, "name_en": row.name_en},
        "team": _team(asked, cycle, own),
        "tags": tags,
        "campaigns": _campaigns(live.rows),
        "ports": ports,
        "churn_risk": risk,
    }


def _holdings(lake: Lake, grid_code: str) -> ir.Table:
    """Return the grid's customers with their fees, computed once and kept for the questions that follow."""
    customers = present_customers(lake.table("ownership"), lake.table("customer"), grid_code)
    rows = lake.run(customer_holdings(customers, lake.table("subscription"), clock.today()))
    return lake.attach("grid_holdings", rows)


def _team(scope: Scope, cycle: str, customers: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = {row["key"]: row for row in funnel(scope, by="manager", cycle=cycle).rows}
    points = points_totals(scope, cycle)
    staff = people(scope).filter(role__in=[role.value for role in SELLERS])
    team = []
    for code, name, role, capacity in staff.values_list("code", "name", "role", "daily_capacity"):
        counts, earned = rows.get(code) or empty_row(), points.get(code)
        team.append(
            {
                "person_code": code,
                "person_name": name,
                "role": role,
                "daily_capacity": capacity,
                "customers": customers.get(code, 0),
                **{column: counts[column] for column in _WORK},
                "points_provisional": earned.provisional / _MILLI if earned else 0.0,
                "points_confirmed": earned.confirmed / _MILLI if earned else 0.0,
            }
        )
    return sorted(team, key=lambda member: (-member["customers"], member["person_code"]))


def _campaigns(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    facts = campaign_facts([row["key"] for row in rows])
    return [
        {
            "campaign_code": row["key"],
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            "state": facts[row["key"]].state.value if row["key"] in facts else "",
            "funnel": row,
        }
        for row in rows
    ]


def _tags(lake: Lake, holdings: ir.Table) -> list[dict[str, Any]]:
    table = lake.table("customer_tag")
    known = [tag for tag in tag_definitions() if tag.code in table.columns]
    if not known:
        return []
    counts = lake.run(tag_counts(table, holdings, [tag.code for tag in known])).to_pylist()[0]
    rows = [
        {"code": tag.code, "name_zh": tag.name_zh, "name_en": tag.name_en, "customers": counts[tag.code]}
        for tag in known
    ]
    return sorted(rows, key=lambda row: -row["customers"])


def _port_rows(lake: Lake, grid_code: str) -> ir.Table:
    return latest_ports(lake.table("network_port"), lake.table("place"), grid_code)


def _ports_summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    total, used = sum(row["ports_total"] for row in rows), sum(row["ports_used"] for row in rows)
    return {
        "month": rows[0]["month"] if rows else None,
        "ports_total": total,
        "ports_used": used,
        "port_use": used / total if total else None,
        "full_places": sum(row["ports_used"] >= row["ports_total"] > 0 for row in rows),
    }


def _risk(scope: Scope, lake: Lake, holdings: ir.Table, grid_code: str, language: Language) -> dict[str, Any]:
    threshold = risk_threshold(lake)
    if threshold is None:
        return {"month": None, "threshold": 0.0, "customers": 0, "monthly_fee_fen": 0, "top": []}
    scores = churn_scores(lake.table("customer_score"))
    found = lake.run(at_risk(holdings, scores, threshold)).to_pylist()
    top = found[:MOST_AT_RISK]
    named = {place.code: place.name_zh for place in places(WHOLE_COMPANY, grid_code=grid_code)}
    names = person_names(row["assignee_code"] for row in top)
    return {
        "month": found[0]["month"] if found else None,
        "threshold": threshold,
        "customers": len(found),
        "monthly_fee_fen": sum(row["fee"] for row in found),
        "top": [
            {
                "customer_id": row["customer_id"],
                "name": customer_name(scope, row["name"]),
                "place_name": named.get(row["place_code"], ""),
                "assignee_code": row["assignee_code"] or "",
                "assignee_name": names.get(row["assignee_code"], ""),
                "probability": row["probability"],
                "monthly_fee_fen": row["fee"],
                "reasons": reason_text(row["reasons"], language),
            }
            for row in top
        ],
    }


def grid_places(scope: Scope, grid_code: str, *, q: str = "", sort: str = "") -> list[dict[str, Any]]:
    """Return the places of a grid of the scope with their customers and ports."""
    grid(scope, grid_code)
    with open_lake() as lake:
        counts = {row["place_code"]: row for row in lake.run(by_place(_holdings(lake, grid_code))).to_pylist()}
        ports = {row["place_code"]: row for row in lake.run(_port_rows(lake, grid_code)).to_pylist()}
    rows = [
        _place(place, counts.get(place.code, {}), ports.get(place.code, {}))
        for place in places(scope, grid_code=grid_code, q=q)
    ]
    allowed = columns(*_PLACE_SORTS)
    return sort_rows(rows, sort, allowed, "place_code")


def _place(place: Any, counts: Mapping[str, Any], ports: Mapping[str, Any]) -> dict[str, Any]:
    total, used = ports.get("ports_total"), ports.get("ports_used")
    return {
        "place_code": place.code,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "kind": place.kind,
        "assignee_code": place.assignee_code or "",
        "assignee_name": place.assignee_name or "",
        "households": place.households,
        **{name: counts.get(name, 0) for name in ("customers", "monthly_fee_fen", "broadband_customers")},
        "ports_total": total,
        "ports_used": used,
        "port_use": used / total if total and used is not None else None,
        "max_mbps": ports.get("max_mbps"),
    }
