"""Batches, what they left in quarantine, and its repair."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import File, Query, UploadedFile

from gridloop.kernel.api import Page, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.api.workbook import workbook_answer
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.wording import say
from gridloop.lake import queries
from gridloop.lake.api.feeds import READERS, STEWARDS
from gridloop.lake.api.load_schemas import LoadStartedOut
from gridloop.lake.api.schemas import (
    AcceptedOut,
    BatchDetail,
    BatchOut,
    BatchParams,
    MendIn,
    QuarantinedRowOut,
    QuarantineParams,
    ReasonIn,
    ReplayBatchIn,
    ReplayOut,
    ReturnedSheetOut,
    RollbackOut,
    RollbackPlanOut,
    SheetIn,
)
from gridloop.lake.api.shaping import batch_out, note_out, quarantined_out
from gridloop.lake.services.accept_delivery import accept_delivery
from gridloop.lake.services.expire_held import held_until
from gridloop.lake.services.hold_sample import held_sample
from gridloop.lake.services.load_again import load_again, may_load_again
from gridloop.lake.services.open_batch import report_of
from gridloop.lake.services.quarantine_sheet import return_quarantine_sheet, write_quarantine_sheet
from gridloop.lake.services.refuse_delivery import refusal_of, refuse_delivery
from gridloop.lake.services.replay import ReplayReport, replay_batch, replay_rows
from gridloop.lake.services.roll_back import plan_rollback, roll_back
from gridloop.lake.services.write_receipt import receipt_of

_BATCH_SORT = {
    "started_at": "started_at",
    "business_date": "business_date",
    "feed": "feed",
    "rows_read": "rows_read",
    "rows_quarantined": "rows_quarantined",
}


def _detail(request: ScopedRequest, batch_id: int) -> dict[str, Any]:
    row = queries.batch(request.scope, batch_id)
    counted = queries.reason_counts(request.scope, batch_id)
    return {
        **batch_out(row, request.language, ActorNames()),
        "reasons": [
            {
                "reason": reason,
                "label": say(f"lake.label_{reason.value}", request.language),
                "column": column,
                "rows": rows,
            }
            for reason, column, rows in counted
        ],
        "notes": [note_out(note["code"], _named(note["params"]), request.language) for note in row.notes],
        "timings": row.timings,
        "held_until": held_until(row),
        "accepted": _decision(row.accepted),
        "refused": _decision(refusal_of(row)),
        "rolled_back": _decision(row.rolled_back),
        "contract_version": row.contract_version,
        "may_load_again": may_load_again(row),
    }


def _named(params: dict[str, Any]) -> dict[str, Any]:
    """Whoever a note speaks of is called by his name."""
    return {**params, "by": ActorNames().of(params["by"])} if "by" in params else params


def _decision(said: dict[str, Any]) -> dict[str, Any] | None:
    return {**said, "by_name": ActorNames().of(said["by"])} if said else None


def _replayed(request: ScopedRequest, report: ReplayReport) -> dict[str, Any]:
    names = ActorNames()
    rows = queries.quarantined_rows(request.scope, state="all").filter(pk__in=report.shown_ids)
    return {
        "replayed": report.replayed,
        "still_refused": report.still_refused,
        "rows": [quarantined_out(row, request.language, names) for row in rows],
        "published": report.published,
    }


def add_batches(router: StageRouter) -> None:
    """Declare the operations on batches and quarantined rows."""

    @router.get("/batches", response=Page[BatchOut], allow=READERS)
    def list_batches(request: ScopedRequest, params: Query[BatchParams]) -> dict[str, Any]:
        rows = queries.batches(
            request.scope,
            feed=params.feed,
            state=params.state,
            business_date=params.business_date,
            sha256=params.sha256,
            q=params.q,
        )
        rows = rows.order_by(*ordering(params.sort, _BATCH_SORT, ["-started_at"]))
        names = ActorNames()
        return paged(rows, params, lambda row: batch_out(row, request.language, names))

    @router.get("/batches/{batch_id}", response=BatchDetail, allow=READERS)
    def get_batch(request: ScopedRequest, batch_id: int) -> dict[str, Any]:
        return _detail(request, batch_id)

    @router.post("/batches/{batch_id}/accept", response={202: AcceptedOut}, allow=STEWARDS)
    def accept_held_batch(request: ScopedRequest, batch_id: int, body: ReasonIn) -> tuple[int, dict[str, Any]]:
        row = queries.batch(request.scope, batch_id)
        return 202, asdict(accept_delivery(batch_id=row.pk, reason=body.reason, actor=request.actor))

    @router.post("/batches/{batch_id}/refuse", response=BatchDetail, allow=STEWARDS)
    def refuse_held_batch(request: ScopedRequest, batch_id: int, body: ReasonIn) -> dict[str, Any]:
        row = queries.batch(request.scope, batch_id)
        refuse_delivery(batch_id=row.pk, reason=body.reason, actor=request.actor)
        return _detail(request, batch_id)

    @router.post("/batches/{batch_id}/load", response={202: LoadStartedOut}, allow=STEWARDS)
    def load_batch_again(request: ScopedRequest, batch_id: int) -> tuple[int, dict[str, Any]]:
        row = queries.batch(request.scope, batch_id)
        return 202, {"job_id": load_again(batch_id=row.pk, actor=request.actor)}

    @router.get("/batches/{batch_id}/receipt", response=dict[str, Any], allow=READERS)
    def get_receipt(request: ScopedRequest, batch_id: int) -> dict[str, Any]:
        return receipt_of(report_of(queries.batch(request.scope, batch_id)))

    @router.get("/batches/{batch_id}/rollback", response=RollbackPlanOut, allow=STEWARDS)
    def get_rollback_plan(request: ScopedRequest, batch_id: int) -> dict[str, Any]:
        plan = plan_rollback(batch_id=queries.batch(request.scope, batch_id).pk)
        return {
            "batches": [
                {"id": one.pk, "file_name": one.file_name, "business_date": one.business_date} for one in plan.batches
            ],
            "datasets": [{"dataset": one.dataset, "parts": sorted(one.retreat.parts)} for one in plan.datasets],
            "blocking": [asdict(one) for one in plan.blocking],
            "worked_out": queries.worked_out_from(request.scope, [one.dataset for one in plan.datasets]),
        }

    @router.post("/batches/{batch_id}/rollback", response=RollbackOut, allow=STEWARDS, apart=True)
    def roll_batch_back(request: ScopedRequest, batch_id: int, body: ReasonIn) -> dict[str, Any]:
        row = queries.batch(request.scope, batch_id)
        return asdict(roll_back(batch_id=row.pk, reason=body.reason, actor=request.actor))

    @router.get("/quarantine", response=Page[QuarantinedRowOut], allow=READERS)
    def list_quarantine(request: ScopedRequest, params: Query[QuarantineParams]) -> dict[str, Any]:
        return _quarantine(request, params, None)

    @router.get("/batches/{batch_id}/quarantine", response=Page[QuarantinedRowOut], allow=READERS)
    def list_batch_quarantine(request: ScopedRequest, batch_id: int, params: Query[QuarantineParams]) -> dict[str, Any]:
        return _quarantine(request, params, queries.batch(request.scope, batch_id).pk)

    @router.get("/quarantine/{row_id}", response=QuarantinedRowOut, allow=READERS)
    def get_quarantined_row(request: ScopedRequest, row_id: int) -> dict[str, Any]:
        return quarantined_out(queries.quarantined_row(request.scope, row_id), request.language, ActorNames())

    @router.post("/quarantine/{row_id}/replay", response=ReplayOut, allow=STEWARDS, apart=True)
    def replay_quarantined_row(request: ScopedRequest, row_id: int, body: MendIn) -> dict[str, Any]:
        row = queries.quarantined_row(request.scope, row_id)
        return _replayed(request, replay_rows(mends={row.pk: body.values}, actor=request.actor))

    @router.post("/batches/{batch_id}/quarantine/sheet", allow=STEWARDS, apart=True)
    def download_quarantine_sheet(request: ScopedRequest, batch_id: int, body: SheetIn) -> Any:
        name, content = write_quarantine_sheet(
            batch_id=queries.batch(request.scope, batch_id).pk,
            purpose=body.purpose,
            language=request.language,
            actor=request.actor,
        )
        return workbook_answer(name, content)

    @router.post("/batches/{batch_id}/quarantine/returned", response=ReturnedSheetOut, allow=STEWARDS, apart=True)
    def return_mended_sheet(request: ScopedRequest, batch_id: int, file: File[UploadedFile]) -> dict[str, Any]:
        row = queries.batch(request.scope, batch_id)
        with held_sample(name=str(file.name or ""), size=int(file.size or 0), chunks=file.chunks()) as sheet:
            done = return_quarantine_sheet(
                batch_id=row.pk, path=sheet.path, file_name=sheet.file_name, actor=request.actor
            )
        return {**_replayed(request, done.report), "passed_over": done.passed_over}

    @router.post("/batches/{batch_id}/replay", response=ReplayOut, allow=STEWARDS, apart=True)
    def replay_quarantined_batch(request: ScopedRequest, batch_id: int, body: ReplayBatchIn) -> dict[str, Any]:
        row = queries.batch(request.scope, batch_id)
        return _replayed(request, replay_batch(batch_id=row.pk, reason=body.reason, actor=request.actor))


def _quarantine(request: ScopedRequest, params: QuarantineParams, batch_id: int | None) -> dict[str, Any]:
    rows = queries.quarantined_rows(
        request.scope,
        batch_id=batch_id,
        feed=params.feed,
        reason=params.reason,
        column=params.column,
        state=params.state,
        q=params.q,
    )
    allowed = {"line_no": "line_no", "reason": "reason", "batch_id": "batch_id"}
    rows = rows.order_by(*ordering(params.sort, allowed, ["-batch_id", "line_no"]))
    names = ActorNames()
    return paged(rows, params, lambda row: quarantined_out(row, request.language, names))
