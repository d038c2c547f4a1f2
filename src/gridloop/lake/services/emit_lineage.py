"""Tells a lineage catalogue what was made of what: OpenLineage run events, to a file or an HTTP address.

``GRIDLOOP_LINEAGE`` says where: ``file`` appends to ``GRIDLOOP_HOME/lineage/<day>.ndjson``, an http(s) address gets
each event as a POST; without it nothing is told. A catalogue that does not answer never stops a load.
"""

from __future__ import annotations

import logging
import os
import re
import uuid
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import orjson
from django.conf import settings
from django.db import transaction

from gridloop.kernel import clock
from gridloop.lake.models import DatasetVersion, FeedBatch

NAMESPACE = "gridloop"
FILES = f"{NAMESPACE}.drop"
PRODUCER = "urn:gridloop:lake"
_SPEC = "https://openlineage.io/spec"
_RUN_EVENT = f"{_SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
_RUNS = uuid.uuid5(uuid.NAMESPACE_URL, PRODUCER)
_DATE = re.compile(r"\s*\d{4}-\d{2}(-\d{2})?")
_SECONDS = 5
_log = logging.getLogger(__name__)


def emit_version(row: DatasetVersion, written: Mapping[str, Any]) -> None:
    """Tell of a new version once its transaction is committed. ``written`` are the origins of the parts it wrote."""
    if settings.LINEAGE:
        transaction.on_commit(partial(_send, version_event(row, written)))


def emit_failure(batch: FeedBatch, text: str) -> None:
    """Tell of a file that was refused as a whole, once that is committed."""
    if settings.LINEAGE:
        transaction.on_commit(partial(_send, failure_event(batch, text)))


def version_event(row: DatasetVersion, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event of a version: one run of the job that makes this dataset."""
    delivered = {
        (feed, file) for feeds in written.values() for feed, origin in feeds.items() for file in origin["files"]
    }
    inputs: list[dict[str, Any]] = [{"namespace": FILES, "name": f"{feed}/{file}"} for feed, file in sorted(delivered)]
    inputs += [
        {"namespace": NAMESPACE, "name": name, "facets": {"version": _version(version)}}
        for name, version in sorted(row.reads.items())
    ]
    output = {
        "namespace": NAMESPACE,
        "name": row.dataset,
        "facets": {
            "version": _version(row.version),
            "schema": _facet("1-1-1", "SchemaDatasetFacet", fields=[
                {"name": name, "type": kind} for name, kind in row.columns.items()
            ]),
        },
        "outputFacets": {"outputStatistics": _facet("1-0-2", "OutputStatisticsOutputDatasetFacet", rowCount=row.rows)},
    }  # fmt: skip
    job = f"{_DATE.sub('', row.run).strip()}.{row.dataset}".replace(" ", "_")
    event = _event("COMPLETE", f"{row.dataset} {row.version} {row.created_at.isoformat()}", job)
    return {**event, "inputs": inputs, "outputs": [output]}


def failure_event(batch: FeedBatch, text: str) -> dict[str, Any]:
    """Return the event of a load that failed."""
    event = _event("FAIL", f"batch {batch.pk} {batch.started_at.isoformat()}", f"feed_{batch.feed}")
    error = _facet("1-0-1", "ErrorMessageRunFacet", message=text, programmingLanguage="python")
    event["run"]["facets"] = {"errorMessage": error}
    return {**event, "inputs": [{"namespace": FILES, "name": f"{batch.feed}/{batch.file_name}"}], "outputs": []}


def _event(kind: str, run: str, job: str) -> dict[str, Any]:
    kind_of_job = _facet("2-0-3", "JobTypeJobFacet", processingType="BATCH", integration="GRIDLOOP", jobType="JOB")
    return {
        "eventType": kind,
        "eventTime": clock.now().isoformat(),
        "producer": PRODUCER,
        "schemaURL": _RUN_EVENT,
        "run": {"runId": str(uuid.uuid5(_RUNS, run)), "facets": {}},
        "job": {"namespace": NAMESPACE, "name": job, "facets": {"jobType": kind_of_job}},
    }


def _facet(version: str, name: str, **values: object) -> dict[str, object]:
    schema = f"{_SPEC}/facets/{version}/{name}.json#/$defs/{name}"
    return {"_producer": PRODUCER, "_schemaURL": schema, **values}


def _version(number: int) -> dict[str, object]:
    return _facet("1-0-1", "DatasetVersionDatasetFacet", datasetVersion=str(number))


def _send(event: Mapping[str, Any]) -> None:
    try:
        if settings.LINEAGE.startswith(("http://", "https://")):
            body, headers = orjson.dumps(event), {"Content-Type": "application/json"}
            httpx.post(settings.LINEAGE, content=body, headers=headers, timeout=_SECONDS).raise_for_status()
        else:
            _append(event)
    except (httpx.HTTPError, OSError) as error:
        _log.warning("lineage event of %s was not taken: %s", event["job"]["name"], error)


def _append(event: Mapping[str, Any]) -> None:
    """Append one line in one write, so that processes that write at the same time do not mix theirs."""
    file = Path(settings.HOME) / "lineage" / f"{clock.today().isoformat()}.ndjson"
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, orjson.dumps(event) + b"\n")
    finally:
        os.close(handle)
