"""A tag that goes is replaced by another wherever that may still be changed, and nowhere else."""

from __future__ import annotations

import pytest

from gridloop.campaign.models import AudienceTemplate, Campaign
from gridloop.campaign.tests.city import EVERYBODY
from gridloop.kernel import clock
from gridloop.kernel.models import AuditEntry

NAMED = {
    "combinator": "and",
    "rules": [
        {"combinator": "or", "not": True, "rules": [{"field": "tag.high_value", "operator": "=", "value": True}]},
        {"field": "subscriptions", "operator": ">=", "value": 0},
    ],
}
LEFT_OUT = {"tags": ["high_value", "price_sensitive"]}


@pytest.fixture
def replace(city, operator):
    def post(old="high_value", new="price_sensitive", who="PLAN1"):
        body = {"old": old, "new": new}
        return operator.client(who).post("/api/campaign/tag-replacements", body, content_type="application/json")

    return post


def template(org_code="LG", **given):
    return AudienceTemplate.objects.create(
        name_zh=f"模板{org_code}", name_en="", org_code=org_code, created_by="plan1", updated_at=clock.now(),
        **{"audience": NAMED, "exclusions": {}, **given},
    )  # fmt: skip


def test_drafts_and_saved_audiences_name_the_new_tag(city, replace):
    draft = city.campaign(approved=False, audience=NAMED, exclusions=LEFT_OUT)
    kept = template(audience=EVERYBODY, exclusions=LEFT_OUT)
    answer = replace().json()
    assert ([one["key"] for one in answer["changed"]], answer["kept"]) == ([draft, str(kept.pk)], [])
    row = city.row(draft)
    assert row.audience["rules"][0]["rules"][0]["field"] == "tag.price_sensitive"
    assert row.audience["rules"][1] == NAMED["rules"][1]
    assert row.exclusions["tags"] == ["price_sensitive"]
    kept.refresh_from_db()
    assert kept.exclusions["tags"] == ["price_sensitive"]
    assert AuditEntry.objects.get(action="campaign.replace_tag").object_id == "high_value"


def test_what_was_decided_on_or_belongs_to_others_is_left_and_named(city, replace):
    approved = city.campaign(audience=NAMED)
    theirs = template("LG01")
    answer = replace().json()
    assert answer["changed"] == []
    assert [one["key"] for one in answer["kept"]] == [approved, str(theirs.pk)]
    assert city.row(approved).audience == NAMED
    assert replace(who="EXEC1").status_code == 403


def test_a_tag_that_is_gone_can_still_be_replaced_but_not_by_one_that_is_not_there(city, replace):
    code = city.campaign(approved=False)
    gone = {"combinator": "and", "rules": [{"field": "tag.gone", "operator": "=", "value": True}]}
    Campaign.objects.filter(code=code).update(audience=gone)
    refused = replace(old="gone", new="nowhere")
    assert (refused.status_code, refused.json()["code"]) == (400, "campaign.replace_with_unknown")
    assert replace(old="gone").json()["changed"][0]["key"] == code
    assert city.row(code).audience["rules"][0]["field"] == "tag.price_sensitive"
