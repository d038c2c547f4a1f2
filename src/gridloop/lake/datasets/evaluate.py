"""What evaluate publishes and the next cycle learns from: what every target answered and really did."""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

CONTACT_OUTCOME = Dataset(
    "contact_outcome",
    columns_of(
        """
        campaign_code string !
        customer_id string !
        month date !
        step int64 !
        arm string !
        model string
        offer_code string
        offer_kind string
        channel string
        assignee_code string
        grid_code string
        order_id string
        window_from date
        window_to date
        dispatched boolean !
        contacts int64 !
        reached boolean !
        outcome string
        objection string
        competitor string
        competitor_contract_end_on date
        best_time string
        probability float64
        confirmed boolean !
        confirmed_on date
        subscription_id string
        churned boolean !
        revenue_before_fen int64
        revenue_after_fen int64
        """
    ),
    key=("campaign_code", "customer_id", "step", "month"),
    semantics=Semantics.PERIOD,
)
DATASETS = (CONTACT_OUTCOME,)
