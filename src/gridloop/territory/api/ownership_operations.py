"""Who owns which customer: lists, the check that everybody has exactly one owner, conflicts, overrides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.types import EVERYONE, LEADERS, Role
from gridloop.kernel.wording import Language, say
from gridloop.territory import queries
from gridloop.territory.api.grid_operations import DECIDERS
from gridloop.territory.services.override import decide_override, end_override, override_assignee
from gridloop.territory.types import ConflictKind, OverrideState, OwnershipRule

CHECKERS = LEADERS | {Role.DATA_STEWARD, Role.AUDITOR}
_OVERRIDE_SORTS = {"requested_at": "requested_at", "customer_id": "customer_id", "state": "state"}


class OwnedCustomerOut(Schema):
    """One customer and whose he is; the phone number shows its last four digits only."""

    customer_id: str
    name: str
    segment: str
    phone_masked: str
    address: str
    place_code: str | None
    place_name_zh: str | None
    place_name_en: str | None
    grid_code: str
    assignee_code: str | None
    assignee_name: str | None
    rule: OwnershipRule


class RuleCount(Schema):
    """How many customers one rule placed, and what the rule says."""

    rule: OwnershipRule
    name: str
    explanation: str
    customers: int


class ConflictCount(Schema):
    """How many conflicts of one kind there are."""

    kind: ConflictKind
    name: str
    customers: int


class OwnershipCheck(Schema):
    """Is every customer owned exactly once, by somebody who may? The last four counts must be 0."""

    as_of: date | None
    derived_at: datetime | None
    customers: int
    owned: int
    rules: list[RuleCount]
    conflicts: list[ConflictCount]
    without_assignee: int
    lapsed_overrides: int
    without_owner: int
    owned_twice: int
    unknown_grid: int
    wrong_assignee: int
    left_out: list[str]


class ConflictOut(Schema):
    """One customer whose sources disagree, and how it was decided."""

    customer_id: str
    kind: ConflictKind
    explanation: str
    given_place_code: str | None
    found_place_code: str | None
    grid_code: str
    other_grid_code: str | None


class OverrideIn(Schema):
    """Give a customer to somebody else, for a reason."""

    customer_id: str = Field(min_length=1, max_length=40)
    assignee_code: str = Field(min_length=1, max_length=40)
    reason: str = Field(min_length=4, max_length=300)


class DecisionIn(Schema):
    """Approve or reject."""

    approve: bool


class OverrideOut(Schema):
    """One override."""

    id: int
    customer_id: str
    assignee_code: str
    assignee_name: str | None
    grid_code: str
    former_assignee_code: str | None
    former_grid_code: str
    reason: str
    state: OverrideState
    valid_from: date | None
    valid_to: date | None
    requested_by: str
    requested_by_name: str
    requested_at: datetime
    decided_by: str
    decided_by_name: str
    decided_at: datetime | None


class CustomerParams(PageParams):
    """Filter by grid, assignee, place, rule; ``q`` searches id and name."""

    grid_code: str = ""
    assignee_code: str = ""
    place_code: str = ""
    rule: OwnershipRule | None = None


class ConflictParams(PageParams):
    """Filter by kind and grid."""

    kind: ConflictKind | None = None
    grid_code: str = ""


class OverrideParams(PageParams):
    """Filter by state."""

    state: OverrideState | None = None


def add_ownership(router: StageRouter) -> None:
    """Declare the operations on customers' owners."""

    @router.get("/customers", response=Page[OwnedCustomerOut], allow=EVERYONE - {Role.ADMINISTRATOR})
    def list_customers(request: ScopedRequest, params: Query[CustomerParams]) -> dict[str, Any]:
        chosen = queries.CustomerFilter(
            grid_code=params.grid_code,
            assignee_code=params.assignee_code,
            place_code=params.place_code,
            rule=params.rule.value if params.rule else "",
            q=params.q,
        )
        rows, total = queries.customers_of(
            request.scope, chosen, offset=params.offset, limit=params.limit, sort=params.sort
        )
        return {"items": rows, "total": total, "offset": params.offset, "limit": params.limit}

    @router.get("/ownership-check", response=OwnershipCheck, allow=CHECKERS)
    def ownership_check(request: ScopedRequest) -> dict[str, Any]:
        return _check_out(queries.ownership_check(request.scope), request.language)

    @router.get("/ownership-conflicts", response=Page[ConflictOut], allow=CHECKERS)
    def list_conflicts(request: ScopedRequest, params: Query[ConflictParams]) -> dict[str, Any]:
        rows, total = queries.conflicts(
            request.scope,
            kind=params.kind.value if params.kind else "",
            grid_code=params.grid_code,
            offset=params.offset,
            limit=params.limit,
        )
        items = [{**row, "explanation": _explain_conflict(row, request.language)} for row in rows]
        return {"items": items, "total": total, "offset": params.offset, "limit": params.limit}

    @router.get("/overrides", response=Page[OverrideOut], allow=CHECKERS | {Role.COMMUNITY_MANAGER})
    def list_overrides(request: ScopedRequest, params: Query[OverrideParams]) -> dict[str, Any]:
        rows = queries.overrides(request.scope, state=params.state, q=params.q)
        rows = rows.order_by(*ordering(params.sort, _OVERRIDE_SORTS, ["-requested_at"]))
        chunk = list(rows[params.offset : params.offset + params.limit])
        return {
            "items": _overrides_out(chunk),
            "total": rows.count(),
            "offset": params.offset,
            "limit": params.limit,
        }

    @router.post("/overrides", response={201: OverrideOut}, allow=DECIDERS | {Role.COMMUNITY_MANAGER})
    def create_override(request: ScopedRequest, body: OverrideIn) -> tuple[int, dict[str, Any]]:
        row = override_assignee(
            scope=request.scope,
            actor=request.actor,
            customer_id=body.customer_id,
            assignee_code=body.assignee_code,
            reason=body.reason,
        )
        return 201, _overrides_out([row])[0]

    @router.post("/overrides/{override_id}/decision", response=OverrideOut, allow=DECIDERS)
    def settle_override(request: ScopedRequest, override_id: int, body: DecisionIn) -> dict[str, Any]:
        row = decide_override(scope=request.scope, actor=request.actor, override_id=override_id, approve=body.approve)
        return _overrides_out([row])[0]

    @router.post("/overrides/{override_id}/end", response=OverrideOut, allow=DECIDERS)
    def stop_override(request: ScopedRequest, override_id: int) -> dict[str, Any]:
        row = end_override(scope=request.scope, actor=request.actor, override_id=override_id)
        return _overrides_out([row])[0]


