"""Every dataset the lake publishes, by the stage that produces it."""

from __future__ import annotations

from gridloop.lake.datasets import campaign, evaluate, inputs, metrics, mining, territory
from gridloop.lake.types import Dataset

_ALL: tuple[Dataset, ...] = (
    *inputs.DATASETS,
    *territory.DATASETS,
    *metrics.DATASETS,
    *mining.DATASETS,
    *campaign.DATASETS,
    *evaluate.DATASETS,
)
FED = frozenset(dataset.name for dataset in inputs.DATASETS)
"""What files may become. The others are worked out: a file must not write scores, owners or what was achieved."""
DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in _ALL}
