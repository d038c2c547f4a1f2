"""The fields an audience can be built on, and which operators each kind of field takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """What the values of a field are."""

    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"
    ORG = "org"


class FieldGroup(StrEnum):
    """Where a field comes from."""

    PROFILE = "profile"
    ORGANISATION = "organisation"
    TAG = "tag"
    SCORE = "score"
    GRID = "grid"


OPERATORS: Mapping[FieldKind, tuple[str, ...]] = {
    FieldKind.NUMBER: ("=", "!=", "<", "<=", ">", ">=", "between", "notBetween", "null", "notNull"),
    FieldKind.FLAG: ("=",),
    FieldKind.CHOICE: ("in", "notIn", "=", "!=", "null", "notNull"),
    FieldKind.TEXT: ("=", "!=", "in", "notIn", "beginsWith", "contains", "null", "notNull"),
    FieldKind.ORG: ("in", "notIn"),
}
"""The operators of the query builder that each kind takes; everything else is refused."""
IN_A_ROW: Mapping[str, str] = {"fellFor": "fell", "roseFor": "rose"}
"""Operators on an indicator of the grid that ask for so many months in a row, and what happened in each of them."""
BESIDE_THE_GRID = ("aboveGrid", "belowGrid")
"""Operators that hold a customer's number against the median of his own grid; they take no value."""
LONGEST_RUN = 12


@dataclass(frozen=True, slots=True)
class AudienceField:
    """One field: ``name`` as the tree names it, ``column`` as the population table has it.

    ``whole`` numbers take no fraction. ``units`` (kind ORG) maps each org unit to the grids below it.
    """

    name: str
    group: FieldGroup
    kind: FieldKind
    column: str
    unit: str = ""
    whole: bool = True
    units: Mapping[str, tuple[str, ...]] | None = None

    @property
    def operators(self) -> tuple[str, ...]:
        """Return the operators that the field takes."""
        if self.kind is not FieldKind.NUMBER:
            return OPERATORS[self.kind]
        if self.group is FieldGroup.GRID:
            return (*OPERATORS[self.kind], *IN_A_ROW)
        return (*OPERATORS[self.kind], *(BESIDE_THE_GRID if self.group is FieldGroup.PROFILE else ()))


ORGANISATION = "organisation"
"""Name of the field that stands for a customer's grid and everything above it."""

CONTACTS = "contacts_30"
"""How often a customer was reached in the last thirty days: asked of the contact log, not of the month's profile."""

