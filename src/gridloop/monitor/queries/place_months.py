"""A place's last twelve months, and how many of its customers carry each tag: read apart, as they read more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gridloop.kernel.scope import lake_predicate
from gridloop.kernel.types import Scope
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries import tag_definitions
from gridloop.monitor.expr.grid import tag_counts
from gridloop.monitor.expr.place import (
    at_place,
    belonging_to,
    billed_by_month,
    called_by_month,
    months_added_up,
    ports_by_month,
    tags_added_up,
    troubles,
)
from gridloop.monitor.queries.place import first_month, visible_place
from gridloop.monitor.queries.troubles import trouble_names

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_TROUBLES = 20


def place_months(scope: Scope, place_code: str) -> dict[str, Any]:
    """Return revenue, ports, calls to competitors, faults and complaints by month, and the latest troubles.

    They are those of everybody who belongs to the place and to the scope, also of who has left since.
    """
    visible_place(scope, place_code)
    first = first_month()
    with open_lake() as lake:
        own = _own(scope, lake, place_code)
        billed, called = _billed_and_called(scope, lake, place_code, first, own)
        ports = _by_month(lake, ports_by_month(lake.table("network_port"), place_code, first))
        happened = lake.run(troubles(lake.table("fault"), lake.table("complaint"), own, place_code, first)).to_pylist()
    months = sorted({*billed, *called, *ports, *(row["month"] for row in happened)})
    return {
        "months": [
            _month(month, billed.get(month, {}), called.get(month, {}), ports.get(month, {}), happened)
            for month in months
        ],
        "troubles": [_trouble(row) for row in happened[:MOST_TROUBLES]],
    }


def place_tags(scope: Scope, place_code: str) -> list[dict[str, Any]]:
    """Return how many customers of the place carry each tag, the most frequent first; those of nobody are left out."""
    visible_place(scope, place_code)
    with open_lake() as lake:
        table = lake.table("customer_tag")
        known = [tag for tag in tag_definitions() if tag.code in table.columns]
        months = lake.months("customer_tag")
        if not known or not months:
            return []
        codes = [tag.code for tag in known]
        if _is_added_up(lake, "place_tag", ("customer_tag", "ownership")):
            rows = lake.table("place_tag")
            expression = tags_added_up(at_place(rows, place_code, lake_predicate(scope, rows)), codes)
        else:
            newest = lake.show_month("customer_tag", months[-1])
            owned = lake.table("ownership")
            present = owned.filter(owned.in_service.fill_null(True))
            mine = lake.attach("own", lake.run(belonging_to(present, place_code, lake_predicate(scope, present))))
            expression = tag_counts(newest, mine, codes)
        counts = lake.run(expression).to_pylist()[0]
    rows = [
        {"code": tag.code, "name_zh": tag.name_zh, "name_en": tag.name_en, "customers": counts[tag.code]}
        for tag in known
        if counts[tag.code]
    ]
    return sorted(rows, key=lambda row: (-row["customers"], row["code"]))


def _is_added_up(lake: Lake, name: str, sources: Sequence[str]) -> bool:
    """Tell whether what was added up by place was made of all that is current now; if not, it is added up again."""
    found = lake.versions.get(name)
    needed = [source for source in sources if source in lake.versions]
    return found is not None and lake.is_current(name) and all(source in found.reads for source in needed)


def _billed_and_called(
    scope: Scope, lake: Lake, place_code: str, first: date, own: ir.Table
) -> tuple[dict[date, dict[str, Any]], dict[date, dict[str, Any]]]:
    if not _is_added_up(lake, "place_month", ("bill", "usage", "ownership")):
        return (
            _by_month(lake, billed_by_month(lake.table("bill"), own, first)),
            _by_month(lake, called_by_month(lake.table("usage"), own, first)),
        )
    rows = lake.table("place_month")
    months = _by_month(lake, months_added_up(at_place(rows, place_code, lake_predicate(scope, rows)), first))
    return (
        {month: row for month, row in months.items() if row["billed_customers"] is not None},
        {month: row for month, row in months.items() if row["voice_minutes"] is not None},
    )


def _own(scope: Scope, lake: Lake, place_code: str) -> ir.Table:
    owned = lake.table("ownership")
    return lake.attach("own", lake.run(belonging_to(owned, place_code, lake_predicate(scope, owned))))


def _by_month(lake: Lake, expression: ir.Table) -> dict[date, dict[str, Any]]:
    return {row["month"]: row for row in lake.run(expression).to_pylist()}


def _month(
    month: date,
    billed: Mapping[str, Any],
    called: Mapping[str, Any],
    ports: Mapping[str, Any],
    happened: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    fen, customers = billed.get("billed_fen"), billed.get("billed_customers")
    voice, total = called.get("voice_minutes"), ports.get("ports_total")
    return {
        "month": month,
        "billed_customers": customers,
        "billed_fen": fen,
        "arpu_fen": fen / customers if fen is not None and customers else None,
        "ports_total": total,
        "ports_used": ports.get("ports_used"),
        "port_use": ports["ports_used"] / total if total else None,
        "competitor_share": called["competitor_minutes"] / voice if voice else None,
        **{
            f"{what}s": sum(row["what"] == what and row["month"] == month for row in happened)
            for what in ("fault", "complaint")
        },
    }


def _trouble(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "what": row["what"],
        "trouble_id": row["id"],
        "on": row["day"],
        "kind": row["kind"] or "",
        **trouble_names(row),
        "hours_to_clear": row["hours"],
        "customer_id": row["customer_id"] or "",
    }
