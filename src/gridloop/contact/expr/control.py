"""The global hold-out over the lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from gridloop.contact.rules import CONTROL_DIGITS, CONTROL_SALT, control_threshold
from gridloop.contact.types import CONTROL_PERCENT

if TYPE_CHECKING:
    import ibis.expr.types as ir


def in_global_control(customer_id: ir.StringValue, percent: float = CONTROL_PERCENT) -> ir.BooleanValue:
    """Tell for each customer whether he belongs to the persistent group that no marketing contact goes to.

    Hexadecimal digits sort like the numbers they write, so that comparing texts is enough on every engine.
    """
    digest = (ibis.literal(CONTROL_SALT) + customer_id).hexdigest("md5")
    return digest.substr(0, CONTROL_DIGITS) < control_threshold(percent)
