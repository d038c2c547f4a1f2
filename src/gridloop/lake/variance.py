"""Does a delivery differ too much from what a feed usually brings? Pure.

Two things are judged: how many rows came compared with the delivery before, and how much of a column is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gridloop.lake.contract_types import Thresholds

FEW_ROWS = 100
"""Shares of fewer rows than this say nothing."""


class Severity(StrEnum):
    """What follows from a finding."""

    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure that lies beyond its threshold. ``share`` is the change of rows, or the empty share of ``column``."""

    severity: Severity
    share: float
    limit: float
    now: int
    before: int
    column: str = ""


def beyond(share: float, limits: Thresholds) -> tuple[Severity, float] | None:
    """Return what a share is beyond, the harder threshold first; what lies exactly on one is not beyond it."""
    if limits.stop is not None and share > limits.stop:
        return Severity.STOP, limits.stop
    if limits.warn is not None and share > limits.warn:
        return Severity.WARN, limits.warn
    return None


def judge_rows(now: int, before: int | None, limits: Thresholds) -> Finding | None:
    """Judge how many rows came against the delivery before, upwards and downwards alike; few rows never differ."""
    if before is None or before < FEW_ROWS:
        return None
    change = (now - before) / before
    found = beyond(abs(change), limits)
    return Finding(found[0], change, found[1], now, before) if found else None


def judge_empty(column: str, empty: int, rows: int, limits: Thresholds) -> Finding | None:
    """Judge how much of a column is empty."""
    if rows < FEW_ROWS:
        return None
    found = beyond(empty / rows, limits)
    return Finding(found[0], empty / rows, found[1], empty, rows, column) if found else None


def shown_share(share: float, *, signed: bool = False) -> str:
    """Return a share as figures that people read: 12.5%, +3%."""
    text = f"{share * 100:+.1f}" if signed else f"{share * 100:.1f}"
    return text.removesuffix(".0") + "%"
