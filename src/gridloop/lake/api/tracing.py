"""One step back from a version of a dataset, as the body of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridloop.lake.library import contracts
from gridloop.lake.models import DatasetVersion
from gridloop.lake.queries import TracedFeed, dataset_title, traced_feeds

MOST_FILES = 24


def trace_out(row: DatasetVersion, current: Mapping[str, DatasetVersion]) -> dict[str, Any]:
    """Return the body of ``TraceOut``."""
    known = _known(row)
    return {
        "dataset": row.dataset,
        **_titles(row.dataset),
        "version": row.version,
        "rows": row.rows,
        "run": row.run,
        "created_at": row.created_at,
        "current": row.dataset in current and current[row.dataset].pk == row.pk,
        "reads": [
            {
                "dataset": name,
                **_titles(name),
                "version": version,
                "current": name in current and current[name].version == version,
                "known": (name, version) in known,
            }
            for name, version in sorted(row.reads.items())
        ],
        "feeds": [_feed_out(row.dataset, traced) for traced in traced_feeds(row)],
    }


def _known(row: DatasetVersion) -> set[tuple[str, int]]:
    rows = DatasetVersion.objects.filter(dataset__in=row.reads, version__in=row.reads.values())
    return set(rows.values_list("dataset", "version"))


def _titles(name: str) -> dict[str, str]:
    return {"title_zh": dataset_title(name, "zh"), "title_en": dataset_title(name, "en")}


def _feed_out(dataset: str, traced: TracedFeed) -> dict[str, Any]:
    contract = contracts().get(traced.feed)
    files = []
    for day, name, parts in traced.files[:MOST_FILES]:
        batch = traced.batches.get((day, name)) or next(
            # content that was delivered again under a later date is traced to the batch that brought it
            (one for (_, file), one in traced.batches.items() if file == name),
            None,
        )
        files.append(
            {
                "business_date": day,
                "file_name": name,
                "batch_id": batch.pk if batch else None,
                "contract_version": batch.contract_version if batch else "",
                "parts": list(parts),
            }
        )
    expressions: dict[str, str] = {}
    for publish in contract.publishes if contract else ():
        if publish.dataset == dataset:
            expressions |= dict(publish.columns) | {trait: trait for trait in publish.traits}
    return {
        "feed": traced.feed,
        "title_zh": contract.title_zh if contract else traced.feed,
        "title_en": contract.title_en if contract else traced.feed,
        "files": files,
        "more": max(0, len(traced.files) - MOST_FILES),
        "expressions": expressions,
    }
