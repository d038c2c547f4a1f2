"""What mining publishes: scores with the matching offer."""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

CUSTOMER_SCORE = Dataset(
    "customer_score",
    columns_of(
        """
        customer_id string !
        month date !
        model string !
        version string !
        probability float64 !
        uplift float64
        offer_code string
        expected_value_fen int64
        reasons string
        """
    ),
    key=("customer_id", "month", "model"),
    semantics=Semantics.PERIOD,
)
DATASETS = (CUSTOMER_SCORE,)
