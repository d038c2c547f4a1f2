"""How people answer a contact: the hidden functions, drawn with numbers keyed by customer, month and attempt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Draws, Floats, Ints
from twin.columns import Columns
from twin.months import Days
from twin.nature.leaving import stir
from twin.nature.reach import PERIODS, best_period, reach_probability, refusal_probability
from twin.nature.standing import ENDING_DAYS, Standing
from twin.nature.uptake import FOLLOWS_THROUGH, Approach
from twin.nature.worth import worth_of
from twin.world.names import Texts
from twin.world.world import World

ACCEPTED, INTERESTED, CALL_AGAIN, REFUSED = "accepted", "interested", "call_again", "refused"
NOT_REACHED, WRONG_NUMBER, DO_NOT_DISTURB = "not_reached", "wrong_number", "do_not_disturb"
OBJECTIONS = np.array(["price", "competitor", "contract_locked", "service_quality", "not_needed", "other"])
RIVALS = {"蓝波通信": "Lanbo Telecom", "北辰网络": "Beichen Networks"}
"""The competitors of every simulated city, with their English names."""
COMPETITORS = np.array(list(RIVALS))
INTERESTED_SHARE, CALL_AGAIN_SHARE = 0.14, 0.1
"""Of those who are reached and neither accept nor ask to be left alone."""
TELLS_BEST_TIME = 0.5
TELLS_CONTRACT_END = 0.7
TIMES = np.array(PERIODS)


@dataclass
class Calls(Columns):
    """Contacts about to be made."""

    customer: Ints
    offer: Ints
    """Row in the catalogue, -1 for an offer the twin does not know."""
    channel: Texts
    period: Ints
    skill: Floats
    invention: Floats
    attempt: Ints
    """Attempts at this customer earlier in the month."""
    earlier: Ints
    """Those among them in which he was reached."""
    signed_before: Bools
    """He signed something this month already."""


@dataclass
class Answers(Columns):
    """What really happened, and what the manager will claim."""

    reached: Bools
    said_yes: Bools
    signed: Bools
    outcome: Texts
    claimed: Texts
    objection: Texts
    competitor: Texts
    competitor_ends_in: Ints
    """Days until the customer's contract with the competitor ends, 0 when not told."""
    best_time: Texts
    accept: Floats
    """Chance to accept when reached, before it was drawn."""
    alone: Floats
    stir: Floats
    worth_fen: Floats
    """Expected revenue that this contact added over 12 months, given whether the customer was reached."""


def answer(world: World, standing: Standing, calls: Calls) -> Answers:
    """Let the customers answer. `standing` is everybody's."""
    s = standing.take(calls.customer)
    draws = world.draws()
    known = calls.offer >= 0
    worth = worth_of(s, world.offers, np.maximum(calls.offer, 0), _approach(calls), world.city)
    accept = np.where(known & ~calls.signed_before, worth.accept, 0.0)
    reached = draws.happens("reach", calls.customer, reach_probability(s, calls.channel, calls.period), calls.attempt)
    mood = draws.uniform("mood", calls.customer, calls.attempt)
    leave_me = reached & (mood < refusal_probability(s, calls.earlier))
    nods = draws.uniform("accept", calls.customer, calls.attempt)
    said_yes = reached & ~leave_me & (nods < accept / FOLLOWS_THROUGH)
    outcome = _outcome(s, calls, draws, reached, leave_me, said_yes)
    claimed = _claim(calls, draws, outcome)
    objection = _objection(s, calls, draws, outcome)
    away = objection == "competitor"
    later = np.isin(outcome, [INTERESTED, CALL_AGAIN])
    tells_time = later & draws.happens("tells time", calls.customer, TELLS_BEST_TIME, calls.attempt)
    brand = (world.lifelong_draws().uniform("brand", calls.customer) < 0.6).astype(np.int64)
    return Answers(
        reached=reached, said_yes=said_yes, signed=said_yes & (nods < accept), outcome=outcome, claimed=claimed,
        objection=objection, competitor=np.where(away, COMPETITORS[brand], ""),
        competitor_ends_in=np.where(away, _ends_in(world, calls, draws), 0),
        best_time=np.where(tells_time, TIMES[best_period(s, calls.channel)], ""),
        accept=accept, alone=worth.alone, stir=np.where(said_yes, 0.0, stir(s, world.city)),
        worth_fen=np.where(reached & known & ~calls.signed_before, worth.reached, 0.0),
    )  # fmt: skip


def _approach(calls: Calls) -> Approach:
    return Approach(channel=calls.channel, skill=calls.skill, earlier=calls.earlier)


def _outcome(s: Standing, calls: Calls, draws: Draws, reached: Bools, leave_me: Bools, said_yes: Bools) -> Texts:
    later = draws.uniform("later", calls.customer, calls.attempt)
    wrong = s.wrong_number & (calls.channel != "visit")
    return np.select(
        [wrong, ~reached, leave_me, said_yes, later < INTERESTED_SHARE, later < INTERESTED_SHARE + CALL_AGAIN_SHARE],
        [WRONG_NUMBER, NOT_REACHED, DO_NOT_DISTURB, ACCEPTED, INTERESTED, CALL_AGAIN],
        REFUSED,
    )


def _claim(calls: Calls, draws: Draws, outcome: Texts) -> Texts:
    """Some managers turn a failure into a success on the screen."""
    failed = np.isin(outcome, [NOT_REACHED, REFUSED, CALL_AGAIN])
    invents = failed & draws.happens("invention", calls.customer, calls.invention, calls.attempt)
    return np.where(invents, ACCEPTED, outcome)


def _objection(s: Standing, calls: Calls, draws: Draws, outcome: Texts) -> Texts:
    """The strongest reason, with some noise, of those who refuse or hesitate."""
    locked = np.maximum(s.mobile_days_left, s.broadband_days_left) > ENDING_DAYS[1]
    pull = np.column_stack(
        [2.2 * s.sensitivity, 0.9 * s.affinity + 0.3, 1.3 * locked, 1.6 * s.grudge, 0.6 - 0.8 * s.shortage,
         np.full(len(s), -0.6)]
    )  # fmt: skip
    for number in range(len(OBJECTIONS)):
        noise = draws.uniform(f"objection {number}", calls.customer, calls.attempt)
        pull[:, number] -= np.log(-np.log(noise)) * 0.6
    return np.where(outcome == REFUSED, OBJECTIONS[pull.argmax(axis=1)], "")


def _ends_in(world: World, calls: Calls, draws: Draws) -> Ints:
    """Up to a year and a half, the same whenever asked; some do not tell."""
    tells = draws.happens("tells end", calls.customer, TELLS_CONTRACT_END, calls.attempt)
    days = (world.lifelong_draws().uniform("competitor contract", calls.customer) * 540).astype(np.int64) + 10
    return np.where(tells, days, 0)


def next_days(calls: Calls, answers: Answers, draws: Draws, day: np.datetime64) -> Days:
    """When to come back to those who are interested or busy: in two to seven days. NaT for all others."""
    wait = (draws.uniform("wait", calls.customer, calls.attempt) * 6).astype(np.int64) + 2
    back = np.isin(answers.claimed, [INTERESTED, CALL_AGAIN])
    return np.where(back, day + wait, np.datetime64("NaT", "D"))
