"""The offer catalogue: what the operator sells. Money in fen a month, data in MB, speed in Mbit/s.

A retention offer has no fee of its own: it takes `discount_percent` off the fee that the customer pays now, for
`contract_months`. One with a speed renews broadband, one with data renews the mobile plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Ints
from twin.columns import Columns
from twin.world.names import Texts

GB = 1024
NOT_STATED = -1


@dataclass
class Offers(Columns):
    """Offers in catalogue order; a subscription names its offer by the row number here."""

    code: Texts
    kind: Texts
    name_zh: Texts
    name_en: Texts
    fee_fen: Ints
    cost_fen: Ints
    contract_months: Ints
    data_mb: Ints
    speed_mbps: Ints
    bundle_tier: Ints
    """39, 89 or 129: the tier's lower bound in yuan; NOT_STATED for all but bundles."""
    discount_percent: Ints

    def row(self, code: str) -> int:
        """Row of the offer with that code, -1 when the catalogue has none."""
        found = np.flatnonzero(self.code == code)
        return int(found[0]) if len(found) else -1

    def rows_of(self, *kinds: str) -> Ints:
        """Rows of all offers of these kinds."""
        return np.flatnonzero(np.isin(self.kind, kinds))


_NONE = NOT_STATED
_CATALOGUE = (
    # code, kind, zh, en, fee yuan, cost yuan, contract months, data GB, speed, bundle tier, discount
    ("MP039", "mobile_plan", "畅享39元套餐", "Everyday Plan 39", 39, 14, 0, 5, _NONE, _NONE, 0),
    ("MP059", "mobile_plan", "畅享59元套餐", "Everyday Plan 59", 59, 20, 12, 15, _NONE, _NONE, 0),
    ("MP089", "mobile_plan", "畅享89元套餐", "Everyday Plan 89", 89, 29, 12, 30, _NONE, _NONE, 0),
    ("MP129", "mobile_plan", "尊享129元套餐", "Premium Plan 129", 129, 41, 12, 60, _NONE, _NONE, 0),
    ("MP199", "mobile_plan", "尊享199元套餐", "Premium Plan 199", 199, 62, 12, 120, _NONE, _NONE, 0),
    ("BN089", "bundle", "融合89元套餐（100M宽带）", "Home Bundle 89 (100M broadband)", 89, 42, 12, 20, 100, 89, 0),
    ("BN129", "bundle", "融合129元套餐（300M宽带）", "Home Bundle 129 (300M broadband)", 129, 55, 12, 40, 300, 129, 0),
    ("BN169", "bundle", "融合169元套餐（500M宽带）", "Home Bundle 169 (500M broadband)", 169, 70, 24, 80, 500, 129, 0),
    ("BN239", "bundle", "融合239元套餐（千兆宽带）", "Home Bundle 239 (gigabit)", 239, 92, 24, 150, 1000, 129, 0),
    ("BB100", "broadband", "安心宽带100M", "Broadband 100M", 40, 19, 12, _NONE, 100, _NONE, 0),
    ("BB300", "broadband", "极速宽带300M", "Broadband 300M", 60, 25, 12, _NONE, 300, _NONE, 0),
    ("BB500", "broadband", "极速宽带500M", "Broadband 500M", 80, 31, 12, _NONE, 500, _NONE, 0),
    ("BB1000", "broadband", "千兆宽带", "Gigabit Broadband", 120, 43, 24, _NONE, 1000, _NONE, 0),
    ("DP010", "data_pack", "流量包10元5GB", "Data Pack 5 GB", 10, 3, 6, 5, _NONE, _NONE, 0),
    ("DP020", "data_pack", "流量包20元12GB", "Data Pack 12 GB", 20, 6, 6, 12, _NONE, _NONE, 0),
    ("DP030", "data_pack", "流量包30元25GB", "Data Pack 25 GB", 30, 10, 6, 25, _NONE, _NONE, 0),
    ("TV010", "tv", "高清电视", "HD Television", 10, 4, 12, _NONE, _NONE, _NONE, 0),
    ("TV020", "tv", "4K电视畅看", "4K Television", 20, 8, 12, _NONE, _NONE, _NONE, 0),
    ("RB95", "retention", "宽带续约九五折一年（提速300M）", "Broadband renewal, 5% off, 12 months (300M)",
     0, 0, 12, _NONE, 300, _NONE, 5),
    ("RB85", "retention", "宽带续约八五折两年（提速500M）", "Broadband renewal, 15% off, 24 months (500M)",
     0, 0, 24, _NONE, 500, _NONE, 15),
    ("RM95", "retention", "套餐续约九五折一年（赠5GB）", "Mobile renewal, 5% off, 12 months (+5 GB)",
     0, 0, 12, 5, _NONE, _NONE, 5),
    ("RM85", "retention", "套餐续约八五折两年（赠10GB）", "Mobile renewal, 15% off, 24 months (+10 GB)",
     0, 0, 24, 10, _NONE, _NONE, 15),
)  # fmt: skip


def catalogue() -> Offers:
    """The offers on sale, the same in every city."""
    code, kind, zh, en, fee, cost, months, data, speed, tier, discount = zip(*_CATALOGUE, strict=True)
    gigabytes = np.array(data, dtype=np.int64)
    return Offers(
        code=np.array(code), kind=np.array(kind), name_zh=np.array(zh), name_en=np.array(en),
        fee_fen=np.array(fee, dtype=np.int64) * 100, cost_fen=np.array(cost, dtype=np.int64) * 100,
        contract_months=np.array(months, dtype=np.int64),
        data_mb=np.where(gigabytes == NOT_STATED, NOT_STATED, gigabytes * GB),
        speed_mbps=np.array(speed, dtype=np.int64), bundle_tier=np.array(tier, dtype=np.int64),
        discount_percent=np.array(discount, dtype=np.int64),
    )  # fmt: skip
