"""The ledger: append-only, balanced, closed once, and recomputed to the same lines."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gridloop.evaluate.models import (
    ConfirmedOutcome,
    CycleClose,
    LedgerEntry,
    LedgerIsAppendOnlyError,
    PayLine,
    TruthCheck,
)
from gridloop.evaluate.queries.reckoning import posted_balances, unpaid_points
from gridloop.evaluate.rules.ledger import digest
from gridloop.evaluate.rules.scheme import MILLI
from gridloop.evaluate.services.close_cycle import close_cycle, lines_of
from gridloop.evaluate.services.decide_check import decide_check
from gridloop.evaluate.services.evaluate_cycle import evaluate_cycle
from gridloop.evaluate.services.post_provisional import post_provisional
from gridloop.evaluate.types import Account, CheckState, Rule
from gridloop.kernel.problems import Problem

from .conftest import CODE, CYCLE, MONTH, SELLERS


def evaluate(actor) -> list[str]:
    said: list[str] = []
    evaluate_cycle(cycle=CYCLE, actor=actor, report=said.append)
    return said


def ledger() -> list[tuple]:
    columns = ("person_code", "rule", "debit", "credit", "millipoints")
    return list(LedgerEntry.objects.order_by("id").values_list(*columns))


def balances() -> dict[tuple[str, str], int]:
    """Return every account's balance; the company's is one of them."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for person, _, debit, credit, amount in ledger():
        found["" if debit == "issued" else person, debit] -= amount
        found["" if credit == "issued" else person, credit] += amount
    return found


def test_a_month_is_closed_everything_adds_up_and_again_changes_nothing(october, actor):
    said = evaluate(actor)
    assert [line.split(":")[0] for line in said] == ["confirm", "truth", "points", "close", "effect", CODE]
    close = CycleClose.objects.get()
    found = balances()
    assert sum(found.values()) == 0
    assert all(amount >= 0 for (_, account), amount in found.items() if account != "issued")
    assert close.people == 4 and close.pay_total_fen == sum(PayLine.objects.values_list("pay_fen", flat=True)) > 0
    for line in PayLine.objects.all():
        assert line.pay_fen == (line.millipoints * close.fen_per_point + 500) // MILLI
        assert found[line.person_code, "paid"] == line.millipoints
    assert set(unpaid_points().values()) == {0}
    before = ledger(), list(PayLine.objects.values())
    evaluate(actor)
    report = close_cycle(cycle=CYCLE, actor=actor, fen_per_point=999)
    assert report.again
    assert (ledger(), list(PayLine.objects.values())) == before


def test_a_recomputation_gives_the_same_lines_and_like_work_like_points(october, actor):
    evaluate(actor)
    close = CycleClose.objects.get()
    lines, _ = lines_of(CYCLE)
    assert digest(lines, close.fen_per_point) == close.digest
    found = posted_balances(CYCLE)
    assert {line.key: line.millipoints for line in lines if line.millipoints} == {
        key: amount for key, amount in found.items() if amount
    }
    success = {found[person, Rule.SUCCESS, Account.CONFIRMED] for person in SELLERS}
    assert len(success) == 1 and 0 < success.pop() < 200_000
    for person in SELLERS:
        business = sum(
            found[person, rule, Account.CONFIRMED] for rule in (Rule.REVENUE, Rule.DEVELOPMENT, Rule.NET_ADDS)
        )
        assert 150_000 < business < 450_000
        assert found[person, Rule.TRUTH, Account.CONFIRMED] == round(200_000 * 6 / 7)


def test_what_waits_for_evidence_stays_provisional_and_goes_back_without_it(october, actor, at):
    evaluate(actor)
    person = SELLERS[0]
    waiting = posted_balances(CYCLE)[person, Rule.SUCCESS, Account.PROVISIONAL]
    assert waiting > 0
    october.deliver(through=date(2026, 11, 1))
    at(date(2026, 12, 2))
    evaluate(actor)
    assert posted_balances(CYCLE)[person, Rule.SUCCESS, Account.PROVISIONAL] == 0
    assert TruthCheck.objects.filter(kind="unconfirmed_claim", state="open").count() == 8
    assert CycleClose.objects.count() == 1


def test_late_evidence_becomes_a_correction_that_the_next_close_pays(october, actor, at):
    evaluate(actor)
    paid = dict(PayLine.objects.values_list("person_code", "pay_fen"))
    october.holds(f"{SELLERS[0]}-27", "RB90", date(2026, 11, 10))
    october.deliver(through=date(2026, 11, 1))
    at(date(2026, 12, 2))
    evaluate(actor)
    late = unpaid_points()
    assert late[SELLERS[0]] > 0 and late[SELLERS[1]] == 0
    close_cycle(cycle="2026-11", actor=actor)
    assert PayLine.objects.get(cycle="2026-11", person_code=SELLERS[0]).millipoints >= late[SELLERS[0]]
    assert dict(PayLine.objects.filter(cycle=CYCLE).values_list("person_code", "pay_fen")) == paid


