"""What the operator sells, who may hold it, and why not."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from ninja import Query, Schema

from gridloop.catalog import queries
from gridloop.catalog.types import GuardFinding, OfferFacts, OfferKind, Severity
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
    offer = queries.offer(offer_code)
    needs = [queries.requirement_words(need) for need in offer.requirements]
    return {
        **_offer_out(offer),
        "guard": [_finding_out(finding, request.language) for finding in queries.guard_findings(offer_code)],
        "not_checked": [say(f"catalog.not_checked_{code}", request.language) for code in queries.NOT_CHECKED],
        "who_may_hold_it": needs or [{"code": "anybody", **say_both("catalog.need_anybody")}],
    }


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
