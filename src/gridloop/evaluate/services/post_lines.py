"""Posts what is missing in the ledger, never more: the one place that writes entries for lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count

from gridloop.evaluate.models import LedgerEntry
from gridloop.evaluate.queries.reckoning import posted_balances
from gridloop.evaluate.rules.ledger import Line, Transfer, transfers
from gridloop.evaluate.types import Account, Rule
from gridloop.kernel import clock
from gridloop.kernel.types import Actor

_BATCH = 500


def post_lines(*, cycle: str, lines: Sequence[Line], scheme_version: str, actor: Actor) -> int:
    """Post the entries that make every line's account hold what the line says; return how many.

    Must be called in a transaction. Posting the same lines again posts nothing.
    """
    people = {line.person_code for line in lines}
    needed = transfers(lines, posted_balances(cycle, people if len(people) <= _BATCH else None))
    add_entries(cycle=cycle, needed=needed, scheme_version=scheme_version, actor=actor)
    return len(needed)


def add_entries(*, cycle: str, needed: Iterable[Transfer], scheme_version: str, actor: Actor) -> None:
    """Add transfers to the ledger, each under the next number of its person and rule.

    Two writers who post at the same time collide on the number, and one of them starts over.
    """
    numbers = _numbers(cycle)
    entries = []
    for transfer in needed:
        line = transfer.line
        number = numbers.get((line.person_code, line.rule.value), 0)
        numbers[line.person_code, line.rule.value] = number + 1
        entries.append(
            LedgerEntry(
                key=f"{cycle}/{line.person_code}/{line.rule.value}/{number}",
                cycle=cycle,
                person_code=line.person_code,
                grid_code=line.grid_code,
                scheme_version=scheme_version,
                rule=line.rule.value,
                debit=transfer.debit.value,
                credit=transfer.credit.value,
                millipoints=transfer.millipoints,
                evidence={**line.evidence, "holds": line.millipoints},
                posted_at=clock.now(),
                posted_by=actor.name,
            )
        )
    LedgerEntry.objects.bulk_create(entries, batch_size=_BATCH)


def _numbers(cycle: str) -> dict[tuple[str, str], int]:
    rows = LedgerEntry.objects.filter(cycle=cycle).order_by().values_list("person_code", "rule")
    return {(person, rule): count for person, rule, count in rows.annotate(Count("pk"))}


def payout(line: Line) -> Transfer:
    """Return the transfer that pays out a person's confirmed points."""
    return Transfer(line, Account.CONFIRMED, Account.PAID, line.millipoints)


def granted(line: Line) -> Transfer:
    """Return the transfer of an appeal: to the person, or back from him."""
    if line.rule is not Rule.APPEAL:
        raise ValueError(line.rule)
    if line.millipoints >= 0:
        return Transfer(line, Account.ISSUED, Account.CONFIRMED, line.millipoints)
    return Transfer(line, Account.CONFIRMED, Account.ISSUED, -line.millipoints)
