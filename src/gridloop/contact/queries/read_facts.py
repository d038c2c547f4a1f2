"""Everything the gate asks for, fetched for many customers in a handful of reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from gridloop.contact.batch.gate import FACTS
from gridloop.contact.batch.windows import FAR, Events, busiest_window, nearest_event
from gridloop.contact.expr.facts import lake_facts
from gridloop.contact.models import Contact, OptOut, SlotReservation
from gridloop.contact.types import Channel, Direction, Outcome, Policy, SourceRef
from gridloop.kernel import clock
from gridloop.lake.queries import open_lake

Ints = NDArray[np.int64]
_ONE_QUERY = 500
_READ_ALL_ABOVE = 5_000
_LONGEST_WINDOW = 30
_CHANNELS = tuple(channel.value for channel in Channel)


@dataclass(frozen=True)
class Questions:
    """Whom to ask the gate for, by which channel and on which day; ``minute`` of the day where it is known."""

    customer_ids: Sequence[str]
    channels: Sequence[str]
    days: Sequence[date]
    minute: int | None = None

    def __len__(self) -> int:
        return len(self.customer_ids)

    def at(self, rows: Sequence[int]) -> Questions:
        """Return the questions at these rows."""
        return Questions(
            [self.customer_ids[row] for row in rows],
            [self.channels[row] for row in rows],
            [self.days[row] for row in rows],
            self.minute,
        )

    @cached_property
    def ids(self) -> pa.Array:
        """The customers, each once."""
        return pc.unique(pa.array(self.customer_ids, pa.string()))

    @cached_property
    def row(self) -> Ints:
        """The row in ``ids`` of each question."""
        return self.rows_of(self.customer_ids)

    @cached_property
    def day(self) -> Ints:
        """The day number of each question."""
        return day_numbers(self.days)

    def rows_of(self, customers: Sequence[str]) -> Ints:
        """Return the row in ``ids`` of each customer, -1 for strangers."""
        found = pc.index_in(pa.array(customers, pa.string()), value_set=self.ids).fill_null(-1)
        rows: Ints = found.to_numpy(zero_copy_only=False).astype(np.int64)
        return rows


def day_numbers(days: Sequence[date]) -> Ints:
    """Return days as whole numbers that count them."""
    return np.array(list(days), dtype="datetime64[D]").astype(np.int64)


def facts_from_lake(questions: Questions, policy: Policy) -> dict[str, pa.Array]:
    """Return ``consent``, ``control`` and ``complaint_days`` of each question."""
    asked = pa.table(
        {
            "row": pa.array(range(len(questions)), pa.int64()),
            "customer_id": pa.array(questions.customer_ids, pa.string()),
            "channel": pa.array(questions.channels, pa.string()),
            "asked_on": pa.array(questions.days, pa.date32()),
        }
    )
    with open_lake() as lake:
        table = lake.attach("asked_customers", asked)
        facts = lake_facts(table, lake.table("consent"), lake.table("complaint"), policy.control_percent)
        rows = lake.run(facts).sort_by("row").combine_chunks()
    return {name: rows[name].combine_chunks() for name in ("consent", "control", "complaint_days")}


def facts_from_rows(questions: Questions, policy: Policy, source: SourceRef | None) -> dict[str, pa.Array]:
    """Return the opt-outs and the counts of contacts of each question; slots of ``source`` itself do not count.

    Slots are read before contacts: a slot that turns into a contact in between is then counted twice, never missed.
    """
    planned, planned_channel = _planned(questions, source)
    made, made_channel, attempts, refusals = _made(questions, policy)
    row, day = questions.row, questions.day
    channel = np.array([_CHANNELS.index(word) for word in questions.channels], dtype=np.int64)
    by_channel = row * len(_CHANNELS) + channel
    busy, busy_channel = made + planned, made_channel + planned_channel
    return {
        "opted_out": pa.array(_opted_out(questions)),
        "refusal_days": _days_since(row, day, refusals),
        **{f"made_channel_{n}": pa.array(busiest_window(by_channel, day, made_channel, n)) for n in (7, 30)},
        **{f"made_all_{n}": pa.array(busiest_window(row, day, made, n)) for n in (7, 30)},
        "attempts_7": pa.array(busiest_window(row, day, attempts, 7)),
        **{f"busy_channel_{n}": pa.array(busiest_window(by_channel, day, busy_channel, n)) for n in (7, 30)},
        **{f"busy_all_{n}": pa.array(busiest_window(row, day, busy, n)) for n in (7, 30)},
        "gap_days": _or_null(nearest_event(row, day, busy)),
    }


def fact_batch(questions: Questions, *parts: dict[str, pa.Array]) -> pa.RecordBatch:
    """Return the gate's input put together from its parts."""
    columns: dict[str, pa.Array] = {
        "customer_id": pa.array(questions.customer_ids, pa.string()),
        "channel": pa.array(questions.channels, pa.string()),
        "minute": pa.array([questions.minute] * len(questions), pa.int64()),
    }
    for part in parts:
        columns |= part
    return pa.RecordBatch.from_arrays([columns[name].cast(kind) for name, kind in _schema()], schema=FACTS)


