"""Everything about one place: what somebody asks at a compound's gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from gridloop.campaign.queries import campaign_facts
from gridloop.contact.queries import competitors_in_force, competitors_told, last_visit
from gridloop.dispatch.queries import intelligence, orders
from gridloop.dispatch.queries.orders import LINE, order_lines, overdue_condition, step_conditions
from gridloop.dispatch.types import OPEN_STATES, FunnelStep, SourceKind
from gridloop.evaluate.queries import order_evidence
from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import WHOLE_COMPANY, Scope
from gridloop.kernel.wording import Language
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.mining.queries import reason_text
from gridloop.monitor.expr.place import CHURN, NEXT_DAYS, belonging_to, likeliest, ports_by_month, present, totals
from gridloop.monitor.queries.population import newest_population
from gridloop.monitor.queries.risk import MOST_AT_RISK, risk_threshold
from gridloop.monitor.queries.units import units
from gridloop.territory.queries import PlaceRow, person_names, place
from gridloop.territory.queries.counts import customer_counts

MONTHS = 12
MOST_ROWS = 10
_OPEN = [state.value for state in OPEN_STATES]
_COUNTED = ("orders", "contacted", "interested", "reported", "open", "overdue")


def place_360(scope: Scope, place_code: str, language: Language) -> dict[str, Any]:
    """Return what is known of a place that the scope may see; raises ``NotFoundProblem`` for any other."""
    row = visible_place(scope, place_code)
    with open_lake() as lake:
        owned = lake.table("ownership")
        ids = lake.run(belonging_to(owned, place_code, lake_predicate(scope, owned)))["customer_id"].to_pylist()
        ports = lake.run(ports_by_month(lake.table("network_port"), place_code, first_month())).to_pylist()
        figures, risk = _customers(scope, lake, row, language)
        told = competitors_told(ids)
        field = _told(scope, lake, told)
    return {
        **_what_it_is(row),
        "as_of": clock.now(),
        "customers": row.customers,
        "penetration": _share(row.customers, row.households),
        **figures,
        "ports": ports,
        "churn_risk": risk,
        **field,
        "sightings": _sightings(scope, place_code),
        **_work(scope, ids),
        **_last_there(ids),
    }


def visible_place(scope: Scope, place_code: str) -> PlaceRow:
    """Return a place of the scope: in its grids, and for a seller one that is his or where customers of his live."""
    try:
        return place(scope, place_code)
    except NotFoundProblem:
        serves = scope.own_customers_only and customer_counts(scope).by_place[place_code]
        if not serves:
            raise
    return place(WHOLE_COMPANY, place_code, customers_of=scope)


def first_month() -> date:
    """Return the month that the last twelve begin with."""
    index = clock.today().year * 12 + clock.today().month - 1 - MONTHS
    return date(index // 12, index % 12 + 1, 1)


def _what_it_is(row: PlaceRow) -> dict[str, Any]:
    tree = units()
    zh, en = tree.names(row.grid_code)
    same = ("kind", "name_zh", "name_en", "grid_code", "district", "is_rural", "longitude", "latitude")
    return {
        "place_code": row.code,
        **{name: getattr(row, name) for name in same},
        "grid_name_zh": zh,
        "grid_name_en": en,
        "assignee_code": row.assignee_code or "",
        "assignee_name": row.assignee_name or "",
        "households": row.households or None,
    }


def _customers(
    scope: Scope, lake: Lake, row: PlaceRow, language: Language
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return what the place's customers hold, and who of them is likely to leave; empty before the first profiles."""
    names = ("monthly_fee_fen", "broadband", "bundle", *(f"contract_{days}" for days in NEXT_DAYS))
    found = newest_population(scope, lake)
    if found is None:
        return {"month": None, "broadband_penetration": None, **dict.fromkeys(names)}, None
    population, month = found
    own = lake.attach(
        "place_customers", lake.run(present(population.filter(population.place_code == row.code), month, clock.today()))
    )
    threshold = risk_threshold(lake)
    sums = lake.run(totals(own, threshold)).to_pylist()[0]
    figures = {
        "month": month,
        **{name: sums[name] for name in names},
        "broadband_penetration": _share(sums["broadband"], row.households),
    }
    if threshold is None or not sums["scored"]:
        return figures, None
    top = lake.run(likeliest(own, threshold, MOST_AT_RISK)).to_pylist()
    return figures, {
        "month": month,
        "threshold": threshold,
        "customers": sums["at_risk"],
        "monthly_fee_fen": sums["at_risk_fee_fen"],
        "top": _at_risk(scope, lake, top, month, row, language),
    }


def _at_risk(
    scope: Scope, lake: Lake, top: Sequence[Mapping[str, Any]], month: date, row: PlaceRow, language: Language
) -> list[dict[str, Any]]:
    ids = [one["customer_id"] for one in top]
    names, people = _names(lake, ids), person_names(one["assignee_code"] for one in top)
    reasons = _reasons(lake, ids, month)
    return [
        {
            "customer_id": one["customer_id"],
            "name": customer_name(scope, names.get(one["customer_id"])),
            "place_name": row.name_zh,
            "assignee_code": one["assignee_code"] or "",
            "assignee_name": people.get(one["assignee_code"], ""),
            "probability": one["probability"],
            "monthly_fee_fen": one["fee"],
            "reasons": reason_text(reasons.get(one["customer_id"]), language),
        }
        for one in top
    ]


