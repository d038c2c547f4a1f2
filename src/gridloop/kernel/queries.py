"""Reads of the kernel's own rows; every one takes the asker's scope."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from django.db.models import Q, QuerySet

from gridloop.kernel.models import Account, AuditEntry, Job, OrgUnit, Person
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.types import OrgKind, Role, Scope


def org_units(scope: Scope, *, kind: OrgKind | None = None) -> QuerySet[OrgUnit]:
    """Return the active org units inside the scope, parents before children."""
    units = OrgUnit.objects.all().within(scope).filter(active=True).select_related("parent")
    return units.filter(kind=kind.value) if kind else units


def org_unit(scope: Scope, code: str) -> OrgUnit:
    """Return one org unit inside the scope; raises ``NotFoundProblem`` otherwise."""
    unit = org_units(scope).filter(code=code).first()
    if unit is None:
        raise NotFoundProblem("org_unit", code)
    return unit


def ancestors(path: str) -> list[str]:
    """Return the codes on a materialised path, top first: ``/A/B/`` -> ``["A", "B"]``."""
    return [code for code in path.split("/") if code]


def people(scope: Scope, *, role: Role | None = None) -> QuerySet[Person]:
    """Return the active people of the units inside the scope (a seller sees himself only)."""
    condition = Q(pk__in=[])
    for prefix in scope.org_paths:
        condition |= Q(org_unit__path__startswith=prefix)
    rows = Person.objects.filter(condition, active=True).select_related("org_unit")
    if scope.own_customers_only:
        rows = rows.filter(code=scope.person_code or "")
    return rows.filter(role=role.value) if role else rows


def accounts(scope: Scope, *, q: str = "") -> QuerySet[Account]:
    """Return accounts on units inside the scope, searched by user name or person's name."""
    rows = Account.objects.select_related("person", "org_unit").filter(org_unit__in=OrgUnit.objects.all().within(scope))
    return rows.filter(Q(username__icontains=q) | Q(person__name__icontains=q)) if q else rows


def jobs(scope: Scope) -> QuerySet[Job]:
    """Return all jobs, newest first; only roles that see the whole company see any."""
    return Job.objects.all() if scope.whole_company else Job.objects.none()


def audit_trail(scope: Scope) -> QuerySet[AuditEntry]:
    """Return the audit trail, newest first; only for scopes that see the whole company."""
    return AuditEntry.objects.all() if scope.whole_company else AuditEntry.objects.none()


def acts_on(object_kind: str, object_id: str, actions: Collection[str]) -> list[AuditEntry]:
    """Return what was done to one object, oldest first; the caller has checked that the reader may see it."""
    rows = AuditEntry.objects.filter(object_kind=object_kind, object_id=object_id, action__in=actions)
    return list(rows.order_by("id"))


class ActorNames:
    """The names of the people behind user names, read once when the first is asked for.

    Who did something stands beside rows that have been narrowed to the reader's scope already.
    """

    @cached_property
    def _known(self) -> dict[str, str]:
        rows = Account.objects.filter(person__isnull=False).values_list("username", "person__name")
        return {username: str(name) for username, name in rows}

    def of(self, actor: str) -> str:
        """Return a person's name; a user name nobody stands behind, or a part of the system, as it is."""
        return self._known.get(actor, actor)
