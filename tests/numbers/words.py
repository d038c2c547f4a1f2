"""Every indicator once more, from its published words: which facts, and what is added up over them."""

from __future__ import annotations

from typing import NamedTuple


class Side(NamedTuple):
    """What is added up (plain SQL) over a table of ``facts.sql``."""

    table: str
    sql: str


def count(table: str, which: str = "true") -> Side:
    """Count rows."""
    return Side(table, f"count(*) filter ({which})")


def total(table: str, what: str, which: str = "true") -> Side:
    """Add up a column."""
    return Side(table, f"coalesce(sum({what}) filter ({which}), 0)")


USERS, LINES, AT_START = count("service", "at_end"), count("service", "at_end and line"), count("service", "at_start")
LOST, GAINED = count("service", "at_start and not at_end"), count("service", "at_end and not at_start")
REVENUE, BILLED = total("bills", "billed_fen"), count("bills")
COSTED = "cost_fen is not null"
MARGIN = Side("bills", f"sum(billed_fen) filter ({COSTED}) - sum(cost_fen)")
FIRM = "segment in ('sme', 'group')"
TARGETS, REACHED, WON = count("outcomes"), count("outcomes", "reached"), count("outcomes", "confirmed")
CLEARED = count("troubles", "hours_to_clear is not null")

