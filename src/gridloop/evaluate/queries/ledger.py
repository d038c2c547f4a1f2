"""The ledger line by line, each explained in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from gridloop.evaluate.models import ConfirmedOutcome, LedgerEntry
from gridloop.evaluate.queries.visible import Names, month_of, row_visible
from gridloop.evaluate.rules.scheme import MILLI, Scheme
from gridloop.evaluate.schemes import schemes
from gridloop.evaluate.types import Account, Rule
from gridloop.kernel.money import fen_to_yuan_text
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say

_ORDERS_SHOWN = 500


def ledger(scope: Scope, *, cycle: str = "", person_code: str = "", rule: str = "") -> QuerySet[LedgerEntry]:
    """Return the entries a scope may see (a seller: his own)."""
    rows = LedgerEntry.objects.filter(row_visible(scope))
    if cycle:
        rows = rows.filter(cycle=f"{month_of(cycle):%Y-%m}")
    if person_code:
        rows = rows.filter(person_code=person_code)
    return rows.filter(rule=rule) if rule else rows


def points_text(millipoints: int) -> str:
    """Return points as people read them: one decimal, the second where it matters."""
    points = millipoints / MILLI
    return f"{points:,.2f}" if round(points, 1) != round(points, 2) else f"{points:,.1f}"


def line_text(rule: Rule, account: Account, millipoints: int, evidence: Mapping[str, Any], language: Language) -> str:
    """Return why an account holds these points for a rule."""
    points = points_text(millipoints)
    if rule is Rule.SUCCESS:
        promised = _percent(evidence["promised_rate"])
        numbers = {name: evidence[name] for name in ("due", "cleared", "held", "waiting")}
        code = f"evaluate.line_success_{account.value}"
        return say(code, language, points=points, promised=promised, **numbers)
    if rule is Rule.TRUTH:
        numbers = {name: evidence[name] for name in ("claims", "true", "false", "open")}
        return say("evaluate.line_truth", language, points=points, **numbers)
    if rule is Rule.APPEAL:
        return say("evaluate.line_appeal", language, points=points, answer=evidence["answer"])
    if rule is Rule.CLOSE:
        price, pay = fen_to_yuan_text(evidence["fen_per_point"]), fen_to_yuan_text(evidence["pay_fen"])
        return say("evaluate.line_close", language, points=points, price=price, pay=pay)
    shown = _percent if rule is Rule.REVENUE else _per_hundred
    return say(
        f"evaluate.line_{rule.value}",
        language,
        points=points,
        actual=shown(evidence["actual"]),
        expected=shown(evidence["expected"]),
        trust=_percent(evidence["trust"]),
    )


def _percent(value: float) -> str:
    return f"{value * 100:.1f}%"


def _per_hundred(value: float) -> str:
    return f"{value:.2f}"


def entry_text(row: LedgerEntry, language: Language) -> str:
    """Return why an entry was posted. What leaves an account for the company is said as a correction."""
    rule, debit, credit = Rule(row.rule), Account(row.debit), Account(row.credit)
    if rule is Rule.CLOSE or credit is not Account.ISSUED:
        return line_text(rule, credit, row.millipoints, row.evidence, language)
    now = line_text(rule, debit, row.evidence.get("holds", 0), row.evidence, language)
    name = say(f"evaluate.account_{debit.value}", language)
    return say("evaluate.line_moved", language, account=name, points=points_text(row.millipoints), text=now)


def line_facts(row: LedgerEntry, language: Language, names: Names) -> dict[str, Any]:
    """Return the body of one ledger line."""
    sign = -1 if row.credit == Account.ISSUED.value else 1
    return {
        "id": row.pk,
        "cycle": row.cycle,
        "person_code": row.person_code,
        "person_name": names.of(row.person_code),
        "rule": row.rule,
        "rule_name": say(f"evaluate.rule_{row.rule}", language),
        "debit": row.debit,
        "credit": row.credit,
        "points": sign * row.millipoints / MILLI,
        "text": entry_text(row, language),
        "scheme_version": row.scheme_version,
        "posted_at": row.posted_at,
        "posted_by": row.posted_by,
        "posted_by_name": names.actor(row.posted_by),
    }


def line_detail(scope: Scope, entry_id: int, language: Language) -> dict[str, Any]:
    """Return one line with its numbers and the orders behind it; raises ``NotFoundProblem`` for a foreign one."""
    row = ledger(scope).filter(pk=entry_id).first()
    if row is None:
        raise NotFoundProblem("ledger_entry", entry_id)
    orders = ConfirmedOutcome.objects.filter(order_id__in=row.evidence.get("orders", [])[:_ORDERS_SHOWN])
    return {
        **line_facts(row, language, Names()),
        "evidence": {name: value for name, value in row.evidence.items() if name != "orders"},
        "orders": [order_facts(order, language) for order in orders.order_by("confirmed_on", "order_id")],
    }


def order_facts(row: ConfirmedOutcome, language: Language) -> dict[str, Any]:
    """Return what the evidence says about one order."""
    return {
        "order_id": row.order_id,
        "customer_id": row.customer_id,
        "campaign_code": row.campaign_code,
        "offer_code": row.offer_code,
        "outcome": row.outcome,
        "state": row.state,
        "confirmed_on": row.confirmed_on.isoformat() if row.confirmed_on else None,
        "subscription_id": row.subscription_id,
        "pays": row.pays,
        "unpaid_because": row.unpaid_because,
        "unpaid_text": say(f"evaluate.unpaid_{row.unpaid_because}", language) if row.unpaid_because else "",
    }


def scheme_facts(language: Language) -> list[dict[str, Any]]:
    """Return all versions of the points scheme, the newest first."""
    return [_scheme_facts(scheme, language) for scheme in schemes()]


def _scheme_facts(scheme: Scheme, language: Language) -> dict[str, Any]:
    business = sum(scheme.shares.get(rule, 0.0) for rule in (Rule.REVENUE, Rule.DEVELOPMENT, Rule.NET_ADDS))
    return {
        "version": scheme.version,
        "valid_from": scheme.valid_from.isoformat(),
        "points": scheme.points,
        "shares": {rule.value: share for rule, share in scheme.shares.items()},
        "fen_per_point": scheme.fen_per_point,
        "text": say(
            "evaluate.scheme_text",
            language,
            business=_percent(business),
            success=_percent(scheme.shares[Rule.SUCCESS]),
            truth=_percent(scheme.shares[Rule.TRUTH]),
            points=scheme.points,
            price=fen_to_yuan_text(scheme.fen_per_point),
        ),
        "settings": {
            "damping": scheme.success.damping,
            "usual_rate": scheme.success.usual_rate,
            "unverified_rate": scheme.truth.unverified_rate,
            "unverified_weight": scheme.truth.unverified_weight,
            "one_per_household": list(scheme.one_per_household),
            "rejoin_days": scheme.rejoin_days,
        },
    }