def test_reported_successes_are_provisional_while_the_month_runs(worked, actor, at):
    worked.subscriptions = [row for row in worked.subscriptions if row["started_on"] < MONTH]
    worked.deliver(through=date(2026, 9, 1))
    at(date(2026, 10, 22))
    said = evaluate(actor)
    assert "not yet (The cycle is not over)" in said[3]
    found = posted_balances(CYCLE)
    assert found[SELLERS[0], Rule.SUCCESS, Account.PROVISIONAL] > 0
    assert {account for (_, _, account), amount in found.items() if amount} == {Account.PROVISIONAL}
    assert post_provisional(cycle=CYCLE, actor=actor) == 0
    with pytest.raises(Problem) as refused:
        close_cycle(cycle=CYCLE, actor=actor)
    assert refused.value.code == "evaluate.cannot_close"


def test_a_suspicion_holds_points_and_only_a_person_takes_them(october, actor):
    suspected = [f"{SELLERS[0]}-{n}" for n in (20, 21, 22)]
    for customer in suspected:
        october.orders[customer].contacts = 0
        october.report(customer, "accepted", day=13, minute=90)
    evaluate(actor)
    person = SELLERS[0]
    found = posted_balances(CYCLE)
    assert TruthCheck.objects.filter(kind="same_minute", state="open").count() == 3
    held = found[person, Rule.SUCCESS, Account.HELD]
    assert held > 0
    assert found[person, Rule.SUCCESS, Account.CONFIRMED] < found[SELLERS[1], Rule.SUCCESS, Account.CONFIRMED]
    whole = sum(found[person, Rule.SUCCESS, account] for account in (Account.HELD, Account.CONFIRMED))
    assert whole == found[SELLERS[1], Rule.SUCCESS, Account.CONFIRMED]

    checks = list(TruthCheck.objects.filter(kind="same_minute").order_by("id"))
    decide_check(check_id=checks[0].pk, state=CheckState.TRUE, note="", actor=actor)
    decide_check(check_id=checks[1].pk, state=CheckState.UNKNOWN, note="", actor=actor)
    decide_check(check_id=checks[2].pk, state=CheckState.FALSE, note="nobody came", actor=actor)
    found = posted_balances(CYCLE)
    assert found[person, Rule.SUCCESS, Account.HELD] == 0
    assert 0 < found[person, Rule.SUCCESS, Account.CONFIRMED] < whole
    assert sum(balances().values()) == 0
    assert ConfirmedOutcome.objects.filter(unpaid_because="found_false").count() == 1
    evaluate(actor)
    assert posted_balances(CYCLE) == found


def test_an_answer_is_given_once_and_not_by_oneself(october, actor):
    october.orders[f"{SELLERS[0]}-20"].contacts = 0
    october.report(f"{SELLERS[0]}-20", "accepted", day=13, seconds=3)
    evaluate(actor)
    check = TruthCheck.objects.get(kind="no_duration")
    own = type(actor)(name="x", person_code=SELLERS[0])
    for answer, by, code in (
        (CheckState.OPEN, actor, "check_needs_answer"),
        (CheckState.TRUE, own, "check_own"),
    ):
        with pytest.raises(Problem) as refused:
            decide_check(check_id=check.pk, state=answer, note="", actor=by)
        assert refused.value.code == f"evaluate.{code}"
    decide_check(check_id=check.pk, state=CheckState.TRUE, note="", actor=actor)
    decide_check(check_id=check.pk, state=CheckState.TRUE, note="", actor=actor)
    with pytest.raises(Problem):
        decide_check(check_id=check.pk, state=CheckState.FALSE, note="", actor=actor)


def test_nothing_in_the_ledger_can_be_changed(october, actor):
    evaluate(actor)
    row = LedgerEntry.objects.first()
    attempts = (
        row.save,
        row.delete,
        LedgerEntry.objects.all().delete,
        lambda: LedgerEntry.objects.update(millipoints=1),
        lambda: LedgerEntry.objects.bulk_update([row], ["millipoints"]),
        lambda: LedgerEntry.objects.bulk_create([row], update_conflicts=True, update_fields=["millipoints"]),
    )
    for attempt in attempts:
        with pytest.raises(LedgerIsAppendOnlyError):
            attempt()
    copy = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name != "id"}
    for change in ({}, {"key": "x", "millipoints": 0}, {"key": "y", "credit": row.debit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.create(**{**copy, **change})
