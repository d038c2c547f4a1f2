"""The state of each cycle's close, and appeals."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gridloop.evaluate.models import Appeal, ConfirmedOutcome, CycleClose, LedgerEntry, PayLine, TruthCheck
from gridloop.evaluate.queries.visible import Names, month_of, own_only, row_visible
from gridloop.evaluate.rules.scheme import MILLI
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.types import Account, AppealState, CheckState, OutcomeState, Rule
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say
from gridloop.lake.queries import open_lake


def cycles(scope: Scope) -> list[str]:
    """Return the cycles that have anything to evaluate, the newest first; always with the present one."""
    found = set(ConfirmedOutcome.objects.order_by().values_list("cycle", flat=True).distinct())
    found |= set(LedgerEntry.objects.order_by().values_list("cycle", flat=True).distinct())
    return sorted(found | {clock.cycle_of(clock.today())}, reverse=True)


def cycle_facts(scope: Scope, cycle: str, language: Language, names: Names) -> dict[str, Any]:
    """Return one cycle as far as the scope sees it: its totals are those of visible people."""
    scheme = scheme_of(month_of(cycle))
    close = CycleClose.objects.filter(cycle=cycle).first()
    entries = LedgerEntry.objects.filter(row_visible(scope), cycle=cycle).exclude(rule=Rule.CLOSE.value)
    paid = PayLine.objects.filter(row_visible(scope), cycle=cycle).aggregate(fen=Sum("pay_fen"), people=Count("pk"))
    waiting = waiting_for(cycle, closed=close is not None)
    return {
        "cycle": cycle,
        "closed": close is not None,
        "closable": close is None and not any(blocks for _, _, blocks in waiting),
        "scheme_version": close.scheme_version if close else scheme.version,
        "fen_per_point": close.fen_per_point if close else scheme.fen_per_point,
        "people": paid["people"] if close else entries.order_by().values("person_code").distinct().count(),
        **{a.value: _balance(entries, a) / MILLI for a in (Account.PROVISIONAL, Account.HELD, Account.CONFIRMED)},
        "pay_total_fen": paid["fen"] or 0,
        "digest": close.digest if close and not own_only(scope) else "",
        "closed_at": close.closed_at if close else None,
        "closed_by": close.closed_by if close else "",
        "closed_by_name": names.actor(close.closed_by) if close else "",
        "waiting_for": [
            {"code": code, "text": say(f"evaluate.waits_{code}", language), "count": count, "blocks": blocks}
            for code, count, blocks in waiting
        ],
    }


def _balance(entries: QuerySet[LedgerEntry], account: Account) -> int:
    sums = entries.aggregate(
        gained=Sum("millipoints", filter=Q(credit=account.value)),
        lost=Sum("millipoints", filter=Q(debit=account.value)),
    )
    return (sums["gained"] or 0) - (sums["lost"] or 0)


def waiting_for(cycle: str, *, closed: bool = False) -> list[tuple[str, int, bool]]:
    """Return what a close of the cycle waits for: (code, count, whether it blocks)."""
    outcomes = ConfirmedOutcome.objects.filter(cycle=cycle)
    counts = (
        *(() if closed else _blocking(cycle)),
        ("open_checks", TruthCheck.objects.filter(cycle=cycle, state=CheckState.OPEN.value).count(), False),
        ("open_windows", outcomes.filter(state=OutcomeState.WAITING.value).count(), False),
        ("open_appeals", Appeal.objects.filter(cycle=cycle, state=AppealState.OPEN.value).count(), False),
    )
    return [(code, count, blocks) for code, count, blocks in counts if count]


def _blocking(cycle: str) -> tuple[tuple[str, int, bool], ...]:
    if clock.today() < clock.next_month(month_of(cycle)):
        return (("not_over", 1, True),)
    return (("no_bills", int(not bills_arrived(cycle)), True),)


def bills_arrived(cycle: str) -> bool:
    """Tell whether the bills of a cycle's month have been loaded."""
    with open_lake() as lake:
        bill = lake.table("bill")
        return bool(lake.scalar((bill.month == month_of(cycle)).any()))


def appeals(scope: Scope, *, state: str = "", cycle: str = "", person_code: str = "") -> QuerySet[Appeal]:
    """Return the appeals of people the scope may see (a seller: his own)."""
    rows = Appeal.objects.filter(row_visible(scope))
    wanted = {"state": state, "cycle": cycle, "person_code": person_code}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def appeal(scope: Scope, appeal_id: int) -> Appeal:
    """Return one appeal; raises ``NotFoundProblem`` for one outside the scope."""
    row = appeals(scope).filter(pk=appeal_id).first()
    if row is None:
        raise NotFoundProblem("appeal", appeal_id)
    return row


def appeal_facts(row: Appeal, language: Language, names: Names) -> dict[str, Any]:
    """Return the body of one appeal."""
    stored = (
        "id", "cycle", "person_code", "grid_code", "rule", "state", "opened_at", "decided_at", "decided_by",
        "answer",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in stored},
        "person_name": names.of(row.person_code),
        "decided_by_name": names.actor(row.decided_by),
        "text": row.text or say(f"evaluate.appeal_because_{row.reason}", language),
        "rule_name": say(f"evaluate.rule_{row.rule}", language),
        "granted_points": row.granted_millipoints / MILLI,
    }
