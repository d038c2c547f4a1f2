"""Words of territory that other stages may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class OwnershipRule(StrEnum):
    """Which rule gave a customer his owner; earlier ones win."""

    OVERRIDE = "override"
    """A person decided so."""
    PLACE = "place"
    """The place code of the installation address."""
    COORDINATES = "coordinates"
    """The coordinates lie inside a place's boundary."""
    ADDRESS = "address"
    """The address contains a place's name."""
    FALLBACK = "fallback"
    """Nothing is known of where he lives: shared out evenly, see docs/ownership.md."""


class ConflictKind(StrEnum):
    """Two sources that disagree about where a customer belongs."""

    COORDINATES_ELSEWHERE = "coordinates_elsewhere"
    """The place code says one place, the coordinates lie in another."""
    UNKNOWN_PLACE = "unknown_place"
    """The place code is none of ours."""
    AMBIGUOUS_ADDRESS = "ambiguous_address"
    """The address names several places of the same name."""


class OverrideState(StrEnum):
    """Life of an override."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One grid with its counts, as far as the asker may see them (a seller: his own places and customers)."""

    code: str
    name_zh: str
    name_en: str
    branch_code: str
    branch_name_zh: str
    branch_name_en: str
    manager_code: str | None
    manager_name: str | None
    managers: int
    places: int
    households: int
    customers: int
    area_km2: float | None
    density: float | None
    """Customers per square kilometre."""


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Who one customer belongs to."""

    customer_id: str
    place_code: str | None
    grid_code: str
    assignee_code: str | None
    rule: OwnershipRule


@dataclass(frozen=True, slots=True)
class OwnershipReport:
    """What a derivation of ownership did."""

    as_of: date
    version: int
    customers: int
    by_rule: Mapping[str, int]
    conflicts: Mapping[str, int]
    without_assignee: int
    lapsed_overrides: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync of the territory changed. ``left_out`` says which delivered rows could not be used, and why."""

    units: int
    units_ended: int
    people: int
    people_ended: int
    places: int
    places_ended: int
    assignments_changed: int
    left_out: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class GridProposal:
    """Grids proposed from customers' areas, and the files they were written to; ``smallest`` and ``largest`` count
    the customers of a grid."""

    branches: int
    grids: int
    places: int
    customers: int
    smallest: int
    largest: int
    seats: int
    without_coordinates: int
    """Areas left out because nobody knows where they lie."""
    files: tuple[Path, ...]
