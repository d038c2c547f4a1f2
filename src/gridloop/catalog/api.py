"""What the operator sells, who may hold it, and why not."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from ninja import Field, Query, Schema

from gridloop.catalog import queries
from gridloop.catalog.services.add_requirements import add_requirements
from gridloop.catalog.types import Comparison, Condition, GuardFinding, OfferFacts, OfferKind, Severity
from gridloop.kernel import clock
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.money import fen_to_yuan_text
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import EVERYONE, Role
from gridloop.kernel.wording import Language, say, say_both

router = StageRouter("catalog")
READERS = EVERYONE - {Role.ADMINISTRATOR}
_SORTS = ("code", "kind", "monthly_fee_fen", "name_zh", "name_en")


class OfferOut(Schema):
    """One offer; fee and cost a month in fen. A retention offer takes a discount off the fee held now."""

    code: str
    kind: OfferKind
    name_zh: str
    name_en: str
    monthly_fee_fen: int
    cost_fen: int
    contract_months: int
    data_mb: int | None
    speed_mbps: int | None
    bundle_tier: str | None
    discount_percent: float
    active: bool
    blocked: bool
    """True when the price guard has a hard finding: the offer cannot be used in a campaign."""


class Finding(Schema):
    """One finding of the price guard, in the reader's language."""

    code: str
    severity: Severity
    text: str


class RequirementOut(Schema):
    """One thing a customer must fulfil, in both languages."""

    code: str
    zh: str
    en: str


class OfferDetail(OfferOut):
    """One offer, what the price guard says (and what it does not check yet), and who may hold it."""

    guard: list[Finding]
    not_checked: list[str]
    who_may_hold_it: list[RequirementOut]


class ConditionIn(Schema):
    """One fact of the customer profile compared with a value; lists for ``in`` and ``not_in``."""

    fact: str
    comparison: Comparison
    value: bool | int | float | str | list[str]
    if_unknown: bool = False


class RequirementIn(Schema):
    """Something a customer must fulfil: at least one of the conditions."""

    any_of: list[ConditionIn] = Field(min_length=1, max_length=10)


class WhyNot(Schema):
    """May this customer hold the offer? ``why_not`` is empty when he may."""

    offer_code: str
    name_zh: str
    name_en: str
    customer_id: str
    eligible: bool
    why_not: list[RequirementOut]


class OfferParams(PageParams):
    """Filter by kind; withdrawn offers only on request. Sort by code, kind, monthly_fee_fen."""

    kind: OfferKind | None = None
    withdrawn: bool = False


@router.get("/offers", response=Page[OfferOut], allow=EVERYONE)
def list_offers(request: ScopedRequest, params: Query[OfferParams]) -> dict[str, Any]:
    """Return the offers on sale."""
    rows = queries.offers(None if params.withdrawn else clock.today())
    word = params.q.lower()
    chosen = [
        row
        for row in rows
        if (params.kind is None or row.kind is params.kind)
        and (not word or any(word in text.lower() for text in (row.code, row.name_zh, row.name_en)))
    ]
    return paged(_in_order(chosen, params.sort), params, _offer_out)


@router.get("/offers/{offer_code}", response=OfferDetail, allow=EVERYONE)
def read_offer(request: ScopedRequest, offer_code: str) -> dict[str, Any]:
    """Return one offer, what the price guard says and who may hold it."""
    return _detail_out(queries.offer(offer_code), request.language)


@router.put("/offers/{offer_code}/added-requirements", response=OfferDetail, allow={Role.PLANNER})
def change_requirements(request: ScopedRequest, offer_code: str, body: list[RequirementIn]) -> dict[str, Any]:
    """Replace the requirements added to an offer; an empty list leaves those that follow from the offer."""
    any_of = [[_condition(one) for one in need.any_of] for need in body]
    offer = add_requirements(offer_code=offer_code, any_of=any_of, actor=request.actor)
    return _detail_out(offer, request.language)


@router.get("/offers/{offer_code}/why-not", response=WhyNot, allow=READERS)
def why_not(request: ScopedRequest, offer_code: str, customer_id: str) -> dict[str, Any]:
    """Say why a customer may not hold an offer."""
    offer = queries.offer(offer_code)
    return _why_not_out(offer, customer_id, queries.why_not(request.scope, customer_id, [offer])[offer.code])


@router.get("/customers/{customer_id}/offers", response=list[WhyNot], allow=READERS)
def offers_for_customer(request: ScopedRequest, customer_id: str) -> list[dict[str, Any]]:
    """Return every offer on sale with whether a customer may hold it."""
    on_sale = queries.offers(clock.today())
    reasons = queries.why_not(request.scope, customer_id, on_sale)
    return [_why_not_out(offer, customer_id, reasons[offer.code]) for offer in on_sale]


def _condition(one: ConditionIn) -> Condition:
    value = tuple(one.value) if isinstance(one.value, list) else one.value
    return Condition(one.fact, one.comparison, value, one.if_unknown)


def _detail_out(offer: OfferFacts, language: Language) -> dict[str, Any]:
    needs = [queries.requirement_words(need) for need in offer.requirements]
    return {
        **_offer_out(offer),
        "guard": [_finding_out(finding, language) for finding in queries.guard_findings(offer.code)],
        "not_checked": [say(f"catalog.not_checked_{code}", language) for code in queries.NOT_CHECKED],
        "who_may_hold_it": needs or [{"code": "anybody", **say_both("catalog.need_anybody")}],
    }


def _offer_out(offer: OfferFacts) -> dict[str, Any]:
    return {name: getattr(offer, name) for name in OfferOut.model_fields}


def _in_order(rows: list[OfferFacts], sort: str) -> list[OfferFacts]:
    ordered = sorted(rows, key=lambda row: row.code)
    for part in reversed([word for word in sort.split(",") if word]):
        name = part.removeprefix("-")
        if name not in _SORTS:
            raise Problem("kernel.bad_sort", 400, field=name, allowed=", ".join(_SORTS))
        ordered.sort(key=attrgetter(name), reverse=part.startswith("-"))
    return ordered


def _finding_out(finding: GuardFinding, language: Language) -> dict[str, Any]:
    money = {
        name.removesuffix("_fen"): fen_to_yuan_text(int(str(value)))
        for name, value in finding.params.items()
        if name.endswith("_fen")
    }
    text = say(f"catalog.guard_{finding.code}", language, **{**finding.params, **money})
    return {"code": finding.code, "severity": finding.severity, "text": text}


def _why_not_out(offer: OfferFacts, customer_id: str, reasons: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "offer_code": offer.code,
        "name_zh": offer.name_zh,
        "name_en": offer.name_en,
        "customer_id": customer_id,
        "eligible": not reasons,
        "why_not": reasons,
    }
