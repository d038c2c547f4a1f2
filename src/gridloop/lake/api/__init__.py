"""The HTTP API of lake: the data steward's page."""

from __future__ import annotations

from gridloop.kernel.api import StageRouter
from gridloop.lake.api.batches import add_batches
from gridloop.lake.api.contracts import add_contracts
from gridloop.lake.api.datasets import add_datasets
from gridloop.lake.api.feeds import add_feeds
from gridloop.lake.api.pulls import add_pulls

router = StageRouter("lake")
add_feeds(router)
add_contracts(router)
add_batches(router)
add_datasets(router)
add_pulls(router)
