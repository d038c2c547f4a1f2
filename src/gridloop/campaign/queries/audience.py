"""What an audience can be built on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridloop.campaign.expr.fields import (
    AudienceField,
    FieldGroup,
    FieldKind,
    fields_of,
)
from gridloop.campaign.queries.organisation import organisation
from gridloop.catalog.queries import offers
from gridloop.catalog.types import OfferKind
from gridloop.contact.types import Outcome
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import WHOLE_COMPANY, Scope
from gridloop.kernel.wording import say_both
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries import indicator_definitions, name_of_code, tag_definitions
from gridloop.metrics.types import IndicatorKind
from gridloop.mining.types import ModelName

if TYPE_CHECKING:
    from gridloop.lake.engine import Lake

_KEYS = ("customer_id", "month")


def field_catalogue(lake: Lake) -> dict[str, AudienceField]:
    """Return every field an audience may use, by name."""
    tags = {name: kind for name, kind in lake.columns("customer_tag").items() if name not in _KEYS}
    return fields_of(
        tags=tags,
        models=tuple(model.value for model in ModelName),
        units=organisation(WHOLE_COMPANY).by_unit(),
        indicators={
            one.code: one.unit.value for one in indicator_definitions() if one.kind is not IndicatorKind.DERIVED
        },
    )


def latest_month(lake: Lake, cycle: str) -> date:
    """Return the newest month of customer profiles that serves a cycle; raises ``Problem`` (409) without one."""
    known = [month for month in lake.months("customer_profile") if month <= clock.month_of(cycle)]
    if not known:
        raise Problem("campaign.no_profile", 409, cycle=cycle)
    return known[-1]


def audience_fields(scope: Scope) -> list[dict[str, Any]]:
    """Return the fields of the audience builder with their names, operators and the values to choose from."""
    with open_lake() as lake:
        catalogue = field_catalogue(lake)
        segments = _segments(lake)
    tags = {tag.code: tag for tag in tag_definitions()}
    sources: dict[str, list[dict[str, str]]] = {
        "segment": [_coded(code, "segment") for code in segments],
        "offer": _offer_values(),
        "last_outcome": [_coded(outcome.value, "outcome") for outcome in Outcome],
        "last_offer_kind": [_coded(kind.value, "offer_kind") for kind in OfferKind],
        "org": _org_values(scope),
    }
    figures = {one.code: one for one in indicator_definitions()}
    return [_described(field, tags, figures, sources) for field in catalogue.values()]


def _described(
    field: AudienceField, tags: dict[str, Any], figures: dict[str, Any], sources: dict[str, list[dict[str, str]]]
) -> dict[str, Any]:
    name_zh, name_en = _names(field, figures if field.group is FieldGroup.GRID else tags)
    return {
        "name": field.name,
        "group": field.group.value,
        "name_zh": name_zh,
        "name_en": name_en,
        "kind": field.kind.value,
        "unit": field.unit,
        "operators": list(field.operators),
        "values": _values(field, sources),
    }


def _values(field: AudienceField, sources: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    if field.kind is FieldKind.ORG:
        return sources["org"]
    if field.kind is FieldKind.CHOICE:
        return sources.get(field.name, sources["offer"])
    return []


def _names(field: AudienceField, defined: dict[str, Any]) -> tuple[str, str]:
    """Return what a field is called; ``defined`` are the tags, or the indicators, by code."""
    code = field.name.split(".")[-1]
    if field.group in (FieldGroup.TAG, FieldGroup.GRID):
        one = defined.get(code)
        return (one.name_zh, one.name_en) if one else (code, code)
    if field.group is FieldGroup.SCORE:
        model = say_both(f"campaign.model_{field.name.split('.')[1]}")
        value = say_both(f"campaign.score_{code}")
        return f"{model['zh']} · {value['zh']}", f"{model['en']} · {value['en']}"
    both = say_both(f"campaign.field_{code}")
    return both["zh"], both["en"]


def _coded(value: str, codes: str) -> dict[str, str]:
    zh, en = name_of_code(codes, value)
    return {"value": value, "name_zh": zh, "name_en": en}


def _segments(lake: Lake) -> list[str]:
    profile = lake.table("customer_profile")
    rows = lake.run(profile.select("segment").distinct().order_by("segment")).to_pylist()
    return [row["segment"] for row in rows if row["segment"]]


def _offer_values() -> list[dict[str, str]]:
    known = offers(active_on=clock.today())
    return [{"value": o.code, "name_zh": o.name_zh, "name_en": o.name_en} for o in known]


def _org_values(scope: Scope) -> list[dict[str, str]]:
    units = organisation(scope).units.values()
    return [{"value": u.code, "name_zh": u.name_zh, "name_en": u.name_en} for u in units]