INDICATORS: dict[str, tuple[Side, Side | None]] = {
    "users": (USERS, None),
    "mobile_users": (count("service", "at_end and mobile"), None),
    "firm_users": (count("service", f"at_end and {FIRM}"), None),
    "long_tenure_share": (count("service", "at_end and five_years"), USERS),
    "new_customer_share": (count("service", "at_end and first_year"), USERS),
    "data_use": (total("uses", "data_mb"), None),
    "data_per_user": (total("uses", "data_mb"), count("uses")),
    "minutes_per_user": (total("uses", "voice_minutes"), count("uses")),
    "data_short_share": (
        count("uses", "allowance_mb > 0 and data_mb >= 0.9 * allowance_mb"), count("uses", "allowance_mb > 0")
    ),
    "data_idle_share": (
        count("uses", "allowance_mb > 0 and data_mb < 0.2 * allowance_mb"), count("uses", "allowance_mb > 0")
    ),
    "broadband_users": (LINES, None),
    "household_penetration": (LINES, total("homes", "households")),
    "port_use": (total("network", "ports_used"), total("network", "ports_total")),
    "ports_free": (Side("network", "sum(ports_total) - sum(ports_used)"), None),
    "places_nearly_full": (count("network", "ports_total > 0 and ports_used >= 0.9 * ports_total"), None),
    "gigabit_coverage": (
        count("network", "ports_total > 0 and max_mbps >= 1000"), count("network", "ports_total > 0")
    ),
    "gigabit_share": (count("lines", "speed_mbps >= 1000"), count("lines")),
    "slow_line_share": (count("lines", "speed_mbps <= 100"), count("lines")),
    "line_speed": (total("lines", "speed_mbps"), count("lines")),
    "bundle_penetration": (count("service", "at_end and mobile and line"), USERS),
    "bundled_users": (count("service", "at_end and mobile and line"), None),
    "mobile_only_users": (count("service", "at_end and mobile and not line"), None),
    "broadband_only_users": (count("service", "at_end and line and not mobile"), None),
    "tv_penetration": (count("service", "at_end and tv"), LINES),
    "service_cost": (total("bills", "cost_fen"), None),
    "gross_margin": (MARGIN, None),
    "gross_margin_rate": (MARGIN, total("bills", "billed_fen", COSTED)),
    "margin_per_customer": (MARGIN, count("bills", COSTED)),
    "loss_maker_share": (count("bills", "billed_fen < cost_fen"), count("bills", COSTED)),
    "net_adds": (Side("service", f"{GAINED.sql} - {LOST.sql}"), None),
    "gross_adds": (GAINED, None),
    "growth_rate": (GAINED, AT_START),
    "plans_signed": (count("begun", "is_plan"), None),
    "broadband_signed": (count("begun", "is_line"), None),
    "packs_signed": (count("begun", "offer_kind = 'data_pack'"), None),
    "bundles_signed": (count("begun", "is_plan and offer_kind = 'bundle'"), None),
    "market_users": (total("areas", "users"), None),
    "market_new_users": (total("areas", "new_users"), None),
    "market_revenue": (total("areas", "revenue_fen"), None),
    "user_share": (total("areas", "users", "is_own"), total("areas", "users")),
    "revenue_share": (total("areas", "revenue_fen", "is_own"), total("areas", "revenue_fen")),
    "new_user_share": (total("areas", "new_users", "is_own"), total("areas", "new_users")),
    "targets": (TARGETS, None),
    "execution_rate": (count("outcomes", "contacts > 0"), TARGETS),
    "contact_rate": (REACHED, TARGETS),
    "success_rate": (WON, TARGETS),
    "successes": (WON, None),
    "conversion_rate": (count("outcomes", "reached and confirmed"), REACHED),
    "refusal_rate": (count("outcomes", "outcome = 'refused'"), REACHED),
    "opt_out_rate": (count("outcomes", "outcome = 'do_not_disturb'"), REACHED),
    "wrong_number_rate": (count("outcomes", "outcome = 'wrong_number'"), count("outcomes", "contacts > 0")),
    "contacts_per_success": (total("outcomes", "contacts"), WON),
    "competitor_mentions": (count("outcomes", "competitor is not null"), None),
    "success_revenue_gain": (total("outcomes", "revenue_after_fen - revenue_before_fen", "confirmed"), None),
    "faults": (count("troubles"), None),
    "fault_rate": (count("troubles"), LINES),
    "repair_hours": (total("troubles", "hours_to_clear"), CLEARED),
    "repaired_in_24": (count("troubles", "hours_to_clear <= 24"), CLEARED),
    "long_faults": (count("troubles", "hours_to_clear > 48"), None),
    "churn_rate": (LOST, AT_START),
    "customers_lost": (LOST, None),
    "firm_churn_rate": (
        count("service", f"at_start and not at_end and {FIRM}"), count("service", f"at_start and {FIRM}")
    ),
    "contract_expiries": (count("contracts", "days_left between 0 and 59"), None),
    "contract_expiries_30": (count("contracts", "days_left between 0 and 29"), None),
    "expiry_share": (count("contracts", "days_left between 0 and 59"), count("contracts")),
    "out_of_contract_share": (count("contracts", "days_left < 0"), count("contracts")),
    "competitor_call_share": (total("uses", "competitor_minutes"), total("uses", "voice_minutes")),
    "competitor_near_share": (
        count("uses", "voice_minutes > 0 and competitor_minutes >= 0.3 * voice_minutes"), count("uses")
    ),
    "revenue": (REVENUE, None),
    "arpu": (REVENUE, BILLED),
    "mobile_revenue": (total("bills", "mobile_fen"), None),
    "broadband_revenue": (total("bills", "broadband_fen"), None),
    "mobile_arpu": (total("bills", "mobile_fen"), count("bills", "mobile_fen > 0")),
    "broadband_arpu": (total("bills", "broadband_fen"), count("bills", "broadband_fen > 0")),
    "overrun_revenue": (total("bills", "out_of_bundle_fen"), None),
    "overrun_share": (total("bills", "out_of_bundle_fen"), REVENUE),
    "high_value_share": (count("bills", "billed_fen >= 12900"), BILLED),
    "high_value_revenue_share": (total("bills", "billed_fen", "billed_fen >= 12900"), REVENUE),
    "low_value_share": (count("bills", "billed_fen < 3900"), BILLED),
    "complaints": (count("moans"), None),
    "complaint_rate": (count("moans"), USERS),
    "billing_complaint_share": (count("moans", "topic = 'billing'"), count("moans")),
    "network_complaint_share": (count("moans", "topic = 'network'"), count("moans")),
    "disturbance_complaints": (count("moans", "topic = 'disturbance'"), None),
}  # fmt: skip
_KINDS = ("segment", "tenure", "bundle")
DIMENSIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("service", "bills", "uses", "contracts", "lines", "begun"), _KINDS),
    "moans": (*_KINDS, "topic"),
    "troubles": ("fault_kind",),
    "outcomes": ("channel", "offer_kind"),
}
"""What the facts can be split by. Branches and grids of the market stand beside each other, so it is not."""
