"""Everything a cycle's ledger lines are reckoned from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, Sum

from gridloop.contact.types import Outcome
from gridloop.evaluate.expr.territory_figures import MEASURES, Holdings, monthly_figures, penetration
from gridloop.evaluate.models import ConfirmedOutcome, LedgerEntry, TruthCheck
from gridloop.evaluate.queries.truth import claims_by_person
from gridloop.evaluate.queries.visible import month_of, staff
from gridloop.evaluate.rules.ledger import (
    BalanceKey,
    Line,
    business_lines,
    success_lines,
    truth_line,
)
from gridloop.evaluate.rules.scheme import Scheme
from gridloop.evaluate.rules.score import Work
from gridloop.evaluate.rules.territory import Territory, standings
from gridloop.evaluate.rules.truth import Standing, standing_of, tally
from gridloop.evaluate.rules.window import shifted
from gridloop.evaluate.types import Account, CheckKind, CheckState, OutcomeState, Rule
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake

MONTHS_OF_HISTORY = 12


@dataclass
class _Desk:
    """One person's work orders of a cycle, sorted by what they count for."""

    grid_code: str = ""
    due: int = 0
    judged: int = 0
    expected: float = 0.0
    orders: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def work(self) -> Work:
        """Return the counts that the success score takes."""
        counts = [len(self.orders[a.value]) for a in (Account.CONFIRMED, Account.HELD, Account.PROVISIONAL)]
        return Work(self.due, self.judged, self.expected, *counts)


def success_lines_of(cycle: str, scheme: Scheme, people: Iterable[str] | None = None) -> list[Line]:
    """Return the lines of the success rate of everybody who had orders in a cycle (or of some people)."""
    return [
        line
        for person, desk in sorted(_desks(cycle, people).items())
        for line in success_lines(person, desk.grid_code, desk.work(), scheme, desk.orders)
    ]


def _desks(cycle: str, people: Iterable[str] | None) -> dict[str, _Desk]:
    asked = _asked(cycle)
    rows = ConfirmedOutcome.objects.filter(_of(people, "assignee_code"), cycle=cycle, counted=True)
    desks: dict[str, _Desk] = defaultdict(_Desk)
    columns = ("assignee_code", "grid_code", "order_id", "expected", "state", "outcome", "pays", "unpaid_because")
    for person, grid, order, expected, state, outcome, pays, unpaid in rows.order_by("id").values_list(*columns):
        desk = desks[person]
        desk.grid_code = grid
        desk.due += 1
        desk.judged += expected is not None
        desk.expected += expected or 0.0
        account = _account(state, outcome, pays or unpaid == "found_false", standing_of(asked.get(order, ())))
        if account is not None:
            desk.orders[account.value].append(order)
    return desks


def _account(state: str, outcome: str, sale: bool, standing: Standing) -> Account | None:
    """Return which account a work order's success belongs to, None when it earns nothing."""
    if state == OutcomeState.CONFIRMED.value and sale:
        return {Standing.CLEAR: Account.CONFIRMED, Standing.HELD: Account.HELD}.get(standing)
    waiting = state == OutcomeState.WAITING.value and outcome == Outcome.ACCEPTED.value
    return Account.PROVISIONAL if waiting and standing is Standing.CLEAR else None


def _asked(cycle: str) -> dict[str, list[tuple[CheckKind, CheckState]]]:
    """Return what was asked about reports of success, by order: questions about other visits hold no points."""
    found: dict[str, list[tuple[CheckKind, CheckState]]] = defaultdict(list)
    rows = TruthCheck.objects.filter(cycle=cycle, claim=Outcome.ACCEPTED.value).order_by("id")
    for order, kind, state in rows.values_list("order_id", "kind", "state"):
        found[order].append((CheckKind(kind), CheckState(state)))
    return found


