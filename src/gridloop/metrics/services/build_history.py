"""Works indicators out again for the months that still follow an earlier definition, newest month first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.history import Definitions, read_definitions
from gridloop.metrics.queries.library import semantic_layer
from gridloop.metrics.queries.parts import DATASET, compute_parts
from gridloop.metrics.services.publish_months import Worked, publish_months

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report nothing."""


def build_history(*, actor: Actor, codes: Collection[str] | None = None, progress: Progress = no_progress) -> int:
    """Bring published months to the definitions in force, of some indicators or of all; return how many months.

    Each month is published as soon as it is done and noted in the same transaction: whatever stops this, running it
    again goes on with the months that are left. A definition that changes meanwhile counts from the next month on.
    """
    done = 0
    while True:
        layer = semantic_layer()
        with open_lake() as lake:
            definitions = read_definitions(layer)
            months = lake.months(DATASET)
            awaited = _awaited(definitions, months, set(lake.months("bill")), codes)
            if not awaited:
                return done
            progress(done, done + len(awaited))
            month, names = max(awaited.items())
            metrics = [one for one in layer.metrics if one.name in names]
            worked = Worked(compute_parts(lake, layer, metrics, [month], apart=True), {month: names}, lake.reads)
        publish_months(
            worked=worked,
            definitions=definitions.in_force,
            whole=False,
            run=f"metrics.build_history {month}",
            actor=actor,
        )
        done += 1


def _awaited(
    definitions: Definitions, months: Collection[date], billed: Collection[date], codes: Collection[str] | None
) -> dict[date, set[str]]:
    """Return the indicators to be worked out again, by month."""
    found: dict[date, set[str]] = {}
    if not months:
        return found
    for code in definitions.in_force:
        if codes is None or code in codes:
            for month in definitions.months_awaited(code, months, billed, max(months)):
                found.setdefault(month, set()).add(code)
    return found
