"""Words every stage shares: roles, the scope of what somebody may see, who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the operator's organisation (SPEC, People)."""

    EXECUTIVE = "executive"
    PLANNER = "planner"
    DATA_STEWARD = "data_steward"
    BRANCH_MANAGER = "branch_manager"
    GRID_MANAGER = "grid_manager"
    COMMUNITY_MANAGER = "community_manager"
    ACCOUNT_MANAGER = "account_manager"
    HALL_CLERK = "hall_clerk"
    CALL_AGENT = "call_agent"
    PARTNER = "partner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


EVERYONE: frozenset[Role] = frozenset(Role)
LEADERS: frozenset[Role] = frozenset({Role.EXECUTIVE, Role.PLANNER, Role.BRANCH_MANAGER, Role.GRID_MANAGER})
SELLERS: frozenset[Role] = frozenset(
    {Role.COMMUNITY_MANAGER, Role.ACCOUNT_MANAGER, Role.HALL_CLERK, Role.CALL_AGENT, Role.PARTNER}
)
OWN_CUSTOMERS_ONLY: frozenset[Role] = frozenset({Role.COMMUNITY_MANAGER, Role.ACCOUNT_MANAGER, Role.PARTNER})
"""Roles that see only customers and orders assigned to themselves, not their whole unit's."""


class OrgKind(StrEnum):
    """Levels of the org tree, from the top."""

    COMPANY = "company"
    BRANCH = "branch"
    OFFICE = "office"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Unit:
    """One delivered org unit."""

    code: str
    parent_code: str | None
    kind: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One delivered member of staff, with the key of the unit he belongs to."""

    code: str
    name: str
    role: str
    org_unit_id: int
    hired_on: date | None
    daily_capacity: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What one signed-in person may see.

    ``org_paths`` are prefixes of materialised org paths such as ``/LG/LG01/`` (``("/",)`` is the whole
    company, ``()`` is nothing). Roles in ``OWN_CUSTOMERS_ONLY`` are narrowed further to rows whose
    assignee is ``person_code``.
    """

    role: Role
    org_paths: tuple[str, ...]
    person_code: str | None = None

    @property
    def whole_company(self) -> bool:
        """True when no org unit is hidden from this scope."""
        return "/" in self.org_paths

    @property
    def own_customers_only(self) -> bool:
        """True when rows must also be assigned to ``person_code``."""
        return self.role in OWN_CUSTOMERS_ONLY

    def covers(self, path: str) -> bool:
        """Tell whether an org unit's materialised path lies inside this scope."""
        return any(path.startswith(prefix) for prefix in self.org_paths)


WHOLE_COMPANY = Scope(role=Role.ADMINISTRATOR, org_paths=("/",))
"""For what the system itself looks up, never for what somebody asked to see."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account by name, or a named part of the system."""

    name: str
    role: Role | None = None
    person_code: str | None = None

    @classmethod
    def system(cls, part: str) -> Actor:
        """Return the actor of unattended work, for example ``Actor.system("scheduler")``."""
        return cls(name=f"system:{part}")
