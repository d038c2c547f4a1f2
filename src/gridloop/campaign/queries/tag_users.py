"""Which plans and saved audiences stand on a tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridloop.campaign.queries.campaigns import campaigns, templates
from gridloop.kernel.types import Scope

_PREFIX = "tag."


def tag_users(scope: Scope, tag: str) -> list[dict[str, Any]]:
    """Return the campaigns and saved audiences in the scope whose conditions name a tag, newest first."""
    wanted = f"{_PREFIX}{tag}"
    plans = [
        {
            "kind": "campaign",
            "key": row.code,
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "state": row.state,
            "cycle": row.cycle,
        }
        for row in campaigns(scope)
        if wanted in _fields(row.audience)
    ]
    kept = [
        {
            "kind": "template",
            "key": str(row.pk),
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "state": None,
            "cycle": None,
        }
        for row in templates(scope)
        if wanted in _fields(row.audience)
    ]
    return plans + kept


def tag_use_counts(scope: Scope) -> dict[str, int]:
    """Return how many campaigns and saved audiences in the scope name each tag."""
    counts: dict[str, int] = {}
    trees = [*campaigns(scope).values_list("audience", flat=True), *templates(scope).values_list("audience", flat=True)]
    for tree in trees:
        for name in set(_fields(tree)):
            if name.startswith(_PREFIX):
                counts[name.removeprefix(_PREFIX)] = counts.get(name.removeprefix(_PREFIX), 0) + 1
    return counts


def _fields(tree: object) -> Iterable[str]:
    """Return the fields that a condition tree names, as it was saved."""
    if not isinstance(tree, Mapping):
        return []
    rules = tree.get("rules")
    found = [str(tree["field"])] if "field" in tree else []
    for rule in rules if isinstance(rules, list) else []:
        found += _fields(rule)
    return found
