"""What campaign publishes: the gate's and the plan's verdict on every customer of an audience."""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

CAMPAIGN_VERDICT = Dataset(
    "campaign_verdict",
    columns_of(
        """
        campaign_code string !
        customer_id string !
        month date !
        cycle string !
        verdict string !
        reason string
        """
    ),
    key=("campaign_code", "customer_id"),
    semantics=Semantics.PERIOD,
)
DATASETS = (CAMPAIGN_VERDICT,)
