"""Playing one day: every community manager's phone is synchronised, the day's orders are worked, the outcomes sent.

Three steps: all phones pull (in threads); all contacts of the day are answered at once, in a fixed order, so that
the result does not depend on the threads; all phones push (in threads). The log is written before the push.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twin.chance import Ints
from twin.life.answers import Answers, Calls, answer, next_days
from twin.life.log import MADE, Log, joined, read_day, read_month, write_day
from twin.life.phone import Mutation, Order, Phone, Receipt
from twin.life.store import StateError
from twin.life.workday import Task, as_json, choose_tasks, contact_mutation, offer_code, positions
from twin.months import Day
from twin.nature.standing import stand
from twin.world.organisation import staff_row_of_manager
from twin.world.people import customer_row
from twin.world.world import World

Say = Callable[[str], None]


@dataclass(frozen=True)
class Door:
    """Where Gridloop is and how staff sign in."""

    url: str
    password: str
    workers: int


@dataclass(frozen=True)
class DayPlayed:
    """What a day came to."""

    phones: int
    contacts: int
    reached: int
    signed: int
    claimed: int
    """Successes as the managers reported them."""
    refused: int
    """Records that Gridloop did not take."""


def play_day(world: World, state: Path, day: Day, door: Door, say: Say) -> DayPlayed:
    """Work one day. Running it again sends what was not acknowledged and works only what is still open."""
    if day.astype("datetime64[M]") != world.month:
        raise StateError(f"the city stands in {world.month}: play days of that month, or advance it first")
    phones = _phones(world, state, door)
    done = read_day(state, day)
    if done is not None:
        say("sending what was left")
        done = _send(done, phones, door)
        write_day(state, day, done)
    say("phones pull their orders")
    orders = dict(zip(phones, _pull_all(door, phones.values()), strict=True))
    tasks = _choose(world, orders, done, day)
    say(f"{len(tasks)} contacts")
    log = _work(world, state, tasks, day)
    if log is not None:
        whole = log if done is None else joined([done, log])
        write_day(state, day, whole)
        say("phones push the outcomes")
        done = _send(whole, phones, door)
        write_day(state, day, done)
    return _summary(len(phones), done)


def work_orders(world: World, state: Path, orders: dict[int, list[Order]], day: Day) -> Log | None:
    """Work one day's orders (by manager) that did not come from a phone; nothing is sent anywhere."""
    return _work(world, state, _choose(world, orders, None, day), day)


def _phones(world: World, state: Path, door: Door) -> dict[int, Phone]:
    """One phone for each community manager, by the manager's number."""
    rows = staff_row_of_manager(world.staff)
    numbers = world.staff.staff_no[rows]
    folder = state / "phones"
    return {manager: Phone.open(door.url, str(number), door.password, folder) for manager, number in enumerate(numbers)}


def _pull_all(door: Door, phones: Iterable[Phone]) -> list[list[Order]]:
    with ThreadPoolExecutor(max_workers=door.workers) as pool:
        return list(pool.map(Phone.pull, phones))


def _choose(world: World, orders: dict[int, list[Order]], done: Log | None, day: Day) -> list[Task]:
    """All tasks of the day. Orders that were worked today already are left alone."""
    worked = set() if done is None else set(done.order_id.tolist())
    used = {} if done is None else dict(zip(*np.unique(done.manager, return_counts=True), strict=True))
    rows = staff_row_of_manager(world.staff)
    pace = world.draws().uniform("pace", np.arange(len(rows)), int(day.astype(int))) * 0.2 + 0.9
    tasks: list[Task] = []
    for manager, open_orders in orders.items():
        staff = rows[manager]
        room = int(world.staff.daily_capacity[staff] * world.staff.diligence[staff] * pace[manager])
        left = [order for order in open_orders if str(order["id"]) not in worked and _is_ours(world, order)]
        tasks += choose_tasks(left, manager, room - int(used.get(manager, 0)), day)
    return tasks


def _is_ours(world: World, order: Order) -> bool:
    """Whether the order is about a customer of this city and goes by a channel that a manager works."""
    try:
        row = customer_row(str(order["customer_id"]))
    except ValueError:
        return False
    return 0 <= row < len(world.people) and order.get("channel") in ("visit", "call")


def _work(world: World, state: Path, tasks: list[Task], day: Day) -> Log | None:
    """Answer all tasks at once and write down what happened."""
    if not tasks:
        return None
    calls = _calls(world, state, tasks)
    answers = answer(world, stand(world), calls)
    fixes = positions(world, tasks, calls, answers)
    back = next_days(calls, answers, world.draws(), day)
    mutations = [
        contact_mutation(task, at, answers, fixes, "" if np.isnat(back[at]) else str(back[at]), day)
        for at, task in enumerate(tasks)
    ]
    return _log(tasks, calls, answers, mutations, day)


