"""What a phone has to change since it last asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gridloop.field import rules
from gridloop.field.models import Device, HeldItem
from gridloop.field.queries import device_of
from gridloop.field.types import (
    MOST_TOMBSTONES,
    ORDERS_REFUSE,
    ORDERS_WARN,
    SKEW_WARN,
    Carrier,
    Notice,
    PullAnswer,
)
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.sync_types import PULLS, Change, PullResult

_BATCH = 500
_ORDER = "order"


def pull(*, carrier: Carrier, since: str) -> PullAnswer:
    """Return what changed on a phone since the cursor ``since``; the whole bounded set when it has none.

    The stages say what somebody may hold; what this phone was told before says what is new to it and what it
    must forget. A phone that was switched off is told to forget everything. Raises a ``Problem``: 404 for a
    phone of somebody else, 409 when more is assigned than a phone may hold.
    """
    before = device_of(carrier)
    asked = None if before.revoked_at is not None else _asked(carrier, before, since)
    with transaction.atomic():
        device = device_of(carrier, locked=True)
        if device.revoked_at is not None:
            return PullAnswer("", True, clock.now(), device.last_mutation_id, wipe=True)
        if asked is None or asked.stands_for != _standing(device):  # another pull of this phone came between
            asked = _asked(carrier, device, since)
        position, results = asked.position, asked.results
        _move_view(device, results)
        held_orders = device.held.filter(kind=_ORDER, removed=False).count()
        if held_orders > ORDERS_REFUSE:
            raise Problem("field.too_many_orders", 409, count=held_orders, most=ORDERS_REFUSE)
        if position is None:
            _forget_tombstones(device)
        _note_pull(device, carrier.session, results)
        changes = _changes_after(device, position, results)
    return PullAnswer(
        cursor=str(device.view_sequence),
        reset=position is None,
        server_time=clock.now(),
        last_mutation_id=device.last_mutation_id,
        changes=changes,
        notices=_notices(device, held_orders),
    )


def _position(device: Device, since: str) -> int | None:
    if device.held.filter(removed=True).count() > MOST_TOMBSTONES:
        return None
    return rules.cursor_position(since, oldest=device.oldest_cursor, newest=device.view_sequence)


@dataclass(frozen=True)
class _Asked:
    """What the stages answered about a phone that stood so."""

    stands_for: tuple[int, int, object]
    position: int | None
    results: dict[str, PullResult]


def _asked(carrier: Carrier, device: Device, since: str) -> _Asked:
    """Ask the stages. Best done before anything is locked: it takes most of the time, and others want to write."""
    position = _position(device, since)
    whole = position != device.view_sequence
    return _Asked(_standing(device), position, _ask_stages(carrier, device, whole=whole))


def _standing(device: Device) -> tuple[int, int, object]:
    return device.view_sequence, device.oldest_cursor, device.stage_cursors


def _ask_stages(carrier: Carrier, device: Device, *, whole: bool) -> dict[str, PullResult]:
    """Ask every stage for its kind: since it last told us when the phone is up to date with that, else all."""
    results = {}
    for kind, ask in PULLS.items():
        cursor = None if whole else device.stage_cursors.get(kind)
        result = ask(carrier.scope, carrier.actor, cursor)
        results[kind] = replace(result, reset=True) if cursor is None else result
    return results


def _move_view(device: Device, results: Mapping[str, PullResult]) -> None:
    """Write down what the phone is about to be told; rows keep the sequence at which they last changed."""
    sequence = device.view_sequence + 1
    moved = False
    for kind, result in results.items():
        rows = {row.key: row for row in _rows_touched(device, kind, result)}
        change = rules.compare_view(result, {key: rules.Held(r.digest, r.removed) for key, r in rows.items()})
        moved |= bool(change.put or change.remove)
        told = [
            HeldItem(device=device, kind=kind, key=key, digest=digest, sequence=sequence)
            for key, digest in change.put.items()
        ]
        told += [
            HeldItem(device=device, kind=kind, key=key, digest=rows[key].digest, sequence=sequence, removed=True)
            for key in change.remove
        ]
        HeldItem.objects.bulk_create(
            told,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["device", "kind", "key"],
            update_fields=["digest", "sequence", "removed"],
        )
    if moved:
        device.view_sequence = sequence


def _rows_touched(device: Device, kind: str, result: PullResult) -> QuerySet[HeldItem]:
    rows = device.held.filter(kind=kind)
    return rows if result.reset else rows.filter(key__in=[change.key for change in result.changes])


def _forget_tombstones(device: Device) -> None:
    device.held.filter(removed=True).delete()
    device.oldest_cursor = device.view_sequence


def _note_pull(device: Device, session: str, results: Mapping[str, PullResult]) -> None:
    device.session = session
    device.stage_cursors = {kind: result.cursor for kind, result in results.items()}
    device.last_seen = clock.now()
    device.save(update_fields=["view_sequence", "oldest_cursor", "stage_cursors", "session", "last_seen"])


def _changes_after(device: Device, position: int | None, results: Mapping[str, PullResult]) -> tuple[Change, ...]:
    rows = device.held.filter(kind__in=results)
    rows = rows.filter(removed=False) if position is None else rows.filter(sequence__gt=position)
    values: dict[tuple[str, str], Mapping[str, Any]] = {
        (change.kind, change.key): change.value or {}
        for result in results.values()
        for change in result.changes
        if change.operation == "put"
    }
    return tuple(
        Change(kind, key, "remove") if removed else Change(kind, key, "put", values[(kind, key)])
        for kind, key, removed in rows.order_by("kind", "key").values_list("kind", "key", "removed")
    )


def _notices(device: Device, held_orders: int) -> tuple[Notice, ...]:
    notices = []
    if held_orders > ORDERS_WARN:
        notices.append(Notice("field.many_orders", {"count": held_orders}))
    minutes = round(abs(device.clock_skew_seconds) / 60)
    if minutes > SKEW_WARN.total_seconds() / 60:
        notices.append(Notice("field.clock_skew", {"minutes": minutes}))
    return tuple(notices)