def _check_out(state: queries.OwnershipState, language: Language) -> dict[str, Any]:
    return {
        **{name: getattr(state, name) for name in OwnershipCheck.model_fields if hasattr(state, name)},
        "left_out": list(state.left_out),
        "rules": [
            {
                "rule": rule,
                "name": say(f"territory.rule_{rule}", language),
                "explanation": say(f"territory.explain_{rule}", language),
                "customers": state.by_rule.get(rule, 0),
            }
            for rule in OwnershipRule
        ],
        "conflicts": [
            {
                "kind": kind,
                "name": say(f"territory.conflict_{kind}", language),
                "customers": state.conflicts.get(kind, 0),
            }
            for kind in ConflictKind
        ],
    }


def _explain_conflict(row: dict[str, Any], language: Language) -> str:
    nowhere = say("territory.nowhere", language)
    return say(
        f"territory.explain_{row['kind']}",
        language,
        given=row["given_place_code"] or nowhere,
        found=row["found_place_code"] or nowhere,
    )


def _overrides_out(rows: list[Any]) -> list[dict[str, Any]]:
    names = queries.person_names(row.assignee_code for row in rows)
    actors = ActorNames()
    return [
        {
            **{name: getattr(row, name) for name in OverrideOut.model_fields if hasattr(row, name)},
            "assignee_name": names.get(row.assignee_code),
            "requested_by_name": actors.of(row.requested_by),
            "decided_by_name": actors.of(row.decided_by) if row.decided_by else "",
            "former_assignee_code": row.former_assignee_code or None,
        }
        for row in rows
    ]
