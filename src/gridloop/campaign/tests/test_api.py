"""Campaign planning over HTTP: from the first count to the verdict on one customer."""

from __future__ import annotations

import pytest

from gridloop.campaign.services.launch import launch_campaign
from gridloop.campaign.tests.city import CYCLE, EVERYBODY

BASE = "/api/campaign"
ELDERLY = {"combinator": "and", "rules": [{"field": "age", "operator": ">=", "value": "60"}]}
BODY = {
    "name_zh": "网格挽留",
    "name_en": "Grid retention",
    "objective": "retain",
    "cycle": CYCLE,
    "audience": EVERYBODY,
    "budget_fen": 1_000_000,
}


@pytest.fixture
def http(city, operator):
    """Return a function that calls the API as somebody."""

    def call(who, method, path, body=None, expect=200):
        client = operator.client(who)
        answer = getattr(client, method)(BASE + path, body, content_type="application/json")
        assert answer.status_code == expect, answer.content
        return answer.json() if answer.content else None

    return call


def test_from_idea_to_targets(http, actor):
    assert {field["name"] for field in http("GM0101", "get", "/fields")} >= {"age", "organisation", "tag.high_value"}
    counted = http("GM0101", "post", "/audience/count", {"audience": ELDERLY, "cycle": CYCLE})
    assert counted["customers"] == 15 and [b["org_code"] for b in counted["branches"]] == ["LG01"]
    asked = {"audience": EVERYBODY, "cycle": CYCLE, "channel": "visit", "on": "2026-10-05"}
    gate = http("GM0101", "post", "/audience/gate", asked)
    assert gate["allowed"] + gate["held"] == gate["asked"] == 15
    assert gate["reasons"][0]["text_zh"] and gate["reasons"][0]["text_en"]
    assert http("GM0101", "post", "/forecast", BODY)["targets"] > 0

    code = http("GM0101", "post", "/campaigns", BODY, 201)["code"]
    http("GM0101", "patch", f"/campaigns/{code}", {"max_targets": 3, "control_share": 0})
    assert http("GM0101", "post", f"/campaigns/{code}/forecast")["targets"] == 3
    http("GM0101", "post", f"/campaigns/{code}/submit")
    waiting = http("BM01", "get", "/campaigns?state=submitted")
    assert [row["code"] for row in waiting["items"]] == [code]
    decided = http("BM01", "post", f"/campaigns/{code}/approve", {"note": "go"})
    assert decided["state"] == "approved" and decided["forecast"]["targets"] == 3
    assert http("GM0101", "post", f"/campaigns/{code}/launch", expect=202)["job_id"]
    http("GM0101", "post", f"/campaigns/{code}/launch", expect=409)
    launch_campaign(campaign_code=code, actor=actor)

    seen = http("GM0101", "get", f"/campaigns/{code}")
    assert (seen["targets"], seen["launch_job"]["state"], seen["may"]) == (3, "queued", ["pause", "close"])
    targets = http("GM0101", "get", f"/campaigns/{code}/targets?sort=-expected_value_fen&limit=2")
    assert targets["total"] == 3 and len(targets["items"]) == 2
    first = targets["items"][0]
    assert first["customer_name"].startswith("王") and "*" not in first["customer_name"]
    assert first["grid_name_en"] == "LG0101 unit"
    seen_from_above = http("EXEC1", "get", f"/campaigns/{code}/targets?limit=1")["items"][0]
    assert seen_from_above["customer_name"] == "王***"
    verdicts = http("GM0101", "get", f"/campaigns/{code}/verdicts")
    assert verdicts["total"] == 15
    assert sum(v["count"] for v in verdicts["verdicts"] if v["verdict"] == "chosen") == 3
    why = http("GM0101", "get", f"/campaigns/{code}/why-not/{targets['items'][0]['customer_id']}")
    assert why["verdict"] == "chosen" and why["text_zh"]
    for line in verdicts["verdicts"]:
        behind = http(
            "GM0101", "get", f"/campaigns/{code}/verdict-customers?verdict={line['verdict']}&reason={line['reason']}"
        )
        assert behind["total"] == line["count"], line
    (one,) = http("GM0101", "get", f"/campaigns/{code}/verdict-customers?q={first['customer_id']}")["items"]
    assert (one["verdict"], one["grid_code"], one["assignee_name"]) == ("chosen", "LG0101", first["assignee_name"])
    http("GM0101", "get", f"/campaigns/{code}/verdict-customers?sort=phone", expect=400)
    assert http("EXEC1", "post", f"/campaigns/{code}/pause", {"note": ""})["state"] == "paused"
    resumed = http("GM0101", "post", f"/campaigns/{code}/resume", {"note": ""})
    assert resumed["state"] == "launched"
    assert [(act["what"], act["actor_name"]) for act in resumed["history"]] == [
        ("draft", "员工GM0101"),
        ("update", "员工GM0101"),
        ("submit", "员工GM0101"),
        ("approve", "员工BM01"),
        ("launch", "system:test"),
        ("pause", "员工EXEC1"),
        ("resume", "员工GM0101"),
    ]
    assert resumed["history"][3]["note"] == "go" and resumed["decided_by_name"] == "员工BM01"


