"""A scope narrows rows and lake tables to the same things."""

from __future__ import annotations

import pytest

from gridloop.kernel.queries import org_units, people
from gridloop.kernel.scope import grid_codes


def test_a_branch_manager_sees_his_own_branch_only(operator):
    codes = {unit.code for unit in org_units(operator.scope("BM01"))}
    assert codes == {"LG01", "LG0101", "LG0102"}


def test_an_executive_sees_everything(operator):
    assert grid_codes(operator.scope("EXEC1")) is None
    assert org_units(operator.scope("EXEC1")).count() == 7


def test_a_seller_sees_only_himself_among_people(operator):
    assert [person.code for person in people(operator.scope("CM010101"))] == ["CM010101"]


def test_an_account_without_a_unit_sees_nothing(operator):
    account = operator.accounts["BM01"]
    account.org_unit = None
    account.save()
    assert org_units(operator.scope("BM01")).count() == 0
    assert grid_codes(operator.scope("BM01")) == ()


@pytest.mark.parametrize(("who", "status"), [("ADMIN1", 200), ("PLAN1", 403), ("CM010101", 403)])
def test_accounts_are_for_administrators(operator, who, status):
    assert operator.client(who).get("/api/kernel/accounts").status_code == status


def test_nobody_is_told_to_sign_in(db, client):
    answer = client.get("/api/kernel/org-units")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
