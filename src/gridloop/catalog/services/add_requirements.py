"""Requirements that a planner adds to those that follow from an offer's own fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gridloop.catalog.models import Offer, OfferRule
from gridloop.catalog.queries import offer
from gridloop.catalog.rules import condition_trouble, in_a_formula, requirements_as_json
from gridloop.catalog.types import Condition, OfferFacts, Requirement
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.datasets import DATASETS


def add_requirements(*, offer_code: str, any_of: Sequence[Sequence[Condition]], actor: Actor) -> OfferFacts:
    """Make these the added requirements of an offer (none: only the derived ones are left); return the offer.

    Each requirement is fulfilled by any one of its conditions. Raises ``NotFoundProblem`` for an unknown offer and
    ``Problem`` (422) for conditions on facts that customer profiles do not have, or values that do not fit them.
    """
    known = offer(offer_code)
    types = {name: kind.value for name, kind in DATASETS["customer_profile"].types.items()}
    troubles = [
        Trouble(f"requirements.{row}.{place}", f"catalog.{code}", {"fact": one.fact})
        for row, conditions in enumerate(any_of)
        for place, one in enumerate(conditions)
        if (code := condition_trouble(one, types.get(one.fact)))
    ]
    if troubles or not all(any_of):
        raise Problem("catalog.conditions_wrong", 422, tuple(troubles))
    added = [Requirement("own_rule", tuple(one), {"formula": in_a_formula(one)}) for one in any_of]
    with transaction.atomic():
        OfferRule.objects.update_or_create(
            offer=Offer.objects.get(code=known.code),
            defaults={"added": requirements_as_json(added), "set_by": actor.name},
        )
        audit.record(
            actor=actor,
            action="offer.add_requirements",
            object_kind="offer",
            object_id=known.code,
            added=requirements_as_json(added),
        )
    return offer(offer_code)
