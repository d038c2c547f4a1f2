"""Everybody sees his own points and why; leaders those of their units; appeals are entries of their own."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gridloop.evaluate.models import Appeal, LedgerEntry, PayLine
from gridloop.evaluate.queries.reckoning import unpaid_points
from gridloop.evaluate.services.evaluate_cycle import evaluate_cycle
from gridloop.evaluate.sync import changed_points, take_appeal
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.sync_types import MutationContext
from gridloop.kernel.types import Actor

from .conftest import CODE, CYCLE, SELLERS

ME, COLLEAGUE, NEIGHBOUR, STRANGER = SELLERS


@pytest.fixture
def closed(october, actor):
    evaluate_cycle(cycle=CYCLE, actor=actor, report=lambda line: None)
    return october


def send(client, path: str, **body):
    return client.post(f"/api/evaluate/{path}", body, content_type="application/json")


def test_points_are_scoped_and_explained_line_by_line(closed, operator):
    def people(who: str) -> set[str]:
        body = operator.client(who).get("/api/evaluate/points", {"cycle": CYCLE}).json()
        return {row["person_code"] for row in body["items"]}

    assert people("EXEC1") == set(SELLERS)
    assert people("BM01") == {ME, COLLEAGUE, NEIGHBOUR}
    assert people("GM0101") == {ME, COLLEAGUE}
    assert people(ME) == {ME} and people("HALL1") == set() and people("PART1") == set()
    mine = operator.client(ME).get(f"/api/evaluate/points/{ME}", {"cycle": CYCLE}).json()
    assert mine["closed"] and mine["pay_fen"] == PayLine.objects.get(person_code=ME).pay_fen
    parts = {part["rule"]: part for part in mine["components"]}
    assert mine["confirmed"] == pytest.approx(sum(part["confirmed"] for part in parts.values()))
    assert "6 of 30 due targets confirmed" in parts["success"]["text"]
    assert "2 reported successes wait" in parts["success"]["text"]
    assert "Of 28 reports 6 proved true and 0 false" in parts["truth"]["text"]
    assert parts["revenue"]["maximum"] == 300 and 0 < parts["revenue"]["confirmed"] < 300
    for who in (COLLEAGUE, STRANGER, "GM0102", "BM02"):
        assert operator.client(who).get(f"/api/evaluate/points/{ME}").status_code == 404, who
    assert operator.client("DATA1").get("/api/evaluate/points").status_code == 403

    lines = operator.client(ME, "zh").get("/api/evaluate/ledger", {"cycle": CYCLE, "rule": "success"}).json()
    assert lines["total"] == 2
    line = next(line for line in lines["items"] if line["credit"] == "confirmed")
    assert "经证据确认成功" in line["text"] and line["points"] > 0
    detail = operator.client(ME).get(f"/api/evaluate/ledger/{line['id']}").json()
    assert len(detail["orders"]) == 6 and detail["orders"][0]["subscription_id"]
    assert detail["evidence"]["due"] == 30
    assert operator.client(COLLEAGUE).get(f"/api/evaluate/ledger/{line['id']}").status_code == 404
    assert len(operator.client(ME).get("/api/evaluate/schemes").json()) == 1


def test_the_phone_gets_points_and_then_only_what_changed(closed, operator):
    scope, actor = operator.scope(ME), Actor("me", person_code=ME)
    whole = changed_points(scope, actor, None)
    assert whole.reset and [change.key for change in whole.changes] == ["2026-10", "2026-11"]
    value = whole.changes[0].value
    assert value["confirmed"] > 0 and value["pay_fen"] > 0
    assert all(set(line["text"]) == {"zh", "en"} and line["points"] for line in value["lines"])
    assert changed_points(scope, actor, whole.cursor).changes == ()
    assert changed_points(operator.scope("PLAN1"), Actor("x"), None).changes == ()


def test_an_appeal_is_decided_by_somebody_else_and_paid_by_an_entry(closed, operator):
    opened = send(operator.client(ME), "appeals", cycle=CYCLE, rule="success", text="两户已补办，请复核")
    assert opened.status_code == 200 and opened.json()["state"] == "open"
    assert send(operator.client(ME), "appeals", cycle=CYCLE, rule="success", text="再次申诉一次").status_code == 409
    assert (
        send(operator.client("HALL1"), "appeals", cycle=CYCLE, rule="success", text="没有任何积分").status_code == 404
    )
    appeal = opened.json()["id"]
    decision = {"granted": True, "points": 5.5, "answer": "属实"}
    assert send(operator.client("BM02"), f"appeals/{appeal}/decision", **decision).status_code == 404
    assert send(operator.client(ME), f"appeals/{appeal}/decision", **decision).status_code == 403
    nothing = {"granted": True, "points": 0, "answer": "属实"}
    assert send(operator.client("BM01"), f"appeals/{appeal}/decision", **nothing).status_code == 400
    decided = send(operator.client("BM01"), f"appeals/{appeal}/decision", **decision)
    assert (decided.status_code, decided.json()["granted_points"]) == (200, 5.5)
    assert send(operator.client("BM01"), f"appeals/{appeal}/decision", **decision).status_code == 409
    entry = LedgerEntry.objects.get(rule="appeal")
    assert (entry.debit, entry.credit, entry.millipoints) == ("issued", "confirmed", 5_500)
    assert unpaid_points()[ME] == 5_500
    assert Appeal.objects.get().state == "granted"
    assert operator.client(COLLEAGUE).get("/api/evaluate/appeals").json()["total"] == 0
    assert operator.client(ME).get("/api/evaluate/appeals").json()["total"] == 1


@pytest.fixture
def object_by_phone(operator):
    """Return a function that sends an objection as a phone does."""

    def send_appeal(**args):
        context = MutationContext(Actor("me", person_code=ME), operator.scope(ME), "phone", clock.now())
        whole = {"appeal_id": str(uuid4()), "cycle": CYCLE, "rule": "success", "reason": "sale_missing"}
        take_appeal({name: value for name, value in (whole | args).items() if value is not None}, context)

    return send_appeal


def test_an_appeal_from_a_phone_arrives_once_and_its_answer_comes_back(closed, operator, object_by_phone):
    scope, actor, key = operator.scope(ME), Actor("me", person_code=ME), str(uuid4())
    before = changed_points(scope, actor, None)
    assert before.changes[0].value["appeals"] == []
    object_by_phone(appeal_id=key)
    object_by_phone(appeal_id=key)
    row = Appeal.objects.get()
    assert (row.person_code, row.rule, row.reason, row.text) == (ME, "success", "sale_missing", "")
    listed = operator.client("BM01").get("/api/evaluate/appeals").json()["items"]
    assert listed[0]["text"] == "A sale of mine is missing"
    told = changed_points(scope, actor, before.cursor).changes[0].value["appeals"]
    assert [(one["id"], one["state"], one["text"]["zh"]) for one in told] == [(key, "open", "有办成的业务没算上")]
    cursor = changed_points(scope, actor, before.cursor).cursor
    send(operator.client("BM01"), f"appeals/{row.pk}/decision", granted=False, points=0, answer="已核对，无遗漏")
    told = changed_points(scope, actor, cursor).changes[0].value["appeals"]
    assert [(one["state"], one["answer"]) for one in told] == [("refused", "已核对，无遗漏")]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"reason": "bad mood"}, "evaluate.appeal_argument_wrong"),
        ({"reason": None}, "evaluate.appeal_argument_wrong"),
        ({"appeal_id": 7}, "evaluate.appeal_argument_wrong"),
        ({"cycle": "2026-09"}, "evaluate.appeal_nothing"),
    ],
)
def test_an_appeal_that_says_nothing_is_refused(closed, object_by_phone, args, code):
    with pytest.raises(Problem) as refused:
        object_by_phone(**args)
    assert refused.value.code == code
    assert not Appeal.objects.exists()


def test_a_second_appeal_about_the_same_is_refused(closed, object_by_phone):
    object_by_phone()
    with pytest.raises(Problem) as refused:
        object_by_phone(reason="numbers_wrong")
    assert refused.value.code == "evaluate.appeal_open"


def test_the_close_is_started_by_those_who_may(worked, operator, at):
    from datetime import date

    def close(who: str) -> int:
        return send(operator.client(who), f"cycles/{CYCLE}/close", fen_per_point=100).status_code

    worked.deliver(through=date(2026, 9, 1))
    assert (close(ME), close("GM0101"), close("ADMIN1")) == (403, 403, 403)
    assert close("PLAN1") == 409
    state = operator.client("PLAN1").get(f"/api/evaluate/cycles/{CYCLE}").json()
    assert not state["closable"] and state["waiting_for"][0]["code"] == "no_bills"
    worked.deliver()
    assert close("PLAN1") == 200
    state = operator.client("AUDIT1").get("/api/evaluate/cycles").json()["items"]
    assert [(row["cycle"], row["closed"], row["fen_per_point"]) for row in state if row["closed"]] == [
        (CYCLE, True, 100)
    ]
    assert operator.client("PLAN1").get("/api/evaluate/cycles/nonsense").status_code == 400


def test_an_evaluation_runs_in_the_background(october, operator):
    from gridloop.kernel.models import Job
    from gridloop.kernel.services.jobs import run

    client = operator.client("PLAN1")
    started = send(client, f"cycles/{CYCLE}/evaluate")
    assert started.status_code == 202
    assert send(client, f"cycles/{CYCLE}/evaluate").status_code == 409
    assert send(operator.client(ME), f"cycles/{CYCLE}/evaluate").status_code == 403
    run(started.json()["job_id"])
    job = Job.objects.get(kind="evaluate.cycle")
    assert (job.state, job.progress_done, job.progress_total) == ("done", 5, 5)
    assert CODE in job.result["report"][-1]
