"""Pure decisions about contacts: what counts, quiet hours, the global hold-out, what a policy may be."""

from __future__ import annotations

import hashlib
from dataclasses import fields

from gridloop.contact.types import CONTROL_PERCENT, Channel, Direction, Outcome, Policy
from gridloop.kernel.problems import Trouble

CONTROL_DIGITS = 8
CONTROL_SALT = "global-control:"


def control_threshold(percent: float) -> str:
    """Return the hexadecimal digits below which a customer's digest puts him into the hold-out."""
    number = round(percent / 100 * 16**CONTROL_DIGITS)
    return format(number, f"0{CONTROL_DIGITS}x") if number < 16**CONTROL_DIGITS else "g"  # sorts after every digit


def in_global_control(customer_id: str, percent: float = CONTROL_PERCENT) -> bool:
    """Tell whether a customer belongs to the persistent group that no marketing contact goes to.

    ``expr.control.in_global_control`` gives the same answer in the lake.
    """
    digest = hashlib.md5(f"{CONTROL_SALT}{customer_id}".encode(), usedforsecurity=False).hexdigest()
    return digest[:CONTROL_DIGITS] < control_threshold(percent)


def uses_a_slot(channel: Channel, outcome: Outcome, direction: Direction) -> bool:
    """Tell whether a contact counts against the caps: we began it, and it reached the customer (a message does)."""
    return direction is Direction.OUTBOUND and (channel is Channel.MESSAGE or outcome.reached)


def is_quiet(minute: int, policy: Policy) -> bool:
    """Tell whether a minute of the day lies in quiet hours, which may run over midnight."""
    if policy.quiet_from <= policy.quiet_until:
        return policy.quiet_from <= minute < policy.quiet_until
    return minute >= policy.quiet_from or minute < policy.quiet_until


def policy_troubles(policy: Policy) -> tuple[Trouble, ...]:
    """Return what is wrong with a policy: negative values, and caps of a week above those of a month."""
    below = [f.name for f in fields(policy) if getattr(policy, f.name) < 0]
    troubles = [Trouble(name, "contact.policy_negative", {"field": name}) for name in below]
    for what in ("visit", "call", "message", "all"):
        week, month = getattr(policy, f"{what}_7"), getattr(policy, f"{what}_30")
        if week > month:
            troubles.append(Trouble(f"{what}_7", "contact.policy_week_above_month", {"week": week, "month": month}))
    return tuple(troubles)
