"""The one way to a customer's clear phone number."""

from __future__ import annotations

from django.db import transaction

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.models import SealedPhone


def reveal_phone(*, customer_id: str, purpose: str, actor: Actor) -> str:
    """Return a customer's phone number in clear; who asked, and what for, is kept in the audit trail.

    The caller has checked that the customer is the actor's. Raises ``Problem`` without a purpose, and
    ``NotFoundProblem`` when no number is known.
    """
    if not purpose.strip():
        raise Problem("lake.purpose_needed", 400)
    with transaction.atomic():
        sealed = SealedPhone.objects.filter(customer_id=customer_id).first()
        if sealed is None:
            raise NotFoundProblem("phone", customer_id)
        audit.record(
            actor=actor,
            action="lake.reveal_phone",
            object_kind="customer",
            object_id=customer_id,
            purpose=purpose.strip(),
        )
    return sealed.phone


def masked(last4: str | None) -> str:
    """Return how a phone number is shown: ``*******1234``; empty when none is known."""
    return f"*******{last4}" if last4 else ""
