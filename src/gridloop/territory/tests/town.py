"""A small town for the tests of territory: two branches, three grids, four square places."""

from __future__ import annotations

from typing import Any

from gridloop.kernel.types import Role, Scope

COMPANY = Scope(role=Role.PLANNER, org_paths=("/",))
UNITS = {
    "LG": (None, "company"),
    "LG01": ("LG", "branch"),
    "LG0101": ("LG01", "grid"),
    "LG0102": ("LG01", "grid"),
    "LG02": ("LG", "branch"),
    "LG0201": ("LG02", "grid"),
}
STAFF = {
    "GM0101": ("grid_manager", "LG0101"),
    "CM1": ("community_manager", "LG0101"),
    "CM2": ("community_manager", "LG0101"),
    "GM0102": ("grid_manager", "LG0102"),
    "CM3": ("community_manager", "LG0102"),
    "BM02": ("branch_manager", "LG02"),
}
PLACES = {
    "P1": ("海韵花园", "LG0101", "CM1", 0, "东区"),
    "P2": ("金湾小区", "LG0101", "CM2", 1, "东区"),
    "P3": ("海韵花园", "LG0102", "CM3", 2, "西区"),
    "P4": ("碧湖里", "LG0201", None, 3, "西区"),
}


def square(number: int) -> str:
    """Return the boundary of the town's n-th place: squares of 0.01 degrees side by side."""
    west, east = 119 + number * 0.01, 119 + (number + 1) * 0.01
    return f"POLYGON(({west} 39,{east} 39,{east} 39.01,{west} 39.01,{west} 39))"


def inside(number: int) -> dict[str, float]:
    """Return the coordinates of a point inside the n-th place."""
    return {"longitude": 119 + number * 0.01 + 0.004, "latitude": 39.005}


def unit_rows(units: dict[str, tuple[str | None, str]] | None = None) -> list[dict[str, Any]]:
    """Return rows of the dataset org_unit."""
    return [
        {"org_code": code, "parent_code": parent, "kind": kind, "name_zh": f"{code}单位", "name_en": f"{code} unit"}
        for code, (parent, kind) in (units or UNITS).items()
    ]


def staff_rows(staff: dict[str, tuple[str, str]] | None = None) -> list[dict[str, Any]]:
    """Return rows of the dataset staff."""
    return [
        {"staff_code": code, "name": f"员工{code}", "role": role, "org_code": unit, "daily_capacity": 12}
        for code, (role, unit) in (staff or STAFF).items()
    ]


def place_rows(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows of the dataset place; ``P1={"assignee_code": "CM2"}`` changes one."""
    rows = []
    for code, (name, grid, assignee, number, district) in PLACES.items():
        row = {
            "place_code": code,
            "kind": "compound",
            "name": name,
            "name_en": f"{code} Garden",
            "grid_code": grid,
            "assignee_code": assignee,
            "boundary_wkt": square(number),
            "district": district,
            "households": 100 * (number + 1),
            "is_rural": False,
            **inside(number),
        }
        rows.append(row | changes.get(code, {}))
    return rows


def customer_rows(**customers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows of the dataset customer; ``C1={"place_code": "P1"}``."""
    return [
        {"customer_id": code, "name": f"客户{code}", "segment": "public", "phone_last4": "1234", **facts}
        for code, facts in customers.items()
    ]


def deliver(publish_rows: Any) -> None:
    """Publish the town's organisation, staff and places."""
    publish_rows("org_unit", unit_rows())
    publish_rows("staff", staff_rows())
    publish_rows("place", place_rows())


def build(publish_rows: Any, **customers: dict[str, Any]) -> None:
    """Publish the whole town with these customers."""
    deliver(publish_rows)
    publish_rows("customer", customer_rows(**customers))
