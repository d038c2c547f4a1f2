"""The one rule on customers' names: in clear for whoever serves the customer, masked for everybody else.

A scope already narrows what somebody sees to his own customers, or to those of his grid, branch or hall; so the role
alone decides whether the names among them stand in clear.
"""

from __future__ import annotations

from gridloop.kernel.types import SELLERS, Role, Scope

NAMES_IN_CLEAR: frozenset[Role] = SELLERS | {Role.GRID_MANAGER}
"""Who speaks to customers: sellers, halls, call centre, partners, and the manager of their grid."""
_MOST_STARS = 3


def names_in_clear(scope: Scope) -> bool:
    """Tell whether the names of the scope's customers are shown whole."""
    return scope.role in NAMES_IN_CLEAR


def masked_name(name: str | None) -> str:
    """Return a name with all but its first character hidden: 王小明 -> 王**; empty when none is known."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), _MOST_STARS) if name else ""


def customer_name(scope: Scope, name: str | None) -> str:
    """Return a customer's name as the scope may read it."""
    return (name or "") if names_in_clear(scope) else masked_name(name)


def without_name(scope: Scope, text: str, name: str | None) -> str:
    """Return a text written for the customer's seller as the scope may read it: the name in it is masked too."""
    return text.replace(name, masked_name(name)) if name and not names_in_clear(scope) else text
