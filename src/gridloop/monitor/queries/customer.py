"""Everything about one customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridloop.catalog.queries import offers
from gridloop.contact.queries import contacts_of, opt_outs
from gridloop.dispatch.queries import orders
from gridloop.dispatch.types import OrderFilters
from gridloop.evaluate.queries import order_evidence
from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.reveal_phone import masked
from gridloop.metrics.queries import tag_definitions
from gridloop.mining.queries import reason_text
from gridloop.monitor.expr.customer import events, household, months, newest_scores, of_customer, with_place
from gridloop.monitor.queries.troubles import trouble_names
from gridloop.monitor.queries.units import Units, units
from gridloop.territory.queries import owner_of, person_names
from gridloop.territory.types import OwnerRow

MONTHS = 12
MOST_ROWS = 100
LARGEST_HOUSEHOLD = 12
_CHANNELS = ("visit", "call", "message")
_ORDER = (
    "id", "source_kind", "source_id", "offer_code", "channel", "assignee_code", "state", "outcome", "planned_on",
    "due_on", "card__title",
)  # fmt: skip
Names = Mapping[str, tuple[str, str]]


def customer_360(scope: Scope, customer_id: str, language: Language) -> dict[str, Any]:
    """Return everything about a customer of the scope; raises ``NotFoundProblem`` for any other."""
    owner = owner_of(scope, customer_id)
    first = _months_back(clock.today(), MONTHS)
    with open_lake() as lake:
        person = _one(
            lake, with_place(lake.table("customer"), lake.table("place"), lake.table("ownership"), customer_id)
        )
        held = lake.run(of_customer(lake.table("subscription"), customer_id)).to_pylist()
        consents = lake.run(of_customer(lake.table("consent"), customer_id)).to_pylist()
        billed = lake.run(months(lake.table("bill"), lake.table("usage"), customer_id, first)).to_pylist()
        happened = lake.run(events(lake.table("fault"), lake.table("complaint"), customer_id, first)).to_pylist()
        ports = _ports(lake, person.get("owned_place"))
        tags = _tags(lake, customer_id)
        scored = lake.run(newest_scores(lake.table("customer_score"), customer_id)).to_pylist()
        home = lake.run(household(lake.table("customer"), customer_id, clock.today(), LARGEST_HOUSEHOLD)).to_pylist()
    names: Names = {offer.code: (offer.name_zh, offer.name_en) for offer in offers()}
    subscriptions = sorted((_subscription(row, names) for row in held), key=_newest_first)
    scores = _scores(scored, names, language)
    return {
        "profile": _profile(scope, customer_id, person, units()),
        **_permission(scope, owner, consents),
        "subscriptions": subscriptions,
        "monthly_fee_fen": sum(row["monthly_fee_fen"] for row in subscriptions if row["active"]),
        "bills": [_bill(row) for row in billed if row["month"] is not None],
        "usage": [_usage(row) for row in billed if row["used_month"] is not None],
        "network": ports,
        "faults": [_fault(row) | trouble_names(row) for row in happened if row["what"] == "fault"],
        "complaints": [_complaint(row) | trouble_names(row) for row in happened if row["what"] == "complaint"],
        "contacts": _contacts(scope, owner),
        "tags": tags,
        "scores": scores,
        "recommended": _recommended(scores),
        "orders": _orders(scope, customer_id, names),
        "household": [{**one, "name": customer_name(scope, one["name"])} for one in home],
    }


def _months_back(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def _one(lake: Lake, expression: Any) -> dict[str, Any]:
    rows = lake.run(expression).to_pylist()
    return rows[0] if rows else {}


def _profile(scope: Scope, customer_id: str, person: Mapping[str, Any], tree: Units) -> dict[str, Any]:
    today, grid = clock.today(), person.get("grid_code") or ""
    branch = tree.branch_of(grid)
    zh, en = tree.names(grid) if grid else ("", "")
    born, joined = person.get("birth_year"), person.get("joined_on")
    assignee = person.get("assignee_code") or ""
    return {
        "customer_id": customer_id,
        "name": customer_name(scope, person.get("name")),
        **{name: person.get(name) or "" for name in ("segment", "gender", "address", "place_name")},
        "age": today.year - born if born else None,
        "phone_masked": masked(person.get("phone_last4")),
        "joined_on": joined,
        "left_on": person.get("left_on"),
        "tenure_months": clock.full_months(joined, min(person.get("left_on") or today, today)) if joined else None,
        "place_code": person.get("owned_place") or "",
        "longitude": _first(person, "longitude", "place_lon"),
        "latitude": _first(person, "latitude", "place_lat"),
        "grid_code": grid,
        "grid_name_zh": zh,
        "grid_name_en": en,
        "branch_code": branch.code if branch else "",
        "branch_name_zh": branch.name_zh if branch else "",
        "branch_name_en": branch.name_en if branch else "",
        "assignee_code": assignee,
        "assignee_name": person_names([assignee]).get(assignee, assignee),
        "ownership_rule": person.get("rule") or "",
    }


def _first(row: Mapping[str, Any], *names: str) -> Any:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _permission(scope: Scope, owner: OwnerRow, consents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return by which channels the customer may be contacted; without a recorded consent by none."""
    given = {row["channel"]: row for row in consents}
    refusals = opt_outs(scope, owner.customer_id, owner=owner)
    closed = {row.channel.value if row.channel else "": row for row in refusals}
    lines = []
    for channel in _CHANNELS:
        refusal, consent = closed.get("") or closed.get(channel), given.get(channel)
        lines.append(
            {
                "channel": channel,
                "allowed": refusal is None and bool(consent and consent["granted"]),
                "recorded_on": clock.day_of(refusal.since)
                if refusal
                else (consent["recorded_on"] if consent else None),
                "source": refusal.source if refusal else ((consent["proof"] or "") if consent else ""),
            }
        )
    return {
        "may_contact": any(line["allowed"] for line in lines),
        "do_not_disturb": "" in closed or set(_CHANNELS) <= set(closed),
        "consents": lines,
    }


