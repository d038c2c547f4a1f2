"""People's points: what the ledger's accounts hold, by person and rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gridloop.evaluate.models import LedgerEntry, PayLine
from gridloop.evaluate.queries.ledger import line_text
from gridloop.evaluate.queries.visible import (
    Staff,
    cycle_or_present,
    grid_names,
    month_of,
    person_visible,
    row_visible,
    staff,
    within_unit,
)
from gridloop.evaluate.rules.scheme import MILLI
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.types import Account, PointsTotal, Rule
from gridloop.kernel.sorting import sort_rows
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say

SHOWN = (Account.PROVISIONAL, Account.HELD, Account.CONFIRMED)
_STOP: dict[Language, str] = {"zh": "；", "en": "; "}
_RULES = (Rule.REVENUE, Rule.DEVELOPMENT, Rule.NET_ADDS, Rule.SUCCESS, Rule.TRUTH, Rule.APPEAL)


@dataclass
class RulePoints:
    """What one rule gave: thousandths of a point by account, and the evidence of the newest line of each."""

    held: dict[Account, int] = field(default_factory=lambda: defaultdict(int))
    evidence: dict[Account, dict[str, Any]] = field(default_factory=dict)


@dataclass
class PersonPoints:
    """One person's points of one cycle."""

    person: Staff
    grid_name: tuple[str, str]
    cycle: str
    pay_fen: int | None
    rules: dict[Rule, RulePoints] = field(default_factory=dict)

    def total(self, account: Account) -> int:
        """Return the thousandths of a point that all rules gave to one account."""
        return sum(points.held.get(account, 0) for points in self.rules.values())


def people_points(
    scope: Scope, *, cycle: str = "", org_code: str = "", q: str = "", sort: str = ""
) -> list[PersonPoints]:
    """Return the points of everybody the scope may see who has any in a cycle (default: the present one)."""
    entries = LedgerEntry.objects.filter(row_visible(scope) & within_unit(scope, org_code))
    rows = _points(entries.filter(cycle=cycle_or_present(cycle)), cycle_or_present(cycle), staff(scope))
    wanted = [row for row in rows if q.lower() in row.person.name.lower() or q.lower() in row.person.code.lower()]
    allowed = {
        "person_code": lambda row: row.person.code,
        "confirmed": lambda row: row.total(Account.CONFIRMED),
        "provisional": lambda row: row.total(Account.PROVISIONAL),
        "held": lambda row: row.total(Account.HELD),
    }
    return sort_rows(wanted, sort, allowed, "person_code")


def person_points(scope: Scope, person_code: str, *, cycle: str = "") -> PersonPoints:
    """Return one person's points; raises ``NotFoundProblem`` for somebody the scope may not see."""
    person = person_visible(scope, person_code)
    chosen = cycle_or_present(cycle)
    entries = LedgerEntry.objects.filter(row_visible(scope), cycle=chosen, person_code=person_code)
    found = _points(entries, chosen, {person_code: person})
    if found:
        return found[0]
    named = grid_names().get(person.grid_code, ("", ""))
    return PersonPoints(person, named, chosen, _pay(chosen, [person_code]).get(person_code))


def points_totals(scope: Scope, cycle: str) -> dict[str, PointsTotal]:
    """Return the points of everybody the scope may see, in short, by person."""
    return {
        row.person.code: PointsTotal(
            row.person.code,
            cycle,
            row.total(Account.PROVISIONAL),
            row.total(Account.HELD),
            row.total(Account.CONFIRMED),
            row.pay_fen or 0,
        )
        for row in people_points(scope, cycle=cycle)
    }


def _points(entries: Any, cycle: str, known: dict[str, Staff]) -> list[PersonPoints]:
    """Return points by person; transfers between own accounts at the close do not change what was earned."""
    people: dict[str, PersonPoints] = {}
    grids = grid_names()
    earned = entries.exclude(rule=Rule.CLOSE.value).order_by("id")
    for row in earned.only("person_code", "grid_code", "rule", "debit", "credit", "millipoints", "evidence"):
        person = known.get(row.person_code) or Staff(row.person_code, row.person_code, "", row.grid_code)
        named = grids.get(person.grid_code, ("", ""))
        points = people.setdefault(row.person_code, PersonPoints(person, named, cycle, None))
        rule = points.rules.setdefault(Rule(row.rule), RulePoints())
        for account, amount in ((Account(row.debit), -row.millipoints), (Account(row.credit), row.millipoints)):
            if account is not Account.ISSUED:
                rule.held[account] += amount
                rule.evidence[account] = row.evidence
    for code, pay in _pay(cycle, people).items():
        people[code].pay_fen = pay
    return list(people.values())


def _pay(cycle: str, codes: Iterable[str]) -> dict[str, int]:
    rows = PayLine.objects.filter(cycle=cycle, person_code__in=list(codes))
    return dict(rows.values_list("person_code", "pay_fen"))


def points_facts(row: PersonPoints, language: Language) -> dict[str, Any]:
    """Return the body of one person's points."""
    scheme = scheme_of(month_of(row.cycle))
    return {
        "person_code": row.person.code,
        "person_name": row.person.name,
        "role": row.person.role,
        "grid_code": row.person.grid_code,
        "grid_name_zh": row.grid_name[0],
        "grid_name_en": row.grid_name[1],
        "cycle": row.cycle,
        "closed": row.pay_fen is not None,
        **{account.value: row.total(account) / MILLI for account in SHOWN},
        "maximum": float(scheme.points),
        "pay_fen": row.pay_fen,
        "components": [
            {
                "rule": rule,
                "name": say(f"evaluate.rule_{rule.value}", language),
                **{account.value: row.rules[rule].held.get(account, 0) / MILLI for account in SHOWN},
                "maximum": scheme.maximum(rule) / MILLI,
                "text": _STOP[language].join(rule_texts(rule, row.rules[rule], language)),
            }
            for rule in _RULES
            if rule in row.rules
        ],
    }


def rule_texts(rule: Rule, points: RulePoints, language: Language) -> list[str]:
    """Return why a rule gave what it gave: one sentence for each account that holds something, confirmed first."""
    told = (Account.CONFIRMED, Account.PROVISIONAL, Account.HELD)
    shown = [account for account in told if points.held.get(account, 0)] or [
        account for account in told if account in points.evidence
    ][:1]
    return [line_text(rule, a, points.held.get(a, 0), points.evidence[a], language) for a in shown]
