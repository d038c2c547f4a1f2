"""Feeds, their contracts, and files handed in through the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ninja import File, Form, Query, UploadedFile

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import in_order
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.types import Role
from gridloop.lake import loads, queries
from gridloop.lake.api.load_schemas import LoadOut
from gridloop.lake.api.schemas import ContractOut, FeedOut, FeedParams, UploadOut
from gridloop.lake.api.shaping import contract_out, feed_out, load_out
from gridloop.lake.services.receive_upload import receive_upload
from gridloop.lake.services.stop_load import stop_load

STEWARDS = frozenset({Role.DATA_STEWARD, Role.ADMINISTRATOR})
READERS = STEWARDS | {Role.PLANNER}


_SORT: dict[str, Callable[[queries.FeedFacts], Any]] = {
    "feed": lambda facts: facts.contract.feed,
    "last_business_date": lambda facts: facts.last_business_date or date.min,
    "due_on": lambda facts: facts.due_on or date.min,
    "rows": lambda facts: facts.rows,
    "open_quarantine": lambda facts: facts.open_quarantine,
}


def add_feeds(router: StageRouter) -> None:
    """Declare the operations on feeds."""

    @router.get("/feeds", response=Page[FeedOut], allow=READERS)
    def list_feeds(request: ScopedRequest, params: Query[FeedParams]) -> dict[str, Any]:
        word = params.q.casefold()
        rows = [
            facts
            for facts in queries.feeds(request.scope)
            if word in f"{facts.contract.feed} {facts.contract.title_zh} {facts.contract.title_en}".casefold()
            and params.freshness in ("", facts.condition)
        ]
        names = ActorNames()
        return paged(in_order(rows, params.sort, _SORT), params, lambda facts: feed_out(facts, request.language, names))

    @router.get("/feeds/{feed}", response=FeedOut, allow=READERS)
    def get_feed(request: ScopedRequest, feed: str) -> dict[str, Any]:
        return feed_out(queries.feed_facts(request.scope, feed), request.language, ActorNames())

    @router.get("/loads", response=Page[LoadOut], allow=READERS)
    def list_open_loads(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        names = ActorNames()
        return paged(loads.open_loads(request.scope), params, lambda one: load_out(one, request.language, names))

    @router.get("/loads/{job_id}", response=LoadOut, allow=READERS)
    def get_load(request: ScopedRequest, job_id: int) -> dict[str, Any]:
        return load_out(loads.load(request.scope, job_id), request.language, ActorNames())

    @router.post("/loads/{job_id}/stop", response=LoadOut, allow=STEWARDS)
    def stop_one_load(request: ScopedRequest, job_id: int) -> dict[str, Any]:
        stop_load(scope=request.scope, job_id=job_id, actor=request.actor)
        return load_out(loads.load(request.scope, job_id), request.language, ActorNames())

    @router.get("/feeds/{feed}/contract", response=ContractOut, allow=READERS)
    def get_contract(request: ScopedRequest, feed: str) -> dict[str, Any]:
        return contract_out(queries.contract(request.scope, feed))

    @router.post("/feeds/{feed}/files", response={202: UploadOut}, allow=STEWARDS, apart=True)
    def upload_file(
        request: ScopedRequest,
        feed: str,
        file: File[UploadedFile],
        business_date: Form[date | None] = None,
    ) -> tuple[int, dict[str, Any]]:
        contract = queries.contract(request.scope, feed)
        upload = receive_upload(
            contract=contract,
            name=str(file.name or ""),
            size=int(file.size or 0),
            chunks=file.chunks(),
            business_date=business_date,
            actor=request.actor,
        )
        return 202, {
            "job_id": upload.job_id,
            "feed": feed,
            "file_name": upload.file_name,
            "sha256": upload.sha256,
            "business_date": upload.business_date,
        }
