"""Feeds that are read from databases."""

from __future__ import annotations

from typing import Any

from ninja import Query

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.queries import ActorNames
from gridloop.lake.api.feeds import STEWARDS
from gridloop.lake.api.load_schemas import DatabasePullOut, LoadStartedOut
from gridloop.lake.api.shaping import pull_out
from gridloop.lake.pulls import declared_pull, declared_pulls
from gridloop.lake.services.start_pull import start_pull


def add_pulls(router: StageRouter) -> None:
    """Declare the operations on pulls."""

    @router.get("/pulls", response=Page[DatabasePullOut], allow=STEWARDS)
    def list_pulls(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        word, names = params.q.casefold(), ActorNames()
        rows = [
            one
            for one in declared_pulls(request.scope)
            if word in f"{one.pull.feed} {one.title_zh} {one.title_en} {one.pull.source}".casefold()
        ]
        return paged(rows, params, lambda one: pull_out(one, request.language, names))

    @router.get("/pulls/{feed}", response=DatabasePullOut, allow=STEWARDS)
    def get_pull(request: ScopedRequest, feed: str) -> dict[str, Any]:
        return pull_out(declared_pull(request.scope, feed), request.language, ActorNames())

    @router.post("/pulls/{feed}/start", response={202: LoadStartedOut}, allow=STEWARDS)
    def pull_one_now(request: ScopedRequest, feed: str) -> tuple[int, dict[str, Any]]:
        found = declared_pull(request.scope, feed)
        return 202, {"job_id": start_pull(feed=found.pull.feed, actor=request.actor)}
