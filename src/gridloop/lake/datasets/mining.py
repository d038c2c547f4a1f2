"""What mining publishes: scores with the matching offer."""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

# ``probability`` is that of the model's event in the cycle when nobody makes contact. ``uplift`` is what a contact with
# the matching offer adds to success: to the probability of signing, for churn to the part of the next twelve months
# that the customer stays. ``expected_value_fen`` is what that is worth in margin over twelve months, less what is given
# away and the contact's usual cost (``mining.types.CONTACT_COST_FEN``). Both are empty where no offer may be made.
# ``reasons`` is JSON [{"code", "params"}], at most three.
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
