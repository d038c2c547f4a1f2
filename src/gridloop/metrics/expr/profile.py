"""The wide profile of every customer, as it could be known on the first day of a month.

``customer_profile(facts, M)`` uses bills, use, faults, complaints, ports and outcomes of months before M, and the
subscriptions and customers of that day; changing any fact dated M or later changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.metrics.expr.holdings import ended_lately, holdings
from gridloop.metrics.expr.periods import (
    bill_facts,
    complaint_facts,
    contact_facts,
    fault_facts,
    full_months,
    port_facts,
    usage_facts,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COUNTS = ("subscriptions", "data_packs", "faults_3", "fault_hours_3", "complaints_3", "contacts_6", "refusals_12")


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """The lake's tables a profile is made of."""

    customer: ir.Table
    ownership: ir.Table
    subscription: ir.Table
    offer: ir.Table
    bill: ir.Table
    usage: ir.Table
    fault: ir.Table
    complaint: ir.Table
    network_port: ir.Table
    contact_outcome: ir.Table


PROFILE_SOURCES: tuple[str, ...] = tuple(field.name for field in fields(ProfileFacts))


def in_service(customer: ir.Table, month: date) -> ir.Table:
    """Return the customers who had joined before the first day of ``month`` and not left by then."""
    return customer.filter(_.joined_on.isnull() | (_.joined_on < month), _.left_on.isnull() | (_.left_on >= month))


def customer_profile(facts: ProfileFacts, month: date) -> ir.Table:
    """Return the profile of every customer in service, as known on the first day of ``month``."""
    wide = _joined(in_service(facts.customer, month).drop("place_code"), facts, month)
    held = wide.mutate(
        has_mobile=_held(_.plan_held | (_.data_packs > 0), _.mobile_billed_fen_last, _.mobile_ended),
        has_broadband=_held(_.line_held, _.broadband_billed_fen_last, _.broadband_ended),
        has_tv=_.has_tv.fill_null(False),
        is_bundled=(_.is_bundled | (_.plan_held & (_.broadband_fee_fen == 0))).fill_null(False),
        allowance_mb=ibis.coalesce(_.plan_allowance_mb, _.used_allowance_mb),
        **{name: _[name].fill_null(0) for name in _COUNTS},
    )
    return held.mutate(
        month=ibis.literal(month),
        age=month.year - _.birth_year,
        tenure_months=full_months(_.joined_on, month.year, month.month),
        mobile_held_months=full_months(_.plan_started_on, month.year, month.month),
    )


def _held(now: Any, billed: Any, ended: Any) -> Any:
    """Held by subscription, or billed for last month and not ended since (a subscription rewritten later)."""
    return now.fill_null(False) | ((billed > 0).fill_null(False) & ~ended.fill_null(False))


def _joined(customers: ir.Table, facts: ProfileFacts, month: date) -> ir.Table:
    """Return the customers beside everything known of them."""
    wide = customers
    parts = (
        facts.ownership.select("customer_id", "place_code", "grid_code", "assignee_code"),
        holdings(facts.subscription, facts.offer, month),
        ended_lately(facts.subscription, month),
        bill_facts(facts.bill, month),
        usage_facts(facts.usage, month),
        fault_facts(facts.fault, month),
        complaint_facts(facts.complaint, month),
        contact_facts(facts.contact_outcome, month),
    )
    for number, part in enumerate(parts):  # one chain of joins: the doubled keys are dropped by the last selection
        wide = wide.left_join(part, "customer_id", rname=f"{{name}}_{number}")
    return wide.left_join(port_facts(facts.network_port, month), "place_code", rname="{name}_port")
