"""What happened to a customer in the months before a day: bills, use, faults, complaints, ports, contacts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.metrics.expr.exact import exact_sum
from gridloop.metrics.expr.holdings import days_until
from gridloop.metrics.rules import months_before

if TYPE_CHECKING:
    import ibis.expr.types as ir


def part_of(part: Any, whole: Any) -> Any:
    """Return part / whole, empty where the whole is not positive."""
    return ibis.ifelse(whole > 0, part.cast("float64") / whole.cast("float64"), ibis.null("float64"))


def full_months(day: Any, year: Any, month: Any) -> Any:
    """Return how many whole months lie between a day and the first of a month: 15 October to 1 November is none."""
    begun = (year - day.year()) * 12 + (month - day.month())
    return begun.cast("int64") - (day.day() > 1).cast("int64")


def _last(column: Any, month: date) -> Any:
    return column.sum(where=_.month == months_before(month, 1))


def _average(column: Any, month: date, newest: int, oldest: int) -> Any:
    """Return the mean over the months from ``oldest`` to ``newest`` before ``month`` (1 is the last month)."""
    within = (_.month >= months_before(month, oldest)) & (_.month <= months_before(month, newest))
    return column.mean(where=within)


def _before(table: ir.Table, month: date, months: int) -> ir.Table:
    return table.filter(_.month >= months_before(month, months), _.month < month)


def bill_facts(bill: ir.Table, month: date) -> ir.Table:
    """Return what the bills of the six months before say."""
    usual = _average(_.billed_fen, month, 2, 4)
    return (
        _before(bill, month, 6)
        .group_by("customer_id")
        .agg(
            billed_fen_last=_last(_.billed_fen, month).cast("int64"),
            mobile_billed_fen_last=_last(_.mobile_fen, month).cast("int64"),
            broadband_billed_fen_last=_last(_.broadband_fen, month).cast("int64"),
            billed_fen_average_3=_average(_.billed_fen, month, 1, 3),
            billed_change_ratio=part_of(_last(_.billed_fen, month), usual) - 1,
            out_of_bundle_fen_average_3=_average(_.out_of_bundle_fen, month, 1, 3),
            cost_fen_average_3=_average(_.cost_fen, month, 1, 3),
        )
    )


def usage_facts(usage: ir.Table, month: date) -> ir.Table:
    """Return what the use of the six months before says."""
    share_before = part_of(
        _average(_.competitor_minutes, month, 2, 4),
        _average(_.voice_minutes, month, 2, 4),
    )
    share_last = part_of(_last(_.competitor_minutes, month), _last(_.voice_minutes, month))
    return (
        _before(usage, month, 6)
        .group_by("customer_id")
        .agg(
            data_mb_last=_last(_.data_mb, month).cast("int64"),
            used_allowance_mb=_last(_.allowance_mb, month).cast("int64"),
            data_usage_ratio=part_of(_last(_.data_mb, month), _last(_.allowance_mb, month)),
            data_change_ratio=part_of(_last(_.data_mb, month), _average(_.data_mb, month, 2, 4)) - 1,
            data_trend_ratio=part_of(_average(_.data_mb, month, 1, 3), _average(_.data_mb, month, 4, 6)) - 1,
            voice_minutes_average_3=_average(_.voice_minutes, month, 1, 3),
            voice_change_ratio=part_of(_last(_.voice_minutes, month), _average(_.voice_minutes, month, 2, 4)) - 1,
            competitor_share=part_of(
                _average(_.competitor_minutes, month, 1, 3),
                _average(_.voice_minutes, month, 1, 3),
            ),
            competitor_share_change=share_last - share_before,
        )
    )


def fault_facts(fault: ir.Table, month: date) -> ir.Table:
    """Return a customer's own faults of the three months before."""
    recent = fault.filter(_.customer_id.notnull(), _.reported_on >= months_before(month, 3), _.reported_on < month)
    return recent.group_by("customer_id").agg(faults_3=_.count(), fault_hours_3=exact_sum(_.hours_to_clear))


def complaint_facts(complaint: ir.Table, month: date) -> ir.Table:
    """Return a customer's complaints of the three months before."""
    recent = complaint.filter(_.made_on >= months_before(month, 3), _.made_on < month)
    return recent.group_by("customer_id").agg(complaints_3=_.count())


def port_facts(network_port: ir.Table, month: date) -> ir.Table:
    """Return the free ports and the highest speed of each place in its last month before."""
    known = network_port.filter(_.month < month, _.ports_total > 0)
    latest = known.group_by("place_code").agg(latest=_.month.max())
    found = known.join(latest, [known.place_code == latest.place_code, known.month == latest.latest])
    return found.group_by("place_code").agg(
        port_free_ratio=(1 - part_of(_.ports_used.sum(), _.ports_total.sum())).clip(0, 1), max_mbps=_.max_mbps.max()
    )


def contact_facts(contact_outcome: ir.Table, month: date) -> ir.Table:
    """Return what came of the contacts of earlier months, the newest answer first."""
    made = contact_outcome.filter(_.month < month, _.arm == "treated", _.contacts > 0)
    order = _.month.cast("string") + _.campaign_code + _.step.cast("string")
    newest = _.month.max()
    months = (
        (month.year - newest.year()) * 12 + (month.month - newest.month())
    )  # fmt: skip
    return made.group_by("customer_id").agg(
        last_outcome=_.outcome.argmax(order),
        last_offer_kind=_.offer_kind.argmax(order),
        months_since_contact=months.cast("int64"),
        contacts_6=_.contacts.sum(where=_.month >= months_before(month, 6)).cast("int64"),
        refusals_12=(_.outcome == "refused").sum(where=_.month >= months_before(month, 12)).cast("int64"),
        competitor=_.competitor.argmax(order, where=_.competitor.notnull()),
        competitor_contract_days_left=days_until(
            _.competitor_contract_end_on.argmax(order, where=_.competitor_contract_end_on.notnull()), month
        ),
    )