def truth_lines_of(cycle: str, scheme: Scheme, people: Iterable[str] | None = None) -> list[Line]:
    """Return the lines of the truth rate of everybody who reported anything in a cycle (or of some people)."""
    merged: dict[str, tuple[str, list[Any]]] = {}
    for (person, grid), claims in claims_by_person(cycle, _of(people, "assignee_code")).items():
        merged[person] = (grid, [*merged.get(person, ("", []))[1], *claims])
    return [truth_line(person, grid, tally(claims), scheme) for person, (grid, claims) in sorted(merged.items())]


def _of(people: Iterable[str] | None, column: str) -> Q:
    return Q() if people is None else Q(**{f"{column}__in": list(people)})


def business_lines_of(cycle: str, scheme: Scheme) -> tuple[list[Line], dict[str, int]]:
    """Return the business lines of every seller who has customers of his own, and the dataset versions read."""
    month = month_of(cycle)
    with open_lake() as lake:
        territories = _territories(lake, month)
        reads = lake.reads
    sellers = {s.code: s for s in staff(WHOLE_COMPANY).values() if s.role in {role.value for role in SELLERS}}
    known = [territory for territory in territories if territory.person_code in sellers]
    lines: list[Line] = []
    for territory, found in zip(known, standings(known), strict=True):
        person = territory.person_code
        lines += business_lines(person, sellers[person].grid_code, found, scheme)
    return lines, reads


def _territories(lake: Lake, month: date) -> list[Territory]:
    """Return the figures of every assignee's customers, month by month up to the cycle's own."""
    holdings = Holdings(*(lake.table(name) for name in ("ownership", "bill", "subscription", "customer", "offer")))
    first_bill = lake.scalar(holdings.bill.month.min())
    if not isinstance(first_bill, date):
        return []
    first = max(first_bill, shifted(month, -MONTHS_OF_HISTORY))
    months = _months(first, month)
    at = {one: index for index, one in enumerate(months)}
    table: dict[str, Any] = defaultdict(lambda: np.zeros((len(MEASURES), len(months))))
    for row in lake.run(monthly_figures(holdings, first, month)).to_pylist():
        table[row["assignee_code"]][MEASURES.index(row["measure"]), at[row["month"]]] = row["amount"]
    served = {
        row["assignee_code"]: row["with_broadband"] / row["customers"]
        for row in lake.run(penetration(holdings)).to_pylist()
    }
    return [Territory(person, served.get(person, 0.0), *figures) for person, figures in sorted(table.items())]


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shifted(first, step) for step in range(count)]


def posted_balances(cycle: str, people: Iterable[str] | None = None) -> dict[BalanceKey, int]:
    """Return what each person's accounts hold for each rule of a cycle, what was paid out not counted off."""
    rows = LedgerEntry.objects.filter(_of(people, "person_code"), cycle=cycle).exclude(rule=Rule.CLOSE.value)
    grouped = rows.order_by().values_list("person_code", "rule", "debit", "credit").annotate(Sum("millipoints"))
    balances: dict[BalanceKey, int] = defaultdict(int)
    for person, rule, debit, credit, amount in grouped:
        balances[person, Rule(rule), Account(debit)] -= amount
        balances[person, Rule(rule), Account(credit)] += amount
    return {key: amount for key, amount in balances.items() if key[2] is not Account.ISSUED}


def unpaid_points(people: Iterable[str] | None = None) -> dict[str, int]:
    """Return everybody's confirmed points that no close has paid yet, over all cycles."""
    rows = LedgerEntry.objects.filter(_of(people, "person_code"))
    sums = (
        rows.order_by()
        .values_list("person_code")
        .annotate(
            gained=Sum("millipoints", filter=Q(credit=Account.CONFIRMED.value)),
            lost=Sum("millipoints", filter=Q(debit=Account.CONFIRMED.value)),
        )
    )
    return {person: (gained or 0) - (lost or 0) for person, gained, lost in sums}


def last_grids(people: Iterable[str]) -> dict[str, str]:
    """Return the grid in which each person's newest entry was earned."""
    rows = LedgerEntry.objects.filter(person_code__in=list(people)).order_by("id")
    return dict(rows.values_list("person_code", "grid_code"))