@pytest.mark.parametrize("who", ["GM0102", "BM02", "GM0201"])
def test_a_foreign_grids_campaign_does_not_exist(http, who):
    code = http("GM0101", "post", "/campaigns", BODY, 201)["code"]
    for path in ("", "/targets", "/verdicts", "/verdict-customers", "/why-not/C00000"):
        http(who, "get", f"/campaigns/{code}{path}", expect=404)
    http(who, "post", f"/campaigns/{code}/submit", expect=404)
    http(who, "patch", f"/campaigns/{code}", {"priority": 1}, expect=404)
    assert http(who, "get", "/campaigns")["total"] == 0


def test_targets_are_seen_by_their_own_managers(http, city, actor):
    code = city.campaign()
    launch_campaign(campaign_code=code, actor=actor)
    everybody = http("PLAN1", "get", f"/campaigns/{code}/targets?limit=500")
    own = http("GM0101", "get", f"/campaigns/{code}/targets?limit=500")
    assert {row["grid_code"] for row in own["items"]} == {"LG0101"}
    assert own["total"] == sum(row["grid_code"] == "LG0101" for row in everybody["items"])


def test_a_wrong_audience_says_which_rule_and_why(http):
    wrong = {"combinator": "and", "rules": [{"field": "age", "operator": "~", "value": 1}]}
    problem = http("PLAN1", "post", "/audience/count", {"audience": wrong, "cycle": CYCLE}, 400)
    assert problem["errors"][0]["where"] == "audience.rules[0]" and "age" in problem["errors"][0]["what"]


def test_sellers_plan_nothing(http):
    http("CM010101", "get", "/campaigns", expect=403)
    http("CM010101", "post", "/campaigns", BODY, 403)
    http("AUDIT1", "post", "/campaigns", BODY, 403)


def test_templates_belong_to_their_unit(http):
    body = {"name_zh": "老年客户", "audience": ELDERLY}
    made = http("PLAN1", "post", "/templates", body, 201)
    http("PLAN1", "post", "/templates", body, 409)
    assert [row["name_zh"] for row in http("GM0101", "get", "/templates")["items"]] == ["老年客户"]
    http("GM0101", "put", f"/templates/{made['id']}", body, 403)
    own = http("GM0101", "post", "/templates", body, 201)
    http("GM0102", "delete", f"/templates/{own['id']}", expect=404)
    http("GM0101", "delete", f"/templates/{own['id']}", expect=204)
    changed = http("PLAN1", "put", f"/templates/{made['id']}", body | {"name_zh": "银发客户"})
    assert changed["name_zh"] == "银发客户"


def test_choices_carry_what_a_form_needs(http):
    choices = http("PLAN1", "get", "/choices")
    assert choices["models"]["retain"] == "churn" and choices["unit_costs_fen"]["visit"] > 0
    assert choices["scripts"]["retention"]["zh"] and len(choices["offers"]) == 4
    assert {name["value"] for name in choices["operators"]} >= {"=", "between", "notNull"}


def test_a_tag_tells_which_audiences_name_it(http):
    tagged = {
        "combinator": "and",
        "rules": [{"combinator": "or", "rules": [{"field": "tag.high_value", "operator": "=", "value": True}]}],
    }
    http("PLAN1", "post", "/templates", {"name_zh": "老年客户", "audience": ELDERLY}, 201)
    made = http("PLAN1", "post", "/templates", {"name_zh": "银发标签", "audience": tagged}, 201)
    http("GM0101", "post", "/templates", {"name_zh": "本网格银发", "audience": tagged}, 201)
    names = [row["name_zh"] for row in http("PLAN1", "get", "/tag-users?tag=high_value")]
    assert sorted(names) == ["本网格银发", "银发标签"]
    assert http("PLAN1", "get", "/tag-use") == {"high_value": 2}
    assert [row["key"] for row in http("GM0102", "get", "/tag-users?tag=high_value")] == [str(made["id"])]
    assert http("PLAN1", "get", "/tag-users?tag=senior") == []
    left_out = {"name_zh": "除去银发", "audience": ELDERLY, "exclusions": {"tags": ["high_value"]}}
    http("PLAN1", "post", "/templates", left_out, 201)
    assert http("PLAN1", "get", "/tag-use") == {"high_value": 3}
