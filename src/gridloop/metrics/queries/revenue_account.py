"""The company's revenue beside the bills as they were delivered: to the fen, with what lies between the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.models import OrgUnit
from gridloop.lake.engine import Lake
from gridloop.lake.queries import current_version_rows, need_whole_company, open_lake, quarantined_rows
from gridloop.metrics.expr.billed_outside import IN_GRIDS, NO_GRID, UNKNOWN_CUSTOMER, UNKNOWN_GRID, placed_bills
from gridloop.metrics.queries.figures import indicator_cycles, read_book

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gridloop.kernel.types import Scope

OUTSIDE = (UNKNOWN_CUSTOMER, NO_GRID, UNKNOWN_GRID)


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """Bills that count in no grid, for one reason."""

    reason: str
    bills: int
    billed_fen: int


@dataclass(frozen=True, slots=True)
class BillDelivery:
    """What was delivered of a month: files of one feed and business date, and its rows still set aside."""

    feed: str
    business_date: str
    files: tuple[str, ...]
    rows_set_aside: int


@dataclass(frozen=True, slots=True)
class RevenueAccount:
    """``delivered_fen`` = ``shown_fen`` + what is outside + ``since_fen``, always.

    ``delivered_fen`` are all bills of the month that were loaded, ``shown_fen`` the company's revenue as every screen
    shows it, ``since_fen`` what bills in grids have changed by since it was worked out. Rows set aside are in neither.
    """

    cycle: str
    bills: int
    delivered_fen: int
    shown_fen: int | None
    outside: tuple[OutsideLine, ...]
    since_fen: int
    deliveries: tuple[BillDelivery, ...]


def revenue_account(scope: Scope, month: date | None = None) -> RevenueAccount | None:
    """Return the account of a month (the newest worked out without one), None before there are indicators.

    Raises ``Problem`` (403) unless the scope sees the whole company.
    """
    need_whole_company(scope)
    found = month or _newest()
    if found is None:
        return None
    with open_lake() as lake:
        table = _placed(lake, found)
        summed = table.group_by("place").agg(bills=table.count(), fen=table.billed_fen.sum().fill_null(0))
        places = {row["place"]: (int(row["bills"]), int(row["fen"])) for row in lake.run(summed).to_pylist()}
    shown = _shown(found)
    return RevenueAccount(
        cycle=cycle_of(found),
        bills=sum(bills for bills, _ in places.values()),
        delivered_fen=sum(fen for _, fen in places.values()),
        shown_fen=shown,
        outside=tuple(OutsideLine(one, *places[one]) for one in OUTSIDE if one in places),
        since_fen=places.get(IN_GRIDS, (0, 0))[1] - (shown or 0),
        deliveries=_deliveries(scope, found),
    )


def bills_outside(
    scope: Scope, month: date | None = None, reason: str = "", *, offset: int = 0, limit: int | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Return some bills of a month (as above) that count in no grid, the largest first, and how many there are.

    Of one reason, or of all. Raises ``Problem`` (403) unless the scope sees the whole company.
    """
    need_whole_company(scope)
    found = month or _newest()
    if found is None:
        return [], 0
    with open_lake() as lake:
        table = _placed(lake, found)
        wanted = table.filter(table.place == reason) if reason else table.filter(table.place != IN_GRIDS)
        [counted] = lake.run(wanted.aggregate(total=wanted.count())).to_pylist()
        page = wanted.order_by(wanted.billed_fen.desc(), wanted.customer_id).limit(limit, offset=offset)
        rows = lake.run(page).to_pylist()
    return [{**row, "reason": row.pop("place")} for row in rows], int(counted["total"])


def _newest() -> date | None:
    cycles = indicator_cycles()
    return cycles[-1] if cycles else None


def _placed(lake: Lake, month: date) -> ir.Table:
    codes = list(OrgUnit.objects.values_list("code", flat=True))
    grids = lake.attach("grids_of_tree", pa.table({"grid_code": pa.array(codes, pa.string())}))
    bill, customer, ownership = (lake.table(name) for name in ("bill", "customer", "ownership"))
    return placed_bills(bill, customer, ownership, grids, month)


def _shown(month: date) -> int | None:
    """Return the company's revenue as it is shown; None where it was never worked out."""
    held = read_book([month], ["revenue"]).sums.get(month, {}).get("revenue")
    if held is None:
        return None
    tops = OrgUnit.objects.filter(parent=None).values_list("code", flat=True)
    return round(sum(held[code][0] for code in tops if code in held))


def _deliveries(scope: Scope, month: date) -> tuple[BillDelivery, ...]:
    row = current_version_rows(scope).get("bill")
    origins = row.origins.get(month.isoformat(), {}) if row else {}
    return tuple(
        BillDelivery(
            feed,
            one["date"],
            tuple(one["files"]),
            quarantined_rows(scope, feed=feed).filter(batch__file_name__in=one["files"]).count(),
        )
        for feed, one in sorted(origins.items())
        if one.get("files") and one.get("date")
    )
