"""Alerts say what is unusual in a grid, once, to whoever sees the grid; they are silenced with a reason and tuned."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel.models import AuditEntry
from gridloop.metrics.alert_types import AlertKind
from gridloop.metrics.models import Alert
from gridloop.metrics.rules import (
    find_anomaly,
    find_beyond,
    kind_of_grid,
    month_range,
    months_before,
    percentile_among,
    robust_score,
)
from gridloop.metrics.services.raise_alerts import raise_alerts
from gridloop.metrics.services.set_goal import set_goal
from gridloop.metrics.types import Direction, GridKind

MONTH = date(2026, 9, 1)
YEAR = month_range(months_before(MONTH, 12), MONTH)
GRIDS = ("LG0101", "LG0102", "LG0201", "LG0202")
QUIET = (1.00, 1.02, 0.98, 1.01, 0.99, 1.03, 0.97, 1.00, 1.02, 0.98, 1.01, 0.99, 1.00)


def test_the_robust_score_is_that_of_the_book():
    # median 10, deviations 1 1 0 1 1 3 0 -> MAD 1
    history = [9.0, 11.0, 10.0, 11.0, 9.0, 13.0, 10.0]
    assert robust_score(14.0, history) == pytest.approx(0.6745 * 4 / 1)
    assert robust_score(6.0, [5.0] * 6) == pytest.approx(1 / 0.05)
    assert robust_score(1.0, [0.0] * 6) is None
    # more than half the same: by the mean absolute deviation
    assert robust_score(3.0, [1.0, 1.0, 1.0, 1.0, 2.0]) == pytest.approx(2 / (1.253314 * 0.2))


@given(st.lists(st.floats(1, 1e6), min_size=6, max_size=12), st.floats(1, 1e6), st.floats(0.5, 4), st.floats(-1e5, 1e5))
def test_the_robust_score_does_not_mind_the_unit(history, value, factor, shift):
    one, other = robust_score(value, history), robust_score(value * factor, [x * factor for x in history])
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other == pytest.approx(one, rel=1e-6, abs=1e-6)


def series(levels, size=100.0):
    return {month: size * level for month, level in zip(YEAR, levels, strict=True)}


def test_a_season_that_everybody_shares_is_no_news_but_a_fall_is():
    seasonal = [2.0 if month.month == 9 else 1.0 for month in YEAR]
    own = [season * quiet for season, quiet in zip(seasonal, QUIET, strict=True)]
    assert find_anomaly(series(own), series(seasonal, 1_000), MONTH, Direction.UP, 3.5) is None
    own[-1] = 1.0  # as high as in a plain month, half of what September is everywhere
    found = find_anomaly(series(own), series(seasonal, 1_000), MONTH, Direction.UP, 3.5)
    assert found is not None
    assert found.value == 100.0
    assert found.expected == pytest.approx(200, rel=0.03)
    assert found.score < -3.5


def test_only_the_bad_side_and_only_what_matters_is_told():
    flat = series([1.0] * 13, 1_000)
    jump = series([*QUIET[:-1], 2.0])
    assert find_anomaly(jump, flat, MONTH, Direction.UP, 3.5) is None
    assert find_anomaly(jump, flat, MONTH, Direction.DOWN, 3.5) is not None
    assert find_anomaly(jump, flat, MONTH, Direction.NEUTRAL, 3.5) is not None
    still = series([*(1 + (q - 1) / 100 for q in QUIET[:-1]), 1.05])  # many deviations away, yet only 5 %
    assert find_anomaly(still, flat, MONTH, Direction.DOWN, 3.5) is None
    short = dict(list(jump.items())[-6:])
    assert find_anomaly(short, flat, MONTH, Direction.DOWN, 3.5) is None


def test_limits_and_peers():
    assert find_beyond(0.9, 0.9, AlertKind.ABOVE) is None
    assert find_beyond(0.91, 0.9, AlertKind.ABOVE) is not None
    assert find_beyond(None, 0.9, AlertKind.BELOW) is None
    assert percentile_among(3, [1, 2, 3, 4], Direction.UP) == pytest.approx(2.5 / 4)
    assert percentile_among(3, [1, 2, 3, 4], Direction.DOWN) == pytest.approx(1.5 / 4)
    assert percentile_among(3, [1, 2, 3, 4], Direction.NEUTRAL) is None  # more free ports are no better than fewer
    assert kind_of_grid(50, 100, 9, 10) is GridKind.RURAL
    assert kind_of_grid(49, 100, 5, 10) is GridKind.BUSINESS
    assert kind_of_grid(0, 100, 4, 10) is GridKind.RESIDENTIAL


@pytest.fixture
def figures(operator, publish_rows):
    """A quiet year in four grids; in LG0101 revenue falls by half in the last month."""
    publish_rows("indicator_value", [
        {"grid_code": grid, "month": month, "indicator": "revenue", "denominator": 1.0,
         "numerator": 1_000_000.0 * quiet * (0.5 if grid == "LG0101" and month == MONTH else 1)}
        for grid in GRIDS
        for month, quiet in zip(YEAR, QUIET, strict=True)
    ])  # fmt: skip
    return operator


def ask(operator, who: str, path: str = "/alerts", method: str = "get", body: object = None, expect: int = 200):
    client = operator.client(who)
    call = getattr(client, method)
    found = call(f"/api/metrics{path}", *([json.dumps(body)] if body else []), content_type="application/json")
    assert found.status_code == expect, found.content.decode()
    return found.json()


def test_whoever_sees_the_grid_sees_its_alert_once(figures, actor):
    assert raise_alerts(month=date(2026, 10, 1), actor=actor) == 1
    assert raise_alerts(month=date(2026, 10, 1), actor=actor) == 1
    (row,) = ask(figures, "GM0101")["items"]
    assert (row["rule"], row["org_code"], row["cycle"]) == ("revenue_anomaly", "LG0101", "2026-09")
    assert row["value"] == 500_000
    assert row["expected"] == pytest.approx(1_000_000, rel=0.05)
    assert [ask(figures, who)["total"] for who in ("EXEC1", "BM01", "BM02", "GM0102")] == [1, 1, 0, 0]
    ask(figures, "CM010101", expect=403)


def test_an_alert_is_silenced_with_a_reason_and_only_by_who_sees_it(figures, actor):
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    number = Alert.objects.get().pk
    silence = {"reason": "集团客户迁出，已知", "cycles": 2}
    ask(figures, "GM0201", f"/alerts/{number}/silence", "post", silence, 404)
    ask(figures, "GM0101", f"/alerts/{number}/silence", "post", {"reason": " "}, 400)
    found = ask(figures, "GM0101", f"/alerts/{number}/silence", "post", silence)
    assert (found["state"], found["silenced_until"]) == ("silenced", "2026-10")
    assert raise_alerts(month=date(2026, 10, 1), actor=actor) == 0
    assert ask(figures, "GM0101")["total"] == 0
    assert ask(figures, "GM0101", "/alerts?state=silenced")["items"][0]["reason"] == "集团客户迁出，已知"
    assert AuditEntry.objects.filter(action="metrics.silence_alert").count() == 1


def test_a_silenced_alert_is_opened_again_for_later_months_too(figures, actor):
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    number = Alert.objects.get().pk
    wake = f"/alerts/{number}/wake"
    ask(figures, "GM0101", wake, "post", {}, 409)
    ask(figures, "GM0101", f"/alerts/{number}/silence", "post", {"reason": "集团客户迁出", "cycles": 3})
    ask(figures, "GM0201", wake, "post", {}, 404)
    found = ask(figures, "GM0101", wake, "post", {})
    assert (found["state"], found["reason"], found["silenced_until"]) == ("open", "", "")
    assert raise_alerts(month=date(2026, 10, 1), actor=actor) == 1  # the silence does not come back with the next build
    assert AuditEntry.objects.filter(action="metrics.wake_alert").count() == 1


def test_a_tuned_rule_is_heard_at_once(figures, actor):
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    ask(figures, "PLAN1", "/alert-rules/revenue_anomaly", "put", {"limit": 1000, "active": True})
    assert Alert.objects.get().state == "cleared"
    ask(figures, "PLAN1", "/alert-rules/revenue_anomaly", "put", {"limit": 3.5, "active": True})
    assert Alert.objects.get().state == "open"


def test_a_tuned_rule_clears_what_it_no_longer_finds(figures, actor):
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    ask(figures, "GM0101", "/alert-rules/revenue_anomaly", "put", {"limit": 1000, "active": True}, 403)
    ask(figures, "PLAN1", "/alert-rules/revenue_anomaly", "put", {"limit": 0, "active": True}, 400)
    ask(figures, "PLAN1", "/alert-rules/nothing", "put", {"limit": 1, "active": True}, 404)
    tuned = ask(figures, "PLAN1", "/alert-rules/revenue_anomaly", "put", {"limit": 1000, "active": True})
    assert tuned["tuned"] is True
    assert raise_alerts(month=date(2026, 10, 1), actor=actor) == 0
    assert Alert.objects.get().state == "cleared"
    ask(figures, "PLAN1", "/alert-rules/revenue_anomaly", "put", {"limit": 3.5, "active": True})
    assert raise_alerts(month=date(2026, 10, 1), actor=actor) == 1


def test_an_indicator_is_watched_by_a_rule_of_ones_own(figures, actor):
    rule = {"indicator": "net_adds", "kind": "below", "limit": 0}
    ask(figures, "BM01", "/alert-rules", "post", rule, 403)
    ask(figures, "PLAN1", "/alert-rules", "post", rule | {"indicator": "nothing"}, 404)
    ask(figures, "PLAN1", "/alert-rules", "post", {"indicator": "revenue", "kind": "anomaly", "limit": 2}, 409)
    ask(
        figures, "PLAN1", "/alert-rules", "post", {"indicator": "revenue", "kind": "below", "limit": 1_000_000_000}, 201
    )
    ask(figures, "PLAN1", "/alert-rules", "post", {"indicator": "revenue", "kind": "below", "limit": 1}, 409)
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    raised = {row["org_code"] for row in ask(figures, "PLAN1")["items"] if row["rule"] == "revenue.below"}
    assert raised == set(GRIDS)
    ask(figures, "PLAN1", "/alert-rules/revenue.below", "put", {"limit": 1, "active": False})
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    assert not [row for row in ask(figures, "PLAN1")["items"] if row["rule"] == "revenue.below"]


def test_a_missed_goal_is_told(figures, actor):
    set_goal(scope=figures.scope("BM02"), actor=actor, indicator="revenue", org_code="LG0201", cycle="2026-09",
             value=2_000_000)  # fmt: skip
    raise_alerts(month=date(2026, 10, 1), actor=actor)
    row = next(row for row in ask(figures, "GM0201")["items"] if row["rule"] == "revenue_goal")
    assert (row["value"], row["expected"]) == (1_000_000, 2_000_000)


def test_a_grid_is_compared_with_its_own_kind_when_there_are_enough(figures, publish_rows):
    publish_rows("place", [
        {"place_code": f"P{number}", "kind": "village", "name": "村", "grid_code": grid, "households": 10,
         "is_rural": True}
        for number, grid in enumerate(GRIDS)
    ])  # fmt: skip
    rows = ask(figures, "GM0101", "/benchmark?org_code=LG0101")
    revenue = next(row for row in rows if row["indicator"] == "revenue")
    assert (revenue["peers"], revenue["peer_kind"], revenue["percentile"]) == (3, None, None)  # three are too few
    assert revenue["peer_median"] == 1_000_000
    assert (revenue["previous"], len(revenue["trend"])) == (pytest.approx(990_000), 13)
    ask(figures, "GM0101", "/benchmark?org_code=LG0201", expect=404)


def test_a_median_tells_no_single_unit(figures):
    rows = ask(figures, "BM01", "/benchmark?org_code=LG01")
    revenue = next(row for row in rows if row["indicator"] == "revenue")
    assert revenue["value"] and revenue["peers"] == 1  # the other branch, whose figures are none of his business
    assert revenue["peer_median"] is None
