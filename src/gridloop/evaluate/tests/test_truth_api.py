"""The auditor draws, asks and answers; nobody else does."""

from __future__ import annotations

from gridloop.evaluate.models import TruthCheck
from gridloop.evaluate.services.check_truth import check_truth
from gridloop.evaluate.services.confirm import confirm_cycle

from .conftest import CYCLE, SELLERS


def send(operator, who: str, path: str, **body):
    return operator.client(who).post(f"/api/evaluate/truth/{path}", body, content_type="application/json")


def test_a_sample_is_drawn_asked_and_answered(october, operator, actor):
    confirm_cycle(cycle=CYCLE, actor=actor)
    assert send(operator, "AUDIT1", "samples", cycle=CYCLE, size=8).json() == {"cycle": CYCLE, "drawn": 8, "new": 8}
    first = set(TruthCheck.objects.values_list("contact_id", flat=True))
    assert {check.person_code for check in TruthCheck.objects.all()} == set(SELLERS)
    assert send(operator, "AUDIT1", "samples", cycle=CYCLE, size=8).json()["new"] == 0
    assert send(operator, "AUDIT1", "samples", cycle=CYCLE, size=12).json()["new"] == 4
    assert first < set(TruthCheck.objects.values_list("contact_id", flat=True))
    assert send(operator, "PLAN1", "samples", cycle=CYCLE, size=8).status_code == 403

    def listed(who: str, **params) -> dict:
        return operator.client(who, "en").get("/api/evaluate/truth/checks", {"cycle": CYCLE, **params}).json()

    assert listed("AUDIT1", kind="call_back")["total"] == 12
    assert 0 < listed("GM0101")["total"] < 12
    one = listed("AUDIT1", person_code=SELLERS[0], sort="-claimed_at")["items"][0]
    assert one["question"].startswith("Ask the customer: did somebody visit on 2026-10-12")
    assert one["reason"] == "Drawn at random: nobody is suspected"
    path = f"checks/{one['id']}/answer"
    assert send(operator, "BM01", path, state="false").status_code == 403
    answered = send(operator, "AUDIT1", path, state="false", note="没有人来过").json()
    assert (answered["state"], answered["decided_by"]) == ("false", "audit1")
    assert send(operator, "AUDIT1", path, state="true").status_code == 409
    assert send(operator, "AUDIT1", path, state="maybe").status_code == 422
    assert operator.client("BM02").get(f"/api/evaluate/truth/checks/{one['id']}").status_code == 404

    rates = operator.client("AUDIT1").get("/api/evaluate/truth/rates", {"cycle": CYCLE, "sort": "-verified_false"})
    worst = rates.json()["items"][0]
    assert (worst["person_code"], worst["claims"], worst["verified_false"]) == (SELLERS[0], 28, 1)
    assert worst["low"] < worst["rate"] < worst["high"]
    own = operator.client(SELLERS[1]).get("/api/evaluate/truth/rates", {"cycle": CYCLE}).json()
    assert [row["person_code"] for row in own["items"]] == [SELLERS[1]]


def test_implausible_reports_are_asked_about_once(october, actor):
    october.report(f"{SELLERS[0]}-28", "refused", day=13, seconds=2)
    confirm_cycle(cycle=CYCLE, actor=actor)
    assert check_truth(cycle=CYCLE, evidence_through=None, actor=actor) == 1
    assert check_truth(cycle=CYCLE, evidence_through=None, actor=actor) == 0
    check = TruthCheck.objects.get()
    assert (check.kind, check.state, check.detail, check.campaign_code) == ("no_duration", "open", {"seconds": 2}, "K1")


def test_what_waits_is_grouped_by_what_looks_wrong(october, operator, actor):
    for customer in ("28", "29"):
        october.report(f"{SELLERS[0]}-{customer}", "refused", day=13, seconds=2)
    october.report(f"{SELLERS[2]}-28", "refused", day=14, seconds=1)
    confirm_cycle(cycle=CYCLE, actor=actor)
    check_truth(cycle=CYCLE, evidence_through=None, actor=actor)
    send(operator, "AUDIT1", "samples", cycle=CYCLE, size=8)

    def waiting(who: str) -> dict[str, dict]:
        answer = operator.client(who, "en").get("/api/evaluate/truth/waiting")
        assert answer.status_code == 200, answer.content
        return {group["kind"]: group for group in answer.json()}

    groups = waiting("AUDIT1")
    assert {kind: group["open"] for kind, group in groups.items()} == {"call_back": 8, "no_duration": 3}
    quick = groups["no_duration"]
    assert (quick["people"], quick["most_person_code"], quick["most_open"]) == (2, SELLERS[0], 2)
    assert quick["since"].startswith("2026-10-13") and quick["kind_name"]
    for kind, group in groups.items():
        rows = operator.client("AUDIT1").get("/api/evaluate/truth/checks", {"kind": kind, "state": "open"}).json()
        assert rows["total"] == group["open"]
    own = waiting("GM0101")["no_duration"]
    assert (own["open"], own["people"]) == (2, 1), "a manager counts the reports of his own people"
    first = TruthCheck.objects.filter(kind="no_duration").first()
    send(operator, "AUDIT1", f"checks/{first.pk}/answer", state="true")
    assert waiting("AUDIT1")["no_duration"]["open"] == 2, "what was answered does not wait any more"
