"""Feeds that are read from databases."""

from __future__ import annotations

import os
from typing import Any

from ninja import Query

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.queries import ActorNames
from gridloop.lake.api.contracts import trial_out
from gridloop.lake.api.feeds import STEWARDS
from gridloop.lake.api.load_schemas import (
    DatabasePullIn,
    DatabasePullOut,
    DatabasePullTrialOut,
    DatabaseSourceOut,
    DatabaseTableOut,
    LoadStartedOut,
)
from gridloop.lake.api.shaping import pull_out
from gridloop.lake.contract_types import Property
from gridloop.lake.library import contract_of
from gridloop.lake.pulls import declared_pull, declared_pulls
from gridloop.lake.queries import need_whole_company
from gridloop.lake.services.save_pull import known_sources, remove_pull, save_pull, wanted_pull
from gridloop.lake.services.start_pull import start_pull
from gridloop.lake.services.try_pull import source_tables, try_pull
from gridloop.lake.sources import may_follow


def _source_out(one: tuple[str, str]) -> dict[str, Any]:
    name, variable = one
    return {"name": name, "variable": variable, "there": bool(os.environ.get(variable))}


def _wanted_out(prop: Property, theirs: str) -> dict[str, Any]:
    told = {name: getattr(prop, name) for name in ("name", "header", "title_zh", "title_en", "key", "required")}
    return {**told, "theirs": theirs}


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

    @router.get("/sources", response=Page[DatabaseSourceOut], allow=STEWARDS)
    def list_sources(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        need_whole_company(request.scope)
        known = [(name, variable) for name, variable in known_sources().items() if params.q.casefold() in name]
        return paged(known, params, _source_out)

    @router.get("/sources/{source}/tables", response=Page[DatabaseTableOut], allow=STEWARDS)
    def list_tables(request: ScopedRequest, source: str, params: Query[PageParams]) -> dict[str, Any]:
        need_whole_company(request.scope)
        variable = known_sources().get(source)
        if variable is None:
            raise NotFoundProblem("source", source)
        tables = source_tables(source=source, variable=variable)
        found = [name for name in tables if params.q.casefold() in name.casefold()]
        return paged(found, params, lambda name: {"name": name})

    @router.post("/pulls/trial", response=DatabasePullTrialOut, allow=STEWARDS, reads=True)
    def try_one_pull(request: ScopedRequest, body: DatabasePullIn) -> dict[str, Any]:
        need_whole_company(request.scope)
        tried = try_pull(pull=wanted_pull(**body.dict()))
        return {
            "columns": tried.columns,
            "wanted": [_wanted_out(prop, tried.matched.get(prop.name, "")) for prop in tried.wanted],
            "may_follow": may_follow(contract_of(body.feed)),
            "rows": tried.rows,
            "trial": trial_out(tried.trial, request.language) if tried.trial else None,
        }

    @router.post("/pulls", response={201: DatabasePullOut}, allow=STEWARDS)
    def save_one_pull(request: ScopedRequest, body: DatabasePullIn) -> tuple[int, dict[str, Any]]:
        need_whole_company(request.scope)
        pull = save_pull(pull=wanted_pull(**body.dict()), actor=request.actor)
        return 201, pull_out(declared_pull(request.scope, pull.feed), request.language, ActorNames())

    @router.delete("/pulls/{feed}", response={204: None}, allow=STEWARDS)
    def remove_one_pull(request: ScopedRequest, feed: str) -> tuple[int, None]:
        need_whole_company(request.scope)
        remove_pull(feed=feed, actor=request.actor)
        return 204, None

    @router.get("/pulls/{feed}", response=DatabasePullOut, allow=STEWARDS)
    def get_pull(request: ScopedRequest, feed: str) -> dict[str, Any]:
        return pull_out(declared_pull(request.scope, feed), request.language, ActorNames())

    @router.post("/pulls/{feed}/start", response={202: LoadStartedOut}, allow=STEWARDS)
    def pull_one_now(request: ScopedRequest, feed: str) -> tuple[int, dict[str, Any]]:
        found = declared_pull(request.scope, feed)
        return 202, {"job_id": start_pull(feed=found.pull.feed, actor=request.actor)}
