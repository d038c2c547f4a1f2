"""For how many months in a row the figures of grids have fallen or risen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gridloop.kernel.types import OrgKind
from gridloop.metrics.queries.figures import read_book
from gridloop.metrics.queries.library import indicators_by_code
from gridloop.metrics.rules import month_range, months_before, run_of


def months_in_a_row(codes: Sequence[str], *, newest: date, longest: int) -> dict[tuple[str, str], tuple[int, int]]:
    """Return for how many months in a row each indicator fell and rose in each grid, by indicator and grid.

    Counted back from ``newest``, ``longest`` at most. A month without a figure, or one that follows another definition,
    ends a run.
    """
    known = indicators_by_code()
    months = month_range(months_before(newest, longest), newest)
    book = read_book(months, [code for code in codes if code in known])
    grids = [code for code, kind in book.kinds.items() if kind == OrgKind.GRID.value]
    return {
        (code, grid): run_of([book.comparable(known[code], newest, month, grid) for month in months])
        for code in codes
        if code in known
        for grid in grids
    }
