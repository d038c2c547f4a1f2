"""How a scope narrows what is read: one Django condition for rows, one predicate for the lake.

``row_condition`` and ``lake_predicate`` answer alike for the same rows; a Hypothesis test holds them equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gridloop.kernel.models import Account, OrgUnit
from gridloop.kernel.types import Actor, OrgKind, Role, Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COMPANY_WIDE: frozenset[Role] = frozenset(
    {Role.EXECUTIVE, Role.PLANNER, Role.DATA_STEWARD, Role.AUDITOR, Role.ADMINISTRATOR}
)


def scope_of(account: Account) -> Scope:
    """Return what an account may see. An account without an org unit sees nothing."""
    role = Role(account.role)
    person_code = account.person.code if account.person else None
    if account.org_unit is None:
        return Scope(role=role, org_paths=(), person_code=person_code)
    at_top = account.org_unit.kind == OrgKind.COMPANY.value
    paths = ("/",) if role in _COMPANY_WIDE and at_top else (account.org_unit.path,)
    return Scope(role=role, org_paths=paths, person_code=person_code)


def actor_of(account: Account) -> Actor:
    """Return the account as the actor of what it does."""
    return Actor(
        name=account.get_username(),
        role=Role(account.role),
        person_code=account.person.code if account.person else None,
    )


def grid_codes(scope: Scope) -> tuple[str, ...] | None:
    """Return the codes of the grids inside a scope, or None when every grid (and none) is visible."""
    if scope.whole_company:
        return None
    units = OrgUnit.objects.all().within(scope)
    return tuple(units.filter(kind=OrgKind.GRID.value).values_list("code", flat=True))


def row_condition(scope: Scope, *, grid: str = "grid_code", person: str | None = "assignee_code") -> Q:
    """Return the condition that keeps the rows a scope may see.

    ``grid`` and ``person`` name the row's columns; ``person=None`` for rows that belong to no seller.
    """
    condition = Q()
    codes = grid_codes(scope)
    if codes is not None:
        condition &= Q(**{f"{grid}__in": codes})
    if scope.own_customers_only and person is not None:
        condition &= Q(**{person: scope.person_code}) if scope.person_code else Q(pk__in=[])
    return condition


def lake_predicate(
    scope: Scope, table: ir.Table, *, grid: str = "grid_code", person: str | None = "assignee_code"
) -> ir.BooleanValue:
    """Return the same condition for a lake table that has the two columns."""
    import ibis  # noqa: PLC0415 - only readers of the lake pay for it

    condition: ir.BooleanValue = ibis.literal(True)
    codes = grid_codes(scope)
    if codes is not None:
        condition = condition & (table[grid].isin(codes) if codes else ibis.literal(False))
    if scope.own_customers_only and person is not None:
        own = table[person] == scope.person_code if scope.person_code else ibis.literal(False)
        condition = condition & own
    return condition
