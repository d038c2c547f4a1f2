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
# Everything an audience can be built on, side by side, so that a question about a province is one scan: the columns of
# the profile under today's owners, ``tag__<tag>`` and ``score__<model>__<column>``.
POPULATION = Dataset(
    "population",
    columns_of("customer_id string !\nmonth date !"),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
    open=True,
)
DATASETS = (CAMPAIGN_VERDICT, POPULATION)
