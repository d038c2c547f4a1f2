"""Reads of the catalogue. Offers are public inside the company; what is said of a customer takes the asker's scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from ibis import _

from gridloop.catalog.models import Offer, OfferRule
from gridloop.catalog.rules import NOT_CHECKED, is_eligible, price_guard, requirements_from_json, unmet
from gridloop.catalog.types import GuardFinding, OfferFacts, OfferKind, Requirement, Severity
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import say_both
from gridloop.lake.queries import open_lake
from gridloop.territory.queries import owner_of

__all__ = [
    "NOT_CHECKED",
    "customer_facts",
    "guard_findings",
    "offer",
    "offers",
    "requirement_words",
    "why_not",
]


def offers(active_on: date | None = None) -> list[OfferFacts]:
    """Return the offers that were not withdrawn by a day, by code; all that ever were without a day."""
    rows = Offer.objects.select_related("rule").order_by("code")
    if active_on is not None:
        rows = rows.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=active_on))
    found = [_facts(row) for row in rows]
    return [_with_guard(offer, found) for offer in found]


def offer(code: str) -> OfferFacts:
    """Return one offer, withdrawn or not; raises ``NotFoundProblem`` for an unknown code."""
    found = next((one for one in offers() if one.code == code), None)
    if found is None:
        raise NotFoundProblem("offer", code)
    return found


def guard_findings(code: str) -> list[GuardFinding]:
    """Return what the price guard says of one offer."""
    return price_guard(offer(code), offers(active_on=clock.today()))


def customer_facts(scope: Scope, customer_id: str) -> dict[str, Any]:
    """Return the newest profile of a customer inside the scope; empty when none was built yet.

    Raises ``NotFoundProblem`` for a customer outside the scope.
    """
    owner_of(scope, customer_id)
    with open_lake() as lake:
        profile = lake.table("customer_profile")
        rows = lake.run(
            profile.filter(profile.customer_id == customer_id).order_by(_.month.desc()).limit(1)
        ).to_pylist()
    return rows[0] if rows else {}


def why_not(scope: Scope, customer_id: str, chosen: list[OfferFacts]) -> dict[str, list[dict[str, str]]]:
    """Return for each offer why a customer inside the scope may not hold it, in both languages; empty: he may."""
    facts = customer_facts(scope, customer_id)
    return {one.code: _said(facts, one) for one in chosen}


def requirement_words(requirement: Requirement) -> dict[str, str]:
    """Return a requirement in both languages: ``{"code", "zh", "en"}``."""
    return {"code": requirement.reason, **say_both(f"catalog.need_{requirement.reason}", **requirement.params)}


def _said(facts: dict[str, Any], one: OfferFacts) -> list[dict[str, str]]:
    said = {need.reason: requirement_words(need) for need in unmet(facts, one)}
    plain = ({"code": code, **say_both(f"catalog.need_{code}")} for code in is_eligible(facts, one) if code not in said)
    return [*plain, *said.values()]


def _facts(row: Offer) -> OfferFacts:
    rule: OfferRule | None = getattr(row, "rule", None)
    return OfferFacts(
        code=row.code,
        kind=OfferKind(row.kind),
        name_zh=row.name_zh,
        name_en=row.name_en,
        monthly_fee_fen=row.monthly_fee_fen,
        cost_fen=row.cost_fen,
        contract_months=row.contract_months,
        data_mb=row.data_mb,
        speed_mbps=row.speed_mbps,
        bundle_tier=row.bundle_tier or None,
        discount_percent=row.discount_percent,
        active=row.withdrawn_on is None or row.withdrawn_on > clock.today(),
        requirements=requirements_from_json([*rule.derived, *rule.added]) if rule else (),
    )


def _with_guard(one: OfferFacts, catalogue: list[OfferFacts]) -> OfferFacts:
    hard = any(found.severity is Severity.HARD for found in price_guard(one, catalogue))
    return OfferFacts(**{**{name: getattr(one, name) for name in OfferFacts.__slots__}, "blocked": hard})
