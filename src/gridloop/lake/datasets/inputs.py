"""The unified customer-centred model that feeds are mapped to.

Amounts are whole fen, months are first days of the month, coordinates are WGS 84 degrees.
"""

from __future__ import annotations

from gridloop.lake.types import Dataset, Semantics, columns_of

ORG_UNIT = Dataset(
    "org_unit",
    columns_of("org_code string !\nparent_code string\nkind string !\nname_zh string !\nname_en string !"),
    key=("org_code",),
)
STAFF = Dataset(
    "staff",
    columns_of(
        "staff_code string !\nname string !\nrole string !\norg_code string !\nhired_on date\ndaily_capacity int64"
    ),
    key=("staff_code",),
)
PLACE = Dataset(
    "place",
    columns_of(
        """
        place_code string !
        kind string !
        name string !
        name_en string
        grid_code string
        assignee_code string
        longitude float64
        latitude float64
        boundary_wkt string
        district string
        households int64
        is_rural boolean
        """
    ),
    key=("place_code",),
)
CUSTOMER = Dataset(
    "customer",
    columns_of(
        """
        customer_id string !
        name string !
        gender string
        birth_year int64
        segment string !
        phone_hash string
        phone_last4 string
        address string
        place_code string
        longitude float64
        latitude float64
        joined_on date
        left_on date
        """
    ),
    key=("customer_id",),
)
CONSENT = Dataset(
    "consent",
    columns_of("customer_id string !\nchannel string !\ngranted boolean !\nrecorded_on date !\nproof string"),
    key=("customer_id", "channel"),
)
SUBSCRIPTION = Dataset(
    "subscription",
    columns_of(
        """
        subscription_id string !
        customer_id string !
        product_kind string !
        offer_code string
        monthly_fee_fen int64
        allowance_mb int64
        speed_mbps int64
        started_on date
        contract_end_on date
        ended_on date
        """
    ),
    key=("subscription_id",),
)
BILL = Dataset(
    "bill",
    columns_of(
        """
        customer_id string !
        month date !
        billed_fen int64 !
        mobile_fen int64
        broadband_fen int64
        out_of_bundle_fen int64
        cost_fen int64
        """
    ),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
)
USAGE = Dataset(
    "usage",
    columns_of(
        """
        customer_id string !
        month date !
        data_mb int64
        allowance_mb int64
        voice_minutes int64
        competitor_minutes int64
        """
    ),
    key=("customer_id", "month"),
    semantics=Semantics.PERIOD,
)
NETWORK_PORT = Dataset(
    "network_port",
    columns_of("place_code string !\nmonth date !\nports_total int64 !\nports_used int64 !\nmax_mbps int64"),
    key=("place_code", "month"),
    semantics=Semantics.PERIOD,
)
FAULT = Dataset(
    "fault",
    columns_of(
        """
        fault_id string !
        month date !
        customer_id string
        place_code string
        reported_on date !
        hours_to_clear float64
        kind string
        """
    ),
    key=("fault_id",),
    semantics=Semantics.PERIOD,
)
COMPLAINT = Dataset(
    "complaint",
    columns_of("complaint_id string !\nmonth date !\ncustomer_id string !\nmade_on date !\ntopic string"),
    key=("complaint_id",),
    semantics=Semantics.PERIOD,
)
OFFER = Dataset(
    "offer",
    columns_of(
        """
        offer_code string !
        kind string !
        name_zh string !
        name_en string !
        monthly_fee_fen int64 !
        cost_fen int64 !
        contract_months int64
        data_mb int64
        speed_mbps int64
        bundle_tier string
        discount_percent float64
        """
    ),
    key=("offer_code",),
)
MARKET_OPERATOR = Dataset(
    "market_operator",
    columns_of("operator string !\nname_zh string !\nname_en string !\nis_own boolean !"),
    key=("operator",),
)
# Areas are org units. A branch's row is its total; its grids' rows explain parts of it.
MARKET_POSITION = Dataset(
    "market_position",
    columns_of(
        """
        org_code string !
        operator string !
        month date !
        users int64 !
        new_users int64
        revenue_fen int64
        source string !
        is_estimate boolean !
        """
    ),
    key=("org_code", "operator", "month"),
    semantics=Semantics.PERIOD,
)
CUSTOMER_TRAIT = Dataset(
    "customer_trait",
    columns_of("customer_id string !\ntrait string !\ntext_value string\nnumber_value float64"),
    key=("customer_id", "trait"),
)
CUSTOMER_LABEL = Dataset(
    "customer_label",
    columns_of("customer_id string !\nlabel string !\nvalue float64 !\nas_of date !"),
    key=("customer_id", "label", "as_of"),
)

DATASETS = (
    ORG_UNIT,
    STAFF,
    PLACE,
    CUSTOMER,
    CONSENT,
    SUBSCRIPTION,
    BILL,
    USAGE,
    NETWORK_PORT,
    FAULT,
    COMPLAINT,
    OFFER,
    MARKET_OPERATOR,
    MARKET_POSITION,
    CUSTOMER_TRAIT,
    CUSTOMER_LABEL,
)