_PROFILE: tuple[tuple[str, FieldKind, str, bool], ...] = (
    ("segment", FieldKind.CHOICE, "", True),
    ("age", FieldKind.NUMBER, "years", True),
    ("tenure_months", FieldKind.NUMBER, "months", True),
    ("place_code", FieldKind.TEXT, "", True),
    ("assignee_code", FieldKind.TEXT, "", True),
    ("has_mobile", FieldKind.FLAG, "", True),
    ("has_broadband", FieldKind.FLAG, "", True),
    ("has_tv", FieldKind.FLAG, "", True),
    ("is_bundled", FieldKind.FLAG, "", True),
    ("subscriptions", FieldKind.NUMBER, "count", True),
    ("data_packs", FieldKind.NUMBER, "count", True),
    ("mobile_offer_code", FieldKind.CHOICE, "", True),
    ("broadband_offer_code", FieldKind.CHOICE, "", True),
    ("monthly_fee_fen", FieldKind.NUMBER, "fen", True),
    ("contract_days_left", FieldKind.NUMBER, "days", True),
    ("mobile_contract_days_left", FieldKind.NUMBER, "days", True),
    ("broadband_contract_days_left", FieldKind.NUMBER, "days", True),
    ("mobile_held_months", FieldKind.NUMBER, "months", True),
    ("billed_fen_last", FieldKind.NUMBER, "fen", True),
    ("billed_fen_average_3", FieldKind.NUMBER, "fen", False),
    ("billed_change_ratio", FieldKind.NUMBER, "share", False),
    ("out_of_bundle_fen_average_3", FieldKind.NUMBER, "fen", False),
    ("allowance_mb", FieldKind.NUMBER, "mb", True),
    ("data_mb_last", FieldKind.NUMBER, "mb", True),
    ("data_usage_ratio", FieldKind.NUMBER, "share", False),
    ("data_change_ratio", FieldKind.NUMBER, "share", False),
    ("voice_minutes_average_3", FieldKind.NUMBER, "minutes", False),
    ("voice_change_ratio", FieldKind.NUMBER, "share", False),
    ("competitor_share", FieldKind.NUMBER, "share", False),
    ("faults_3", FieldKind.NUMBER, "count", True),
    ("fault_hours_3", FieldKind.NUMBER, "hours", False),
    ("complaints_3", FieldKind.NUMBER, "count", True),
    ("speed_mbps", FieldKind.NUMBER, "mbps", True),
    ("max_mbps", FieldKind.NUMBER, "mbps", True),
    ("port_free_ratio", FieldKind.NUMBER, "share", False),
    ("last_outcome", FieldKind.CHOICE, "", True),
    ("last_offer_kind", FieldKind.CHOICE, "", True),
    ("months_since_contact", FieldKind.NUMBER, "months", True),
    (CONTACTS, FieldKind.NUMBER, "count", True),
    ("contacts_6", FieldKind.NUMBER, "count", True),
    ("refusals_12", FieldKind.NUMBER, "count", True),
    ("competitor", FieldKind.TEXT, "", True),
    ("competitor_contract_days_left", FieldKind.NUMBER, "days", True),
)
_SCORE: tuple[tuple[str, FieldKind, str, bool], ...] = (
    ("probability", FieldKind.NUMBER, "share", False),
    ("uplift", FieldKind.NUMBER, "share", False),
    ("expected_value_fen", FieldKind.NUMBER, "fen", True),
    ("offer_code", FieldKind.CHOICE, "", True),
)
GRID_PREFIX = "grid."
SCORE_COLUMNS = ("probability", "uplift", "expected_value_fen", "offer_code", "reasons")


def tag_column(tag: str) -> str:
    """Return the population column of a tag."""
    return f"tag__{tag}"


def grid_column(indicator: str) -> str:
    """Return the column that holds an indicator of the customer's grid."""
    return f"grid__{indicator}"


def run_column(column: str, way: str) -> str:
    """Return the column that counts the months in a row in which an indicator of the grid ``fell`` or ``rose``."""
    return f"{column}__{way}"


def median_column(column: str) -> str:
    """Return the column that holds the median of a number over the customers of the grid."""
    return f"{column}__grid_median"


def score_column(model: str, column: str) -> str:
    """Return the population column of one value of a model's score."""
    return f"score__{model}__{column}"


def fields_of(
    *,
    tags: Mapping[str, str],
    models: tuple[str, ...],
    units: Mapping[str, tuple[str, ...]],
    indicators: Mapping[str, str],
) -> dict[str, AudienceField]:
    """Return every field by name, in the order the builder shows them.

    ``tags`` maps each tag to its column's type; ``units`` each org unit to the grids below it; ``indicators`` each
    indicator to its unit.
    """
    found = [AudienceField(name, FieldGroup.PROFILE, kind, name, unit, whole) for name, kind, unit, whole in _PROFILE]
    found.append(AudienceField(ORGANISATION, FieldGroup.ORGANISATION, FieldKind.ORG, "grid_code", units=units))
    found += [_tag_field(tag, kind) for tag, kind in sorted(tags.items())]
    found += [
        AudienceField(f"score.{model}.{name}", FieldGroup.SCORE, kind, score_column(model, name), unit, whole)
        for model in models
        for name, kind, unit, whole in _SCORE
    ]
    found += [
        AudienceField(f"{GRID_PREFIX}{code}", FieldGroup.GRID, FieldKind.NUMBER, grid_column(code), unit, whole=False)
        for code, unit in indicators.items()
    ]
    return {field.name: field for field in found}


def _tag_field(tag: str, column_type: str) -> AudienceField:
    kinds = {"boolean": FieldKind.FLAG, "int64": FieldKind.NUMBER, "float64": FieldKind.NUMBER}
    kind = kinds.get(column_type, FieldKind.TEXT)
    return AudienceField(f"tag.{tag}", FieldGroup.TAG, kind, tag_column(tag), whole=column_type != "float64")
