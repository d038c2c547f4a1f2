"""What metrics publishes: the wide profile of every customer, tags, and indicator parts by grid."""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

# The profile of ``month`` holds only what was known on that month's first day. Days left count from that day and are
# negative after the end. A ratio of change is 0 for "as before", 0.2 for a fifth more. ``*_last`` is the month before,
# ``*_average_3`` and ``*_3`` the three months before. ``contract_days_left`` is the next end among mobile plan and
# broadband (the latest one when all have passed). ``last_*``, ``months_since_contact`` (1 = last month), ``contacts_6``
# and ``refusals_12`` come from the outcomes of earlier months' contacts.
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
        is_bundled boolean
        subscriptions int64
        data_packs int64
        mobile_offer_code string
        broadband_offer_code string
        monthly_fee_fen int64
        mobile_fee_fen int64
        broadband_fee_fen int64
        contract_days_left int64
        mobile_contract_days_left int64
        broadband_contract_days_left int64
        mobile_held_months int64
        billed_fen_last int64
        mobile_billed_fen_last int64
        broadband_billed_fen_last int64
        billed_fen_average_3 float64
        billed_change_ratio float64
        out_of_bundle_fen_average_3 float64
        cost_fen_average_3 float64
        allowance_mb int64
        data_mb_last int64
        data_usage_ratio float64
        data_change_ratio float64
        data_trend_ratio float64
        voice_minutes_average_3 float64
        voice_change_ratio float64
        competitor_share float64
        competitor_share_change float64
        faults_3 int64
        fault_hours_3 float64
        complaints_3 int64
        speed_mbps int64
        max_mbps int64
        port_free_ratio float64
        last_outcome string
        last_offer_kind string
        months_since_contact int64
        contacts_6 int64
        refusals_12 int64
        competitor string
        competitor_contract_days_left int64
        """
    ),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
    made_from={
        "bill": (-6, -1),
        "usage": (-6, -1),
        "fault": (-3, -1),
        "complaint": (-3, -1),
        "network_port": (-1, -1),
    },
    made_from_whole=("customer", "subscription", "place"),
)
CUSTOMER_TAG = Dataset(
    "customer_tag",
    columns_of("customer_id string !\nmonth date !"),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
    open=True,
    made_from={"customer_profile": (0, 0)},
    made_from_whole=("consent", "place"),
)
# ``month`` is the business month an indicator speaks of; stocks (users, ports) are those at its end.
INDICATOR_VALUE = Dataset(
    "indicator_value",
    columns_of("grid_code string !\nmonth date !\nindicator string !\nnumerator float64 !\ndenominator float64 !"),
    key=("grid_code", "month", "indicator"),
    semantics=Semantics.PERIOD,
    made_from={"bill": (0, 0), "network_port": (0, 0), "market_position": (0, 0)},
    made_from_whole=("customer", "subscription", "place"),
)
# The same parts by the members of one dimension (never of two at once). Members of a simple indicator, or of either
# side of a ratio, add up to ``indicator_value``; the denominator of a simple one is 1 for each and adds up to nothing.
INDICATOR_SPLIT = Dataset(
    "indicator_split",
    columns_of(
        """
        indicator string !
        dimension string !
        month date !
        grid_code string !
        member string !
        numerator float64 !
        denominator float64 !
        """
    ),
    key=("indicator", "dimension", "month", "grid_code", "member"),
    semantics=Semantics.PERIOD,
    made_from={"bill": (0, 0), "network_port": (0, 0), "market_position": (0, 0)},
    made_from_whole=("customer", "subscription", "place"),
)
# What a place shows by month, of everybody who belongs there now or did when he left. Whoever reads it looks first
# whether it was made of the current bills, use and ownership; if not, the page adds up its own customers.
PLACE_MONTH = Dataset(
    "place_month",
    columns_of(
        """
        place_code string !
        grid_code string !
        assignee_code string
        month date !
        billed_customers int64
        billed_fen int64
        voice_minutes int64
        competitor_minutes int64
        """
    ),
    key=("place_code", "grid_code", "assignee_code", "month"),
)
# How many present customers carry each tag in the newest month: one column a tag.
PLACE_TAG = Dataset(
    "place_tag",
    columns_of("place_code string !\ngrid_code string !\nassignee_code string\nmonth date !"),
    key=("place_code", "grid_code", "assignee_code", "month"),
    open=True,
)
DATASETS = (CUSTOMER_PROFILE, CUSTOMER_TAG, INDICATOR_VALUE, INDICATOR_SPLIT, PLACE_MONTH, PLACE_TAG)
