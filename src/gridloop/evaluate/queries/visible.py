"""What a scope may see of people's results, and the names that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.queries import ActorNames, org_unit, org_units, people
from gridloop.kernel.scope import grid_codes
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, OrgKind, Scope


def own_only(scope: Scope) -> bool:
    """Tell whether a scope sees nobody's points but its own (every seller's does)."""
    return scope.role in SELLERS


def row_visible(scope: Scope, *, person: str = "person_code") -> Q:
    """Return the condition on rows with ``grid_code`` and a column that names a person.

    A seller sees his own rows wherever he earned them; a leader those of his units' grids.
    """
    if own_only(scope):
        return Q(**{person: scope.person_code}) if scope.person_code else Q(pk__in=[])
    codes = grid_codes(scope)
    return Q() if codes is None else Q(grid_code__in=codes)


def within_unit(scope: Scope, org_code: str) -> Q:
    """Return the condition on ``grid_code`` for the grids at or below a unit of the scope; none for no unit."""
    return Q(grid_code__in=grids_below(scope, org_code)) if org_code else Q()


def grids_below(scope: Scope, org_code: str) -> list[str]:
    """Return the codes of the grids at or below a unit; raises ``NotFoundProblem`` for one outside the scope."""
    path = org_unit(scope, org_code).path
    units = org_units(scope, kind=OrgKind.GRID).filter(path__startswith=path)
    return list(units.values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class Staff:
    """A person's name and post."""

    code: str
    name: str
    role: str
    grid_code: str


def staff(scope: Scope) -> dict[str, Staff]:
    """Return the people a scope may see, by code (a seller: himself)."""
    rows = people(scope)
    if own_only(scope):
        rows = rows.filter(code=scope.person_code or "")
    found = rows.values_list("code", "name", "role", "org_unit__code")
    return {code: Staff(code, name, role, unit) for code, name, role, unit in found}


class Names:
    """People's names by code, read once when the first is asked for; the rows they stand in have been narrowed."""

    @cached_property
    def _known(self) -> dict[str, str]:
        return dict(people(WHOLE_COMPANY).values_list("code", "name"))

    @cached_property
    def _actors(self) -> ActorNames:
        return ActorNames()

    def of(self, code: str) -> str:
        """Return somebody's name, his code when he is no longer there."""
        return self._known.get(code, code)

    def actor(self, username: str) -> str:
        """Return the name of whoever acted under a user name; "" for nobody."""
        return self._actors.of(username) if username else ""


def grid_names() -> dict[str, tuple[str, str]]:
    """Return the grids' names in both languages, by code."""
    units = org_units(WHOLE_COMPANY, kind=OrgKind.GRID).values_list("code", "name_zh", "name_en")
    return {code: (zh, en) for code, zh, en in units}


def month_of(cycle: str) -> date:
    """Return the first day of a cycle; raises ``Problem`` (400) for anything but ``YYYY-MM``."""
    try:
        return clock.month_of(cycle)
    except ValueError as error:
        raise Problem("kernel.bad_cycle", 400, value=cycle) from error


def cycle_or_present(cycle: str) -> str:
    """Return the cycle asked for, the present one when none is named."""
    return f"{month_of(cycle):%Y-%m}" if cycle else clock.cycle_of(clock.today())


def person_visible(scope: Scope, person_code: str) -> Staff:
    """Return somebody the scope may see; raises ``NotFoundProblem`` otherwise."""
    found = staff(scope).get(person_code)
    if found is None:
        raise NotFoundProblem("person", person_code)
    return found
