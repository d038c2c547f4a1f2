"""Goals are set by the level above, for one holder, once per cycle."""

from __future__ import annotations

import pytest

from gridloop.kernel.models import AuditEntry
from gridloop.metrics.models import Goal


def put(operator, who: str, **changes):
    body = {"indicator": "revenue", "org_code": "LG0101", "cycle": "2026-10", "value": 1_000_000, **changes}
    return operator.client(who).put("/api/metrics/goals", body, content_type="application/json")


def test_setting_a_goal_again_changes_it(operator):
    assert put(operator, "BM01").status_code == 200
    assert put(operator, "BM01", value=2_000_000).json()["value"] == 2_000_000
    assert Goal.objects.count() == 1
    assert AuditEntry.objects.filter(action="metrics.set_goal").count() == 2


@pytest.mark.parametrize(
    ("who", "changes", "status"),
    [
        ("GM0101", {}, 403),
        ("BM01", {"org_code": "LG01"}, 403),
        ("BM02", {}, 404),
        ("CM010101", {}, 403),
        ("GM0101", {"org_code": "", "person_code": "CM010101"}, 200),
        ("GM0101", {"org_code": "", "person_code": "CM010201"}, 404),
        ("PLAN1", {"org_code": "LG"}, 200),
        ("PLAN1", {"person_code": "CM010101"}, 400),
        ("PLAN1", {"org_code": ""}, 400),
        ("PLAN1", {"indicator": "happiness"}, 400),
        ("PLAN1", {"cycle": "2026-13"}, 400),
        ("PLAN1", {"value": 0}, 400),
    ],
)
def test_who_may_set_which_goal(operator, who, changes, status):
    assert put(operator, who, **changes).status_code == status


def test_everybody_sees_the_goals_of_his_own(operator):
    put(operator, "PLAN1")
    put(operator, "PLAN1", org_code="LG0201")
    put(operator, "PLAN1", org_code="", person_code="CM010101")

    def seen(who: str) -> set[str]:
        rows = operator.client(who).get("/api/metrics/goals").json()["items"]
        return {row["org_code"] or row["person_code"] for row in rows}

    assert seen("EXEC1") == {"LG0101", "LG0201", "CM010101"}
    assert seen("GM0101") == {"LG0101", "CM010101"}
    assert seen("CM010101") == {"CM010101"}
    assert seen("CM010102") == set()
