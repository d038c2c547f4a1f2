"""Which customers were served when: one row per customer and month, and the contracts held at a month's end.

``months`` is a table with the columns month and next_month (both first days).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from gridloop.metrics.expr.periods import full_months
from gridloop.metrics.expr.running import ran_until

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FOREVER = date(9999, 12, 31)
_BUNDLE_LEVEL = 0.85
"""A bundle with a renewal discount is charged at least this part of its fee."""
_ROUNDED = 1
"""A discounted fee was rounded to whole fen."""
NO_BUNDLE, UNTIERED = "none", "untiered"


def service_spans(customer: ir.Table, subscription: ir.Table) -> ir.Table:
    """Return customer_id, segment, served_from, served_until: until he left or his last subscription ended.

    ``plan_since`` and ``line_since`` are when his newest mobile and broadband subscriptions began.
    """
    ends = subscription.group_by("customer_id").agg(
        first_start=_.started_on.min(),
        last_end=_.ended_on.fill_null(ibis.literal(_FOREVER)).max(),
        plan_since=_.started_on.max(where=_.product_kind == "mobile"),
        line_since=_.started_on.max(where=_.product_kind == "broadband"),
    )
    joined = customer.select("customer_id", "segment", "joined_on", "left_on").left_join(ends, "customer_id")
    return joined.select(
        "customer_id",
        "segment",
        since=ibis.coalesce(_.joined_on, _.first_start),
        served_from=ibis.coalesce(_.joined_on, _.first_start, ibis.literal(date(1900, 1, 1))),
        served_until=ibis.least(
            _.left_on.fill_null(ibis.literal(_FOREVER)), _.last_end.fill_null(ibis.literal(_FOREVER))
        ),
        plan_since=_.plan_since,
        line_since=_.line_since,
    )


def customer_month(
    months: ir.Table, customer: ir.Table, subscription: ir.Table, offer: ir.Table, bill: ir.Table
) -> ir.Table:
    """Return every customer served at some time in each month: at its start, at its end, and with what.

    A product counts as held at the month's end when its subscription ran then; one without a start has always run. A
    subscription that was rewritten later
    (or was never delivered) is not there to be seen; it counts when the month's bill charged for it, and the line of a
    bundle (which has no fee of its own) when the mobile bill was already at the level of that bundle.
    """
    spans = months.cross_join(service_spans(customer, subscription))
    served = spans.filter(_.served_from < _.next_month, _.served_until >= _.month).mutate(
        served_at_start=(_.served_from < _.month) & (_.served_until >= _.month),
        served_at_end=_.served_until >= _.next_month,
    )
    wide = served
    for part in (
        _held_at_end(months, subscription),
        bill.select("customer_id", "month", "mobile_fen", "broadband_fen"),
    ):
        wide = wide.left_join(part, ["customer_id", "month"]).drop("customer_id_right", "month_right")
    wide = wide.left_join(_bundled_lines(subscription, offer), "customer_id").drop("customer_id_right")
    in_bundle = (_.bundled_since >= _.next_month) & (_.mobile_fen >= _BUNDLE_LEVEL * _.bundle_fee_fen)
    return wide.select(
        "customer_id",
        "month",
        "served_at_start",
        "served_at_end",
        "segment",
        tenure_months=_full_months_served(),
        has_tv=_true(_.tv_held),
        has_mobile=_true(_.mobile_held) | (_unseen(_.plan_since) & _true(_.mobile_fen > 0)),
        has_broadband=_true(_.broadband_held)
        | (_unseen(_.line_since) & (_true(_.broadband_fen > 0) | _true(in_bundle))),
        net_growth=_.served_at_end.cast("int64") - _.served_at_start.cast("int64"),
    )


def customer_kinds(
    months: ir.Table, customer: ir.Table, subscription: ir.Table, offer: ir.Table, bill: ir.Table
) -> ir.Table:
    """Return what every customer is at each month's end: segment, tenure band, tier of the bundle he holds.

    A bundle that was rewritten later counts when the month's mobile bill was already at its level, as above.
    """
    bundles = bundled_plans(subscription, offer)
    ran = months.cross_join(bundles).filter(ran_until(_.next_month))
    held = ran.group_by("customer_id", "month").agg(held_tier=_.tier.max())
    present = (
        bundles.filter(_.ended_on.isnull())
        .group_by("customer_id")
        .agg(present_tier=_.tier.max(), bundle_since=_.started_on.max(), bundle_fee_fen=_.monthly_fee_fen.max())
    )
    spans = months.cross_join(service_spans(customer, subscription).select("customer_id", "segment", "since"))
    wide = spans.left_join(held, ["customer_id", "month"]).drop("customer_id_right", "month_right")
    wide = wide.left_join(present, "customer_id").drop("customer_id_right")
    billed = bill.select("customer_id", "month", "mobile_fen")
    wide = wide.left_join(billed, ["customer_id", "month"]).drop("customer_id_right", "month_right")
    rewritten = _true((_.bundle_since >= _.next_month) & (_.mobile_fen >= _BUNDLE_LEVEL * _.bundle_fee_fen))
    return wide.select(
        "customer_id",
        "month",
        "segment",
        tenure=tenure_band(_full_months_served()),
        bundle=ibis.coalesce(_.held_tier, rewritten.ifelse(_.present_tier, ibis.null("string")), NO_BUNDLE),
    )


def _unseen(since: Any) -> Any:
    """Tell whether the book cannot say what was held: it was rewritten after the month, or there is nothing in it."""
    return since.isnull() | (since >= _.next_month)


def bundled_plans(subscription: ir.Table, offer: ir.Table) -> ir.Table:
    """Return the mobile plans that are a bundle's, each with the bundle's tier.

    A renewal offer keeps a bundle together under its own code: the plan then has a line without a fee that began with
    it, and the tier is that of the fee before the discount.
    """
    kinds = offer.select("offer_code", offer_kind=_.kind, offer_tier=_.bundle_tier, discount=_.discount_percent)
    free = subscription.filter(_.product_kind == "broadband", _.monthly_fee_fen == 0)
    lines = free.select("customer_id", "offer_code", "started_on").distinct().mutate(has_line=ibis.literal(True))
    plans = subscription.filter(_.product_kind == "mobile").inner_join(kinds, "offer_code")
    wide = plans.left_join(lines, ["customer_id", "offer_code", "started_on"], rname="{name}_line")
    renewed = (_.offer_kind == "retention") & _true(_.has_line)
    fee = _.monthly_fee_fen / (1 - _.discount.fill_null(0.0) / 100).nullif(0.0)
    band = ibis.cases((fee < 8_900 - _ROUNDED, "39"), (fee < 12_900 - _ROUNDED, "89"), else_="129")
    return wide.filter((_.offer_kind == "bundle") | renewed).select(
        "subscription_id",
        "customer_id",
        "monthly_fee_fen",
        "started_on",
        "ended_on",
        tier=ibis.ifelse(_.offer_kind == "bundle", _.offer_tier.fill_null(UNTIERED), band),
    )


def tenure_band(months: Any) -> Any:
    """Return the band of a number of months in service; nothing for an unknown one."""
    return ibis.cases(
        (months < 12, "under_12"), (months < 36, "from_12"), (months < 60, "from_36"), (months >= 60, "from_60")
    )


def _bundled_lines(subscription: ir.Table, offer: ir.Table) -> ir.Table:
    """Return the customers with a line inside a bundle: since when it stands in the book, and the bundle's fee."""
    bundles = offer.filter(_.kind == "bundle").select("offer_code", in_bundle=ibis.literal(True))
    held = subscription.left_join(bundles, "offer_code").filter(_.in_bundle)
    line = (_.product_kind == "broadband") & (_.monthly_fee_fen == 0)
    found = held.group_by("customer_id").agg(
        bundled_since=_.started_on.max(where=line),
        bundle_fee_fen=_.monthly_fee_fen.max(where=_.product_kind == "mobile"),
    )
    return found.filter(_.bundled_since.notnull(), _.bundle_fee_fen > 0)


