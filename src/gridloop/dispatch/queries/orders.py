"""Work orders, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gridloop.campaign.queries import campaign_facts, held_text
from gridloop.contact.types import Outcome
from gridloop.dispatch.models import Intelligence, WorkOrder
from gridloop.dispatch.queries.people import sellers
from gridloop.dispatch.queries.scope import order_condition
from gridloop.dispatch.queries.units import unit_names
from gridloop.dispatch.rules import overdue
from gridloop.dispatch.types import DISPATCHED_STATES, OPEN_STATES, FunnelStep, OrderFilters, OrderState, SourceKind
from gridloop.kernel import clock
from gridloop.kernel.privacy import customer_name
from gridloop.kernel.problems import NotFoundProblem
from gridloop.kernel.scope import row_condition
from gridloop.kernel.types import SELLERS, WHOLE_COMPANY, OrgKind, Role, Scope
from gridloop.kernel.wording import say_both
from gridloop.territory.queries import customers_at

LINE = (
    "id",
    "customer_id",
    "source_kind",
    "source_id",
    "cycle",
    "step",
    "state",
    "held_reason",
    "end_reason",
    "outcome",
    "objection",
    "channel",
    "priority",
    "planned_on",
    "due_on",
    "next_on",
    "contacts",
    "first_contact_at",
    "completed_at",
    "assignee_code",
    "grid_code",
    "card__customer_name",
    "card__title",
)
CONTROLLERS = frozenset({Role.PLANNER, Role.BRANCH_MANAGER, Role.GRID_MANAGER})
"""Who may hand orders to somebody else, take them back, and make some by hand."""
DESKS = SELLERS | {Role.GRID_MANAGER}
"""Who speaks to customers."""
_EXACT = {
    "grid_code": "grid_code",
    "assignee_code": "assignee_code",
    "customer_id": "customer_id",
    "cycle": "cycle",
    "planned_on": "planned_on",
}
_OPEN = [state.value for state in OPEN_STATES]


def orders(scope: Scope, filters: OrderFilters = OrderFilters()) -> QuerySet[WorkOrder]:  # noqa: B008 - frozen
    """Return the orders of a scope that pass the filters."""
    rows = WorkOrder.objects.filter(order_condition(scope))
    for name, column in _EXACT.items():
        value = getattr(filters, name)
        rows = rows.filter(**{column: value}) if value else rows
    if filters.place_code:
        rows = rows.filter(customer_id__in=customers_at(filters.place_code))
    if filters.states:
        rows = rows.filter(state__in=[state.value for state in filters.states])
    if filters.campaign_code:
        rows = rows.filter(source_kind=SourceKind.CAMPAIGN, source_id=filters.campaign_code)
    if filters.open is not None:
        rows = rows.filter(state__in=_OPEN) if filters.open else rows.exclude(state__in=_OPEN)
    if filters.overdue is not None:
        rows = rows.filter(overdue_condition()) if filters.overdue else rows.exclude(overdue_condition())
    if filters.step:
        rows = rows.filter(step_conditions()[filters.step])
    if filters.org_code:
        rows = rows.filter(grid_code__in=_grids_below(filters.org_code))
    if filters.q:
        named = Q(card__customer_name__icontains=filters.q) | Q(card__address__icontains=filters.q)
        rows = rows.filter(named | Q(customer_id__icontains=filters.q))
    return rows


def step_conditions() -> dict[FunnelStep, Q]:
    """Return the conditions for the orders that came as far as each step of the funnel."""
    gone_out = Q(state__in=[state.value for state in DISPATCHED_STATES])
    return {
        FunnelStep.DISPATCHED: gone_out,
        FunnelStep.CONTACTED: gone_out & Q(contacts__gt=0),
        FunnelStep.REACHED: gone_out & Q(reached=True),
        FunnelStep.INTERESTED: gone_out & Q(interested=True),
        FunnelStep.ACCEPTED: gone_out & Q(outcome=Outcome.ACCEPTED.value),
    }


def _grids_below(org_code: str) -> list[str]:
    units = unit_names(WHOLE_COMPANY)
    if org_code not in units:
        raise NotFoundProblem("org_unit", org_code)
    path = units[org_code].path
    return [unit.code for unit in units.values() if unit.kind is OrgKind.GRID and unit.path.startswith(path)]


def overdue_condition() -> Q:
    """Return the condition for late orders: the same as ``rules.overdue``."""
    today = clock.today()
    return Q(state__in=_OPEN, due_on__lt=today) & (Q(next_on__isnull=True) | Q(next_on__lt=today))


def order_row(scope: Scope, order_id: UUID) -> WorkOrder:
    """Return one order of the scope; raises ``NotFoundProblem`` for a foreign one."""
    row = WorkOrder.objects.filter(order_condition(scope), pk=order_id).first()
    if row is None:
        raise NotFoundProblem("work_order", order_id)
    return row


def order_may(order: WorkOrder, scope: Scope) -> list[str]:
    """Return what somebody may do with an order now: contact, reveal_phone, reassign, recall."""
    state = OrderState(order.state)
    verbs = ["contact", "reveal_phone"] if scope.role in DESKS and state in OPEN_STATES else []
    if scope.role in CONTROLLERS and state in OPEN_STATES | {OrderState.HELD}:
        verbs += ["reassign", "recall"]
    return verbs


def order_lines(scope: Scope, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return orders (as ``.values(*LINE)`` gives them) with lateness and the names the scope may read."""
    found = list(rows)
    people = sellers(WHOLE_COMPANY, {row["assignee_code"] for row in found})
    units, today = unit_names(WHOLE_COMPANY), clock.today()
    return [_line(scope, row, people, units, today) for row in found]


def campaign_titles(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the names of campaigns in both languages."""
    return {code: {"zh": c.name_zh, "en": c.name_en} for code, c in campaign_facts(sorted(set(codes))).items()}


def intelligence(scope: Scope) -> QuerySet[Intelligence]:
    """Return what sellers of the scope reported, newest first."""
    return Intelligence.objects.filter(row_condition(scope, person="person_code"))


def state_reason(held: str, ended: str) -> dict[str, str] | None:
    """Return why an order is held, or ended without an answer, in both languages; None for all others."""
    if held:
        return say_both("dispatch.held_no_capacity") if held == "no_capacity" else held_text(held)
    return say_both(f"dispatch.end_{ended}") if ended else None


def _line(
    scope: Scope, row: Mapping[str, Any], people: Mapping[str, Any], units: Mapping[str, Any], today: Any
) -> dict[str, Any]:
    line = {name: row[name] for name in LINE if not name.startswith("card__")}
    seller, grid = people.get(row["assignee_code"]), units.get(row["grid_code"])
    return line | {
        "customer_name": customer_name(scope, row["card__customer_name"]),
        "campaign_name": row["card__title"] or None,
        "state_reason": state_reason(row["held_reason"], row["end_reason"]),
        "assignee_name": seller.name if seller else "",
        "grid_name_zh": grid.name_zh if grid else row["grid_code"],
        "grid_name_en": grid.name_en if grid else row["grid_code"],
        "overdue": overdue(OrderState(row["state"]), row["due_on"], row["next_on"], today),
    }
