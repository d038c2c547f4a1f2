"""No price below cost."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.catalog.rules import price_after_discount, price_guard
from gridloop.catalog.tests.shelf import offers
from gridloop.catalog.types import Severity

OFFERS = offers()
CATALOGUE = list(OFFERS.values())


def codes(code: str, **changes) -> list[tuple[str, Severity]]:
    offer = dataclasses.replace(OFFERS[code], **changes)
    return [(found.code, found.severity) for found in price_guard(offer, CATALOGUE)]


def test_the_shelf_is_sound():
    assert {code: codes(code) for code in OFFERS} == dict.fromkeys(OFFERS, [])


@pytest.mark.parametrize(
    ("code", "changes", "found"),
    [
        ("MP059", {"cost_fen": 5_900}, []),
        ("MP059", {"cost_fen": 5_901}, [("below_cost", Severity.HARD)]),
        ("MP059", {"discount_percent": 66.2}, [("below_cost", Severity.HARD)]),
        ("MP059", {"discount_percent": 66}, []),
        ("MP059", {"cost_fen": 0}, [("cost_unknown", Severity.WARNING)]),
        ("MP059", {"discount_percent": -5}, [("impossible_discount", Severity.HARD)]),
        ("MP059", {"discount_percent": 101}, [("impossible_discount", Severity.HARD)]),
        ("RB80", {"discount_percent": 60}, [("below_cost", Severity.HARD)]),
        ("RM90", {"discount_percent": 54}, [("below_cost", Severity.HARD)]),
        ("RM90", {"discount_percent": 52}, []),
    ],
)
def test_the_price_after_discount_covers_the_cost(code, changes, found):
    assert codes(code, **changes) == found


def test_the_finding_names_the_tariff_that_would_be_sold_below_cost():
    (found,) = price_guard(dataclasses.replace(OFFERS["RB80"], discount_percent=60), CATALOGUE)
    assert found.params == {"offer": "BB300", "price_fen": 2_400, "cost_fen": 2_500}


@given(st.integers(0, 10**7), st.floats(0, 100), st.floats(0, 100))
def test_more_discount_never_costs_more(fee, one, other):
    low, high = sorted((one, other))
    assert 0 <= price_after_discount(fee, high) <= price_after_discount(fee, low) <= fee
