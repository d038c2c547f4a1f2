"""A manager's day: which orders are worked, when, and what the phone sends afterwards."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.chance import Floats
from twin.life.answers import ACCEPTED, Answers, Calls
from twin.life.phone import Mutation, Order
from twin.months import Day
from twin.nature.reach import PERIODS
from twin.world.world import World

CONTACTS = uuid.UUID("0b9f6c5e-2c1d-4d6e-8f43-7a1be1f0c9d2")
WEEKEND = PERIODS.index("weekend")
DAY_PLAN = (0.3, 0.45, 0.8, 1.0)
"""Shares of the day's list done by the end of the morning, noon, afternoon and evening."""
PERIOD_STARTS = {0: (8, 40), 1: (12, 5), 2: (14, 0), 3: (18, 30), 4: (9, 30)}
PERIOD_MINUTES = {0: 190, 1: 80, 2: 220, 3: 110, 4: 400}
ZONE = "+08:00"
FIX_ERROR_DEGREES = 0.0004
"""How far a position taken on the spot is off, one standard deviation (about 40 m)."""


@dataclass(frozen=True)
class Task:
    """One order that one manager works today, and at which time of day."""

    order: Order
    manager: int
    period: int
    place_in_period: float
    """0 to 1: how far the period has gone when this contact begins."""


def choose_tasks(orders: list[Order], manager: int, room: int, day: Day) -> list[Task]:
    """The orders that are due, in order of urgency, as many as there is room for, spread over the day."""
    due = [order for order in orders if is_due(order, str(day))]
    due.sort(key=_urgency)
    chosen = due[: max(room, 0)]
    saturday_or_sunday = int(day.astype(int) + 3) % 7 >= 5
    return [_task(order, manager, number, len(chosen), saturday_or_sunday) for number, order in enumerate(chosen)]


def offer_code(order: Order) -> str:
    """The code of the order's offer, '' for an order without one (a hand-made errand)."""
    return str((order.get("offer") or {}).get("code") or "")


def is_due(order: Order, day: str) -> bool:
    """Planned for today or earlier, and not agreed for a later day."""
    planned, agreed = order.get("planned_on"), order.get("next_on")
    return bool(planned) and str(planned) <= day and (not agreed or str(agreed) <= day)


def _urgency(order: Order) -> tuple[bool, int, str, str, str]:
    """Agreed days first, then priority (higher first), then what waits longest; customer and campaign decide ties."""
    return (
        not order.get("next_on"),
        -int(order.get("priority") or 0),
        str(order.get("planned_on")),
        str(order["customer_id"]),
        str(order.get("campaign_code")),
    )


def _task(order: Order, manager: int, number: int, count: int, weekend: bool) -> Task:
    share = (number + 0.5) / count
    if weekend:
        return Task(order, manager, WEEKEND, share)
    period = next(at for at, end in enumerate(DAY_PLAN) if share <= end)
    start = DAY_PLAN[period - 1] if period else 0.0
    return Task(order, manager, period, (share - start) / (DAY_PLAN[period] - start))


@dataclass(frozen=True)
class Fixes:
    """The positions that phones report, one for each task: on the spot, or elsewhere when the visit is invented."""

    longitude: Floats
    latitude: Floats


def positions(world: World, tasks: list[Task], calls: Calls, answers: Answers) -> Fixes:
    """A made visit is reported from about the customer's place, an invented one from a place of the manager's own."""
    draws = world.draws()
    place = world.people.place[calls.customer]
    homes = np.array([_first_place(world, task.manager) for task in tasks], dtype=np.int64)
    invented = (answers.claimed == ACCEPTED) & (answers.outcome != ACCEPTED) & ~answers.reached
    where = np.where(invented, homes, place)
    east = draws.normal("fix east", calls.customer) * FIX_ERROR_DEGREES
    north = draws.normal("fix north", calls.customer) * FIX_ERROR_DEGREES
    return Fixes(world.places.longitude[where] + east, world.places.latitude[where] + north)


def _first_place(world: World, manager: int) -> int:
    return int(np.argmax(world.places.manager == manager))


def contact_mutation(task: Task, at: int, answers: Answers, fixes: Fixes, next_on: str, day: Day) -> Mutation:
    """The `record_contact` that the phone will send; `at` is the task's row in `answers`."""
    order = task.order
    began = _moment(task, day, 0)
    ended = _moment(task, day, _minutes(task, at, answers))
    args: dict[str, Any] = {
        "contact_id": str(uuid.uuid5(CONTACTS, f"{order['id']} {day}")),
        "order_id": str(order["id"]),
        "channel": str(order["channel"]),
        "outcome": str(answers.claimed[at]),
        "started_at": began,
        "ended_at": ended,
    }
    told = answers.claimed[at] == answers.outcome[at]
    if told and answers.objection[at]:
        args["objection"] = str(answers.objection[at])
    if told and answers.competitor[at]:
        args["competitor"] = str(answers.competitor[at])
    if told and answers.competitor_ends_in[at] > 0:
        args["competitor_contract_end_on"] = str(day + int(answers.competitor_ends_in[at]))
    if told and answers.best_time[at]:
        args["best_time"] = str(answers.best_time[at])
    if next_on:
        args["next_on"] = next_on
    if order["channel"] == "visit":
        args["longitude"] = round(float(fixes.longitude[at]), 6)
        args["latitude"] = round(float(fixes.latitude[at]), 6)
    return Mutation("record_contact", args, ended)


def _minutes(task: Task, at: int, answers: Answers) -> int:
    """How long it took: invented contacts and closed doors are short."""
    if not answers.reached[at]:
        return 1
    longer = 2 if answers.said_yes[at] else 1
    return (9 if task.order["channel"] == "visit" else 3) * longer


def _moment(task: Task, day: Day, minutes: int) -> str:
    """An ISO time in the city's zone: the task's place in the day, some minutes later."""
    hour, minute = PERIOD_STARTS[task.period]
    total = hour * 60 + minute + int(task.place_in_period * PERIOD_MINUTES[task.period]) + minutes
    return f"{day}T{total // 60:02d}:{total % 60:02d}:00{ZONE}"


def as_json(args: dict[str, Any]) -> str:
    """Arguments as they are kept in the log."""
    return json.dumps(args, ensure_ascii=False, separators=(",", ":"))
