"""Reads of the lake's own rows, and the door through which other stages read datasets."""

from __future__ import annotations

from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.models import DatasetVersion
from gridloop.lake.types import PublishedVersion


def current_version(name: str) -> PublishedVersion | None:
    """Return the current version of a dataset, None when nothing was ever published."""
    row = DatasetVersion.objects.filter(dataset=name).first()
    return PublishedVersion(name, row.version, row.rows, row.columns) if row else None


def current_versions() -> dict[str, PublishedVersion]:
    """Return the current version of every dataset that has one."""
    found = ((name, current_version(name)) for name in DATASETS)
    return {name: version for name, version in found if version is not None}


def open_lake() -> Lake:
    """Return the lake as it is now; use it in a ``with`` block."""
    return Lake(current_versions())
