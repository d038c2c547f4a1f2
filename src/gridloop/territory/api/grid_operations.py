"""Grids and places: tables, details and the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Literal, TypeVar

import orjson
from ninja import Field, Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import EVERYONE, Role
from gridloop.territory import queries
from gridloop.territory.services.reassign_place import reassign_place

DECIDERS = frozenset({Role.GRID_MANAGER, Role.BRANCH_MANAGER, Role.PLANNER})
_GRID_SORTS = ("code", "name_zh", "name_en", "customers", "households", "places", "managers", "density", "area_km2")
_PLACE_SORTS = ("code", "name_zh", "name_en", "kind", "households", "customers", "assignee_code")
Row = TypeVar("Row")


class GridOut(Schema):
    """One grid; counts are of what the asker may see."""

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


class ManagerOut(Schema):
    """One community manager of a grid with what belongs to him."""

    code: str
    name: str
    places: int
    households: int
    customers: int
    daily_capacity: int


class GridDetail(GridOut):
    """One grid, its people, its places by kind, its customers by the rule that placed them."""

    people: list[ManagerOut]
    places_by_kind: dict[str, int]
    customers_by_rule: dict[str, int]


class GridAreaProperties(GridOut):
    """What the map shows of a grid; ``approximate`` when its places have points only, no boundaries."""

    approximate: bool


class Feature(Schema):
    """A GeoJSON feature (WGS 84, longitude first)."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: dict[str, Any]


class GridArea(Feature):
    """One grid as a polygon."""

    properties: GridAreaProperties


class GridAreas(Schema):
    """The grids inside the asker's scope as a GeoJSON feature collection."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[GridArea]


class PlaceOut(Schema):
    """One place."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    grid_code: str
    district: str
    households: int
    is_rural: bool
    longitude: float | None
    latitude: float | None
    assignee_code: str | None
    assignee_name: str | None
    customers: int


class PlaceArea(Feature):
    """One place as a polygon, or a point where no boundary is known."""

    properties: PlaceOut


class PlaceAreas(Schema):
    """The places of a grid as a GeoJSON feature collection."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[PlaceArea]


class AssigneeIn(Schema):
    """Who shall look after a place from now on."""

    assignee_code: str = Field(min_length=1, max_length=40)


class GridParams(PageParams):
    """Filter by branch. Sort by code, name, customers, households, places, managers, density."""

    branch_code: str = ""


class PlaceParams(PageParams):
    """Filter by grid, assignee, kind. Sort by code, name, households."""

    grid_code: str = ""
    assignee_code: str = ""
    kind: str = ""


def in_order(rows: Sequence[Row], sort: str, allowed: Sequence[str]) -> list[Row]:
    """Return the rows in the order asked for (their codes when none is); empty values come last."""
    ordered = sorted(rows, key=lambda row: str(getattr(row, "code", "")))
    for part in reversed([word for word in sort.split(",") if word]):
        name = part.removeprefix("-")
        if name not in allowed:
            raise Problem("kernel.bad_sort", 400, field=name, allowed=", ".join(sorted(allowed)))
        filled = [row for row in ordered if getattr(row, name) is not None]
        filled.sort(key=_value_of(name), reverse=part.startswith("-"))
        ordered = filled + [row for row in ordered if getattr(row, name) is None]
    return ordered


def _value_of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def add_grids(router: StageRouter) -> None:
    """Declare the operations on grids and places."""

    @router.get("/grids", response=Page[GridOut], allow=EVERYONE)
    def list_grids(request: ScopedRequest, params: Query[GridParams]) -> dict[str, Any]:
        rows = queries.grids(request.scope, branch_code=params.branch_code, q=params.q)
        return paged(in_order(rows, params.sort, _GRID_SORTS), params, asdict)

    @router.get("/grids/{grid_code}", response=GridDetail, allow=EVERYONE)
    def read_grid(request: ScopedRequest, grid_code: str) -> dict[str, Any]:
        row = queries.grid(request.scope, grid_code)
        return {**asdict(row), **asdict(queries.grid_detail(request.scope, grid_code))}

    @router.get("/grid-areas", response=GridAreas, allow=EVERYONE)
    def grid_areas(request: ScopedRequest) -> dict[str, Any]:
        rows = {row.code: asdict(row) for row in queries.grids(request.scope)}
        return {
            "features": [
                {
                    "id": outline.grid_code,
                    "geometry": orjson.loads(outline.geometry),
                    "properties": {**rows[outline.grid_code], "approximate": outline.approximate},
                }
                for outline in queries.grid_outlines(request.scope)
            ]
        }

    @router.get("/grids/{grid_code}/place-areas", response=PlaceAreas, allow=EVERYONE)
    def place_areas(request: ScopedRequest, grid_code: str) -> dict[str, Any]:
        queries.grid(request.scope, grid_code)
        shapes = queries.place_boundaries(request.scope, grid_code)
        rows = queries.places(request.scope, grid_code=grid_code)
        features = [_place_feature(row, shapes.get(row.code, "")) for row in rows]
        return {"features": [feature for feature in features if feature is not None]}

    @router.get("/places", response=Page[PlaceOut], allow=EVERYONE)
    def list_places(request: ScopedRequest, params: Query[PlaceParams]) -> dict[str, Any]:
        rows = queries.places(
            request.scope,
            grid_code=params.grid_code,
            assignee_code=params.assignee_code,
            kind=params.kind,
            q=params.q,
        )
        return paged(in_order(rows, params.sort, _PLACE_SORTS), params, asdict)

    @router.post("/places/{place_code}/assignee", response=PlaceOut, allow=DECIDERS)
    def give_place(request: ScopedRequest, place_code: str, body: AssigneeIn) -> dict[str, Any]:
        reassign_place(
            scope=request.scope, actor=request.actor, place_codes=[place_code], assignee_code=body.assignee_code
        )
        return asdict(queries.place(request.scope, place_code))


def _place_feature(row: queries.PlaceRow, boundary: str) -> dict[str, Any] | None:
    """Return a place as its polygon, as its point without one, or not at all when neither is known."""
    if boundary:
        geometry = orjson.loads(boundary)
    elif row.longitude is not None:
        geometry = {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    else:
        return None
    return {"id": row.code, "geometry": geometry, "properties": asdict(row)}
