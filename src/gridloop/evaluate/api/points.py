"""People's points, and the ledger lines they are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Query, Schema

from gridloop.evaluate import queries
from gridloop.evaluate.types import Account, Rule
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.types import LEADERS, SELLERS, Role

READERS = LEADERS | SELLERS | {Role.AUDITOR}


class ComponentOut(Schema):
    """What one rule gave a person: points earned, the most the rule can give, and why in words."""

    rule: Rule
    name: str
    provisional: float
    held: float
    confirmed: float
    maximum: float
    text: str


class PersonPointsOut(Schema):
    """One person's points of one cycle. ``pay_fen`` is the addition to base pay, null before the close."""

    person_code: str
    person_name: str
    role: str
    grid_code: str
    grid_name_zh: str
    grid_name_en: str
    cycle: str
    closed: bool
    provisional: float
    held: float
    confirmed: float
    maximum: float
    pay_fen: int | None
    components: list[ComponentOut]


class LedgerLineOut(Schema):
    """One transfer. ``points`` counts for the person: negative when it leaves one of his accounts for ``issued``."""

    id: int
    cycle: str
    person_code: str
    person_name: str
    rule: Rule
    rule_name: str
    debit: Account
    credit: Account
    points: float
    text: str
    scheme_version: str
    posted_at: datetime
    posted_by: str
    posted_by_name: str


class EvidenceOrderOut(Schema):
    """One work order that a success line rests on."""

    order_id: str
    customer_id: str
    campaign_code: str
    offer_code: str
    outcome: str
    state: str
    confirmed_on: str | None
    subscription_id: str
    pays: bool
    unpaid_because: str
    unpaid_text: str


class LedgerLineDetailOut(LedgerLineOut):
    """A line with the numbers it was computed from and the orders behind it."""

    evidence: dict[str, Any]
    orders: list[EvidenceOrderOut]


class SchemeOut(Schema):
    """One version of the points scheme; shares sum to 1."""

    version: str
    valid_from: str
    points: int
    shares: dict[str, float]
    fen_per_point: int
    text: str
    settings: dict[str, Any]


class PointsParams(PageParams):
    """Filter by cycle (default the present one) and unit; sort by person_code, confirmed, provisional, held."""

    cycle: str = ""
    org_code: str = ""


class LedgerParams(PageParams):
    """Filter by cycle, person and rule; newest first."""

    cycle: str = ""
    person_code: str = ""
    rule: Rule | None = None


def add_points(router: StageRouter) -> None:
    """Declare the operations on points."""

    @router.get("/points", response=Page[PersonPointsOut], allow=READERS)
    def list_points(request: ScopedRequest, params: Query[PointsParams]) -> dict[str, Any]:
        rows = queries.people_points(
            request.scope, cycle=params.cycle, org_code=params.org_code, q=params.q, sort=params.sort
        )
        return paged(rows, params, lambda row: queries.points_facts(row, request.language))

    @router.get("/points/{person_code}", response=PersonPointsOut, allow=READERS)
    def read_points(request: ScopedRequest, person_code: str, cycle: str = "") -> dict[str, Any]:
        row = queries.person_points(request.scope, person_code, cycle=cycle)
        return queries.points_facts(row, request.language)

    @router.get("/ledger", response=Page[LedgerLineOut], allow=READERS)
    def list_ledger(request: ScopedRequest, params: Query[LedgerParams]) -> dict[str, Any]:
        rule = params.rule.value if params.rule else ""
        rows = queries.ledger(request.scope, cycle=params.cycle, person_code=params.person_code, rule=rule)
        names = queries.Names()
        return paged(rows.order_by("-id"), params, lambda row: queries.line_facts(row, request.language, names))

    @router.get("/ledger/{entry_id}", response=LedgerLineDetailOut, allow=READERS)
    def read_ledger_line(request: ScopedRequest, entry_id: int) -> dict[str, Any]:
        return queries.line_detail(request.scope, entry_id, request.language)

    @router.get("/schemes", response=list[SchemeOut], allow=READERS)
    def list_schemes(request: ScopedRequest) -> list[dict[str, Any]]:
        return queries.scheme_facts(request.language)
