"""What taking a batch back does to a dataset, decided from the dataset's history alone. Pure.

A dataset is a set of parts (its months, or the one part of a dataset that is replaced whole); a part is a set of
files. A version that wrote a part gave it other files than the version before had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Parts = Mapping[str, frozenset[str]]
"""Part -> the files it consists of."""
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a dataset. ``ours`` was published by what is taken back, ``undone`` no longer counts."""

    version: int
    parts: Parts
    ours: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Retreat:
    """The files each part goes back to; ``blocking`` are versions that were built on it and have to go first."""

    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    blocking: tuple[int, ...] = ()


def written_parts(before: Parts, after: Parts) -> frozenset[str]:
    """Return the parts that a version wrote."""
    return frozenset(part for part in before.keys() | after.keys() if before.get(part, _NONE) != after.get(part, _NONE))


def retreat(history: Sequence[Step]) -> Retreat:
    """Return how a dataset goes back to the state without our versions; history is in order, the last is current.

    A part can go back when nothing else wrote it since we first did, but for what has been undone again.
    """
    before: Parts = {}
    first: dict[str, frozenset[str]] = {}
    last: dict[str, frozenset[str]] = {}
    others: dict[str, list[int]] = {}
    for step in history:
        for part in written_parts(before, step.parts):
            if step.ours:
                first.setdefault(part, before.get(part, _NONE))
                last[part] = step.parts.get(part, _NONE)
            elif part in first and not step.undone:
                others.setdefault(part, []).append(step.version)
        before = step.parts
    blocking = sorted({version for versions in others.values() for version in versions})
    changed = [part for part, files in last.items() if before.get(part, _NONE) != files]
    if changed and not blocking:  # undone versions left something else than we wrote: nothing sure can be said
        blocking = [history[-1].version]
    return Retreat({part: files for part, files in first.items() if before.get(part, _NONE) != files}, tuple(blocking))
