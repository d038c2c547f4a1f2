"""What a phone shows of an order: filled in when the order is made, with the least fields that do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from gridloop.campaign.queries import reason_texts
from gridloop.campaign.types import CampaignFacts, Script
from gridloop.catalog.queries import offers
from gridloop.catalog.types import OfferFacts, OfferKind
from gridloop.kernel import clock
from gridloop.kernel.money import fen_to_yuan_text
from gridloop.kernel.wording import say_both
from gridloop.lake.engine import Lake
from gridloop.lake.services.reveal_phone import masked

_FIXED_LINE = frozenset({OfferKind.BROADBAND, OfferKind.TV, OfferKind.RETENTION})
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class CardRequest:
    """What is known of an order before its card is filled in."""

    customer_id: str
    offer_code: str
    reasons: Sequence[Mapping[str, Any]]
    seller_name: str


def customer_facts(lake: Lake, customer_ids: Sequence[str], month: date) -> dict[str, dict[str, Any]]:
    """Return what cards need of customers: name, address, place, and what they have now."""
    asked = lake.attach("card_customers", pa.table({"asked_id": pa.array(customer_ids, pa.string())}))
    customer, profile, place = (lake.table(name) for name in ("customer", "customer_profile", "place"))
    known = profile.filter(profile.month <= month)
    newest = known.filter(known.month == known.month.max()).select(
        profiled="customer_id",
        mobile_offer_code="mobile_offer_code",
        broadband_offer_code="broadband_offer_code",
        monthly_fee_fen="monthly_fee_fen",
        days_left="contract_days_left",
        broadband_days_left="broadband_contract_days_left",
    )
    places = place.select(place_found="place_code", place_name="name", place_lon="longitude", place_lat="latitude")
    rows = asked.inner_join(customer, asked.asked_id == customer.customer_id)
    rows = rows.left_join(newest, rows.customer_id == newest.profiled)
    rows = rows.left_join(places, rows.place_code == places.place_found)
    names = [
        *("customer_id", "name", "address", "place_code", "place_name", "phone_last4", "longitude", "latitude"),
        *("place_lon", "place_lat", "mobile_offer_code", "broadband_offer_code", "monthly_fee_fen"),
        *("days_left", "broadband_days_left"),
    ]
    return {row["customer_id"]: row for row in lake.run(rows.select(*names)).to_pylist()}


class CardFiller:
    """Fills in cards; knows the offers and reads the customers' facts once for a chunk."""

    def __init__(self, facts: Mapping[str, Mapping[str, Any]]) -> None:
        self.facts = facts
        self.offers = {offer.code: offer for offer in offers(active_on=clock.today())}

    def card(self, request: CardRequest, *, title: Mapping[str, str], scripts: Mapping[str, Script]) -> dict[str, Any]:
        """Return one card."""
        about = self.facts.get(request.customer_id, {})
        offer = self.offers.get(request.offer_code)
        current = self._current(about, offer)
        reasons = reason_texts(request.reasons)
        return {
            "title": dict(title),
            "customer_name": about.get("name") or "",
            "phone_masked": masked(about.get("phone_last4")),
            "address": about.get("address") or "",
            "place_code": about.get("place_code") or "",
            "place_name": about.get("place_name") or "",
            "longitude": _first(about, "longitude", "place_lon"),
            "latitude": _first(about, "latitude", "place_lat"),
            "offer": _offer_card(offer),
            "current": {
                "offer_name": _name(current) if current else None,
                "monthly_fee_fen": about.get("monthly_fee_fen"),
            },
            "reasons": reasons,
            "script": self._script(request, about, offer, current, scripts, reasons),
        }

    def _current(self, about: Mapping[str, Any], offer: OfferFacts | None) -> OfferFacts | None:
        codes = [about.get("mobile_offer_code"), about.get("broadband_offer_code")]
        if offer is not None and offer.kind in _FIXED_LINE:
            codes.reverse()
        return next((self.offers[code] for code in codes if code in self.offers), None)

    def _script(
        self,
        request: CardRequest,
        about: Mapping[str, Any],
        offer: OfferFacts | None,
        current: OfferFacts | None,
        scripts: Mapping[str, Script],
        reasons: Sequence[Mapping[str, str]],
    ) -> dict[str, str]:
        script = scripts.get(offer.kind.value if offer else "default") or scripts.get("default")
        if script is None:
            return {"zh": "", "en": ""}
        plain = {
            "customer_name": about.get("name") or "",
            "seller_name": request.seller_name,
            "offer_fee": fen_to_yuan_text(offer.monthly_fee_fen) if offer else "",
            "current_fee": fen_to_yuan_text(about.get("monthly_fee_fen") or 0),
            "contract_days_left": str(_first(about, "days_left", "broadband_days_left") or 0),
        }
        said = {}
        for language in _LANGUAGES:
            own = {
                "offer_name": _name(offer)[language] if offer else "",
                "current_offer": (_name(current) if current else say_both("dispatch.no_current_offer"))[language],
                "reason": (reasons[0] if reasons else say_both("dispatch.no_reason"))[language],
            }
            said[language] = getattr(script, language).format(**plain, **own)
        return said


def campaign_title(campaign: CampaignFacts) -> dict[str, str]:
    """Return a campaign's name as a card shows it."""
    return {"zh": campaign.name_zh, "en": campaign.name_en}


def _offer_card(offer: OfferFacts | None) -> dict[str, Any] | None:
    if offer is None:
        return None
    return {
        "code": offer.code,
        "name": _name(offer),
        "monthly_fee_fen": offer.monthly_fee_fen,
        "contract_months": offer.contract_months,
    }


def _name(offer: OfferFacts) -> dict[str, str]:
    return {"zh": offer.name_zh, "en": offer.name_en}


def _first(about: Mapping[str, Any], *names: str) -> Any:
    return next((about[name] for name in names if about.get(name) is not None), None)
