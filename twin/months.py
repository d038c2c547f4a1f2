"""Business months and plain dates, as numpy likes them.

A month is `np.datetime64[M]`, a date `np.datetime64[D]`, "no date" is NaT. Text is always ISO.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.errors import InputError

Day = np.datetime64
Month = np.datetime64
Days = NDArray[np.datetime64]

NO_DAY: Day = np.datetime64("NaT", "D")
HISTORY_STARTS: Month = np.datetime64("2025-10", "M")
"""The first month of which the city's books tell."""
HISTORY_MONTHS = 12


def month_of(text: str) -> Month:
    """The month that 'YYYY-MM' (or a date in it) names; InputError when it names none."""
    try:
        month = np.datetime64(text, "M")
    except ValueError as error:
        raise InputError(f"'{text}' is no month: write it as 2026-10") from error
    if np.isnat(month):
        raise InputError(f"'{text}' is no month: write it as 2026-10")
    return month


def day_of(text: str) -> Day:
    """The date that 'YYYY-MM-DD' names; InputError when it names none."""
    try:
        day = np.datetime64(text, "D")
    except ValueError as error:
        raise InputError(f"'{text}' is no date: write it as 2026-10-05") from error
    if np.isnat(day) or len(text) != len("2026-10-05"):
        raise InputError(f"'{text}' is no date: write it as 2026-10-05")
    return day


def first_day(month: Month) -> Day:
    """The first calendar day of the month."""
    day: Day = month.astype("datetime64[D]")
    return day


def last_day(month: Month) -> Day:
    """The last calendar day of the month."""
    day: Day = first_day(month + 1) - 1
    return day


def length(month: Month) -> int:
    """How many days the month has."""
    return int((first_day(month + 1) - first_day(month)).astype(int))


def number(month: Month) -> int:
    """Months since 1970-01: the month's part in the key of a random draw."""
    return int(month.astype(int))


def calendar_month(month: Month) -> int:
    """1 for January … 12 for December."""
    return number(month) % 12 + 1


def add_months(days: Days, months: NDArray[np.int64] | int) -> Days:
    """The same day of the month so many months later (the 28th at most, so that every month has it)."""
    whole = days.astype("datetime64[M]")
    inside = np.minimum((days - whole.astype("datetime64[D]")).astype(np.int64), 27)
    shifted: Days = (whole + np.asarray(months)).astype("datetime64[D]") + inside
    return shifted
