"""Dirty rows on purpose: what is wrong with them, how many, and what a good loader makes of them.

Nothing of the true city is lost: a spoiled row is an *additional* copy of a good one (so it fails by its fault
or, at the latest, by its key), except full-width digits, which replace the good row and load once normalised.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RATE = 0.0002
"""Rows of each kind of dirt for each row of a file; at least one of each kind."""
LOADS = frozenset({"full_width"})
"""Kinds that a loader which normalises ids and phones can load; all others belong in quarantine."""

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Dirt:
    """One kind of dirt in one column of one feed."""

    kind: str
    """bad_date, bad_month, unknown_place, negative, ragged, duplicate, full_width or missing_id."""
    column: str = ""


DIRT: dict[str, tuple[Dirt, ...]] = {
    "staff": (Dirt("bad_date", "入职日期"), Dirt("duplicate"), Dirt("missing_id", "工号"),
              Dirt("full_width", "手机号")),
    "place": (Dirt("duplicate"), Dirt("ragged")),
    "customer": (
        Dirt("bad_date", "入网日期"), Dirt("unknown_place", "场所编码"), Dirt("ragged"), Dirt("duplicate"),
        Dirt("full_width", "客户编码"), Dirt("missing_id", "客户编码"),
    ),
    "consent": (Dirt("bad_date", "recorded_on"), Dirt("duplicate"), Dirt("missing_id", "customer_id")),
    "subscription": (
        Dirt("bad_date", "started_on"), Dirt("negative", "monthly_fee_yuan"), Dirt("ragged"), Dirt("duplicate"),
        Dirt("full_width", "customer_id"), Dirt("missing_id", "customer_id"),
    ),
    "bill": (
        Dirt("negative", "billed_yuan"), Dirt("bad_month", "month"), Dirt("ragged"), Dirt("duplicate"),
        Dirt("full_width", "customer_id"), Dirt("missing_id", "customer_id"),
    ),
    "usage": (Dirt("negative", "data_mb"), Dirt("bad_month", "month"), Dirt("duplicate"),
              Dirt("missing_id", "customer_id")),
    "network_port": (Dirt("unknown_place", "place_code"), Dirt("duplicate")),
    "market_position": (Dirt("bad_month", "month"), Dirt("negative", "revenue_yuan"), Dirt("duplicate")),
    "fault": (Dirt("bad_date", "reported_on"), Dirt("unknown_place", "place_code"), Dirt("missing_id", "fault_id")),
    "complaint": (Dirt("bad_date", "made_on"), Dirt("missing_id", "customer_id")),
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where one dirty row goes: a spoiled copy behind the row, or in its place."""

    row: int
    dirt: Dirt

    @property
    def replaces(self) -> bool:
        """True when the good row itself is spoiled."""
        return self.dirt.kind in LOADS


def spots_in(feed: str, rows: int, rng: np.random.Generator) -> list[Spot]:
    """The dirty rows of one chunk, by position; no row is used twice."""
    if rows == 0 or feed not in DIRT:
        return []
    each = max(1, round(rows * RATE))
    wanted = [dirt for dirt in DIRT[feed] for _ in range(each)]
    chosen = rng.choice(rows, size=min(len(wanted), rows), replace=False)
    spots = [Spot(int(row), dirt) for row, dirt in zip(chosen, wanted, strict=False)]
    return sorted(spots, key=lambda spot: spot.row)


def spoil(fields: list[str], header: list[str], dirt: Dirt, rng: np.random.Generator) -> list[str]:
    """The fields of a good row with the dirt applied."""
    if dirt.kind == "duplicate":
        return fields
    if dirt.kind == "ragged":
        return fields[:-2] if rng.random() < 0.5 else [*fields, "?"]
    at = header.index(dirt.column)
    return [*fields[:at], _spoiled(fields[at], dirt.kind, rng), *fields[at + 1 :]]


def _spoiled(text: str, kind: str, rng: np.random.Generator) -> str:
    if kind == "bad_date":
        return str(rng.choice(["2026-02-30", "2025-13-01", "0000-00-00", "不详"]))
    if kind == "full_width":
        return text.translate(_FULL_WIDTH)
    replacements = {
        "bad_month": "2026-13",
        "unknown_place": "P99999",
        "missing_id": "",
        "negative": f"-{text}" if text.strip("0.") else "-1.00",
    }
    return replacements[kind]
