"""Is what was reported true? The auditor's questions, samples and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Query, Schema

from gridloop.evaluate import queries
from gridloop.evaluate.services.decide_check import decide_check
from gridloop.evaluate.services.draw_sample import draw_sample
from gridloop.evaluate.types import CheckKind, CheckState
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.types import LEADERS, SELLERS, Role

CHECK_SORTS = ("claimed_at", "kind", "person_code", "state")
AUDITORS = frozenset({Role.AUDITOR})


class TruthCheckOut(Schema):
    """One question about one report; ``question`` is what to ask, ``reason`` why it is asked."""

    id: int
    kind: CheckKind
    kind_name: str
    state: CheckState
    question: str
    reason: str
    cycle: str
    person_code: str
    person_name: str
    grid_code: str
    campaign_code: str
    customer_id: str
    order_id: str
    contact_id: str
    channel: str
    claim: str
    claimed_at: datetime
    opened_at: datetime
    decided_at: datetime | None
    decided_by: str
    decided_by_name: str
    note: str


class OpenChecksOut(Schema):
    """The questions of one kind that wait: how many, about how many people's reports, and whose most often."""

    kind: CheckKind
    kind_name: str
    open: int
    people: int
    since: datetime
    most_person_code: str
    most_person_name: str
    most_open: int


class TruthRateOut(Schema):
    """How true one person's reports of a cycle proved to be; ``rate`` is null while nothing was verified."""

    person_code: str
    person_name: str
    grid_code: str
    cycle: str
    claims: int
    verified_true: int
    verified_false: int
    open: int
    rate: float | None
    low: float | None
    high: float | None


class AnswerIn(Schema):
    """What the person who was asked found out."""

    state: CheckState
    note: str = Field("", max_length=400)


class SampleIn(Schema):
    """Draw this many reports of a cycle for a call-back; the same call draws the same ones."""

    cycle: str
    size: int = Field(50, ge=1, le=2000)


class SampleOut(Schema):
    """How many call-backs were asked for and how many of them are new."""

    cycle: str
    drawn: int
    new: int


class CheckParams(PageParams):
    """Filter by state, kind, cycle and person; sort by claimed_at, kind, person_code, state."""

    state: CheckState | None = None
    kind: CheckKind | None = None
    cycle: str = ""
    person_code: str = ""


class RateParams(PageParams):
    """Filter by cycle (default the present one) and unit; sort by person_code, verified_false, claims."""

    cycle: str = ""
    org_code: str = ""


def add_truth(router: StageRouter) -> None:
    """Declare the operations on truth checks."""

    @router.get("/truth/checks", response=Page[TruthCheckOut], allow=AUDITORS | LEADERS)
    def list_checks(request: ScopedRequest, params: Query[CheckParams]) -> dict[str, Any]:
        rows = queries.checks(
            request.scope,
            state=params.state.value if params.state else "",
            kind=params.kind.value if params.kind else "",
            cycle=params.cycle,
            person_code=params.person_code,
        )
        order = ordering(params.sort, {name: name for name in CHECK_SORTS}, ["-claimed_at"])
        names = queries.Names()
        return paged(rows.order_by(*order), params, lambda row: queries.check_facts(row, request.language, names))

    @router.get("/truth/waiting", response=list[OpenChecksOut], allow=AUDITORS | LEADERS)
    def list_waiting(request: ScopedRequest) -> list[dict[str, Any]]:
        """Group the questions that wait by what looks wrong."""
        return queries.open_checks_by_kind(request.scope, request.language)

    @router.get("/truth/checks/{check_id}", response=TruthCheckOut, allow=AUDITORS | LEADERS)
    def read_check(request: ScopedRequest, check_id: int) -> dict[str, Any]:
        return queries.check_facts(queries.check(request.scope, check_id), request.language, queries.Names())

    @router.post("/truth/checks/{check_id}/answer", response=TruthCheckOut, allow=AUDITORS)
    def answer_check(request: ScopedRequest, check_id: int, answer: AnswerIn) -> dict[str, Any]:
        check = queries.check(request.scope, check_id)
        decide_check(check_id=check.pk, state=answer.state, note=answer.note, actor=request.actor)
        return queries.check_facts(queries.check(request.scope, check_id), request.language, queries.Names())

    @router.post("/truth/samples", response=SampleOut, allow=AUDITORS)
    def draw_call_backs(request: ScopedRequest, sample: SampleIn) -> dict[str, Any]:
        drawn, new = draw_sample(cycle=sample.cycle, size=sample.size, actor=request.actor)
        return {"cycle": sample.cycle, "drawn": drawn, "new": new}

    @router.get("/truth/rates", response=Page[TruthRateOut], allow=AUDITORS | LEADERS | SELLERS)
    def list_truth_rates(request: ScopedRequest, params: Query[RateParams]) -> dict[str, Any]:
        rows = queries.truth_rates(
            request.scope, cycle=params.cycle, org_code=params.org_code, q=params.q, sort=params.sort
        )
        return paged(rows, params, lambda row: row)
