"""Closing a month: people sign, leave, begin to drift, join; the books of the month are written.

Every draw is keyed by customer and month (see `twin.chance`), so a customer without contact lives through the
month the same way whatever contacts others had.
"""

from __future__ import annotations

import numpy as np

from twin.books import Bills, MonthBooks, Ports, Uses
from twin.chance import Bools, Draws, Floats, Ints
from twin.life.asking import change_consents
from twin.life.calendar import day_in_month, share_of_month
from twin.life.contacts import Contacts, Touched, signings_of, touched_by
from twin.life.signing import sign
from twin.life.trouble import complaints_of, faults_of, new_anger
from twin.months import first_day, last_day
from twin.nature.deals import deal_of
from twin.nature.leaving import RECOVERY, drift_probability, leave_probability
from twin.nature.standing import Standing, ports_used, stand
from twin.nature.uptake import NATURAL_KINDS, alone_probability, natural_offer
from twin.nature.use import Caller, MonthUse, month_use
from twin.world.consents import ask_consents
from twin.world.people import draw_cards, draw_people
from twin.world.subscriptions import enrol
from twin.world.world import World

CALM = 0.5
"""What is left of grudge and fatigue after a month."""
COST_SHARE = 0.36
"""Of the fees: what serving a customer costs."""
COST_FEN_PER_GB = 12.0


def close_month(world: World, contacts: Contacts) -> MonthBooks:
    """Move the world one month on and return what the month wrote into the books."""
    draws = world.draws()
    s = stand(world)
    touched = touched_by(contacts, len(s))
    use = _use(world, s, draws)
    faults = faults_of(world, s, draws)
    complaints = complaints_of(world, s, faults, draws)
    signed = _sign_contacts(world, s, contacts)
    alone = _sign_alone(world, s, signed, draws)
    leaves = _leave(world, touched, signed, draws)
    stayed = np.where(leaves, share_of_month(world, world.people.left_on), 1.0) * s.present
    books = MonthBooks(
        month=world.month, bills=_bills(s, use, stayed), uses=_uses(s, use, stayed), ports=_ports(world),
        faults=faults, complaints=complaints,
        counts={"left": int(leaves.sum()), "signed_after_contact": int(signed.sum()), "signed_alone": alone},
    )  # fmt: skip
    _move_moods(world, new_anger(len(s), faults, complaints), touched.times, draws)
    _end_packs(world)
    change_consents(world)
    books.counts["joined"] = _join(world)
    world.month = world.month + 1
    return books


def _use(world: World, s: Standing, draws: Draws) -> MonthUse:
    caller = Caller(
        voice_level=world.lifelong_draws().normal("voice level", world.rows),
        affinity=s.affinity, rivalry=world.places.rivalry[world.people.place], drift=s.drift, lines=s.lines,
    )  # fmt: skip
    return month_use(world.rows, draws, s.wanted, s.allowance, caller)


def _sign_contacts(world: World, s: Standing, contacts: Contacts) -> Bools:
    """Carry out what was signed after a contact; returns who signed."""
    signings = signings_of(contacts)
    who = np.zeros(len(s), dtype=bool)
    if len(signings):
        mine = s.take(signings.customer)
        deal = deal_of(mine, world.offers, signings.offer)
        sign(world, world.holdings(), mine, signings.customer, signings.offer, deal, signings.day)
        who[signings.customer] = True
    return who


def _sign_alone(world: World, s: Standing, taken: Bools, draws: Draws) -> int:
    """Customers who take something by themselves: at most one thing a month, and none who signed already."""
    busy = taken | ~s.present
    held = world.holdings()
    count = 0
    for kind in NATURAL_KINDS:
        offer = natural_offer(s, world.offers, kind)
        chance = alone_probability(s, world.offers, offer, world.city)
        rows = np.flatnonzero(draws.happens(f"alone {kind}", world.rows, chance) & ~busy)
        mine = s.take(rows)
        day = day_in_month(world, draws.uniform(f"alone day {kind}", rows))
        sign(world, held, mine, rows, offer[rows], deal_of(mine, world.offers, offer[rows]), day)
        busy[rows] = True
        count += len(rows)
    return count


