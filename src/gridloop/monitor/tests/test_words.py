"""Everything that is found can be said."""

from __future__ import annotations

from gridloop.kernel.wording import messages_of
from gridloop.monitor.queries.indicators import FIVE


def test_every_finding_has_its_words():
    campaign = ("draft", "submitted", "rejected", "launch", "paused", "slow", "overdue", "spent", "loss")
    codes = {
        *("overdue", "silent", "slow", "low_reach", "grid_overdue", "grid_slow"),
        *(f"worse_{code}" for code in FIVE),
        *(f"campaign_{need}" for need in campaign),
    }
    assert codes <= set(messages_of("monitor"))
