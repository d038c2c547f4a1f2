"""The points schemes, one file per version.

Those that ship with Gridloop lie here; an operator's own lie in ``GRIDLOOP_HOME/schemes/`` and come first where both
have a version of the same name. A version that a cycle was reckoned by is never changed: a change is a new file.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from gridloop.evaluate.rules.scheme import Scheme, SchemeError, scheme_from
from gridloop.kernel.problems import Problem

SHIPPED = Path(__file__).parent


def schemes() -> tuple[Scheme, ...]:
    """Return all versions, the newest first; raises ``Problem`` (409) for a file that does not add up."""
    own = Path(settings.HOME) / "schemes"
    files = [*sorted(SHIPPED.glob("*.yaml")), *(sorted(own.glob("*.yaml")) if own.is_dir() else ())]
    found = {scheme.version: scheme for scheme in (_read(file, file.stat().st_mtime_ns) for file in files)}
    return tuple(sorted(found.values(), key=lambda scheme: scheme.valid_from, reverse=True))


@lru_cache(maxsize=64)
def _read(file: Path, changed_at: int) -> Scheme:
    try:
        return scheme_from(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (SchemeError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise Problem("evaluate.bad_scheme", 409, file=file.name, what=str(error)) from error


def scheme_of(month: date) -> Scheme:
    """Return the version in force on the first day of a cycle; raises ``Problem`` (409) before the first one."""
    for scheme in schemes():
        if scheme.valid_from <= month:
            return scheme
    raise Problem("evaluate.no_scheme", 409, cycle=f"{month:%Y-%m}")
