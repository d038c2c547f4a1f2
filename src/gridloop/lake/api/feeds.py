"""Feeds, their contracts, and files handed in through the browser."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import File, Form, Query, UploadedFile

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.types import Role
from gridloop.lake import queries
from gridloop.lake.api.schemas import ContractOut, FeedOut, UploadOut
from gridloop.lake.api.shaping import contract_out, feed_out
from gridloop.lake.services.receive_upload import receive_upload

STEWARDS = frozenset({Role.DATA_STEWARD, Role.ADMINISTRATOR})
READERS = STEWARDS | {Role.PLANNER}


def add_feeds(router: StageRouter) -> None:
    """Declare the operations on feeds."""

    @router.get("/feeds", response=Page[FeedOut], allow=READERS)
    def list_feeds(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        word = params.q.casefold()
        rows = [
            facts
            for facts in queries.feeds(request.scope)
            if word in f"{facts.contract.feed} {facts.contract.title_zh} {facts.contract.title_en}".casefold()
        ]
        names = ActorNames()
        return paged(rows, params, lambda facts: feed_out(facts, request.language, names))

    @router.get("/feeds/{feed}", response=FeedOut, allow=READERS)
    def get_feed(request: ScopedRequest, feed: str) -> dict[str, Any]:
        return feed_out(queries.feed_facts(request.scope, feed), request.language, ActorNames())

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