def contract_month(months: ir.Table, subscription: ir.Table, offer: ir.Table) -> ir.Table:
    """Return the contracts of plans and lines that ran at each month's end, with the days left from then on."""
    kinds = offer.select("offer_code", offer_kind=_.kind)
    bound = subscription.filter(_.contract_end_on.notnull(), _.product_kind.isin(["mobile", "broadband"]))
    main = bound.left_join(kinds, "offer_code").filter(_.offer_kind.isnull() | (_.offer_kind != "data_pack"))
    running = months.cross_join(main).filter(ran_until(_.next_month))
    return running.select(
        "customer_id", "month", days_left=_.contract_end_on.delta(_.next_month, unit="day").cast("int64")
    )


def _held_at_end(months: ir.Table, subscription: ir.Table) -> ir.Table:
    running = months.cross_join(subscription).filter(ran_until(_.next_month))
    return running.group_by("customer_id", "month").agg(
        mobile_held=(_.product_kind == "mobile").any(),
        broadband_held=(_.product_kind == "broadband").any(),
        tv_held=(_.product_kind == "tv").any(),
    )


def line_month(months: ir.Table, subscription: ir.Table) -> ir.Table:
    """Return the broadband lines that ran at each month's end, with their contracted speed."""
    running = months.cross_join(subscription.filter(_.product_kind == "broadband")).filter(ran_until(_.next_month))
    return running.select("customer_id", "month", "speed_mbps")


