"""The monthly close, and appeals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Query, Schema

from gridloop.evaluate import queries
from gridloop.evaluate.services.appeals import decide_appeal, open_appeal
from gridloop.evaluate.services.close_cycle import close_cycle
from gridloop.evaluate.services.start_evaluation import start_evaluation
from gridloop.evaluate.types import AppealState, Rule
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.types import LEADERS, SELLERS, Role

READERS = LEADERS | {Role.AUDITOR, Role.ADMINISTRATOR}
CLOSERS = frozenset({Role.PLANNER, Role.EXECUTIVE})
DECIDERS = frozenset({Role.BRANCH_MANAGER, Role.EXECUTIVE})


class WaitingForOut(Schema):
    """Something a close waits for (``blocks``) or that merely stays open behind it."""

    code: str
    text: str
    count: int
    blocks: bool


class CycleOut(Schema):
    """One cycle: open or closed, what it waits for, what it paid."""

    cycle: str
    closed: bool
    closable: bool
    scheme_version: str
    fen_per_point: int
    people: int
    provisional: float
    held: float
    confirmed: float
    pay_total_fen: int
    digest: str
    closed_at: datetime | None
    closed_by: str
    closed_by_name: str
    waiting_for: list[WaitingForOut]


class CloseIn(Schema):
    """What a point is worth in fen; null takes the scheme's value."""

    fen_per_point: int | None = Field(None, ge=0, le=100_000)


class JobStartedOut(Schema):
    """The evaluation that was started; follow it in ``/api/kernel/jobs``."""

    job_id: int


class AppealOut(Schema):
    """One objection and what became of it."""

    id: int
    cycle: str
    person_code: str
    person_name: str
    grid_code: str
    rule: Rule
    rule_name: str
    text: str
    state: AppealState
    opened_at: datetime
    decided_at: datetime | None
    decided_by: str
    decided_by_name: str
    answer: str
    granted_points: float


class AppealIn(Schema):
    """An objection to what one rule gave oneself in a cycle."""

    cycle: str
    rule: Rule
    text: str = Field(min_length=5, max_length=1000)


class AppealDecisionIn(Schema):
    """The answer to an appeal; points are added (or, below zero, taken back) by a new ledger entry."""

    granted: bool
    points: float = Field(0, ge=-1000, le=1000)
    answer: str = Field(min_length=2, max_length=1000)


class AppealParams(PageParams):
    """Filter by state, cycle and person."""

    state: AppealState | None = None
    cycle: str = ""
    person_code: str = ""


def add_closing(router: StageRouter) -> None:
    """Declare the operations on closes and appeals."""

    @router.get("/cycles", response=Page[CycleOut], allow=READERS | SELLERS)
    def list_cycles(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        cycles, names = queries.cycles(request.scope), queries.Names()
        return paged(cycles, params, lambda cycle: queries.cycle_facts(request.scope, cycle, request.language, names))

    @router.get("/cycles/{cycle}", response=CycleOut, allow=READERS | SELLERS)
    def read_cycle(request: ScopedRequest, cycle: str) -> dict[str, Any]:
        return queries.cycle_facts(request.scope, cycle, request.language, queries.Names())

    @router.post("/cycles/{cycle}/evaluate", response={202: JobStartedOut}, allow=CLOSERS)
    def evaluate(request: ScopedRequest, cycle: str) -> tuple[int, dict[str, Any]]:
        job = start_evaluation(cycle=cycle, actor=request.actor)
        return 202, {"job_id": job}

    @router.post("/cycles/{cycle}/close", response=CycleOut, allow=CLOSERS)
    def close(request: ScopedRequest, cycle: str, terms: CloseIn) -> dict[str, Any]:
        close_cycle(cycle=cycle, fen_per_point=terms.fen_per_point, actor=request.actor)
        return queries.cycle_facts(request.scope, cycle, request.language, queries.Names())

    @router.get("/appeals", response=Page[AppealOut], allow=READERS | SELLERS)
    def list_appeals(request: ScopedRequest, params: Query[AppealParams]) -> dict[str, Any]:
        state = params.state.value if params.state else ""
        rows = queries.appeals(request.scope, state=state, cycle=params.cycle, person_code=params.person_code)
        names = queries.Names()
        return paged(rows, params, lambda row: queries.appeal_facts(row, request.language, names))

    @router.post("/appeals", response=AppealOut, allow=SELLERS)
    def appeal(request: ScopedRequest, objection: AppealIn) -> dict[str, Any]:
        row = open_appeal(cycle=objection.cycle, rule=objection.rule, text=objection.text, actor=request.actor)
        return queries.appeal_facts(row, request.language, queries.Names())

    @router.post("/appeals/{appeal_id}/decision", response=AppealOut, allow=DECIDERS)
    def decide(request: ScopedRequest, appeal_id: int, decision: AppealDecisionIn) -> dict[str, Any]:
        queries.appeal(request.scope, appeal_id)
        row = decide_appeal(
            appeal_id=appeal_id,
            granted=decision.granted,
            millipoints=round(decision.points * 1000),
            answer=decision.answer,
            actor=request.actor,
        )
        return queries.appeal_facts(row, request.language, queries.Names())