def _leave(world: World, touched: Touched, signed: Bools, draws: Draws) -> Bools:
    """Who leaves this month, after all signing: the book of subscriptions ends with the customer."""
    s = stand(world)
    stirred = np.where(signed, 0.0, touched.stir)
    leaves = draws.happens("leave", world.rows, leave_probability(s, world.city, stirred))
    opening, ending = first_day(world.month), last_day(world.month)
    earliest = np.where(np.isnat(touched.last_day), opening, np.minimum(touched.last_day + 1, ending))
    span = (ending - earliest).astype(np.int64) + 1
    day = earliest + (draws.uniform("leave day", world.rows) * span).astype(np.int64)
    world.people.left_on[leaves] = day[leaves]
    subs = world.subscriptions
    ends = leaves[subs.customer] & subs.is_active
    subs.ended_on[ends] = np.maximum(day[subs.customer[ends]], subs.started_on[ends])
    return leaves


def _move_moods(world: World, anger: Floats, contacts: Floats, draws: Draws) -> None:
    """Anger and fatigue fade and are renewed; some begin to drift, some come back."""
    people = world.people
    people.grudge = CALM * people.grudge + anger
    people.fatigue = CALM * people.fatigue + contacts
    s = stand(world)
    begins = (s.drift == 0) & draws.happens("drift", world.rows, drift_probability(s, world.city))
    recovers = (s.drift > 0) & draws.happens("recover", world.rows, RECOVERY)
    people.drift_months = np.select([begins, recovers, s.drift > 0], [1, 0, people.drift_months + 1], 0)


def _end_packs(world: World) -> None:
    """Data packs end with their term."""
    subs = world.subscriptions
    packs = np.isin(subs.offer, world.offers.rows_of("data_pack")) & subs.is_active
    over = packs & (subs.contract_end_on < first_day(world.month + 1))
    subs.ended_on[over] = subs.contract_end_on[over]


def _join(world: World) -> int:
    """New customers of the month, with all they need to be in the books next month.

    Their number depends on the size of the city alone, so that the same people join whatever contacts were made.
    """
    count = round(world.city.joins * world.size.customers)
    label, first = str(world.month), len(world.people)
    fresh = draw_people(world.seed, label, count, world.places, world.city)
    keys = np.arange(first, first + count, dtype=np.int64)
    fresh.joined_on = day_in_month(world, world.draws().uniform("join day", keys))
    world.cards.append(draw_cards(world.seed, label, first, fresh, world.places))
    world.subscriptions.append(enrol(world.seed, label, first, fresh, world.places, world.offers, world.city))
    consents = ask_consents(world.seed, label, first, fresh)
    consents.recorded_on = fresh.joined_on[consents.customer - first]
    world.consents.append(consents)
    world.people.append(fresh)
    return count


def _bills(s: Standing, use: MonthUse, stayed: Floats) -> Bills:
    """Everybody who was present is billed for his days of the month."""
    rows = np.flatnonzero(stayed > 0)
    part = stayed[rows]
    mobile = _fen(s.mobile_fee[rows] * part)
    broadband = _fen(s.broadband_fee[rows] * part)
    excess = _fen(np.where(s.has_mobile[rows], use.excess_fee_fen[rows] * part, 0.0))
    billed = mobile + broadband + excess + _fen(s.other_fee[rows] * part)
    data = np.where(s.has_mobile[rows], use.data_mb[rows] * part, 0.0)
    return Bills(
        customer=rows, billed=billed, mobile=mobile, broadband=broadband, out_of_bundle=excess,
        cost=_fen(COST_SHARE * billed + COST_FEN_PER_GB * data / 1024),
    )  # fmt: skip


def _uses(s: Standing, use: MonthUse, stayed: Floats) -> Uses:
    rows = np.flatnonzero((stayed > 0) & s.has_mobile)
    part = stayed[rows]
    return Uses(
        customer=rows, data_mb=_fen(use.data_mb[rows] * part), allowance_mb=s.allowance[rows].astype(np.int64),
        voice_minutes=_fen(use.voice_minutes[rows] * part),
        competitor_minutes=_fen(use.competitor_minutes[rows] * part),
    )  # fmt: skip


def _ports(world: World) -> Ports:
    places = world.places
    used = ports_used(world, world.holdings())
    return Ports(places.code, places.ports_total, np.minimum(used, places.ports_total), places.max_mbps)


def _fen(amount: Floats) -> Ints:
    """Whole units (fen, MB, minutes)."""
    whole: Ints = np.round(amount).astype(np.int64)
    return whole
