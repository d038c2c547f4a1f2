"""The contact policy in force."""

from __future__ import annotations

from dataclasses import fields

from gridloop.contact.models import ContactPolicy
from gridloop.contact.types import Policy, PolicyInForce


def policy_in_force() -> PolicyInForce:
    """Return the newest version of the policy; the one Gridloop brings along when none was set."""
    row = ContactPolicy.objects.first()
    if row is None:
        return PolicyInForce(version=0, policy=Policy())
    known = {field.name for field in fields(Policy)}
    terms = {name: value for name, value in row.terms.items() if name in known}
    return PolicyInForce(row.version, Policy(**terms), row.set_by, row.set_at)
