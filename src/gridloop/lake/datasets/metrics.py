"""What metrics publishes: the wide profile of every customer, tags, and indicator parts by grid."""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

CUSTOMER_PROFILE = Dataset(
    "customer_profile",
    columns_of(
        """
        customer_id string !
        month date !
        segment string
        age int64
        tenure_months int64
        place_code string
        grid_code string
        assignee_code string
        has_mobile boolean
        has_broadband boolean
        has_tv boolean
        subscriptions int64
        mobile_offer_code string
        broadband_offer_code string
        monthly_fee_fen int64
        contract_days_left int64
        broadband_contract_days_left int64
        billed_fen_last int64
        billed_fen_average_3 float64
        billed_change_ratio float64
        out_of_bundle_fen_average_3 float64
        data_mb_last int64
        data_usage_ratio float64
        data_change_ratio float64
        voice_minutes_average_3 float64
        voice_change_ratio float64
        competitor_share float64
        faults_3 int64
        complaints_3 int64
        speed_mbps int64
        port_free_ratio float64
        """
    ),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
)
CUSTOMER_TAG = Dataset(
    "customer_tag",
    columns_of("customer_id string !\nmonth date !"),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
    open=True,
)
INDICATOR_VALUE = Dataset(
    "indicator_value",
    columns_of(
        "grid_code string !\nmonth date !\nindicator string !\nnumerator float64 !\ndenominator float64 !"
    ),
    key=("grid_code", "month", "indicator"),
    semantics=Semantics.PERIOD,
)
DATASETS = (CUSTOMER_PROFILE, CUSTOMER_TAG, INDICATOR_VALUE)
