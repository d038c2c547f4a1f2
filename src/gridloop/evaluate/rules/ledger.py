"""From scores to lines, and from lines to what has to be posted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gridloop.evaluate.rules.scheme import MILLI, Scheme
from gridloop.evaluate.rules.score import Work, promised_rate, success_score, truth_score
from gridloop.evaluate.types import Account, Rule

BalanceKey = tuple[str, Rule, Account]


@dataclass(frozen=True, slots=True)
class Line:
    """What one account of one person should hold for one rule of a cycle, and the numbers it follows from."""

    person_code: str
    grid_code: str
    rule: Rule
    account: Account
    millipoints: int
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> BalanceKey:
        """Return the account the line is about."""
        return (self.person_code, self.rule, self.account)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Points that move from one account to another so that the ledger says what it should."""

    line: Line
    debit: Account
    credit: Account
    millipoints: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's business figure of one indicator, judged against what his territory would have given anyway."""

    rule: Rule
    score: float
    actual: float
    expected: float
    own_trend: float
    peer_trend: float
    trust: float


@dataclass(frozen=True, slots=True)
class Reports:
    """How many of one person's reports of a cycle proved true and false, of how many."""

    claims: int
    true: int
    false: int
    open: int


def business_lines(person_code: str, grid_code: str, standings: Sequence[Standing], scheme: Scheme) -> list[Line]:
    """Return the confirmed lines of the business indicators."""
    return [
        Line(
            person_code,
            grid_code,
            standing.rule,
            Account.CONFIRMED,
            earned(standing.score, scheme.maximum(standing.rule)),
            {
                "score": round(standing.score, 6),
                "actual": round(standing.actual, 6),
                "expected": round(standing.expected, 6),
                "own_trend": round(standing.own_trend, 6),
                "peer_trend": round(standing.peer_trend, 6),
                "trust": round(standing.trust, 6),
            },
        )
        for standing in standings
    ]


def success_lines(
    person_code: str, grid_code: str, work: Work, scheme: Scheme, orders: Mapping[str, Sequence[str]]
) -> list[Line]:
    """Return what the success rate gives: confirmed, held while somebody is asked, provisional while evidence is out.

    The three add up to the score of all of them together, so that whatever is decided later moves points but never
    makes any. ``orders`` names the orders behind each part.
    """
    maximum = scheme.maximum(Rule.SUCCESS)
    counts = (work.cleared, work.cleared + work.held, work.cleared + work.held + work.waiting)
    levels = [earned(success_score(count, work, scheme.success), maximum) for count in counts]
    parts = (
        (Account.CONFIRMED, levels[0], work.cleared),
        (Account.HELD, levels[1] - levels[0], work.held),
        (Account.PROVISIONAL, levels[2] - levels[1], work.waiting),
    )
    return [
        Line(
            person_code,
            grid_code,
            Rule.SUCCESS,
            account,
            millipoints,
            {
                "due": work.due,
                "judged": work.judged,
                "expected": round(work.expected, 6),
                "promised_rate": round(promised_rate(work, scheme.success), 6),
                "cleared": work.cleared,
                "held": work.held,
                "waiting": work.waiting,
                "successes": count,
                "orders": sorted(orders.get(account.value, ())),
            },
        )
        for account, millipoints, count in parts
    ]


def truth_line(person_code: str, grid_code: str, reports: Reports, scheme: Scheme) -> Line:
    """Return the line of the truth rate."""
    score = truth_score(reports.true, reports.false, scheme.truth)
    return Line(
        person_code,
        grid_code,
        Rule.TRUTH,
        Account.CONFIRMED,
        earned(score, scheme.maximum(Rule.TRUTH)),
        {"claims": reports.claims, "true": reports.true, "false": reports.false, "open": reports.open},
    )


def earned(score: float, maximum: int) -> int:
    """Return the thousandths of a point that a score gives: whole, never above the maximum, never below 0."""
    return min(maximum, max(0, round(maximum * score)))


def transfers(lines: Iterable[Line], posted: Mapping[BalanceKey, int]) -> list[Transfer]:
    """Return what must be posted so that every line's account holds what the line says; nothing when it does."""
    needed = []
    for line in lines:
        difference = line.millipoints - posted.get(line.key, 0)
        if difference > 0:
            needed.append(Transfer(line, Account.ISSUED, line.account, difference))
        elif difference < 0:
            needed.append(Transfer(line, line.account, Account.ISSUED, -difference))
    return needed


def pay_fen(millipoints: int, fen_per_point: int) -> int:
    """Return the pay of points, half a fen rounded up; points below zero pay nothing and are carried over."""
    return max(0, (millipoints * fen_per_point + MILLI // 2) // MILLI)


def digest(lines: Iterable[Line], fen_per_point: int) -> str:
    """Return a fingerprint of all lines of a cycle: equal if and only if a recomputation gives the same lines."""
    rows = sorted(
        [line.person_code, line.rule.value, line.account.value, line.millipoints, dict(line.evidence)] for line in lines
    )
    body = json.dumps([fen_per_point, rows], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()
