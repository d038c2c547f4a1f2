"""Contacts as experiments: who was left alone at random, and what became of both arms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis
from ibis import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


def touched(contact_outcome: ir.Table, month: date) -> ir.Table:
    """Return customer_id, treated, stands_for: who was contacted in a month, and for how many a control stands.

    Those who were contacted cannot show what happens without contact; each control customer of a campaign stands for
    as many targets as the campaign had per control.
    """
    rows = contact_outcome.filter(_.month == month)
    sizes = rows.group_by("campaign_code").agg(
        targets=_.customer_id.nunique(),
        controls=_.customer_id.nunique(where=_.arm == "control"),
    )
    marked = rows.inner_join(sizes, "campaign_code")
    stands = ibis.ifelse(_.arm == "control", _.targets.cast("float64") / _.controls, 1.0)
    return marked.group_by("customer_id").agg(
        treated=((_.arm == "treated") & _.dispatched).any(), stands_for=stands.max()
    )


def arms(contact_outcome: ir.Table, month: date, model: str) -> ir.Table:
    """Return one row per campaign and customer of a model's campaigns in a month: the arm, the offer, what happened.

    Targets that were chosen but never given out are left out: nobody contacted them and nobody left them alone at
    random.
    """
    rows = contact_outcome.filter(
        _.month == month, _.model == model, (_.arm == "control") | ((_.arm == "treated") & _.dispatched)
    )
    first = _.step.min()
    return rows.group_by("campaign_code", "customer_id").agg(
        treated=(_.arm == "treated").any(),
        offer_code=_.offer_code.argmin(_.step),
        offer_kind=_.offer_kind.argmin(_.step),
        confirmed=_.confirmed.any(),
        churned=_.churned.any(),
        first_step=first,
    )
