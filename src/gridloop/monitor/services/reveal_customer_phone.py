"""The clear number of a customer of one's own."""

from __future__ import annotations

from gridloop.kernel.types import Actor, Scope
from gridloop.lake.services.reveal_phone import reveal_phone
from gridloop.territory.queries import owner_of


def reveal_customer_phone(*, scope: Scope, customer_id: str, purpose: str, actor: Actor) -> str:
    """Return the clear phone number of a customer inside the scope; who asked, and why, is kept in the audit trail.

    Raises ``NotFoundProblem`` for a customer outside the scope, or one without a number.
    """
    owner_of(scope, customer_id)
    return reveal_phone(customer_id=customer_id, purpose=purpose, actor=actor)
