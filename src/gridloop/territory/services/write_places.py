"""Writes delivered places and keeps the history of who looks after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely

from gridloop.kernel import clock
from gridloop.territory.models import Place, PlaceAssignment

_FIELDS = [
    "kind",
    "name_zh",
    "name_en",
    "grid_code",
    "district",
    "households",
    "is_rural",
    "longitude",
    "latitude",
    "boundary",
    "delivered_assignee_code",
    "active",
]


@dataclass(frozen=True, slots=True)
class WrittenPlaces:
    """What ``write_places`` did."""

    places: int
    ended: int
    assignments_changed: int


def write_places(
    delivered: Sequence[Mapping[str, Any]], grids: set[str], people: set[str], left_out: list[str]
) -> WrittenPlaces:
    """Write the places of known grids, end the others, and assign those whose delivered assignee changed.

    A manual assignment stays until the feed itself names somebody else than before.
    """
    before = {place.code: place.delivered_assignee_code for place in Place.objects.filter(active=True)}
    usable = [row for row in delivered if _usable(row, grids, left_out)]
    places = [_place(row, shape) for row, shape in zip(usable, _boundaries(usable, left_out), strict=True)]
    Place.objects.bulk_create(
        places, batch_size=400, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS
    )
    kept = {place.code for place in places}
    gone = [code for code in before if code not in kept]
    for start in range(0, len(gone), 500):
        Place.objects.filter(code__in=gone[start : start + 500]).update(active=False)
    wanted = {place.code: _known(place, people, left_out) for place in places if _is_news(place, before)}
    changed = assign(wanted | dict.fromkeys(gone, ""), clock.today())
    return WrittenPlaces(len(places), len(gone), changed)


def assign(wanted: Mapping[str, str], on: date) -> int:
    """Give each place the assignee named (``""``: nobody) from ``on``; return how many changed.

    The former assignment is closed on that day and kept.
    """
    open_rows = dict(PlaceAssignment.objects.filter(valid_to__isnull=True).values_list("place_code", "assignee_code"))
    changed = {code: person for code, person in wanted.items() if open_rows.get(code, "") != person}
    codes = list(changed)
    for start in range(0, len(codes), 500):
        PlaceAssignment.objects.filter(place_code__in=codes[start : start + 500], valid_to__isnull=True).update(
            valid_to=on
        )
    PlaceAssignment.objects.bulk_create(
        [
            PlaceAssignment(place_code=code, assignee_code=person, valid_from=on)
            for code, person in changed.items()
            if person
        ],
        batch_size=500,
    )
    return len(changed)


def _usable(row: Mapping[str, Any], grids: set[str], left_out: list[str]) -> bool:
    if row["grid_code"] in grids:
        return True
    left_out.append(f"place {row['place_code']}: grid_code {row['grid_code']}")
    return False


def _is_news(place: Place, before: Mapping[str, str]) -> bool:
    """Tell whether the feed says something new of the place's assignee."""
    return before.get(place.code) != place.delivered_assignee_code


def _known(place: Place, people: set[str], left_out: list[str]) -> str:
    code = place.delivered_assignee_code
    if code and code not in people:
        left_out.append(f"place {place.code}: assignee_code {code}")
        return ""
    return code


def _place(row: Mapping[str, Any], boundary: str) -> Place:
    longitude, latitude = _degrees(row["longitude"], 180.0), _degrees(row["latitude"], 90.0)
    return Place(
        code=row["place_code"],
        kind=row["kind"],
        name_zh=row["name"],
        name_en=row["name_en"] or row["name"],
        grid_code=row["grid_code"],
        district=row["district"] or "",
        households=max(row["households"] or 0, 0),
        is_rural=bool(row["is_rural"]),
        longitude=longitude if latitude is not None else None,
        latitude=latitude if longitude is not None else None,
        boundary=boundary,
        delivered_assignee_code=row["assignee_code"] or "",
        active=True,
    )


def _degrees(value: float | None, most: float) -> float | None:
    return value if value is not None and abs(value) <= most else None


def _boundaries(rows: Sequence[Mapping[str, Any]], left_out: list[str]) -> Iterable[str]:
    """Return each place's boundary as GeoJSON, mended where it crosses itself; empty where there is no surface."""
    texts = np.array([row["boundary_wkt"] or None for row in rows], dtype=object)
    shapes = shapely.make_valid(shapely.from_wkt(texts, on_invalid="ignore"))
    unusable = (texts != np.array(None)) & (shapely.is_missing(shapes) | (shapely.area(shapes) == 0))
    left_out += [f"place {rows[row]['place_code']}: boundary_wkt" for row in np.flatnonzero(unusable).tolist()]
    flat = shapely.is_missing(shapes) | (shapely.area(shapes) == 0)
    return ["" if empty else text for empty, text in zip(flat, shapely.to_geojson(shapes), strict=True)]
