"""What the lake knows of customers that the gate asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ibis import _

from gridloop.contact.expr.control import in_global_control

if TYPE_CHECKING:
    import ibis.expr.types as ir


def lake_facts(asked: ir.Table, consent: ir.Table, complaint: ir.Table, control_percent: float) -> ir.Table:
    """Return ``row, consent, control, complaint_days`` for each question.

    ``asked`` has ``row, customer_id, channel, asked_on``. Without a recorded consent there is none; complaints after
    the day asked for do not count.
    """
    granted = consent.select("customer_id", "channel", consent="granted")
    made = asked.inner_join(complaint.select("customer_id", "made_on"), "customer_id")
    made = made.mutate(days=made.asked_on.delta(made.made_on, unit="day")).filter(_.days >= 0)
    latest = made.group_by("row").agg(complaint_days=_.days.min())
    rows = asked.left_join(granted, ["customer_id", "channel"])
    rows = rows.left_join(latest, rows.row == latest.row)
    return rows.select(
        "row",
        consent=_.consent.fill_null(False),
        control=in_global_control(rows.customer_id, control_percent),
        complaint_days=_.complaint_days.cast("int64"),
    )
