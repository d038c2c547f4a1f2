"""Every month follows the definition in force; while it is worked out again, everybody is told which months do not."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from gridloop.kernel.models import Job
from gridloop.kernel.services import jobs
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.fingerprint import fingerprint
from gridloop.metrics.models import Alert, IndicatorMonth
from gridloop.metrics.queries.history import REFRESH
from gridloop.metrics.queries.library import layer_with
from gridloop.metrics.rules import months_before
from gridloop.metrics.services import build_history as history
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.services.raise_alerts import raise_alerts
from gridloop.metrics.tests.small_city import AS_OF, small_city
from gridloop.metrics.tests.small_library import small_library  # noqa: F401
from gridloop.metrics.tests.test_define import INDICATOR

pytestmark = pytest.mark.usefixtures("small_library")

SEPTEMBER = date(2026, 9, 1)
MONTHS = [months_before(AS_OF, back) for back in range(1, 9)]


@pytest.fixture
def ask(operator):
    """Return a function that sends a request as a member of staff and returns the body."""

    def send(who: str, method: str, path: str, body: object = None, expect: int = 200):
        call = getattr(operator.client(who), method)
        given = () if method == "get" else (json.dumps(body or {}),)
        found = call(f"/api/metrics{path}", *given, **({"content_type": "application/json"} if given else {}))
        assert found.status_code == expect, found.content.decode()
        return found.json() if "json" in found["Content-Type"] else found.content

    return send


@pytest.fixture
def built(publish_rows, actor):
    """Publish a small city with eight months and its indicators."""
    city = small_city(60, seed=3, months=8)
    city.publish(publish_rows)
    build_indicators(month=AS_OF, actor=actor)
    return city


def define(ask, least: int) -> None:
    side = {**INDICATOR["numerator"], "filter": f"billed_fen >= {least}"}
    ask("PLAN1", "put", "/indicator-drafts/hundred_share", {**INDICATOR, "numerator": side})
    ask("PLAN1", "post", "/definitions/indicator/hundred_share/publish")


def rich(city, least: int) -> dict[date, int]:
    return {day: sum(row["month"] == day and row["billed_fen"] >= least for row in city.rows["bill"]) for day in MONTHS}


def counted(code: str) -> dict[date, float]:
    with open_lake() as lake:
        table = lake.table("indicator_value")
        rows = lake.run(table.filter(table.indicator == code)).to_pylist()
    found: dict[date, float] = {}
    for row in rows:
        found[row["month"]] = found.get(row["month"], 0.0) + row["numerator"]
    return found


def shown(ask, code: str = "hundred_share"):
    return ask("PLAN1", "get", f"/indicators?q={code}")["items"][0]


def about_of(content: bytes) -> dict[str, str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {line[0]: line[1] for line in book.get_sheet_by_index(0).to_python()}


def work(code: str = "hundred_share") -> Job:
    job = Job.objects.filter(kind=REFRESH, payload__code=code).order_by("-pk")[0]
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job


def test_a_published_indicator_is_shown_at_once_with_all_its_months(ask, built, actor):
    before = counted("revenue")
    define(ask, 10_000)
    assert shown(ask)["underway"]
    assert shown(ask)["outdated"] == []  # there is no number yet that could follow anything else
    job = work()
    assert job.result == {"indicator": "hundred_share", "months": 8}
    assert counted("hundred_share") == rich(built, 10_000)
    assert (shown(ask)["underway"], shown(ask)["outdated"]) == (False, [])
    assert counted("revenue") == before
    board = ask("EXEC1", "get", "/dashboard?domain=revenue")
    [figure] = [one for one in board["unit"]["figures"] if one["indicator"] == "hundred_share"]
    assert figure["value"] is not None and not figure["outdated"] and figure["change"] is not None
    split = ask("EXEC1", "get", "/split-series?indicator=hundred_share&dimension=segment&org_code=LG")
    assert split["cycles"][-1] == "2026-09" and split["outdated"] == []


def test_a_new_version_counts_for_every_month_and_what_waits_is_said(ask, built, actor):
    define(ask, 10_000)
    work()
    define(ask, 12_000)
    late = shown(ask)["outdated"]
    assert [one["cycle"] for one in late] == [f"{day:%Y-%m}" for day in MONTHS]
    assert {(one["version"], one["awaited"]) for one in late} == {(1, True)}
    points = ask("EXEC1", "get", "/series?indicator=hundred_share&org_code=LG")["points"]
    assert all(point["outdated"] for point in points)
    content = ask("EXEC1", "get", "/indicator-table.xlsx?indicator=hundred_share&level=branch")
    about = about_of(content)
    assert about["Months by an earlier definition"] == "2026-09 (version 1)"
    assert work().result == {"indicator": "hundred_share", "months": 8}
    assert counted("hundred_share") == rich(built, 12_000) != rich(built, 10_000)
    assert shown(ask)["outdated"] == []
    content = ask("EXEC1", "get", "/indicator-table.xlsx?indicator=hundred_share&level=branch")
    about = about_of(content)
    assert "Months by an earlier definition" not in about


def test_work_that_is_killed_goes_on_where_it_was_newest_month_first(ask, built, actor, monkeypatch):
    define(ask, 10_000)
    work()
    define(ask, 12_000)
    done: list[date] = []
    publish = history.publish_months

    def dies(**given):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.extend(given["worked"].names)
        return publish(**given)

    monkeypatch.setattr(history, "publish_months", dies)
    job = Job.objects.get(kind=REFRESH, state=Job.State.QUEUED)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job.pk)
    assert done == MONTHS[:3]
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total) == (3, 8)
    assert [one["cycle"] for one in shown(ask)["outdated"]] == [f"{day:%Y-%m}" for day in MONTHS[3:]]
    new, old = rich(built, 12_000), rich(built, 10_000)
    assert counted("hundred_share") == {day: (new if day in done else old)[day] for day in MONTHS}
    monkeypatch.setattr(history, "publish_months", publish)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    assert work().result == {"indicator": "hundred_share", "months": 5}
    assert counted("hundred_share") == new


def test_months_of_two_definitions_are_not_compared(ask, built, actor):
    IndicatorMonth.objects.filter(indicator="revenue", month=months_before(AS_OF, 2)).update(definition="before")
    rows = ask("EXEC1", "get", "/indicator-table?indicator=revenue&level=branch")["items"]
    assert all(row["figure"]["previous"] and row["figure"]["change"] is None for row in rows)
    rows = ask("EXEC1", "get", "/indicator-table?indicator=revenue&level=branch&cycle=2026-08")["items"]
    assert all(row["figure"]["outdated"] for row in rows)
    rows = ask("EXEC1", "get", "/indicator-table?indicator=arpu&level=branch")["items"]
    assert all(row["figure"]["change"] is not None for row in rows)


def test_an_upgrade_that_changes_a_definition_reaches_the_oldest_month(built, publish_rows, actor):
    true = counted("revenue")
    with open_lake() as lake:
        table = lake.table("indicator_value")
        rows = lake.run(table.filter(table.month == MONTHS[-1])).to_pylist()
    wrong = [{**row, "numerator": row["numerator"] * (2 if row["indicator"] == "revenue" else 1)} for row in rows]
    publish_rows("indicator_value", wrong)
    build_indicators(month=AS_OF, actor=actor)
    assert counted("revenue")[MONTHS[-1]] == 2 * true[MONTHS[-1]]  # nothing says that it should be worked out again
    IndicatorMonth.objects.filter(indicator="revenue", month=MONTHS[-1]).update(definition="earlier")
    build_indicators(month=AS_OF, actor=actor)
    assert counted("revenue") == true


def test_numbers_that_nobody_wrote_down_are_worked_out_once(built, actor):
    IndicatorMonth.objects.all().delete()
    build_indicators(month=AS_OF, actor=actor)
    assert set(IndicatorMonth.objects.filter(indicator="arpu").values_list("month", flat=True)) == set(MONTHS)
    assert history.build_history(actor=actor) == 0


def test_what_only_the_present_tells_keeps_its_break_and_says_so(ask, built, actor):
    code = "contract_expiries"
    assert shown(ask, code)["outdated"] == []
    IndicatorMonth.objects.create(
        indicator=code, month=MONTHS[4], definition="earlier", version=1, computed_at="2026-10-01T00:00:00Z"
    )
    build_indicators(month=AS_OF, actor=actor)
    assert shown(ask, code)["outdated"] == [{"cycle": f"{MONTHS[4]:%Y-%m}", "version": 1, "awaited": False}]


def test_late_bills_still_reopen_a_month_that_a_new_indicator_was_added_to(ask, built, publish_rows, actor):
    late = MONTHS[6]
    bills = [{**row, "billed_fen": row["billed_fen"] + 100} for row in built.rows["bill"] if row["month"] == late]
    before = counted("revenue")[late]
    publish_rows("bill", bills)
    define(ask, 10_000)
    work()
    assert counted("revenue")[late] == before
    build_indicators(month=AS_OF, actor=actor)
    assert counted("revenue")[late] == before + 100 * len(bills)


def test_what_was_published_meanwhile_is_not_lost(ask, built, actor, monkeypatch):
    define(ask, 10_000)
    wanted = rich(built, 10_000)
    publish = history.publish_months
    raced = []

    def beaten(**given):
        from gridloop.metrics.services import publish_months as module

        prepare = module.prepare_rows

        def late(dataset, rows, months=()):
            found = prepare(dataset, rows, months)
            if not raced:  # while these files were written, the nightly build publishes the same month
                raced.append(dataset)
                build_indicators(month=AS_OF, actor=actor)
            return found

        monkeypatch.setattr(module, "prepare_rows", late)
        try:
            return publish(**given)
        finally:
            monkeypatch.setattr(module, "prepare_rows", prepare)

    monkeypatch.setattr(history, "publish_months", beaten)
    work()
    assert raced
    assert counted("hundred_share") == wanted
    assert set(counted("revenue")) == set(MONTHS)


def test_a_digest_follows_the_meaning_and_not_the_words():
    def of(**changed):
        layer = layer_with([("mine", {**INDICATOR, **changed})])
        return fingerprint(layer, layer.metrics[-1])

    assert of() == of(names={"zh": "别的名字", "en": "Another name"}, direction="down")
    digests = {
        of(),
        of(denominator=None),
        of(numerator={**INDICATOR["numerator"], "agg": "count_distinct"}),
        of(numerator={**INDICATOR["numerator"], "filter": "billed_fen > 10000"}),
        of(numerator={"model": "use", "agg": "count", "expr": "customer_id"}),
    }
    assert len(digests) == 5


def test_goals_and_peers_of_a_new_indicator_are_there_and_no_alert_speaks_of_it(ask, built, actor, operator):
    define(ask, 10_000)
    goal = {"indicator": "hundred_share", "org_code": "LG01", "cycle": "2026-09", "value": 0.5}
    ask("EXEC1", "put", "/goals", goal)

    def branch():
        rows = ask("EXEC1", "get", "/indicator-table?indicator=hundred_share&level=branch")["items"]
        return next(row["figure"] for row in rows if row["org_code"] == "LG01")

    first = branch()
    assert (first["value"], first["goal"], first["goal_reached"], first["rank"]) == (None, 0.5, None, None)
    work()
    then = branch()
    assert then["goal_reached"] == pytest.approx(then["value"] / 0.5)
    peers = ask("EXEC1", "get", "/benchmark?org_code=LG0101&domain=revenue")
    [mine] = [row for row in peers if row["indicator"] == "hundred_share"]
    assert mine["value"] is not None and mine["peers"] == 3
    raise_alerts(month=AS_OF, actor=actor)
    assert not Alert.objects.filter(indicator="hundred_share").exists()


def test_a_shipped_indicator_brought_back_is_worked_out_and_watched_at_once(ask, built, actor):
    ask("PLAN1", "post", "/definitions/indicator/repair_hours/retire", {"reason": "本公司不用"})
    build_indicators(month=AS_OF, actor=actor)
    ask("PLAN1", "post", "/definitions/indicator/repair_hours/publish")
    assert work("repair_hours").result == {"indicator": "repair_hours", "months": 0}


def test_before_the_first_build_nothing_is_asked_for(ask):
    define(ask, 10_000)
    assert not Job.objects.filter(kind=REFRESH).exists()
