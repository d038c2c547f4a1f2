"""The one way to a customer's clear phone number."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.models import SealedPhone

_ACTION = "lake.reveal_phone"
_ONE_QUERY = 500


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
            action=_ACTION,
            object_kind="customer",
            object_id=customer_id,
            purpose=purpose.strip(),
        )
    return sealed.phone


def reveal_phones(*, purposes: Mapping[str, str], actor: Actor) -> dict[str, str]:
    """Return the clear numbers of many customers (those that are known), each look-up kept in the audit trail.

    ``purposes`` says for each customer what his number is for. The caller has checked that the customers are the
    actor's. Raises ``Problem`` when a purpose is missing.
    """
    if not all(purpose.strip() for purpose in purposes.values()):
        raise Problem("lake.purpose_needed", 400)
    customers = list(purposes)
    found: dict[str, str] = {}
    with transaction.atomic():
        for start in range(0, len(customers), _ONE_QUERY):
            sealed = SealedPhone.objects.filter(customer_id__in=customers[start : start + _ONE_QUERY])
            found |= {row.customer_id: row.phone for row in sealed}
        audit.record_each(
            actor=actor,
            action=_ACTION,
            object_kind="customer",
            objects=((customer, {"purpose": purposes[customer].strip()}) for customer in found),
        )
    return found


def masked(last4: str | None) -> str:
    """Return how a phone number is shown: ``*******1234``; empty when none is known."""
    return f"*******{last4}" if last4 else ""
