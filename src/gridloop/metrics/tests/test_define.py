"""An operator defines tags and indicators of his own: checked, tried, published, retired, and always audited."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.services import jobs
from gridloop.lake.queries import open_lake
from gridloop.metrics.models import LibraryEntry
from gridloop.metrics.queries.tags import REFRESH
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.services.build_tags import build_tags
from gridloop.metrics.tests.small_city import AS_OF, small_city

TAG = {
    "names": {"zh": "高龄高价值", "en": "Old and valuable"},
    "description": {"zh": "年满七十且账单高", "en": "Seventy or older with a high bill"},
    "type": "statistical",
    "owner": "marketing",
    "condition": "age >= 70 and billed_fen_average_3 >= 10000",
}
INDICATOR = {
    "names": {"zh": "百元户占比", "en": "Share of hundred-yuan customers"},
    "formula": {"zh": "当月账单满100元的客户数 ÷ 出账客户数", "en": "Customers billed 100 or more ÷ customers billed"},
    "domain": "revenue",
    "unit": "share",
    "direction": "up",
    "owner": "finance",
    "numerator": {"model": "bills", "agg": "count", "expr": "customer_id", "filter": "billed_fen >= 10000"},
    "denominator": {"model": "bills", "agg": "count", "expr": "customer_id"},
}


@pytest.fixture
def ask(operator):
    """Return a function that sends a request as a member of staff and returns the body."""

    def send(who: str, method: str, path: str, body: object = None, expect: int = 200):
        client = operator.client(who)
        call = getattr(client, method)
        found = (
            call(f"/api/metrics{path}")
            if body is None and method == "get"
            else call(f"/api/metrics{path}", json.dumps(body or {}), content_type="application/json")
        )
        assert found.status_code == expect, found.content.decode()
        return found.json() if found.content else None

    return send


def people(publish_rows) -> None:
    rows = {"a": ("LG0101", 75, 20_000.0), "b": ("LG0201", 80, 15_000.0), "c": ("LG0101", 30, 20_000.0)}
    publish_rows("customer_profile", [
        {"customer_id": one, "month": AS_OF, "grid_code": grid, "assignee_code": "CM010101", "age": age,
         "billed_fen_average_3": billed}
        for one, (grid, age, billed) in rows.items()
    ])  # fmt: skip
    publish_rows("customer", [
        {"customer_id": one, "name": "王小明", "segment": "public", "phone_last4": "1234"} for one in rows
    ])  # fmt: skip
    publish_rows("ownership", [
        {"customer_id": one, "grid_code": grid, "assignee_code": "CM010101", "rule": "place", "in_service": True}
        for one, (grid, _, _) in rows.items()
    ])  # fmt: skip


def test_a_preview_counts_and_shows_masked_people(ask, publish_rows):
    people(publish_rows)
    found = ask("PLAN1", "post", "/tag-previews", {"condition": TAG["condition"]})
    assert (found["customers"], found["total"], found["cycle"]) == (2, 3, "2026-10")
    assert [row["customer_id"] for row in found["sample"]] == ["a", "b"]
    assert {row["name"] for row in found["sample"]} == {"王**"}
    assert all("1234" in row["phone"] and "*" in row["phone"] for row in found["sample"])
    assert found["sample"][0]["values"]["age"] == 75
    ask("BM01", "post", "/tag-previews", {"condition": "age > 1"}, 403)


def test_a_fault_in_a_condition_is_told_with_its_place(ask):
    problem = ask("PLAN1", "post", "/tag-previews", {"condition": "age >= 70 and agee > 1"}, 400)
    (error,) = problem["errors"]
    assert (error["where"], "agee" in error["what"], "15" in error["what"]) == ("condition", True, True)
    ask("PLAN1", "put", "/tag-drafts/old_rich", TAG | {"condition": "age > 'x'"}, 400)
    assert not LibraryEntry.objects.exists()


@pytest.mark.parametrize(
    ("code", "status"),
    [("senior", 409), ("age", 409), ("Old", 400), ("customer_id", 400), ("a", 400), ("1abc", 400)],
)
def test_codes_are_well_formed_and_not_taken(ask, code, status):
    ask("PLAN1", "put", f"/tag-drafts/{code}", TAG, status)


def test_a_draft_counts_nowhere_until_it_is_published_and_a_retired_tag_no_more(ask, publish_rows, actor):
    people(publish_rows)

    def carriers() -> set[str] | None:
        build_tags(month=AS_OF, actor=actor)
        with open_lake() as lake:
            table = lake.table("customer_tag")
            if "old_rich" not in table.columns:
                return None
            return {row["customer_id"] for row in lake.run(table).to_pylist() if row["old_rich"]}

    ask("PLAN1", "put", "/tag-drafts/old_rich", TAG)
    assert carriers() is None
    ask("PLAN1", "post", "/definitions/tag/old_rich/publish")
    assert carriers() == {"a", "b"}
    ask("PLAN1", "put", "/tag-drafts/old_rich", TAG | {"condition": "age < 40"})
    assert carriers() == {"a", "b"}  # the published definition stays in force
    shown = ask("PLAN1", "get", "/tags?q=old_rich")["items"][0]
    assert (shown["version"], shown["own"], shown["has_draft"], shown["customers"]) == (1, True, True, 2)
    assert ask("PLAN1", "post", "/definitions/tag/old_rich/publish")["version"] == 2
    assert carriers() == {"c"}
    ask("PLAN1", "post", "/definitions/tag/old_rich/publish", expect=409)
    ask("PLAN1", "post", "/definitions/tag/old_rich/retire", {"reason": " "}, 400)
    ask("PLAN1", "post", "/definitions/tag/old_rich/retire", {"reason": "口径合并到新标签"})
    assert carriers() is None
    assert ask("PLAN1", "get", "/tags?q=old_rich")["total"] == 0
    assert ask("PLAN1", "get", "/tags?q=old_rich&state=retired")["items"][0]["code"] == "old_rich"
    ask("PLAN1", "post", "/definitions/tag/old_rich/publish")
    assert carriers() == {"c"}
    actions = list(AuditEntry.objects.filter(object_kind="tag", object_id="old_rich").values_list("action", flat=True))
    assert actions[::-1] == [
        "metrics.draft_tag", "metrics.publish_tag", "metrics.draft_tag", "metrics.publish_tag", "metrics.retire_tag",
        "metrics.publish_tag",
    ]  # fmt: skip


def test_a_published_tag_is_worked_out_at_once(ask, publish_rows):
    ask("PLAN1", "put", "/tag-drafts/old_rich", TAG)
    ask("PLAN1", "post", "/definitions/tag/old_rich/publish")
    assert not Job.objects.filter(kind=REFRESH).exists()  # nobody has a profile yet
    people(publish_rows)
    ask("PLAN1", "put", "/tag-drafts/old_rich", TAG | {"condition": "age < 40"})
    ask("PLAN1", "post", "/definitions/tag/old_rich/publish")
    shown = ask("PLAN1", "get", "/tags?q=old_rich")["items"][0]
    assert (shown["underway"], shown["customers"]) == (True, None)
    jobs.run(Job.objects.get(kind=REFRESH).pk)
    shown = ask("PLAN1", "get", "/tags?q=old_rich")["items"][0]
    assert (shown["underway"], shown["customers"], shown["cycle"]) == (False, 1, "2026-10")
    assert Job.objects.get(kind=REFRESH).result == {"tag": "old_rich", "customers": 1}
    ask("PLAN1", "put", "/tag-drafts/old_rich", TAG)
    ask("PLAN1", "post", "/definitions/tag/old_rich/publish")
    assert Job.objects.filter(kind=REFRESH, state=Job.State.QUEUED).count() == 1


def test_a_shipped_tag_can_be_retired_and_brought_back(ask, publish_rows, actor):
    people(publish_rows)
    ask("PLAN1", "post", "/definitions/tag/veteran/retire", {"reason": "本公司不用"})
    build_tags(month=AS_OF, actor=actor)
    with open_lake() as lake:
        assert "veteran" not in lake.table("customer_tag").columns
    ask("PLAN1", "post", "/definitions/tag/veteran/publish")
    assert ask("PLAN1", "get", "/tags?q=veteran")["total"] == 1
    ask("PLAN1", "post", "/definitions/indicator/revenue/retire", {"reason": "本公司不用"}, 409)
    ask("PLAN1", "post", "/definitions/tag/nowhere/retire", {"reason": "本公司不用"}, 404)


def test_an_own_indicator_is_tried_by_branch_published_and_computed_with_its_history(ask, publish_rows, actor):
    city = small_city(60, seed=3, months=8)
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    september = [row for row in city.rows["bill"] if row["month"] == date(2026, 9, 1)]
    grid = {row["customer_id"]: row["grid_code"] for row in city.rows["ownership"]}
    trial = {row["org_code"]: row for row in ask("PLAN1", "post", "/indicator-trials", INDICATOR)["rows"]}
    for branch in ("LG01", "LG02", "LG"):
        own = [row for row in september if grid[row["customer_id"]].startswith(branch)]
        rich = [row for row in own if row["billed_fen"] >= 10_000]
        assert (trial[branch]["numerator"], trial[branch]["denominator"]) == (len(rich), len(own))
        assert trial[branch]["value"] == pytest.approx(len(rich) / len(own))
    assert set(trial) == {"LG", "LG01", "LG02"}
    people = {"model": "bills", "agg": "count_distinct", "expr": "customer_id"}
    counted = ask("PLAN1", "post", "/indicator-trials", {**INDICATOR, "numerator": people, "denominator": None})["rows"]
    assert counted[0]["value"] == len({row["customer_id"] for row in september})
    ask("PLAN1", "put", "/indicator-drafts/hundred_share", INDICATOR)
    assert ask("PLAN1", "get", "/indicators?q=hundred_share")["total"] == 0
    ask("PLAN1", "post", "/definitions/indicator/hundred_share/publish")
    build_indicators(month=AS_OF, actor=actor)
    points = ask("EXEC1", "get", "/series?indicator=hundred_share&org_code=LG01")["points"]
    assert [point["cycle"] for point in points if point["value"] is not None] == [
        f"2026-{number:02d}" for number in range(2, 10)
    ]
    assert points[-1]["value"] == pytest.approx(trial["LG01"]["value"])


def test_every_fault_of_an_indicator_is_told(ask):
    wrong = INDICATOR | {
        "numerator": {"model": "bills", "agg": "sum", "expr": "customer_id", "filter": "billed >= 1"},
        "denominator": {"model": "usage", "agg": "count", "expr": "customer_id"},
    }
    problem = ask("PLAN1", "post", "/indicator-trials", wrong, 400)
    assert [row["where"] for row in problem["errors"]] == ["denominator.model"]
    wrong["denominator"] = None
    problem = ask("PLAN1", "post", "/indicator-trials", wrong, 400)
    assert [row["where"] for row in problem["errors"]] == ["numerator.expr", "numerator.filter"]


def test_people_set_manual_tags_on_their_own_customers_with_a_reason(ask, publish_rows, actor):
    people(publish_rows)
    given = {"customer_ids": ["a", "b", "a", "zz"], "reason": "上门发现空户"}
    report = ask("CM010101", "post", "/tags/vacant_home/marks", given)
    assert report == {"done": 1, "unchanged": 0, "unknown": ["b", "zz"]}  # b lives in another grid
    assert ask("PLAN1", "post", "/tags/vacant_home/marks", given)["done"] == 1
    assert ask("PLAN1", "get", "/tags/vacant_home/marks")["total"] == 2
    again = given | {"customer_ids": ["ａ", "'a", " a\u3000", "a\u200b"]}
    assert ask("CM010101", "post", "/tags/vacant_home/marks", again) == {"done": 0, "unchanged": 1, "unknown": []}
    own = ask("CM010101", "get", "/tags/vacant_home/marks")["items"]
    assert [(row["customer_id"], row["reason"]) for row in own] == [("a", "上门发现空户")]
    build_tags(month=AS_OF, actor=actor)
    assert ask("PLAN1", "get", "/tags?q=vacant_home")["items"][0]["customers"] == 2
    removal = {"customer_ids": ["a"], "reason": "已有人入住"}
    assert ask("GM0101", "post", "/tags/vacant_home/marks/removal", removal)["done"] == 1
    build_tags(month=AS_OF, actor=actor)
    assert ask("PLAN1", "get", "/tags?q=vacant_home")["items"][0]["customers"] == 1
    ask("CM010101", "post", "/tags/vacant_home/marks", given | {"reason": ""}, 400)
    ask("CM010101", "post", "/tags/senior/marks", given, 404)
    actions = set(AuditEntry.objects.filter(object_id="vacant_home").values_list("action", flat=True))
    assert actions == {"metrics.set_mark", "metrics.remove_mark"}
