"""Whether a subscription ran on a day."""

from __future__ import annotations

from typing import Any

from ibis import _


def ran_until(day: Any) -> Any:
    """Return the condition that a subscription had begun before a day and had not ended by then.

    One whose source does not say when it began has always run, as far as anybody knows: it counts in every month in
    which its customer is served.
    """
    begun = _.started_on.isnull() | (_.started_on < day)
    return begun & (_.ended_on.isnull() | (_.ended_on >= day))
