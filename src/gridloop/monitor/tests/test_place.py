"""A place on one screen: its figures by hand, the rows behind them, and who may see them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from gridloop.contact.models import Contact
from gridloop.dispatch.models import Intelligence
from gridloop.lake.models import DatasetVersion
from gridloop.metrics.services.build_places import build_place_months, build_place_tags
from gridloop.monitor.tests.conftest import score
from gridloop.territory.models import Place, PlaceAssignment

A, B, C, LEFT = "CM010101-04", "CM010101-05", "CM010101-06", "CM010101-07"
D = "CM010102-04"
"""D belongs to a colleague; all the others to CM010101, who looks after the place."""
ALL = (A, B, C, D, LEFT)
HELD = {
    A: {"monthly_fee_fen": 8_000, "has_broadband": True, "is_bundled": True, "contract_days_left": 30},
    B: {"monthly_fee_fen": 5_000, "has_broadband": True, "is_bundled": False, "contract_days_left": 80},
    C: {"monthly_fee_fen": 3_000, "has_broadband": False, "contract_days_left": 15},
    D: {"monthly_fee_fen": 10_000, "contract_days_left": 111},
    LEFT: {"monthly_fee_fen": 99_000, "has_broadband": True, "is_bundled": True, "contract_days_left": 30},
}
OCTOBER, AUGUST = date(2026, 10, 1), date(2026, 8, 1)
READERS = ("EXEC1", "PLAN1", "DATA1", "AUDIT1", "BM01", "GM0101", "CM010101", "CM010102")
STRANGERS = ("BM02", "GM0102", "CM010201", "AM1", "PART1")
PAGES = ("", "/months", "/tags")


@pytest.fixture
def compound(running):
    """Return the town with a compound P2 where five customers belong, one of whom has left."""
    for row in running.owners:
        if row["customer_id"] in ALL:
            row.update(place_code="P2", in_service=row["customer_id"] != LEFT)
    running.publish("ownership", running.owners)
    profiles = [{"customer_id": one, "month": OCTOBER, "place_code": "P2", **held} for one, held in HELD.items()]
    for row in profiles:
        row |= {"grid_code": "LG0101", "assignee_code": row["customer_id"][:8]}
    running.publish("customer_profile", profiles)
    chances = {A: 0.5, D: 0.4}
    scores = [
        {**score(row["customer_id"]), "probability": chances.get(row["customer_id"], 0.05)} for row in running.customers
    ]
    running.publish("customer_score", scores)
    running.publish(
        "customer_tag", [{"customer_id": one, "month": OCTOBER, "high_value": one in (A, D)} for one in ALL]
    )
    ports = {"place_code": "P2", "ports_total": 100, "max_mbps": 500}
    running.publish(
        "network_port",
        [
            {**ports, "month": AUGUST, "ports_used": 60},
            {**ports, "month": date(2026, 9, 1), "ports_used": 90, "max_mbps": 1_000},
            {**ports, "month": date(2026, 9, 1), "place_code": "P1", "ports_used": 5},
        ],
    )
    running.publish(
        "usage",
        [
            {"customer_id": A, "month": AUGUST, "voice_minutes": 100, "competitor_minutes": 30},
            {"customer_id": B, "month": AUGUST, "voice_minutes": 100, "competitor_minutes": 10},
            {"customer_id": "CM010101-00", "month": AUGUST, "voice_minutes": 100, "competitor_minutes": 100},
        ],
    )
    fault = {"month": AUGUST, "hours_to_clear": 4.5, "kind": "line"}
    running.publish(
        "fault",
        [
            {**fault, "fault_id": "F1", "customer_id": A, "reported_on": date(2026, 8, 3)},
            {**fault, "fault_id": "F2", "place_code": "P2", "reported_on": date(2026, 8, 10)},
            {**fault, "fault_id": "F3", "customer_id": "CM010101-00", "reported_on": date(2026, 8, 11)},
        ],
    )
    running.publish(
        "complaint",
        [{"complaint_id": "Q1", "month": AUGUST, "customer_id": D, "made_on": date(2026, 8, 4), "topic": "speed"}],
    )
    Place.objects.create(
        code="P2", kind="compound", name_zh="北苑", name_en="North Court", grid_code="LG0101", households=8
    )
    PlaceAssignment.objects.create(place_code="P2", assignee_code="CM010101", valid_from=date(2026, 1, 1))
    Contact.objects.create(
        id=uuid.uuid4(), customer_id=A, channel="visit", direction="outbound", outcome="interested", uses_slot=True,
        competitor="china_unicom", competitor_contract_end_on=date(2026, 12, 1), made_by="CM010101",
        made_at=datetime(2026, 10, 20, 2, tzinfo=UTC), made_on=date(2026, 10, 20), grid_code="LG0101",
    )  # fmt: skip
    return running


def read(operator, who: str, more: str = ""):
    return operator.client(who).get(f"/api/monitor/places/P2{more}")


def test_the_figures_of_a_place(compound, operator):
    body = read(operator, "GM0101").json()
    assert (body["name_zh"], body["kind"], body["grid_code"]) == ("北苑", "compound", "LG0101")
    assert (body["assignee_code"], body["assignee_name"], body["households"]) == ("CM010101", "员工CM010101", 8)
    assert (body["customers"], body["penetration"]) == (4, 0.5)  # who left is no customer of today
    assert (body["broadband"], body["broadband_penetration"], body["bundle"]) == (2, 0.25, 1)
    assert body["monthly_fee_fen"] == 8_000 + 5_000 + 3_000 + 10_000
    # 22 October is 21 days after the month's first: 9 and 59 days are left, 90 just, and one contract has passed
    assert (body["contract_30"], body["contract_60"], body["contract_90"]) == (1, 2, 3)
    assert [(row["ports_used"], row["max_mbps"]) for row in body["ports"]] == [(60, 500), (90, 1_000)]


def test_who_is_likely_to_leave_by_the_rule_of_the_grid(compound, operator):
    risk = read(operator, "GM0101").json()["churn_risk"]
    assert [row["customer_id"] for row in risk["top"]] == [A, D]
    assert (risk["customers"], risk["monthly_fee_fen"], risk["month"]) == (2, 18_000, "2026-10-01")
    assert risk["top"][0]["name"] == f"客{A}" and risk["top"][0]["assignee_name"] == "员工CM010101"
    grid = operator.client("GM0101").get("/api/monitor/grids/LG0101").json()["churn_risk"]
    assert grid["threshold"] == pytest.approx(risk["threshold"])
    assert {row["customer_id"] for row in grid["top"]} == {A, D}


def test_what_the_field_found_there(compound, operator):
    Intelligence.objects.create(
        id=uuid.uuid4(), kind="competitor_promotion", place_code="P2", text="门口有摊位", person_code="CM010101",
        grid_code="LG0101", reported_at=datetime(2026, 10, 19, tzinfo=UTC),
    )  # fmt: skip
    body = read(operator, "GM0101").json()
    assert [(row["competitor"], row["customers"]) for row in body["competitors"]] == [("UNI", 4), ("china_unicom", 1)]
    (contract,) = body["competitor_contracts"]
    assert (contract["customer_id"], contract["ends_on"], contract["name_zh"]) == (A, "2026-12-01", "联通")
    assert [(row["kind"], row["person_name"]) for row in body["sightings"]] == [
        ("competitor_promotion", "员工CM010101")
    ]
    assert (body["last_visit_at"], body["last_visit_by"]) == ("2026-10-20T02:00:00+00:00", "员工CM010101")


def test_the_work_at_a_place_leads_to_its_orders(compound, operator):
    client = operator.client("GM0101")
    body = read(operator, "GM0101").json()
    assert body["work"] == {"orders": 5, "contacted": 5, "interested": 0, "reported": 0, "open": 0, "overdue": 0}
    (campaign,) = body["campaigns"]
    assert (campaign["campaign_code"], campaign["name_zh"], campaign["orders"]) == ("K1", "十月续约", 5)
    assert {row["customer_id"] for row in body["orders"]} == set(ALL)
    listed = client.get("/api/dispatch/orders", {"place_code": "P2", "step": "dispatched"}).json()
    assert listed["total"] == 5 and {row["customer_id"] for row in listed["items"]} == set(ALL)
    assert client.get("/api/dispatch/orders", {"place_code": "NOWHERE"}).json()["total"] == 0


def test_the_months_of_a_place(compound, operator):
    body = read(operator, "GM0101", "/months").json()
    months = {row["month"]: row for row in body["months"]}
    assert list(months) == sorted(months)
    september = months["2026-09-01"]
    billed = sum(compound.billed(one, date(2026, 9, 1), False) for one in ALL)
    assert (september["billed_fen"], september["billed_customers"]) == (billed, 5)  # who left paid here too
    assert september["arpu_fen"] == pytest.approx(billed / 5) and september["port_use"] == 0.9
    august = months["2026-08-01"]
    assert august["competitor_share"] == pytest.approx(40 / 200) and september["competitor_share"] is None
    assert (august["faults"], august["complaints"], september["faults"]) == (2, 1, 0)
    told = [(row["what"], row["trouble_id"], row["customer_id"]) for row in body["troubles"]]
    assert told == [("fault", "F2", ""), ("complaint", "Q1", D), ("fault", "F1", A)]


def test_a_place_opens_before_the_first_scores(compound, operator):
    DatasetVersion.objects.filter(dataset="customer_score").delete()
    body = read(operator, "GM0101").json()
    assert (body["broadband"], body["churn_risk"]) == (2, None)


def test_tags_and_every_figure_lead_to_their_customers(compound, operator):
    client = operator.client("GM0101")

    def listed(**params) -> set[str]:
        page = client.get("/api/monitor/customers", {"place_code": "P2", **params}).json()
        assert page["total"] == len(page["items"])
        return {row["customer_id"] for row in page["items"]}

    (tag,) = read(operator, "GM0101", "/tags").json()["tags"]
    assert (tag["code"], tag["customers"]) == ("high_value", 2) and listed(tag="high_value") == {A, D}
    assert listed() == set(ALL) and listed(in_service=True) == {A, B, C, D}
    assert listed(which="broadband") == {A, B} and listed(which="bundle") == {A}
    assert listed(which="contract_30") == {A} and listed(which="contract_90") == {A, B, D}
    assert listed(which="at_risk") == {A, D}
    assert client.get("/api/monitor/customers", {"which": "rich"}).status_code == 400


def test_a_seller_sees_his_own_customers_of_a_place(compound, operator):
    own, colleague = read(operator, "CM010101").json(), read(operator, "CM010102").json()
    assert (own["customers"], own["broadband"], own["work"]["orders"]) == (3, 2, 4)
    assert (colleague["customers"], colleague["monthly_fee_fen"], colleague["work"]["orders"]) == (1, 10_000, 1)
    assert [row["customer_id"] for row in colleague["churn_risk"]["top"]] == [D]
    (troubles,) = [row for row in read(operator, "CM010102", "/months").json()["troubles"] if row["customer_id"]]
    assert troubles["customer_id"] == D
    billed = read(operator, "CM010102", "/months").json()["months"][-1]
    assert billed["billed_customers"] == 1


def test_a_foreign_place_is_not_there(compound, operator):
    for page in PAGES:
        for who in READERS:
            assert read(operator, who, page).status_code == 200, (who, page)
        for who in STRANGERS:
            assert read(operator, who, page).status_code == 404, (who, page)
        assert read(operator, "ADMIN1", page).status_code == 403
        assert operator.client("EXEC1").get(f"/api/monitor/places/NOWHERE{page}").status_code == 404


def test_names_are_masked_for_whoever_does_not_serve_the_customers(compound, operator):
    for who, clear in [("CM010101", True), ("GM0101", True), ("BM01", False), ("EXEC1", False)]:
        body = read(operator, who).json()
        names = [body["churn_risk"]["top"][0]["name"], body["competitor_contracts"][0]["customer_name"]]
        assert all(("*" not in name) == clear for name in names), who


def test_before_the_first_profiles_what_is_not_known_is_empty(running, operator):
    Place.objects.create(code="P1", kind="village", name_zh="海滨", name_en="Seaside", grid_code="LG0101", households=0)
    body = operator.client("GM0101").get("/api/monitor/places/P1").json()
    assert (body["customers"], body["households"], body["penetration"]) == (1, None, None)
    unknown = ("month", "monthly_fee_fen", "broadband", "bundle", "contract_90", "churn_risk")
    assert {body[name] for name in unknown} == {None}
    listed = operator.client("GM0101").get("/api/monitor/customers", {"place_code": "P1", "which": "bundle"}).json()
    assert listed["total"] == 0


@pytest.fixture
def added_up(compound, actor):
    """Return the compound with its months and tags added up beforehand, as the nightly preparation does."""
    build_place_months(month=OCTOBER, actor=actor)
    build_place_tags(month=OCTOBER, actor=actor)
    return compound


def told(operator) -> dict[tuple[str, str], object]:
    return {(who, page): read(operator, who, page).json() for who in READERS for page in ("/months", "/tags")}


def test_what_was_added_up_beforehand_says_the_same_to_everybody(compound, operator, actor, monkeypatch):
    live = told(operator)
    build_place_months(month=OCTOBER, actor=actor)
    build_place_tags(month=OCTOBER, actor=actor)
    reader = import_module("gridloop.monitor.queries.place_months")
    with monkeypatch.context() as no_more:
        for name in ("billed_by_month", "called_by_month", "tag_counts"):
            no_more.delattr(reader, name)  # nobody's bills, calls or tags are added up any more
        assert told(operator) == live
    assert len(live["GM0101", "/months"]["months"]) >= 2 and live["GM0101", "/tags"]["tags"]


@pytest.mark.parametrize("changed", ["bill", "ownership"])
def test_after_news_the_page_does_not_stay_with_what_was_added_up(added_up, operator, changed):
    before = read(operator, "GM0101", "/months").json()["months"][-1]
    if changed == "bill":
        last = {"customer_id": A, "month": before["month"], "billed_fen": 123_400}
        added_up.publish("bill", [{**last, "month": date.fromisoformat(before["month"])}])
        expected = (123_400, 1)
    else:
        next(row for row in added_up.owners if row["customer_id"] == B)["place_code"] = "P1"
        added_up.publish("ownership", added_up.owners)
        expected = (before["billed_fen"] - added_up.billed(B, date(2026, 9, 1), False), 4)
    after = read(operator, "GM0101", "/months").json()["months"][-1]
    assert (after["billed_fen"], after["billed_customers"]) == expected


def test_a_first_delivery_of_use_is_seen_though_places_were_added_up_without_it(added_up, operator, actor):
    DatasetVersion.objects.filter(dataset="usage").delete()
    build_place_months(month=OCTOBER, actor=actor)
    assert {row["competitor_share"] for row in read(operator, "GM0101", "/months").json()["months"]} == {None}
    added_up.publish("usage", [{"customer_id": A, "month": AUGUST, "voice_minutes": 100, "competitor_minutes": 30}])
    months = {row["month"]: row for row in read(operator, "GM0101", "/months").json()["months"]}
    assert months["2026-08-01"]["competitor_share"] == pytest.approx(0.3)
