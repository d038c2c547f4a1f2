"""Every home answers its role's first question."""

from __future__ import annotations

from datetime import date, timedelta

from gridloop.campaign.models import Campaign
from gridloop.dispatch.models import WorkOrder
from gridloop.dispatch.services.close_day import DayReport, close_day
from gridloop.dispatch.types import LeftReason
from gridloop.kernel import clock
from gridloop.kernel.models import Job, OrgUnit
from gridloop.kernel.scope import actor_of
from gridloop.kernel.types import OrgKind
from gridloop.metrics.models import Alert, Goal
from gridloop.monitor.queries.executive import _changes
from gridloop.monitor.queries.indicators import IndicatorBook
from gridloop.monitor.queries.units import Unit, Units


def get(operator, who: str, path: str, language: str = "en", **params):
    answer = operator.client(who, language).get(f"/api/monitor/{path}", params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def codes(grid) -> list[str]:
    return [reason["code"] for reason in grid["reasons"]]


def test_the_executive_sees_figures_changes_and_grids(running, operator):
    Goal.objects.create(
        indicator="revenue", org_code="LG", cycle="2026-09", value=5_000_000, set_by="plan1", set_at=clock.now()
    )
    body = get(operator, "EXEC1", "home/executive")
    revenue = body["figures"][0]
    assert (revenue["code"], revenue["unit"], revenue["month"]) == ("revenue", "fen", "2026-09-01")
    assert revenue["value"] == 3_504_500 and revenue["previous"] == 4_000_000
    assert revenue["better"] is False and revenue["goal"] == 5_000_000
    assert [point["value"] for point in revenue["trend"]] == [4_000_000, 3_504_500]
    churn = next(figure for figure in body["figures"] if figure["code"] == "churn_rate")
    assert churn["unit"] == "share" and churn["better"] is False
    worst = body["attention"][0]
    assert (worst["grid_code"], worst["branch_code"]) == ("LG0202", "LG02")
    assert worst["reasons"][0]["code"] == "worse_revenue"
    assert body["funnel"]["orders"] == 120 and body["worth_cycle"] is None
    raised = {"rule": "revenue_goal", "indicator": "revenue", "kind": "goal", "value": 1, "expected": 2, "score": 1}
    for grid, state in (("LG0101", "open"), ("LG0102", "silenced"), ("LG0201", "open")):
        Alert.objects.create(org_code=grid, cycle="2026-09", state=state, raised_at=clock.now(), **raised)
    branch = get(operator, "BM01", "home/executive", "zh")
    alerted = {grid["grid_code"] for grid in branch["attention"] if "grid_alerts" in codes(grid)}
    assert alerted == {"LG0101"}
    [named] = [grid for grid in branch["attention"] if grid["grid_code"] == "LG0101"]
    assert [one["text"] for one in named["reasons"] if one["code"] == "grid_alerts"] == ["指标预警 1 项：收入"]
    assert named["manager_name"] == operator.accounts["GM0101"].person.name
    assert branch["org_code"] == "LG01" and branch["funnel"]["orders"] == 90
    assert "LG0202" not in {grid["grid_code"] for grid in branch["attention"]}
    assert operator.client("BM01").get("/api/monitor/home/executive", {"org_code": "LG02"}).status_code == 404


def test_what_is_usual_is_the_median_of_the_units_beside(running):
    grids = ("A", "B", "C", "D")
    tree = Units([Unit(code, OrgKind.GRID, code, code, f"/LG/{code}/") for code in grids], {})
    book = IndicatorBook(
        {"indicator": "revenue", "grid_code": code, "month": day, "numerator": value, "denominator": 0.0}
        for code, now in zip(grids, (1_010.0, 1_020.0, 1_030.0, 500.0), strict=True)
        for day, value in ((date(2026, 8, 1), 1_000.0), (date(2026, 9, 1), now))
    )
    [found] = _changes(book, tree, Unit("LG", OrgKind.COMPANY, "LG", "LG", "/LG/"), "en")
    assert (found["org_code"], found["change"]) == ("D", -0.5)
    assert "usually +1.5%" in found["text"]  # between 1 % and 2 %


def test_a_closed_grid_stays_part_of_what_the_company_had(running, operator):
    before = get(operator, "EXEC1", "home/executive")["figures"]
    OrgUnit.objects.filter(code="LG0202").update(active=False)
    assert get(operator, "EXEC1", "home/executive")["figures"] == before
    board = operator.client("EXEC1").get("/api/metrics/dashboard").json()["unit"]["figures"]
    shown = {one["indicator"]: one["value"] for one in board}
    assert shown["revenue"] == before[0]["value"]


def test_the_planner_sees_which_campaigns_need_him(running, operator, sellers):
    card = get(operator, "PLAN1", "home/planner")["campaigns"][0]
    assert (card["campaign_code"], card["treated"], card["control"]) == ("K1", 120, 60)
    assert card["spent_fen"] == 112 * 800 and card["lift"]["verdict"] == ""
    assert card["needs"] == []
    times = card["times"]
    assert times["drafted_at"] < times["first_contact_at"] and times["closed_at"] is None
    WorkOrder.objects.filter(assignee_code__in=sellers[:2]).update(contacts=0)
    body = get(operator, "PLAN1", "home/planner")
    assert body["needing"] == 1
    assert body["campaigns"][0]["needs"][0]["code"] == "campaign_slow"


def test_an_ended_campaign_stays_until_its_result_is_known(running, operator, at):
    Campaign.objects.update(state="ended")
    window = Campaign.objects.get().success_window_days
    last = Campaign.objects.get().ends_on + timedelta(window)
    november = {"cycle": f"{last + timedelta(31):%Y-%m}"}
    for day, listed in ((last, ["K1"]), (last + timedelta(1), [])):
        at(day)
        body = get(operator, "PLAN1", "home/planner", **november)
        assert [card["campaign_code"] for card in body["campaigns"]] == listed, day


def test_the_grid_manager_sees_team_customers_and_money(running, operator):
    WorkOrder.objects.filter(state="pending").update(expected_value_fen=1_000)
    body = get(operator, "GM0101", "home/grid")
    assert body["org_code"] == "LG0101" and body["funnel"]["orders"] == 60
    assert body["money_left"] == [
        {"campaign_code": "K1", "name_zh": "十月续约", "name_en": "October renewals", "orders": 4,
         "expected_value_fen": 4_000}
    ]  # fmt: skip
    assert body["help"] and len(body["waiting"]) == 4
    assert operator.client("CM010101").get("/api/monitor/home/grid").status_code == 403


def test_the_grid_manager_sees_who_has_closed_his_day(running, operator):
    assert get(operator, "GM0101", "home/grid")["team_closed"] == 0
    report = DayReport(clock.today(), 5, 3, 2, LeftReason.NOT_REACHED, clock.now())
    close_day(report=report, scope=operator.scope("CM010101"), actor=actor_of(operator.accounts["CM010101"]))
    home = get(operator, "GM0101", "home/grid")
    assert (home["team"], home["team_closed"]) == (2, 1)
    assert get(operator, "GM0201", "home/grid")["team_closed"] == 0
    team = {one["person_code"]: one for one in get(operator, "GM0101", "help", everybody=True)["items"]}
    mine = team["CM010101"]
    assert mine["day_closed_at"] and (mine["day_left"], mine["day_left_reason"]) == (2, "customers not reached")
    assert (team["CM010102"]["day_closed_at"], team["CM010102"]["day_left"]) == (None, None)


def test_the_steward_sees_whether_everything_is_healthy(running, operator):
    body = get(operator, "DATA1", "home/health")
    assert body["state"] == "broken"  # no feed was ever delivered through the door
    assert {line["state"] for line in body["feeds"]} == {"broken"}
    assert any(line["code"] == "bill" for line in body["datasets"])
    links = {line["link"] for group in ("jobs", "feeds", "datasets") for line in body[group]}
    assert {"/kernel/jobs", "/lake/feeds/bill", "/lake/datasets/bill"} <= links
    assert operator.client("PLAN1").get("/api/monitor/home/health").status_code == 403


def test_a_job_that_failed_is_told_until_its_work_is_done_or_a_week_has_gone(running, operator):
    def failed() -> dict:
        return next(line for line in get(operator, "DATA1", "home/health")["jobs"] if line["code"] == "jobs_failed")

    def job(key: str, state: str, days_ago: int) -> None:
        at = clock.now() - timedelta(days=days_ago)
        Job.objects.create(kind="lake.load", key=key, state=state, created_at=at, finished_at=at, requested_by="x")

    before = failed()["text"]
    assert failed()["state"] == "ok"
    job("long ago", "failed", 8)
    assert (failed()["state"], failed()["text"]) == ("ok", before)
    job("bill", "failed", 1)
    job("customer", "done", 0)
    assert failed()["state"] == "broken" and failed()["text"] != before
    job("bill", "done", 0)
    assert (failed()["state"], failed()["text"]) == ("ok", before)
