"""How every customer stands at the beginning of a month: the input of all hidden functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Floats, Ints
from twin.columns import Columns
from twin.months import HISTORY_STARTS, Days, first_day, number
from twin.nature.use import GRACE_MB, season, shortage_fee_fen
from twin.world.subscriptions import Holdings, sites_of
from twin.world.world import World

LONG_GONE = -9_999
"""Days left of a contract that never was."""
ENDING_DAYS = (-31, 62)
"""A contract is "ending" from two months before to one month after its last day."""


@dataclass
class Standing(Columns):
    """One row for each customer. Fees in fen a month for all the customer's lines together, data in MB."""

    present: Bools
    is_public: Bools
    age: Ints
    lines: Ints
    sites: Ints
    tenure_years: Floats
    # what the customer has
    has_mobile: Bools
    has_broadband: Bools
    has_tv: Bools
    has_pack: Bools
    fused: Bools
    """Mobile and broadband in one bundle."""
    mobile_fee: Floats
    broadband_fee: Floats
    other_fee: Floats
    allowance: Floats
    """Data included, a pack's too."""
    pack_data: Floats
    speed: Ints
    mobile_days_left: Ints
    broadband_days_left: Ints
    """Days to the end of the contract, negative after it, LONG_GONE without one."""
    port_free: Bools
    max_mbps: Ints
    # what the customer is like and how the customer feels
    wanted: Floats
    """Data that would be used without a limit, in a month without noise."""
    sensitivity: Floats
    affinity: Floats
    digital: Floats
    openness: Floats
    crossness: Floats
    frailty: Floats
    drift: Floats
    """Months of drifting away, 0 for none."""
    grudge: Floats
    fatigue: Floats
    rhythm: Ints
    wrong_number: Bools

    @property
    def shortage(self) -> Floats:
        """Log of wanted data over the allowance: above 0 the allowance is too small. 0 without mobile."""
        ratio = np.log((self.wanted + GRACE_MB) / (self.allowance + GRACE_MB))
        return np.where(self.has_mobile, np.clip(ratio, -2.0, 1.5), 0.0)

    @property
    def revenue(self) -> Floats:
        """Fen a month: all fees, and what the use above the allowance is expected to cost."""
        return self.mobile_fee + self.broadband_fee + self.other_fee + self.shortage_fee

    @property
    def shortage_fee(self) -> Floats:
        """Expected fen a month for use above the allowance."""
        return np.where(self.has_mobile, shortage_fee_fen(self.wanted, self.allowance, self.lines), 0.0)

    @property
    def locked(self) -> Floats:
        """Share of the products that a contract holds beyond the next two months, 0 to 1."""
        return _share(self, self.mobile_days_left > ENDING_DAYS[1], self.broadband_days_left > ENDING_DAYS[1])

    @property
    def ending(self) -> Floats:
        """Share of the products whose contract ends about now."""
        low, high = ENDING_DAYS
        return _share(self, _between(self.mobile_days_left, low, high), _between(self.broadband_days_left, low, high))

    @property
    def free(self) -> Floats:
        """Share of the products without contract for longer than a month."""
        return 1.0 - self.locked - self.ending


def _between(days: Ints, low: int, high: int) -> Bools:
    inside: Bools = (days >= low) & (days <= high)
    return inside


def _share(standing: Standing, mobile: Bools, broadband: Bools) -> Floats:
    held = standing.has_mobile.astype(np.float64) + standing.has_broadband
    share: Floats = ((standing.has_mobile & mobile) * 1.0 + (standing.has_broadband & broadband)) / np.maximum(held, 1)
    return share


def stand(world: World, holdings: Holdings | None = None) -> Standing:
    """Everybody's standing at the beginning of the world's open month."""
    held = holdings or world.holdings()
    people, subs, places = world.people, world.subscriptions, world.places
    has_mobile, has_broadband = held.mobile >= 0, held.broadband >= 0
    opening = first_day(world.month)
    bundles = np.isin(subs.offer[held.mobile], world.offers.rows_of("bundle"))
    same = subs.fee_fen[held.broadband] == 0
    age_months = number(world.month) - number(HISTORY_STARTS)
    wanted: Floats = np.exp(people.appetite + people.appetite_growth * age_months + season(world.month)) * people.lines
    port_free = ports_used(world, held) < places.ports_total
    return Standing(
        present=people.is_present,
        is_public=people.segment == 0, age=people.age, lines=people.lines, sites=sites_of(people),
        tenure_years=np.maximum((opening - people.joined_on).astype(np.int64), 0) / 365.25,
        has_mobile=has_mobile, has_broadband=has_broadband, has_tv=held.tv >= 0, has_pack=held.pack >= 0,
        fused=has_mobile & has_broadband & (bundles | same),
        mobile_fee=_held(held.mobile, subs.fee_fen), broadband_fee=_held(held.broadband, subs.fee_fen),
        other_fee=_held(held.tv, subs.fee_fen) + _held(held.landline, subs.fee_fen) + _held(held.pack, subs.fee_fen),
        allowance=_held(held.mobile, subs.allowance_mb) + _held(held.pack, subs.allowance_mb),
        pack_data=_held(held.pack, subs.allowance_mb),
        speed=_held(held.broadband, subs.speed_mbps).astype(np.int64),
        mobile_days_left=_days_left(held.mobile, subs.contract_end_on, opening),
        broadband_days_left=_days_left(held.broadband, subs.contract_end_on, opening),
        port_free=port_free[people.place], max_mbps=places.max_mbps[people.place],
        wanted=wanted * np.exp(DRIFT_USE * np.minimum(people.drift_months, DRIFT_USE_MONTHS)),
        sensitivity=people.price_sensitivity, affinity=people.affinity, digital=people.digital,
        openness=people.openness, crossness=people.crossness, frailty=people.frailty,
        drift=people.drift_months.astype(np.float64), grudge=people.grudge, fatigue=people.fatigue,
        rhythm=people.rhythm, wrong_number=people.wrong_number,
    )  # fmt: skip


DRIFT_USE = -0.2
"""Log by which a drifting customer's use falls each month."""
DRIFT_USE_MONTHS = 6


def ports_used(world: World, held: Holdings) -> Ints:
    """Broadband ports in use at each place (one a customer)."""
    return np.bincount(world.people.place[held.broadband >= 0], minlength=len(world.places))


def _held(row: Ints, column: Ints) -> Floats:
    """The column's value for those who hold the product, 0 for the others."""
    return np.where(row >= 0, np.maximum(column[row], 0), 0).astype(np.float64)


def _days_left(row: Ints, ends: Days, opening: np.datetime64) -> Ints:
    end = ends[row]
    left = (end - opening).astype(np.int64)
    return np.where((row >= 0) & ~np.isnat(end), left, LONG_GONE)
