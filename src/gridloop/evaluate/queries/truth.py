"""Questions about reports, and how true people's reports proved to be."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from gridloop.evaluate.models import ConfirmedOutcome, TruthCheck
from gridloop.evaluate.queries.visible import (
    Names,
    cycle_or_present,
    month_of,
    row_visible,
    within_unit,
)
from gridloop.evaluate.rules.rates import wilson
from gridloop.evaluate.rules.truth import Claim, tally
from gridloop.evaluate.types import CheckKind, CheckState, OutcomeState
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.sorting import columns, sort_rows
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say


def checks(
    scope: Scope, *, state: str = "", kind: str = "", cycle: str = "", person_code: str = ""
) -> QuerySet[TruthCheck]:
    """Return the questions about reports of people the scope may see."""
    wanted = {"state": state, "kind": kind, "person_code": person_code}
    rows = TruthCheck.objects.filter(row_visible(scope), **{name: value for name, value in wanted.items() if value})
    return rows.filter(cycle=f"{month_of(cycle):%Y-%m}") if cycle else rows


def check(scope: Scope, check_id: int) -> TruthCheck:
    """Return one question; raises ``NotFoundProblem`` for one outside the scope."""
    row = checks(scope).filter(pk=check_id).first()
    if row is None:
        raise NotFoundProblem("truth_check", check_id)
    return row


def check_facts(row: TruthCheck, language: Language, names: Names) -> dict[str, Any]:
    """Return the body of one question, with what to ask and why."""
    stored = (
        "id", "kind", "state", "cycle", "person_code", "grid_code", "campaign_code", "customer_id", "order_id",
        "contact_id", "channel", "claim", "claimed_at", "opened_at", "decided_at", "decided_by", "note",
    )  # fmt: skip
    asked = "ask_call" if row.channel == "call" else "ask_visit"
    claim = say(f"evaluate.claim_{row.claim}", language)
    return {
        **{name: getattr(row, name) for name in stored},
        "kind_name": say(f"evaluate.check_{row.kind}", language),
        "person_name": names.of(row.person_code),
        "decided_by_name": names.actor(row.decided_by),
        "question": say(f"evaluate.{asked}", language, day=clock.day_of(row.claimed_at).isoformat(), claim=claim),
        "reason": _reason(row, language),
    }


def open_checks_by_kind(scope: Scope, language: Language) -> list[dict[str, Any]]:
    """Return how many questions of each kind wait, for how many people's reports, since when; the most first.

    ``most_person_code`` is whose reports are asked about most often, the first by code where several are.
    """
    names = Names()
    waiting = checks(scope, state=CheckState.OPEN.value).order_by()
    people = waiting.values("kind", "person_code").annotate(count=Count("pk"), since=Min("claimed_at"))
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(people, key=lambda row: (-row["count"], row["person_code"])):
        groups[row["kind"]].append(dict(row))
    found = [_group(kind, rows, language, names) for kind, rows in groups.items()]
    return sorted(found, key=lambda group: (-group["open"], group["kind"]))


def _group(kind: str, rows: list[dict[str, Any]], language: Language, names: Names) -> dict[str, Any]:
    most = rows[0]
    return {
        "kind": kind,
        "kind_name": say(f"evaluate.check_{kind}", language),
        "open": sum(row["count"] for row in rows),
        "people": len(rows),
        "since": min(row["since"] for row in rows),
        "most_person_code": most["person_code"],
        "most_person_name": names.of(most["person_code"]),
        "most_open": most["count"],
    }


def _reason(row: TruthCheck, language: Language) -> str:
    if row.kind == CheckKind.OUT_OF_ORDER.value:
        return say(f"evaluate.reason_out_of_order_{row.detail['what']}", language)
    return say(f"evaluate.reason_{row.kind}", language, **row.detail)


def truth_rates(
    scope: Scope, *, cycle: str = "", org_code: str = "", q: str = "", sort: str = ""
) -> list[dict[str, Any]]:
    """Return how true people's reports of a cycle (default: the present one) proved to be."""
    chosen = cycle_or_present(cycle)
    visible = row_visible(scope, person="assignee_code") & within_unit(scope, org_code)
    claims = claims_by_person(chosen, visible)
    names = Names()
    rows = [_rate_facts(person, grid, chosen, names, found) for (person, grid), found in claims.items()]
    wanted = [row for row in rows if q.lower() in f"{row['person_code']} {row['person_name']}".lower()]
    allowed = columns("person_code", "verified_false", "claims", "rate")
    return sort_rows(wanted, sort, allowed, "person_code")


def _rate_facts(person: str, grid: str, cycle: str, names: Names, claims: list[Claim]) -> dict[str, Any]:
    found = tally(claims)
    verified = found.true + found.false
    interval = wilson(found.true, verified)
    return {
        "person_code": person,
        "person_name": names.of(person),
        "grid_code": grid,
        "cycle": cycle,
        "claims": found.claims,
        "verified_true": found.true,
        "verified_false": found.false,
        "open": found.open,
        "rate": interval.estimate if verified else None,
        "low": interval.low if verified else None,
        "high": interval.high if verified else None,
    }


def claims_by_person(cycle: str, condition: Q) -> dict[tuple[str, str], list[Claim]]:
    """Return the reports of a cycle with what was asked about each, by person and grid."""
    asked: dict[str, list[tuple[CheckKind, CheckState]]] = defaultdict(list)
    questions = TruthCheck.objects.filter(cycle=cycle).values_list("order_id", "kind", "state")
    for order, kind, state in questions.order_by("id"):
        asked[order].append((CheckKind(kind), CheckState(state)))
    rows = ConfirmedOutcome.objects.filter(condition, cycle=cycle).exclude(outcome="").order_by("assignee_code")
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    columns = ("assignee_code", "grid_code", "order_id", "outcome", "state")
    for person, grid, order, outcome, state in rows.values_list(*columns):
        claim = Claim(outcome, OutcomeState(state), tuple(asked.get(order, ())))
        found[person, grid].append(claim)
    return found
