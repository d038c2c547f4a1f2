"""The policy is kept in versions, and one that contradicts itself is refused."""

from __future__ import annotations

import pytest

from gridloop.contact.models import ContactPolicy
from gridloop.contact.queries import policy_in_force
from gridloop.contact.services.set_policy import set_policy
from gridloop.contact.types import Policy
from gridloop.kernel.problems import Problem

pytestmark = pytest.mark.django_db


def test_the_newest_version_is_in_force(actor):
    assert (policy_in_force().version, policy_in_force().policy) == (0, Policy())
    set_policy(policy=Policy(gap_days=3), actor=actor)
    set_policy(policy=Policy(gap_days=4), actor=actor)
    found = policy_in_force()
    assert (found.version, found.policy.gap_days, found.set_by) == (2, 4, "system:test")
    assert ContactPolicy.objects.count() == 2


@pytest.mark.parametrize("policy", [Policy(call_7=5, call_30=4), Policy(gap_days=-1), Policy(all_7=9)])
def test_a_policy_that_contradicts_itself_is_refused(actor, policy):
    with pytest.raises(Problem) as refused:
        set_policy(policy=policy, actor=actor)
    assert refused.value.code == "contact.policy_wrong"
    assert refused.value.troubles
    assert policy_in_force().version == 0