def _calls(world: World, state: Path, tasks: list[Task]) -> Calls:
    customer = np.array([customer_row(str(task.order["customer_id"])) for task in tasks], dtype=np.int64)
    staff = staff_row_of_manager(world.staff)[np.array([task.manager for task in tasks])]
    past = read_month(state, world.month)
    none = np.zeros(len(world.people), dtype=np.int64)
    attempts, reached, signed = (none, none, none) if past is None else _past(past, len(none))
    return Calls(
        customer=customer,
        offer=np.array([world.offers.row(offer_code(task.order)) for task in tasks], dtype=np.int64),
        channel=np.array([str(task.order["channel"]) for task in tasks]),
        period=np.array([task.period for task in tasks], dtype=np.int64),
        skill=world.staff.skill[staff], invention=world.staff.invention[staff],
        attempt=attempts[customer] + _nth(customer), earlier=reached[customer], signed_before=signed[customer] > 0,
    )  # fmt: skip


def _past(log: Log, customers: int) -> tuple[Ints, Ints, Ints]:
    """Attempts, reached contacts and signings of the month so far, for each customer."""

    def count(rows: Ints) -> Ints:
        return np.bincount(rows, minlength=customers)

    return count(log.customer), count(log.customer[log.reached]), count(log.customer[log.signed])


def _nth(customer: Ints) -> Ints:
    """0 for a customer's first row, 1 for the second, and so on."""
    order = np.argsort(customer, kind="stable")
    ordered = customer[order]
    starts = np.r_[0, np.flatnonzero(np.diff(ordered)) + 1]
    group = np.repeat(starts, np.diff(np.r_[starts, len(ordered)]))
    nth = np.empty(len(customer), dtype=np.int64)
    nth[order] = np.arange(len(ordered)) - group
    return nth


def _log(tasks: list[Task], calls: Calls, answers: Answers, mutations: list[Mutation], day: Day) -> Log:
    orders = [task.order for task in tasks]
    count = len(tasks)
    return Log(
        contact_id=np.array([one.args["contact_id"] for one in mutations]),
        order_id=np.array([str(order["id"]) for order in orders]),
        campaign_code=np.array([str(order.get("campaign_code") or "") for order in orders]),
        customer=calls.customer, offer_code=np.array([offer_code(order) for order in orders]),
        channel=calls.channel, claimed=answers.claimed, offer=calls.offer,
        manager=np.array([task.manager for task in tasks], dtype=np.int64), day=np.full(count, day),
        reached=answers.reached, said_yes=answers.said_yes, signed=answers.signed, outcome=answers.outcome,
        accept=answers.accept, alone=answers.alone, stir=answers.stir, worth_fen=answers.worth_fen,
        status=np.full(count, MADE, dtype="U8"), problem=np.full(count, "", dtype="U64"),
        args=np.array([as_json(one.args) for one in mutations]),
        claimed_at=np.array([one.claimed_at for one in mutations]),
    )  # fmt: skip


def _send(log: Log, phones: dict[int, Phone], door: Door) -> Log:
    """Push everything that has not been acknowledged, each manager's from his phone, in the order of the day."""
    log.status, log.problem = log.status.astype("U16"), log.problem.astype("U80")
    waiting = np.flatnonzero(log.status == MADE)
    rows_of = {int(manager): waiting[log.manager[waiting] == manager] for manager in np.unique(log.manager[waiting])}

    def push(manager: int) -> list[Receipt]:
        rows = rows_of[manager]
        mutations = [
            Mutation("record_contact", json.loads(str(log.args[row])), str(log.claimed_at[row])) for row in rows
        ]
        return phones[manager].push(mutations)

    with ThreadPoolExecutor(max_workers=door.workers) as pool:
        for manager, receipts in zip(rows_of, pool.map(push, rows_of), strict=True):
            log.status[rows_of[manager]] = [receipt.status or MADE for receipt in receipts]
            log.problem[rows_of[manager]] = [receipt.problem for receipt in receipts]
    return log


def _summary(phones: int, log: Log | None) -> DayPlayed:
    if log is None:
        return DayPlayed(phones, 0, 0, 0, 0, 0)
    return DayPlayed(
        phones=phones, contacts=len(log), reached=int(log.reached.sum()), signed=int(log.signed.sum()),
        claimed=int((log.claimed == "accepted").sum()), refused=int((log.status == "refused").sum()),
    )  # fmt: skip
