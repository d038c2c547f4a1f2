"""Which plans and saved audiences stand on a tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridloop.campaign.expr.fields import GRID_PREFIX
from gridloop.campaign.models import Campaign
from gridloop.campaign.queries.campaigns import campaigns, templates
from gridloop.campaign.queries.organisation import organisation, top_unit
from gridloop.campaign.rules import EDITABLE, may_plan
from gridloop.campaign.types import CampaignState
from gridloop.kernel.types import Scope

TAG_PREFIX = "tag."


def tag_users(scope: Scope, tag: str) -> list[dict[str, Any]]:
    """Return the campaigns and saved audiences in the scope that name a tag, newest first.

    ``changeable`` tells whether the asker may still change one.
    """
    return _users(scope, f"{TAG_PREFIX}{tag}")


def indicator_users(scope: Scope, indicator: str) -> list[dict[str, Any]]:
    """Return the campaigns and saved audiences in the scope that ask for an indicator of the grid, newest first."""
    return _users(scope, f"{GRID_PREFIX}{indicator}")


def _users(scope: Scope, wanted: str) -> list[dict[str, Any]]:
    organised, own = organisation(scope), top_unit(organisation(scope))

    def may_change(row: Campaign) -> bool:
        unit = organised.unit(row.org_code)
        return unit is not None and CampaignState(row.state) in EDITABLE and may_plan(scope.role, unit.kind)

    plans = [
        {
            "kind": "campaign",
            "key": row.code,
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "state": row.state,
            "cycle": row.cycle,
            "changeable": may_change(row),
        }
        for row in campaigns(scope)
        if wanted in _named(row.audience, row.exclusions)
    ]
    kept = [
        {
            "kind": "template",
            "key": str(row.pk),
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "state": None,
            "cycle": None,
            "changeable": own is not None and row.org_code == own.code and may_plan(scope.role, own.kind),
        }
        for row in templates(scope)
        if wanted in _named(row.audience, row.exclusions)
    ]
    return plans + kept


def tag_use_counts(scope: Scope) -> dict[str, int]:
    """Return how many campaigns and saved audiences in the scope name each tag."""
    counts: dict[str, int] = {}
    both = ("audience", "exclusions")
    for tree, exclusions in [*campaigns(scope).values_list(*both), *templates(scope).values_list(*both)]:
        for name in _named(tree, exclusions):
            if name.startswith(TAG_PREFIX):
                counts[name.removeprefix(TAG_PREFIX)] = counts.get(name.removeprefix(TAG_PREFIX), 0) + 1
    return counts


def _named(tree: object, exclusions: Mapping[str, Any]) -> set[str]:
    """Return what an audience names: the fields of its conditions, and the tags whose customers it leaves out."""
    return {*_fields(tree), *(f"{TAG_PREFIX}{tag}" for tag in exclusions.get("tags", []))}


def _fields(tree: object) -> Iterable[str]:
    """Return the fields that a condition tree names, as it was saved."""
    if not isinstance(tree, Mapping):
        return []
    rules = tree.get("rules")
    found = [str(tree["field"])] if "field" in tree else []
    for rule in rules if isinstance(rules, list) else []:
        found += _fields(rule)
    return found
