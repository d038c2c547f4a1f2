"""The operator names his competitors; a list that repeats itself is refused."""

from __future__ import annotations

import pytest

from gridloop.contact.models import CompetitorList
from gridloop.contact.queries import competitors_in_force
from gridloop.contact.services.set_competitors import set_competitors
from gridloop.contact.types import COMPETITORS, Competitor
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import Problem

pytestmark = pytest.mark.django_db
NORTH = Competitor("north", "北辰网络", "Beichen Networks")
BLUE = Competitor("blue", "蓝波通信", "Lanbo Telecom")


def test_the_newest_list_is_in_force_and_the_same_again_changes_nothing(actor):
    assert (competitors_in_force().version, competitors_in_force().items) == (0, COMPETITORS)
    set_competitors(items=[NORTH], actor=actor)
    set_competitors(items=[BLUE, NORTH], actor=actor)
    found = set_competitors(items=[BLUE, NORTH], actor=actor)
    assert (found.version, found.items, found.set_by) == (2, (BLUE, NORTH), "system:test")
    assert CompetitorList.objects.count() == 2
    trail = AuditEntry.objects.filter(action="contact.set_competitors").order_by("pk")
    assert [row.detail["after"] for row in trail] == [["north"], ["blue", "north"]]


def test_a_code_that_stands_there_twice_is_refused(actor):
    with pytest.raises(Problem) as refused:
        set_competitors(items=[NORTH, BLUE, NORTH], actor=actor)
    assert (refused.value.code, refused.value.troubles[0].params) == ("contact.competitors_twice", {"code": "north"})
    assert competitors_in_force().version == 0


def test_who_may_name_them(operator):
    def put(who: str, items: list[dict[str, str]]) -> int:
        client = operator.client(who)
        return client.put("/api/contact/competitors", {"items": items}, content_type="application/json").status_code

    north = {"code": "north", "zh": "北辰", "en": "North"}
    assert (put("CM010101", [north]), put("GM0101", [north])) == (403, 403)
    assert (put("ADMIN1", []), put("ADMIN1", [{**north, "zh": ""}])) == (422, 422)
    assert put("ADMIN1", [north]) == put("PLAN1", [north]) == 200
    seen = operator.client("CM010101").get("/api/contact/competitors").json()
    assert (seen["version"], seen["items"]) == (1, [north])
    assert (seen["set_by"], seen["set_by_name"]) == ("admin1", "员工ADMIN1")
