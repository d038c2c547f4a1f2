"""A month that closes: books agree with each other, and contacts touch only the contacted."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pyarrow.csv as pc
import pytest

from twin.life.advancing import advance
from twin.life.closing import close_month
from twin.life.contacts import Contacts
from twin.life.store import StateError, load
from twin.months import month_of
from twin.nature.deals import deal_of
from twin.nature.standing import stand
from twin.tests.conftest import Built
from twin.world.people import customer_ids
from twin.world.world import World

OCTOBER = month_of("2026-10")
DAY = np.datetime64("2026-10-12", "D")


def contacts_with(world: World, code: str, count: int, signed: bool) -> Contacts:
    """Reached contacts with the first customers who can have the offer."""
    s = stand(world)
    offer = np.full(len(s), world.offers.row(code))
    rows = np.flatnonzero(deal_of(s, world.offers, offer).possible)[:count]
    yes = np.full(len(rows), True)
    return Contacts(
        rows, np.full(len(rows), DAY), offer[rows], yes, yes & signed, np.full(len(rows), 3.0 * (not signed))
    )


def test_contacts_change_outcomes_of_the_contacted_only(world: World):
    other = copy.deepcopy(world)
    contacts = contacts_with(world, "DP010", 400, signed=False)
    close_month(world, Contacts.none())
    close_month(other, contacts)
    touched = np.zeros(len(world.people), dtype=bool)
    touched[contacts.customer] = True
    for column, values in vars(world.people).items():
        np.testing.assert_array_equal(values[~touched], getattr(other.people, column)[~touched], err_msg=column)
    left, left_stirred = ~world.people.is_present, ~other.people.is_present
    assert left_stirred[touched].sum() > left[touched].sum(), "a strong stir makes more of the contacted leave"
    assert not (left & ~left_stirred).any(), "with common random numbers nobody is kept by being stirred"


def test_books_of_a_month_agree(world: World):
    before = world.people.is_present.copy()
    books = close_month(world, Contacts.none())
    people, subs = world.people, world.subscriptions
    left = before & ~people.is_present[: len(before)]
    assert books.counts["left"] == left.sum() > 0
    assert not subs.is_active[~people.is_present[subs.customer]].any(), "who left holds nothing"
    ended = subs.ended_on[left[np.minimum(subs.customer, len(left) - 1)] & (subs.customer < len(left))]
    assert not np.isnat(ended).any()
    days = people.left_on[np.flatnonzero(left)].astype("datetime64[M]")
    assert (days == OCTOBER).all()
    assert set(books.bills.customer.tolist()) == set(np.flatnonzero(before).tolist())
    assert (books.ports.ports_used <= books.ports.ports_total).all()
    assert world.month == OCTOBER + 1


@pytest.mark.parametrize("code", ["RM85", "RB95", "DP020", "MP129", "BN129", "BB500", "TV010"])
def test_what_was_signed_stands_in_the_books_and_is_billed(world: World, code: str):
    contacts = contacts_with(world, code, 25, signed=True)
    s = stand(world).take(contacts.customer)
    deal = deal_of(s, world.offers, contacts.offer)
    fees = deal.mobile_fee + deal.broadband_fee + s.other_fee + deal.added_fee
    books = close_month(world, contacts)
    subs = world.subscriptions
    mine = (subs.offer == world.offers.row(code)) & (subs.started_on == DAY)
    mine &= np.isin(subs.customer, contacts.customer)
    assert set(subs.customer[mine].tolist()) == set(contacts.customer.tolist())
    assert books.counts["signed_after_contact"] == len(contacts)
    after = stand(world)
    stay = after.present[contacts.customer]
    paid = (after.mobile_fee + after.broadband_fee + after.other_fee)[contacts.customer]
    # of those with a pack that ran out in the month the old pack's fee is gone
    same = np.isclose(paid[stay], fees[stay], atol=2.0)
    assert same.mean() > 0.9
    if code.startswith("R"):
        ends = subs.contract_end_on[mine]
        assert (ends > DAY + 360).all(), "a renewal binds for a year at least"


def test_advance_writes_the_next_delivery_and_can_be_run_again(built: Built, state: Path, tmp_path: Path):
    drop = tmp_path / "drop"
    advanced = advance(state, drop, OCTOBER, lambda text: None)
    assert advanced is not None
    assert advanced.business_date == "2026-11-01"
    assert load(state).month == OCTOBER + 1
    assert advance(state, drop, OCTOBER, lambda text: None) is None
    with pytest.raises(StateError, match="close that month next"):
        advance(state, drop, month_of("2027-05"), lambda text: None)
    bills = pc.read_csv(drop / "2026-11-01" / "bill_2026-11-01.csv", parse_options=pc.ParseOptions(
        invalid_row_handler=lambda row: "skip"))  # fmt: skip
    months = set(bills.column("month").to_pylist())
    assert {"2026-10"} <= months <= {"2026-10", "2026-13"}


def test_new_customers_are_complete(world: World):
    first = len(world.people)
    books = close_month(world, Contacts.none())
    fresh = np.arange(first, len(world.people))
    assert len(fresh) == books.counts["joined"] > 0
    assert (world.people.joined_on[fresh].astype("datetime64[M]") == OCTOBER).all()
    assert set(fresh.tolist()) <= set(world.subscriptions.customer.tolist())
    assert len(world.cards) == len(world.people)
    assert customer_ids(fresh)[0] == f"C{first + 1:09d}"


def test_a_saved_world_lives_on_like_the_one_in_memory(built: Built, world: World):
    read = load(built.state)
    close_month(world, Contacts.none())
    close_month(read, Contacts.none())
    for name in ("people", "cards", "subscriptions", "consents"):
        for column, values in vars(getattr(world, name)).items():
            np.testing.assert_array_equal(values, getattr(getattr(read, name), column), err_msg=f"{name}.{column}")