def _subscription(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    ends, code, today = row["contract_end_on"], row["offer_code"] or "", clock.today()
    begun = row["started_on"] is None or row["started_on"] <= today
    zh, en = names.get(code, (code, code))
    return {
        "subscription_id": row["subscription_id"],
        "product_kind": row["product_kind"],
        "offer_code": code,
        "offer_name_zh": zh,
        "offer_name_en": en,
        "monthly_fee_fen": row["monthly_fee_fen"] or 0,
        **{name: row[name] for name in ("allowance_mb", "speed_mbps", "started_on", "contract_end_on", "ended_on")},
        "days_left": (ends - today).days if ends else None,
        "active": begun and (row["ended_on"] is None or row["ended_on"] > today),
    }


def _newest_first(row: Mapping[str, Any]) -> tuple[bool, int, str]:
    started = row["started_on"]
    return (not row["active"], -(started.toordinal() if started else 0), row["subscription_id"])


def _bill(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("month", "billed_fen", "mobile_fen", "broadband_fen", "out_of_bundle_fen")}


def _usage(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("data_mb", "allowance_mb", "voice_minutes", "competitor_minutes")
    return {"month": row["used_month"], **{name: row[name] for name in kept}}


def _fault(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "fault_id": row["id"], "reported_on": row["day"], "kind": row["kind"] or "", "hours_to_clear": row["hours"]
    }  # fmt: skip


def _complaint(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"complaint_id": row["id"], "made_on": row["day"], "topic": row["kind"] or ""}


def _ports(lake: Lake, place_code: str | None) -> dict[str, Any]:
    columns = ("month", "ports_total", "ports_used", "max_mbps")
    if not place_code:
        return dict.fromkeys(columns)
    table = lake.table("network_port")
    own = table.filter(table.place_code == place_code)
    rows = lake.run(own.order_by(own.month.desc()).limit(1).select(*columns)).to_pylist()
    return rows[0] if rows else dict.fromkeys(columns)


def _tags(lake: Lake, customer_id: str) -> list[dict[str, str]]:
    """Return the tags he carries in the newest month, as counts and lists of customers do."""
    months = lake.months("customer_tag")
    if not months:
        return []
    rows = lake.run(of_customer(lake.show_month("customer_tag", months[-1]), customer_id)).to_pylist()
    carried = rows[0] if rows else {}
    return [
        {"code": tag.code, "name_zh": tag.name_zh, "name_en": tag.name_en}
        for tag in tag_definitions()
        if carried.get(tag.code)
    ]


def _contacts(scope: Scope, owner: OwnerRow) -> list[dict[str, Any]]:
    rows = list(contacts_of(scope, owner.customer_id, owner=owner).order_by("-made_at", "id")[:MOST_ROWS])
    people = person_names(row.made_by for row in rows)
    return [
        {
            "contact_id": str(row.pk),
            "at": row.made_at,
            "channel": row.channel,
            "person_code": row.made_by,
            "person_name": people.get(row.made_by, row.made_by),
            "campaign_code": row.source_id if row.source_kind == "campaign" else "",
            "outcome": row.outcome,
            "objection": row.objection,
            "note": row.note,
        }
        for row in rows
    ]


def _scores(rows: Sequence[Mapping[str, Any]], names: Names, language: Language) -> list[dict[str, Any]]:
    """Return the newest score of each model; the rows come newest first."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = row["offer_code"] or ""
        zh, en = names.get(code, (code, code))
        body = {
            **{name: row[name] for name in ("model", "month", "probability", "uplift", "expected_value_fen")},
            "offer_code": code,
            "offer_name_zh": zh,
            "offer_name_en": en,
            "reasons": reason_text(row["reasons"], language),
        }
        found.setdefault(row["model"], body)
    return list(found.values())


def _recommended(scores: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the score whose offer is expected to bring most."""
    offered = [score for score in scores if score["offer_code"] and (score["expected_value_fen"] or 0) > 0]
    return max(offered, key=lambda score: score["expected_value_fen"], default=None)


def _orders(scope: Scope, customer_id: str, names: Names) -> list[dict[str, Any]]:
    found = orders(scope, OrderFilters(customer_id=customer_id)).order_by("-created_at", "id")
    rows = list(found.values(*_ORDER)[:MOST_ROWS])
    evidence = order_evidence(str(row["id"]) for row in rows)
    people = person_names(row["assignee_code"] for row in rows)
    return [_order(row, evidence.get(str(row["id"])), people, names) for row in rows]


def _order(row: Mapping[str, Any], evidence: Any, people: Mapping[str, str], names: Names) -> dict[str, Any]:
    title, code = row["card__title"] or {}, row["offer_code"]
    zh, en = names.get(code, (code, code))
    return {
        "order_id": str(row["id"]),
        "campaign_code": row["source_id"] if row["source_kind"] == "campaign" else "",
        "campaign_name_zh": title.get("zh", ""),
        "campaign_name_en": title.get("en", ""),
        "offer_code": code,
        "offer_name_zh": zh,
        "offer_name_en": en,
        "channel": row["channel"],
        "assignee_code": row["assignee_code"],
        "assignee_name": people.get(row["assignee_code"], row["assignee_code"]),
        **{name: row[name] for name in ("state", "outcome", "planned_on", "due_on")},
        "confirmed": evidence.state if evidence else "",
        "confirmed_on": evidence.confirmed_on if evidence else None,
    }
