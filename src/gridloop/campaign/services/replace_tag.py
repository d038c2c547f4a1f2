"""Puts another tag in the place of one that is to go, in every plan and saved audience that may still be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gridloop.campaign.expr.fields import FieldGroup
from gridloop.campaign.queries.audience import field_catalogue
from gridloop.campaign.queries.campaigns import campaign_row, templates
from gridloop.campaign.queries.tag_users import TAG_PREFIX, tag_users
from gridloop.campaign.services.draft import update_campaign
from gridloop.campaign.services.save_template import save_template
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Scope
from gridloop.lake.queries import open_lake


@dataclass(frozen=True, slots=True)
class Replacement:
    """What names the new tag now, and what still names the old one; rows as ``tag_users`` gives them."""

    changed: list[dict[str, Any]]
    kept: list[dict[str, Any]]


def replace_tag(*, old: str, new: str, scope: Scope, actor: Actor) -> Replacement:
    """Replace a tag by another in the drafts and saved audiences that the actor may change; all of them or none.

    What was handed in or launched stays as it was decided on. The old tag may be out of force already. Raises
    ``Problem`` (400) when audiences cannot be built on the new one, or it means another kind of value somewhere.
    """
    with open_lake() as lake:
        found = field_catalogue(lake).get(f"{TAG_PREFIX}{new}")
    if found is None or found.group is not FieldGroup.TAG or old == new:
        raise Problem(
            "campaign.replace_with_unknown",
            400,
            (Trouble("new", "campaign.replace_with_unknown", {"tag": new}),),
            tag=new,
        )
    users = tag_users(scope, old)
    changed = [one for one in users if one["changeable"]]
    with transaction.atomic():
        for one in changed:
            _change(one, old, new, scope, actor)
        audit.record(
            actor=actor,
            action="campaign.replace_tag",
            object_kind="tag",
            object_id=old,
            new=new,
            changed=[one["key"] for one in changed],
        )
    return Replacement(changed, [one for one in users if not one["changeable"]])


def _change(user: Mapping[str, Any], old: str, new: str, scope: Scope, actor: Actor) -> None:
    if user["kind"] == "campaign":
        plan = campaign_row(scope, user["key"])
        update_campaign(
            code=plan.code, changes=_replaced(plan.audience, plan.exclusions, old, new), scope=scope, actor=actor
        )
        return
    kept = templates(scope).get(pk=int(user["key"]))
    given = {"name_zh": kept.name_zh, "name_en": kept.name_en, **_replaced(kept.audience, kept.exclusions, old, new)}
    save_template(given=given, scope=scope, actor=actor, template_id=kept.pk)


def _replaced(audience: Mapping[str, Any], exclusions: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    tags = [new if tag == old else tag for tag in exclusions.get("tags", [])]
    return {
        "audience": _tree(audience, f"{TAG_PREFIX}{old}", f"{TAG_PREFIX}{new}"),
        "exclusions": {**exclusions, "tags": list(dict.fromkeys(tags))},
    }


def _tree(node: Any, old: str, new: str) -> Any:
    if not isinstance(node, Mapping):
        return node
    named = {**node, "field": new} if node.get("field") == old else dict(node)
    if isinstance(node.get("rules"), list):
        named["rules"] = [_tree(part, old, new) for part in node["rules"]]
    return named
