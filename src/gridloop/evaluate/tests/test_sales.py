"""A sale pays once: not twice by splitting a household, breaking off and rejoining, or reporting after the fact."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gridloop.evaluate.rules.sales import EarlierHolding, Sale, Unpaid, household_of, is_re_dated, unpaid

DAY = date(2026, 10, 10)
KINDS = ("broadband", "bundle")


def sale(order: str, subscription: str = "", **values) -> Sale:
    given_values = {
        "customer_id": f"C{order}",
        "offer_kind": "broadband",
        "started_on": DAY,
        "first_contact_on": DAY,
        "last_contact_on": DAY,
        "household": f"address:{order}",
    }
    return Sale(order, subscription_id=subscription or f"S{order}", **{**given_values, **values})


def refused(*sales: Sale, paid_before=()) -> dict[str, Unpaid]:
    return unpaid(sales, one_per_household=KINDS, paid_before=paid_before)


def test_an_honest_sale_pays():
    assert refused(sale("1"), sale("2")) == {}


def test_two_customers_of_one_household_are_one_broadband_sale():
    assert refused(sale("1", household="h"), sale("2", household="h")) == {"2": Unpaid.SAME_HOUSEHOLD}


def test_two_people_of_one_household_may_each_have_a_mobile_plan():
    plans = [sale(n, household="h", offer_kind="mobile_plan") for n in "12"]
    assert refused(*plans) == {}


def test_one_subscription_pays_the_order_that_was_contacted_last():
    early = sale("1", "S", last_contact_on=DAY - timedelta(3), first_contact_on=DAY - timedelta(3))
    assert refused(early, sale("2", "S")) == {"1": Unpaid.SAME_SALE}


def test_a_sale_that_paid_before_does_not_pay_again():
    assert refused(sale("1", "S"), paid_before={"S"}) == {"1": Unpaid.PAID_BEFORE}


def test_what_the_customer_did_before_any_contact_earns_nothing():
    late = sale("1", first_contact_on=DAY + timedelta(1))
    never = sale("2", first_contact_on=None, last_contact_on=None)
    assert refused(late, never) == {"1": Unpaid.BEFORE_CONTACT, "2": Unpaid.NO_CONTACT}


def test_break_off_and_rejoin_is_re_dating_but_a_renewal_is_not():
    ended = DAY - timedelta(20)
    broken_off = EarlierHolding(ended, contract_end_on=DAY + timedelta(100))
    run_out = EarlierHolding(ended, contract_end_on=ended)
    long_ago = EarlierHolding(DAY - timedelta(200), contract_end_on=None)
    still_held = EarlierHolding(None, contract_end_on=None)
    assert is_re_dated(DAY, [broken_off], 90)
    assert not is_re_dated(DAY, [run_out, long_ago, still_held], 90)


def test_an_address_of_many_customers_is_no_household():
    assert household_of("1 Sea Road", 3, "C1") == household_of("1  Sea Road ", 3, "C2")
    assert household_of("Sea Tower", 60, "C1") != household_of("Sea Tower", 60, "C2")
    assert household_of("", 0, "C1") == "customer:C1"


small = st.integers(0, 4)


@st.composite
def some_sales(draw):
    return [
        sale(
            str(n),
            f"S{draw(small)}",
            household=f"h{draw(small)}",
            offer_kind=draw(st.sampled_from(["broadband", "mobile_plan"])),
            first_contact_on=DAY + timedelta(draw(st.integers(-2, 1))),
            started_on=DAY + timedelta(draw(st.integers(0, 2))),
        )
        for n in range(draw(st.integers(0, 10)))
    ]


@given(some_sales(), st.randoms())
def test_whatever_is_told_in_whatever_order_nothing_pays_twice(sales, random):
    answer = refused(*sales)
    shuffled = list(sales)
    random.shuffle(shuffled)
    assert refused(*shuffled) == answer
    paid = [one for one in sales if one.order_id not in answer]
    assert len({one.subscription_id for one in paid}) == len(paid)
    homes = [(one.household, one.offer_kind) for one in paid if one.offer_kind in KINDS]
    assert len(set(homes)) == len(homes)
