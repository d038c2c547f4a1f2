"""A customer is given to somebody else: at once by who decides over both grids, else after approval; all audited."""

from __future__ import annotations

import pytest

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.scope import actor_of
from gridloop.territory.models import OwnershipOverride
from gridloop.territory.services.override import decide_override, end_override, override_assignee

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(owned_city):
    """Return a function by which somebody gives a customer to a seller."""

    def run(who: str, customer: str, seller: str):
        return override_assignee(
            scope=owned_city.scope(who),
            actor=actor_of(owned_city.accounts[who]),
            customer_id=customer,
            assignee_code=seller,
            reason="same family",
        )

    return run


@pytest.fixture
def decide(owned_city):
    """Return a function by which somebody settles a request."""

    def run(who: str, row: OwnershipOverride, approve: bool = True):
        return decide_override(
            scope=owned_city.scope(who),
            actor=actor_of(owned_city.accounts[who]),
            override_id=row.pk,
            approve=approve,
        )

    return run


def test_a_grid_manager_decides_inside_his_grid(ask):
    row = ask("GM0101", "C1", "CM010102")
    assert (row.state, row.grid_code, row.former_assignee_code) == ("approved", "LG0101", "CM010101")
    assert row.valid_from is not None
    actions = set(AuditEntry.objects.filter(object_id="C1").values_list("action", flat=True))
    assert actions == {"ownership_override.request", "ownership_override.approve"}
    assert Job.objects.get().kind == "territory.derive_ownership"


def test_a_seller_only_asks(ask, decide):
    row = ask("CM010101", "C1", "CM010102")
    assert (row.state, row.valid_from) == ("pending", None)
    assert Job.objects.count() == 0
    assert decide("GM0101", row).state == "approved"


def test_across_grids_it_takes_somebody_over_both(ask, decide):
    row = ask("GM0101", "C1", "CM010201")
    assert row.state == "pending"
    with pytest.raises(Problem) as refused:
        decide("GM0102", row)
    assert refused.value.code == "territory.not_yours_to_decide"
    with pytest.raises(NotFoundProblem):
        decide("BM02", row)
    assert decide("BM01", row, approve=False).state == "rejected"


def test_what_is_decided_stays_decided(ask, decide):
    row = ask("CM010101", "C1", "CM010102")
    decide("GM0101", row, approve=False)
    with pytest.raises(Problem) as refused:
        decide("GM0101", row)
    assert refused.value.code == "territory.override_decided"


def test_one_override_per_customer_holds(ask):
    first = ask("BM01", "C1", "CM010102")
    second = ask("BM01", "C1", "CM010201")
    first.refresh_from_db()
    assert (first.state, second.state) == ("ended", "approved")
    assert first.valid_to is not None


def test_one_request_per_customer_waits(ask):
    ask("CM010101", "C1", "CM010102")
    with pytest.raises(Problem) as refused:
        ask("CM010101", "C1", "CM010201")
    assert refused.value.code == "territory.override_waiting"


def test_what_cannot_be_is_refused(ask):
    refusals = [
        ("GM0101", "C4", "CM010101", "kernel.not_found"),
        ("CM010101", "C3", "CM010101", "kernel.not_found"),
        ("GM0101", "C1", "CM010101", "territory.already_owner"),
        ("GM0101", "C1", "PLAN1", "territory.unknown_assignee"),
        ("GM0101", "C1", "NOBODY", "territory.unknown_assignee"),
        ("PLAN1", "C1", "BM02", "territory.unknown_assignee"),
    ]
    for who, customer, seller, code in refusals:
        with pytest.raises(Problem) as refused:
            ask(who, customer, seller)
        assert refused.value.code == code, (who, customer, seller)
    assert OwnershipOverride.objects.count() == 0


def test_an_override_can_be_ended(ask, owned_city):
    row = ask("GM0101", "C1", "CM010102")
    ended = end_override(
        scope=owned_city.scope("GM0101"), actor=actor_of(owned_city.accounts["GM0101"]), override_id=row.pk
    )
    assert ended.state == "ended"
    assert AuditEntry.objects.filter(action="ownership_override.end").count() == 1
