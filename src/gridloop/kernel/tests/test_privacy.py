"""One rule on customers' names, for every list, detail and script."""

from __future__ import annotations

import pytest

from gridloop.kernel.privacy import NAMES_IN_CLEAR, customer_name, masked_name, without_name
from gridloop.kernel.types import Role, Scope


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王**"),
        ("马颖", "马*"),
        ("海滨花园物业公司", "海***"),
        ("Ada", "A**"),
        ("王", "王*"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_masked_name_keeps_its_first_character_and_tells_no_length(name, shown):
    assert masked_name(name) == shown


@pytest.mark.parametrize("role", list(Role))
def test_names_are_clear_for_whoever_serves_the_customer(role):
    scope = Scope(role=role, org_paths=("/",))
    serves = role in {
        Role.COMMUNITY_MANAGER,
        Role.ACCOUNT_MANAGER,
        Role.HALL_CLERK,
        Role.CALL_AGENT,
        Role.PARTNER,
        Role.GRID_MANAGER,
    }
    assert (role in NAMES_IN_CLEAR) == serves
    assert customer_name(scope, "王小明") == ("王小明" if serves else "王**")
    told = without_name(scope, "王小明您好，王小明！", "王小明")
    assert told == ("王小明您好，王小明！" if serves else "王**您好，王**！")


def test_a_script_without_a_name_stays_as_it_is():
    assert without_name(Scope(role=Role.AUDITOR, org_paths=("/",)), "您好", "") == "您好"
