"""Accounts, org tree, jobs and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Query, Schema

from gridloop.kernel import queries
from gridloop.kernel.api.paging import Page, PageParams, ordering, paged
from gridloop.kernel.api.routing import ScopedRequest, StageRouter
from gridloop.kernel.models import Account, AuditEntry, Job, OrgUnit, Person
from gridloop.kernel.types import EVERYONE, LEADERS, OrgKind, Role


class OrgUnitOut(Schema):
    """One org unit."""

    code: str
    kind: OrgKind
    name_zh: str
    name_en: str
    parent_code: str | None
    path: str


class PersonOut(Schema):
    """One member of staff."""

    code: str
    name: str
    role: Role
    org_code: str
    daily_capacity: int


class AccountOut(Schema):
    """One account."""

    username: str
    name: str
    role: Role
    org_code: str | None
    active: bool
    last_login: datetime | None


class JobOut(Schema):
    """One job."""

    id: int
    kind: str
    key: str
    state: str
    progress_done: int
    progress_total: int
    requested_by: str
    requested_by_name: str
    attempts: int
    error: str
    created_at: datetime
    finished_at: datetime | None


class AuditOut(Schema):
    """One line of the audit trail."""

    id: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    object_kind: str
    object_id: str
    detail: dict[str, Any]


class OrgUnitParams(PageParams):
    """Filter by level."""

    kind: OrgKind | None = None


class PeopleParams(PageParams):
    """Filter by role and unit."""

    role: Role | None = None
    org_code: str = ""


def org_unit_out(unit: OrgUnit) -> dict[str, Any]:
    """Return the body of ``OrgUnitOut``."""
    return {
        "code": unit.code,
        "kind": unit.kind,
        "name_zh": unit.name_zh,
        "name_en": unit.name_en,
        "parent_code": unit.parent.code if unit.parent else None,
        "path": unit.path,
    }


def _person_out(person: Person) -> dict[str, Any]:
    return {
        "code": person.code,
        "name": person.name,
        "role": person.role,
        "org_code": person.org_unit.code,
        "daily_capacity": person.daily_capacity,
    }


def _account_out(account: Account) -> dict[str, Any]:
    return {
        "username": account.username,
        "name": account.person.name if account.person else account.username,
        "role": account.role,
        "org_code": account.org_unit.code if account.org_unit else None,
        "active": account.is_active,
        "last_login": account.last_login,
    }


def _job_out(row: Job, names: queries.ActorNames) -> dict[str, Any]:
    stored = {name: getattr(row, name) for name in JobOut.model_fields if hasattr(row, name)}
    return {**stored, "requested_by_name": names.of(row.requested_by)}


def _audit_out(row: AuditEntry, names: queries.ActorNames) -> dict[str, Any]:
    stored = {name: getattr(row, name) for name in AuditOut.model_fields if hasattr(row, name)}
    return {**stored, "actor_name": names.of(row.actor)}


def add_administration(router: StageRouter) -> None:
    """Declare the operations on org units, people, accounts, jobs and the audit trail."""
    administrators = frozenset({Role.ADMINISTRATOR})

    @router.get("/org-units", response=Page[OrgUnitOut], allow=EVERYONE)
    def list_org_units(request: ScopedRequest, params: Query[OrgUnitParams]) -> dict[str, Any]:
        rows = queries.org_units(request.scope, kind=params.kind)
        if params.q:
            rows = rows.filter(name_zh__icontains=params.q) | rows.filter(name_en__icontains=params.q)
        allowed = {"code": "code", "kind": "kind", "path": "path"}
        return paged(rows.order_by(*ordering(params.sort, allowed, ["path"])), params, org_unit_out)

    @router.get(
        "/people",
        response=Page[PersonOut],
        allow=LEADERS | {Role.ADMINISTRATOR, Role.AUDITOR, Role.DATA_STEWARD},
    )
    def list_people(request: ScopedRequest, params: Query[PeopleParams]) -> dict[str, Any]:
        rows = queries.people(request.scope, role=params.role)
        if params.org_code:
            rows = rows.filter(org_unit__path__startswith=queries.org_unit(request.scope, params.org_code).path)
        if params.q:
            rows = rows.filter(name__icontains=params.q) | rows.filter(code__icontains=params.q)
        allowed = {"code": "code", "name": "name", "role": "role"}
        return paged(rows.order_by(*ordering(params.sort, allowed, ["code"])), params, _person_out)

    @router.get("/accounts", response=Page[AccountOut], allow=administrators)
    def list_accounts(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        rows = queries.accounts(request.scope, q=params.q)
        allowed = {"username": "username", "role": "role", "last_login": "last_login"}
        return paged(rows.order_by(*ordering(params.sort, allowed, ["username"])), params, _account_out)

    @router.get("/jobs", response=Page[JobOut], allow=administrators | {Role.DATA_STEWARD, Role.PLANNER})
    def list_jobs(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        allowed = {"created_at": "created_at", "state": "state", "kind": "kind"}
        rows = queries.jobs(request.scope).order_by(*ordering(params.sort, allowed, ["-created_at"]))
        names = queries.ActorNames()
        return paged(rows, params, lambda row: _job_out(row, names))

    @router.get("/audit", response=Page[AuditOut], allow=administrators | {Role.AUDITOR})
    def list_audit(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
        rows = queries.audit_trail(request.scope)
        if params.q:
            named = rows.filter(actor__icontains=params.q) | rows.filter(action__icontains=params.q)
            rows = named | rows.filter(object_id=params.q)
        allowed = {"at": "at", "actor": "actor", "action": "action"}
        names = queries.ActorNames()
        ordered = rows.order_by(*ordering(params.sort, allowed, ["-at"]))
        return paged(ordered, params, lambda row: _audit_out(row, names))
