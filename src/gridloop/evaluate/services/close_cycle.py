"""The monthly close: all lines of a cycle, posted and paid."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from gridloop.evaluate.models import CycleClose, PayLine
from gridloop.evaluate.queries.closing import waiting_for
from gridloop.evaluate.queries.reckoning import (
    business_lines_of,
    last_grids,
    success_lines_of,
    truth_lines_of,
    unpaid_points,
)
from gridloop.evaluate.queries.visible import month_of
from gridloop.evaluate.rules.ledger import Line, digest, pay_fen
from gridloop.evaluate.schemes import scheme_of
from gridloop.evaluate.services.post_lines import add_entries, payout, post_lines
from gridloop.evaluate.types import Account, Rule
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


@dataclass(frozen=True, slots=True)
class CloseReport:
    """What a close paid; ``again`` when the cycle had been closed before and nothing was done."""

    cycle: str
    people: int
    pay_total_fen: int
    digest: str
    again: bool


def close_cycle(*, cycle: str, actor: Actor, fen_per_point: int | None = None) -> CloseReport:
    """Close a cycle: post its business, success and truth lines and pay everybody's confirmed points.

    ``fen_per_point`` sets what a point is worth (default: the scheme's). A cycle is closed once; closing it again
    changes nothing. Raises ``Problem`` (409) while something that blocks is missing.
    """
    scheme = scheme_of(month_of(cycle))
    price = scheme.fen_per_point if fen_per_point is None else fen_per_point
    with transaction.atomic():
        done = CycleClose.objects.select_for_update().filter(cycle=cycle).first()
        if done is not None:
            return CloseReport(cycle, done.people, done.pay_total_fen, done.digest, again=True)
        _check(cycle)
        lines, reads = lines_of(cycle)
        post_lines(cycle=cycle, lines=lines, scheme_version=scheme.version, actor=actor)
        pay = _pay_out(cycle, lines, scheme.version, price, actor)
        row = CycleClose.objects.create(
            cycle=cycle,
            scheme_version=scheme.version,
            fen_per_point=price,
            people=len(pay),
            pay_total_fen=sum(pay.values()),
            digest=digest(lines, price),
            reads=reads,
            closed_at=clock.now(),
            closed_by=actor.name,
        )
        audit.record(
            actor=actor, action="cycle.close", object_kind="cycle", object_id=cycle, people=row.people,
            pay_total_fen=row.pay_total_fen, digest=row.digest,
        )  # fmt: skip
    return CloseReport(cycle, row.people, row.pay_total_fen, row.digest, again=False)


def lines_of(cycle: str) -> tuple[list[Line], dict[str, int]]:
    """Return all lines of a cycle as they follow from the events, and the dataset versions they were read from.

    The same events give the same lines, bit for bit: ``digest`` of them proves it.
    """
    scheme = scheme_of(month_of(cycle))
    business, reads = business_lines_of(cycle, scheme)
    return [*business, *success_lines_of(cycle, scheme), *truth_lines_of(cycle, scheme)], reads


def _check(cycle: str) -> None:
    missing = [code for code, _, blocks in waiting_for(cycle) if blocks]
    if missing:
        troubles = tuple(Trouble("cycle", f"evaluate.waits_{code}") for code in missing)
        raise Problem("evaluate.cannot_close", 409, troubles, cycle=cycle)


def _pay_out(cycle: str, lines: list[Line], version: str, price: int, actor: Actor) -> dict[str, int]:
    """Pay everybody's confirmed points that were not paid before; return the pay by person."""
    owed = _owed(lines)
    payments = {person: pay_fen(points, price) for person, _, points in owed}
    paid = [payout(line) for line in _payments(owed, price) if line.millipoints > 0]
    add_entries(cycle=cycle, needed=paid, scheme_version=version, actor=actor)
    rows = [
        PayLine(
            cycle=cycle,
            person_code=person,
            grid_code=grid,
            millipoints=points,
            fen_per_point=price,
            pay_fen=payments[person],
        )
        for person, grid, points in owed
    ]
    PayLine.objects.bulk_create(rows, batch_size=500)
    return payments


def _owed(lines: list[Line]) -> list[tuple[str, str, int]]:
    """Return (person, grid, thousandths of a point) of everybody with lines in the cycle or points left from before.

    A balance below zero is carried over: it never lowers base pay.
    """
    balances = unpaid_points()
    grids = {line.person_code: line.grid_code for line in lines}
    grids |= last_grids([person for person, points in balances.items() if points > 0 and person not in grids])
    return [(person, grids[person], max(0, balances.get(person, 0))) for person in sorted(grids)]


def _payments(owed: list[tuple[str, str, int]], price: int) -> list[Line]:
    return [
        Line(
            person,
            grid,
            Rule.CLOSE,
            Account.PAID,
            points,
            {"fen_per_point": price, "pay_fen": pay_fen(points, price)},
        )
        for person, grid, points in owed
    ]
