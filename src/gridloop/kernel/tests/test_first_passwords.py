"""First passwords: everybody without one gets his own, nobody's is replaced."""

from __future__ import annotations

import pytest

from gridloop.kernel.models import Account, AuditEntry
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.services.accounts import create_staff_accounts, give_first_passwords


@pytest.fixture
def without_accounts(operator, settings):
    """Return an operator whose staff have no accounts, and passwords that are quick to hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    Account.objects.all().delete()
    return operator


def test_each_member_of_staff_gets_a_password_of_his_own_once(without_accounts, actor):
    made = create_staff_accounts(actor=actor, password=None)
    given = give_first_passwords(actor=actor)
    assert len(given) == made == len({one.password for one in given}) > 5
    one = next(one for one in given if one.role == "community_manager")
    assert Account.objects.get(username=one.username).check_password(one.password)
    assert give_first_passwords(actor=actor) == []
    entry = AuditEntry.objects.filter(action="account.first_passwords", detail__count=made).get()
    assert one.username in entry.detail["accounts"] and one.password not in str(entry.detail)


def test_a_unit_and_a_role_narrow_it_down(without_accounts, actor):
    create_staff_accounts(actor=actor, password=None)
    given = give_first_passwords(actor=actor, unit="LG0101", roles=["community_manager"])
    assert given and {one.org_code for one in given} == {"LG0101"}
    assert {one.role for one in given} == {"community_manager"}
    with pytest.raises(NotFoundProblem):
        give_first_passwords(actor=actor, unit="NONE")


def test_accounts_read_the_installations_language(without_accounts, settings, actor):
    settings.TENANT_LANGUAGE = "en"
    create_staff_accounts(actor=actor, password=None)
    assert set(Account.objects.values_list("language", flat=True)) == {"en"}