def _schema() -> Iterator[tuple[str, pa.DataType]]:
    return ((field.name, field.type) for field in FACTS)


def _planned(questions: Questions, source: SourceRef | None) -> tuple[Events, Events]:
    """Return the planned slots by customer, and by customer and channel.

    One whose day has passed may still be used any day, so it counts today; a month later it counts no more.
    """
    today = clock.today()
    rows = SlotReservation.objects.filter(
        state=SlotReservation.State.PLANNED, planned_on__gte=today - timedelta(days=_LONGEST_WINDOW)
    )
    if source is not None:
        rows = rows.exclude(source_kind=source.kind, source_id=source.id, step=source.step, cycle=source.cycle)
    found = _values(rows, questions, "planned_on", "channel")
    row, day = questions.rows_of(found[0]), np.maximum(day_numbers(found[1]), day_numbers([today])[0])
    return _events(row, day, found[2])


def _made(questions: Questions, policy: Policy) -> tuple[Events, Events, Events, Events]:
    """Return contacts that use slots (by customer; by customer and channel), attempts, and refusals."""
    back = max(_LONGEST_WINDOW, policy.refusal_days)
    first = min(questions.days, default=clock.today()) - timedelta(days=back)
    rows = Contact.objects.filter(made_on__gte=first)
    found = _values(rows, questions, "made_on", "channel", "uses_slot", "direction", "outcome")
    row, day = questions.rows_of(found[0]), day_numbers(found[1])
    uses = np.array(found[3], dtype=bool)
    tried = np.array(found[4], dtype=object) == Direction.OUTBOUND.value
    refused = np.array(found[5], dtype=object) == Outcome.REFUSED.value
    plain, by_channel = _events(row, day, found[2], uses)
    every = row >= 0
    return plain, by_channel, Events(row, day).only(every & tried), Events(row, day).only(every & refused)


def _events(
    row: Ints, day: Ints, channels: Sequence[str], mask: NDArray[np.bool_] | None = None
) -> tuple[Events, Events]:
    known = (row >= 0) & (mask if mask is not None else True)
    number = np.array([_CHANNELS.index(word) for word in channels], dtype=np.int64)
    return Events(row, day).only(known), Events(row * len(_CHANNELS) + number, day).only(known)


def _opted_out(questions: Questions) -> NDArray[np.bool_]:
    condition = Q(channel="all") | Q(channel__in=set(questions.channels))
    found = _values(OptOut.objects.filter(condition), questions, "channel")
    said = {(row, channel) for row, channel in zip(questions.rows_of(found[0]).tolist(), found[1], strict=True)}
    if not said:
        return np.zeros(len(questions), dtype=bool)
    asked = zip(questions.row.tolist(), questions.channels, strict=True)
    return np.array([(row, "all") in said or (row, channel) in said for row, channel in asked], dtype=bool)


def _days_since(row: Ints, day: Ints, events: Events) -> pa.Array:
    """Return the days since the last event up to the day asked for, null without one."""
    last = np.full(int(row.max(initial=0)) + 1, -FAR, dtype=np.int64)
    np.maximum.at(last, events.row, events.day)
    return _or_null(np.where(last[row] <= -FAR, FAR, np.maximum(day - last[row], 0)))


def _or_null(days: Ints) -> pa.Array:
    return pa.array(days, mask=days >= FAR)


def _values(rows: QuerySet[Any], questions: Questions, *fields: str) -> Sequence[Sequence[Any]]:
    """Return columns (the customer first) of the rows that concern the questions' customers."""
    tuples: Iterable[tuple[Any, ...]]
    ids = questions.ids.to_pylist()
    if len(ids) > _READ_ALL_ABOVE:
        tuples = rows.order_by().values_list("customer_id", *fields).iterator(50_000)
    else:
        chunks = (ids[start : start + _ONE_QUERY] for start in range(0, len(ids), _ONE_QUERY))
        tuples = (
            row
            for chunk in chunks
            for row in rows.order_by().filter(customer_id__in=chunk).values_list("customer_id", *fields)
        )
    columns = list(zip(*tuples, strict=True))
    return columns or [()] * (len(fields) + 1)