def _reasons(lake: Lake, ids: Sequence[str], month: date) -> dict[str, str]:
    if not ids:
        return {}
    score = lake.table("customer_score")
    own = score.filter(score.customer_id.isin(list(ids)), score.model == CHURN, score.month == month)
    return {row["customer_id"]: row["reasons"] for row in lake.run(own.select("customer_id", "reasons")).to_pylist()}


def _names(lake: Lake, ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    customer = lake.table("customer")
    rows = lake.run(customer.filter(customer.customer_id.isin(list(ids))).select("customer_id", "name")).to_pylist()
    return {row["customer_id"]: row["name"] for row in rows}


def _told(scope: Scope, lake: Lake, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return which competitors the customers named, and whose contract with one ends next."""
    known = {one.code: one for one in competitors_in_force().items}
    counts = Counter(row["competitor"] for row in told)
    today = clock.today()
    ending = sorted(
        (row for row in told if (row["competitor_contract_end_on"] or date.min) >= today),
        key=lambda row: (row["competitor_contract_end_on"], row["customer_id"]),
    )[:MOST_ROWS]
    names = _names(lake, [row["customer_id"] for row in ending])

    def both(code: str) -> dict[str, str]:
        one = known.get(code)
        return {"competitor": code, "name_zh": one.zh if one else code, "name_en": one.en if one else code}

    return {
        "competitors": [{**both(code), "customers": count} for code, count in counts.most_common()],
        "competitor_contracts": [
            {
                **both(row["competitor"]),
                "customer_id": row["customer_id"],
                "customer_name": customer_name(scope, names.get(row["customer_id"])),
                "ends_on": row["competitor_contract_end_on"],
                "told_on": row["made_on"],
            }
            for row in ending
        ],
    }


def _sightings(scope: Scope, place_code: str) -> list[dict[str, Any]]:
    rows = list(intelligence(scope).filter(place_code=place_code)[:MOST_ROWS])
    people = person_names(row.person_code for row in rows)
    return [
        {
            "sighting_id": str(row.pk),
            **{name: getattr(row, name) for name in ("kind", "text", "person_code", "reported_at")},
            "person_name": people.get(row.person_code, row.person_code),
        }
        for row in rows
    ]


def _work(scope: Scope, ids: Sequence[str]) -> dict[str, Any]:
    """Return the orders of the place's customers: counts, by campaign, and the newest ones."""
    own = orders(scope).filter(customer_id__in=ids)
    steps = step_conditions()
    counts = {
        "orders": Count("pk", filter=steps[FunnelStep.DISPATCHED]),
        "contacted": Count("pk", filter=steps[FunnelStep.CONTACTED]),
        "interested": Count("pk", filter=steps[FunnelStep.INTERESTED]),
        "reported": Count("pk", filter=steps[FunnelStep.ACCEPTED]),
        "open": Count("pk", filter=Q(state__in=_OPEN)),
        "overdue": Count("pk", filter=overdue_condition()),
    }
    whole = own.aggregate(**counts)
    grouped = own.filter(source_kind=SourceKind.CAMPAIGN.value).order_by().values("source_id")
    newest = list(grouped.annotate(newest=Max("created_at"), **counts).order_by("-newest", "source_id")[:MOST_ROWS])
    lines = order_lines(scope, own.order_by("-created_at", "id").values(*LINE)[:MOST_ROWS])
    shown = (
        "customer_id", "customer_name", "state", "outcome", "overdue", "assignee_code", "assignee_name", "planned_on",
        "due_on",
    )  # fmt: skip
    return {
        "work": whole,
        "campaigns": _campaigns(own, newest),
        "orders": [
            {
                "order_id": str(line["id"]),
                "campaign_name_zh": (line["campaign_name"] or {}).get("zh", ""),
                "campaign_name_en": (line["campaign_name"] or {}).get("en", ""),
                **{name: line[name] for name in shown},
            }
            for line in lines
        ],
    }


def _campaigns(own: Any, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    codes = [row["source_id"] for row in rows]
    source = {
        str(order): code
        for order, code in own.filter(step_conditions()[FunnelStep.DISPATCHED])
        .filter(source_kind=SourceKind.CAMPAIGN.value, source_id__in=codes)
        .order_by()
        .values_list("pk", "source_id")
    }
    evidence = order_evidence(source).values()
    confirmed = Counter(source[one.order_id] for one in evidence if one.state == "confirmed")
    facts = campaign_facts(codes)
    return [
        {
            "campaign_code": code,
            "name_zh": facts[code].name_zh if code in facts else code,
            "name_en": facts[code].name_en if code in facts else code,
            **{name: row[name] for name in _COUNTED},
            "confirmed": confirmed[code],
        }
        for code, row in zip(codes, rows, strict=True)
    ]


def _last_there(ids: Sequence[str]) -> dict[str, Any]:
    visit = last_visit(ids)
    if visit is None:
        return {"last_visit_at": None, "last_visit_by": ""}
    return {
        "last_visit_at": visit["made_at"],
        "last_visit_by": person_names([visit["made_by"]]).get(visit["made_by"], visit["made_by"]),
    }


def _share(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None
