"""What each arm of each campaign sums to: all that the estimates need, whatever the size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ibis import _

from gridloop.evaluate.expr.sums import whole_sum

if TYPE_CHECKING:
    import ibis.expr.types as ir


def arm_sums(outcome: ir.Table) -> ir.Table:
    """Return one row per campaign and arm: counts, and the moments of revenue before (x) and after (y)."""
    x, y = _.revenue_before_fen.cast("float64"), _.revenue_after_fen.cast("float64")
    return outcome.group_by(["campaign_code", "arm"]).agg(
        customers=_.count(),
        dispatched=whole_sum(_.dispatched),
        contacted=whole_sum(_.contacts > 0),
        reached=whole_sum(_.reached),
        # An outcome is empty until somebody reports one: a sum over nothing but empties would be empty too.
        reported=whole_sum((_.outcome == "accepted").fill_null(False)),
        confirmed=whole_sum(_.confirmed),
        churned=whole_sum(_.churned),
        billed=y.count(),
        mean_x=_.revenue_before_fen.mean(),
        mean_y=_.revenue_after_fen.mean(),
        var_x=x.var(how="pop"),
        var_y=y.var(how="pop"),
        cov_xy=x.cov(y, how="pop"),
    )
