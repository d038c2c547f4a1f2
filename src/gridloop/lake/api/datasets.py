"""Datasets, their versions, and what flows where."""

from __future__ import annotations

from typing import Any

from ninja import Query

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.lake import queries
from gridloop.lake.api.feeds import READERS
from gridloop.lake.api.schemas import DatasetDetail, DatasetOut, LineageOut, StaleMonthOut, TraceOut, VersionOut
from gridloop.lake.api.shaping import dataset_out, stale_out
from gridloop.lake.api.tracing import trace_out
from gridloop.lake.datasets import DATASETS
from gridloop.lake.models import DatasetVersion
from gridloop.lake.stale import stale_months


def _version_out(row: DatasetVersion, current: DatasetVersion | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "dataset": row.dataset,
        "version": row.version,
        "rows": row.rows,
        "run": row.run,
        "reads": row.reads,
        "origins": row.origins,
        "current": current is not None and row.pk == current.pk,
        "created_at": row.created_at,
    }


def add_datasets(router: StageRouter) -> None:
    """Declare the reads of datasets."""

    @router.get("/datasets", response=Page[DatasetOut], allow=READERS)
    def list_datasets(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        current = queries.current_version_rows(request.scope)
        names = [name for name in DATASETS if params.q.casefold() in name]
        return paged(names, params, lambda name: dataset_out(DATASETS[name], current.get(name)))

    @router.get("/datasets/{name}", response=DatasetDetail, allow=READERS)
    def get_dataset(request: ScopedRequest, name: str) -> dict[str, Any]:
        declared = queries.dataset(request.scope, name)
        current = queries.current_version_rows(request.scope)
        row = current.get(name)
        edges = queries.lineage(request.scope)
        never_empty = {column.name for column in declared.columns if not column.nullable}
        columns = queries.columns_of_version(row) if row else {c: kind.value for c, kind in declared.types.items()}
        return {
            **dataset_out(declared, row),
            "column_list": [
                {"name": column, "type": kind, "nullable": column not in never_empty}
                for column, kind in columns.items()
            ],
            "fed_by": [source for source, target, kind in edges if target == name and kind == "feed"],
            "reads": row.reads if row else {},
            "read_by": [target for source, target, kind in edges if source == name and kind == "read"],
        }

    @router.get("/datasets/{name}/versions", response=Page[VersionOut], allow=READERS)
    def list_versions(request: ScopedRequest, name: str, params: Query[PageParams]) -> dict[str, Any]:
        queries.dataset(request.scope, name)
        rows = queries.dataset_versions(request.scope, name)
        current = rows.first()
        ordered = rows.order_by(*ordering(params.sort, {"created_at": "created_at", "rows": "rows"}, ["-id"]))
        return paged(ordered, params, lambda row: _version_out(row, current))

    @router.get("/datasets/{name}/trace", response=TraceOut, allow=READERS)
    def trace_dataset(request: ScopedRequest, name: str, version: int | None = None) -> dict[str, Any]:
        queries.dataset(request.scope, name)
        return trace_out(
            queries.traced_version(request.scope, name, version), queries.current_version_rows(request.scope)
        )

    @router.get("/stale", response=Page[StaleMonthOut], allow=READERS)
    def list_stale_months(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        word = params.q.casefold()
        rows = [one for one in stale_months(request.scope) if word in f"{one.dataset} {one.source}"]
        return paged(rows, params, stale_out)

    @router.get("/lineage", response=LineageOut, allow=READERS)
    def get_lineage(request: ScopedRequest) -> dict[str, Any]:
        edges = queries.lineage(request.scope)
        return {
            "feeds": list(dict.fromkeys(source for source, _, kind in edges if kind == "feed")),
            "datasets": [name for name in DATASETS if any(name in edge[:2] for edge in edges)],
            "edges": [{"source": s, "target": t, "kind": kind} for s, t, kind in edges],
        }
