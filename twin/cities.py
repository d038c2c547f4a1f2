"""The city configurations: the same map, different hidden truths.

Gridloop never sees these numbers. A method that works in one city only has learnt the city, not the trade;
therefore benches run in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.errors import InputError


@dataclass(frozen=True)
class City:
    """What differs between cities. Log-odds (`*_logit`) add to the logistic scores of `twin.nature`."""

    code: str
    name_zh: str
    name_en: str
    story: str
    leave_logit: float
    """Monthly leaving of an average customer under contract."""
    drift_logit: float
    """Monthly start of drifting away (less use, more calls to the competitor)."""
    rivalry: float
    """How strongly a liking for the competitor works."""
    price_sensitivity: float
    """Mean of the customers' price sensitivity, between 0 and 1."""
    self_service_logit: float
    """How readily people buy and renew by themselves (the sure things)."""
    response_logit: float
    """How readily people accept what a seller offers."""
    sleeping_dogs: float
    """How strongly a contact reminds idle, overpaying customers to leave (log of the hazard ratio)."""
    growth: float
    """Growth of data use, log per month."""
    broadband_share: float
    """Share of the customers who have broadband already."""
    joins: float
    """New customers a month, as a share of those present."""
    dishonest_managers: float
    """Share of the community managers who sometimes claim what is not so."""


PORT = City(
    code="port",
    name_zh="澜港市",
    name_en="Langang",
    story="a growing port city with one competitor, room for broadband and rising data use",
    leave_logit=-4.65,
    drift_logit=-4.25,
    rivalry=0.75,
    price_sensitivity=0.45,
    self_service_logit=0.0,
    response_logit=0.0,
    sleeping_dogs=1.5,
    growth=0.022,
    broadband_share=0.62,
    joins=0.0145,
    dishonest_managers=0.25,
)

PRICE_WAR = City(
    code="price_war",
    name_zh="澜港市",
    name_en="Langang",
    story="a strong competitor undercuts every tariff; contracts that end are lost unless somebody comes",
    leave_logit=-4.4,
    drift_logit=-3.8,
    rivalry=1.15,
    price_sensitivity=0.6,
    self_service_logit=-0.4,
    response_logit=-0.1,
    sleeping_dogs=1.3,
    growth=0.015,
    broadband_share=0.6,
    joins=0.016,
    dishonest_managers=0.3,
)

MATURE = City(
    code="mature",
    name_zh="澜港市",
    name_en="Langang",
    story="a saturated city: nearly everybody has everything, renews alone, and dislikes being called",
    leave_logit=-4.75,
    drift_logit=-4.55,
    rivalry=0.55,
    price_sensitivity=0.4,
    self_service_logit=0.5,
    response_logit=-0.35,
    sleeping_dogs=1.9,
    growth=0.01,
    broadband_share=0.78,
    joins=0.009,
    dishonest_managers=0.2,
)

CITIES: dict[str, City] = {city.code: city for city in (PORT, PRICE_WAR, MATURE)}


def city_named(code: str) -> City:
    """The configuration of that name; InputError that lists the names when there is none."""
    if code not in CITIES:
        raise InputError(f"no city '{code}': choose one of {', '.join(CITIES)}")
    return CITIES[code]
