"""Keeps which versions a batch published, so that it can be traced and taken back."""

from __future__ import annotations

from collections.abc import Mapping

from gridloop.lake.models import BatchVersion, FeedBatch


def keep_batch_versions(*, batch: FeedBatch, published: Mapping[str, int]) -> None:
    """Keep the versions (dataset -> version); call inside the transaction that makes them current."""
    BatchVersion.objects.bulk_create(
        [BatchVersion(batch=batch, dataset=dataset, version=version) for dataset, version in published.items()]
    )
