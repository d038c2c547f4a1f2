"""A new version of the contact policy."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction

from gridloop.contact.models import ContactPolicy
from gridloop.contact.queries.read_policy import policy_in_force
from gridloop.contact.rules import policy_troubles
from gridloop.contact.types import Policy, PolicyInForce
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def set_policy(*, policy: Policy, actor: Actor) -> PolicyInForce:
    """Put a policy in force from now on; former versions are kept.

    Raises ``Problem`` (422) for one that contradicts itself, (409) when somebody else set one at the same time.
    """
    troubles = policy_troubles(policy)
    if troubles:
        raise Problem("contact.policy_wrong", 422, troubles, count=len(troubles))
    try:
        with transaction.atomic():
            before = policy_in_force()
            row = ContactPolicy.objects.create(
                version=before.version + 1, terms=asdict(policy), set_by=actor.name, set_at=clock.now()
            )
            audit.record(
                actor=actor,
                action="contact.set_policy",
                object_kind="contact_policy",
                object_id=row.version,
                before=asdict(before.policy),
                after=asdict(policy),
            )
    except IntegrityError as error:
        raise Problem("contact.policy_raced", 409) from error
    return policy_in_force()
