"""The operator of the shared fixtures with places and owned customers."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from gridloop.territory.models import Place, PlaceAssignment
from gridloop.territory.services.draw_grids import draw_grids

LAYOUT = {
    "P1": ("LG0101", "CM010101"),
    "P2": ("LG0101", "CM010102"),
    "P3": ("LG0102", "CM010201"),
    "P4": ("LG0201", "CM020101"),
}
OWNED = {
    "C1": ("P1", "LG0101", "CM010101", "place"),
    "C2": ("P1", "LG0101", "CM010101", "coordinates"),
    "C3": ("P2", "LG0101", "CM010102", "place"),
    "C4": ("P3", "LG0102", "CM010201", "place"),
    "C5": ("P4", "LG0201", "CM020101", "place"),
    "C6": (None, "LG0201", "CM020102", "fallback"),
}


@pytest.fixture
def owned_city(operator, publish_rows):
    """Return the operator with four square places and six customers, whose owners are published."""
    for number, (code, (grid, seller)) in enumerate(LAYOUT.items()):
        Place.objects.create(
            code=code,
            kind="compound",
            name_zh=f"{code}小区",
            name_en=f"{code} Garden",
            grid_code=grid,
            households=100,
            longitude=119 + number * 0.01 + 0.005,
            latitude=39.005,
            boundary=shapely.to_geojson(shapely.box(119 + number * 0.01, 39, 119.01 + number * 0.01, 39.01)),
        )
        PlaceAssignment.objects.create(place_code=code, assignee_code=seller, valid_from=date(2026, 1, 1))
    draw_grids()
    publish_rows(
        "customer",
        [
            {"customer_id": code, "name": f"王{code}", "segment": "public", "phone_last4": f"000{code[1]}"}
            for code in OWNED
        ],
    )
    columns = ("place_code", "grid_code", "assignee_code", "rule")
    publish_rows(
        "ownership", [{"customer_id": code, **dict(zip(columns, row, strict=True))} for code, row in OWNED.items()]
    )
    return operator