def signing_month(months: ir.Table, subscription: ir.Table, offer: ir.Table) -> ir.Table:
    """Return the subscriptions that began in each month, told apart by what was signed; a bundle is its mobile plan."""
    kinds = offer.select("offer_code", offer_kind=_.kind)
    whole = bundled_plans(subscription, offer).select("subscription_id", is_bundle=ibis.literal(True))
    kept = subscription.select("subscription_id", "customer_id", "product_kind", "offer_code", "started_on")
    kept = kept.left_join(kinds, "offer_code").left_join(whole, "subscription_id", rname="{name}_bundle")
    begun = months.cross_join(kept).filter(_.started_on >= _.month, _.started_on < _.next_month)
    return begun.select(
        "customer_id",
        "month",
        "product_kind",
        is_pack=_true(_.offer_kind == "data_pack"),
        is_bundle=_true(_.is_bundle),
    )


def place_month(months: ir.Table, place: ir.Table) -> ir.Table:
    """Return every place in each month: places have no history, so all months show those there are now."""
    return months.cross_join(place.select("place_code", "kind", "households", "is_rural"))


def fault_month(fault: ir.Table, place: ir.Table, ownership: ir.Table) -> ir.Table:
    """Return the faults, each with a grid: that of its place, else that of the customer who reported it."""
    known = place.filter(_.grid_code.notnull()).select(stands_at="place_code", place_grid="grid_code")
    placed = fault.left_join(known, fault.place_code == known.stands_at)
    lost = placed.filter(_.place_grid.isnull()).select("customer_id")
    homes = ownership.semi_join(lost, "customer_id").select(lives_with="customer_id", home_grid="grid_code")
    found = placed.left_join(homes, placed.customer_id == homes.lives_with)
    found = found.mutate(grid_code=ibis.coalesce(_.place_grid, _.home_grid))
    return found.drop("stands_at", "place_grid", "lives_with", "home_grid")


def _full_months_served() -> Any:
    return full_months(_.since, _.next_month.year(), _.next_month.month())


def _true(flag: Any) -> Any:
    return flag.fill_null(False)
