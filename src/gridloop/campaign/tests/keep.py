"""Keeps what a fixture made (rows and lake files), so that it is made once and copied afterwards."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

STAGES = ("lake", "catalog", "contact", "campaign", "dispatch")
_kept: dict[str, tuple[Any, Path, list[models.Model]]] = {}


def kept(key: str, make: Callable[[], Any]) -> Any:
    """Return what ``make`` returns; the second time for a key its effects are copied, not made again.

    It may build on what is there already (another kept thing): what is there stays, what is missing is added.
    """
    lake = Path(settings.HOME) / "lake"
    if key in _kept:
        made, files, rows = _kept[key]
        shutil.copytree(files, lake, dirs_exist_ok=True)
        _restore(rows)
        return made
    made = make()
    files = Path(tempfile.mkdtemp(prefix="gridloop-kept-"))
    atexit.register(shutil.rmtree, files, ignore_errors=True)
    shutil.copytree(lake, files, dirs_exist_ok=True)
    _kept[key] = (made, files, _rows())
    return made


def _models() -> list[type[models.Model]]:
    return [model for stage in STAGES for model in apps.get_app_config(stage).get_models()]


def _rows() -> list[models.Model]:
    return [row for model in _models() for row in model._base_manager.order_by("pk")]


def _restore(rows: list[models.Model]) -> None:
    for model in _models():
        own = [row for row in rows if type(row) is model]
        if own:
            model._base_manager.bulk_create([model(**_values(row)) for row in own], ignore_conflicts=True)


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
