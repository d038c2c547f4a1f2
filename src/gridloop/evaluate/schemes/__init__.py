"""The points schemes, one file per version."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from gridloop.evaluate.rules.scheme import Scheme, scheme_from
from gridloop.kernel.problems import Problem


@cache
def schemes() -> tuple[Scheme, ...]:
    """Return all versions, the newest first."""
    folder = files("gridloop.evaluate.schemes")
    texts = [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    found = [scheme_from(yaml.safe_load(text)) for text in texts]
    return tuple(sorted(found, key=lambda scheme: scheme.valid_from, reverse=True))


def scheme_of(month: date) -> Scheme:
    """Return the version in force on the first day of a cycle; raises ``Problem`` (409) before the first one."""
    for scheme in schemes():
        if scheme.valid_from <= month:
            return scheme
    raise Problem("evaluate.no_scheme", 409, cycle=f"{month:%Y-%m}")


def scheme_named(version: str) -> Scheme | None:
    """Return one version, None when it is not (or no longer) there."""
    return next((scheme for scheme in schemes() if scheme.version == version), None)
