"""Keeping audiences under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from gridloop.campaign.expr.conditions import read_conditions
from gridloop.campaign.models import AudienceTemplate
from gridloop.campaign.queries.audience import field_catalogue
from gridloop.campaign.queries.campaigns import templates
from gridloop.campaign.services.read_draft import planning_unit
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope
from gridloop.lake.queries import open_lake


def save_template(
    *, given: Mapping[str, Any], scope: Scope, actor: Actor, template_id: int | None = None
) -> AudienceTemplate:
    """Save an audience for the highest unit of the scope, or replace the one with ``template_id``.

    Raises ``Problem`` (409) when the unit has another one of that name.
    """
    unit = planning_unit(scope, "")
    with open_lake() as lake:
        read_conditions(given["audience"], field_catalogue(lake))
    row = _own(scope, template_id, unit.code) if template_id else AudienceTemplate(org_code=unit.code)
    row.name_zh = given["name_zh"]
    row.name_en = given.get("name_en") or given["name_zh"]
    row.audience, row.exclusions = given["audience"], given.get("exclusions", {})
    row.created_by, row.updated_at = actor.name, clock.now()
    try:
        with transaction.atomic():
            row.save()
            audit.record(
                actor=actor,
                action="campaign.save_template",
                object_kind="audience_template",
                object_id=row.pk,
                name=row.name_zh,
            )
    except IntegrityError as error:
        raise Problem("campaign.template_name_taken", 409, name=row.name_zh) from error
    return row


def delete_template(*, template_id: int, scope: Scope, actor: Actor) -> None:
    """Delete a saved audience of one's own unit."""
    with transaction.atomic():
        row = _own(scope, template_id, planning_unit(scope, "").code)
        audit.record(
            actor=actor,
            action="campaign.delete_template",
            object_kind="audience_template",
            object_id=row.pk,
            name=row.name_zh,
        )
        row.delete()


def _own(scope: Scope, template_id: int, org_code: str) -> AudienceTemplate:
    row = templates(scope).filter(pk=template_id).first()
    if row is None:
        raise NotFoundProblem("audience_template", template_id)
    if row.org_code != org_code:
        raise Problem("campaign.template_not_yours", 403, name=row.name_zh)
    return row
