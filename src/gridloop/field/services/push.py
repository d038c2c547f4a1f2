"""Mutations arrive from a phone: each is applied exactly once, none is blocked by another."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from gridloop.field import rules
from gridloop.field.models import Device, MutationLog
from gridloop.field.queries import device_of
from gridloop.field.types import Carrier, MutationResult, MutationStatus, PushedMutation, PushReport
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.sync_types import MUTATIONS, MutationContext

log = logging.getLogger(__name__)


def push(*, carrier: Carrier, mutations: Sequence[PushedMutation], sent_at: datetime | None = None) -> PushReport:
    """Apply the mutations of a phone in their order, each in a transaction of its own.

    A number that was taken before answers ``exists``; a refused mutation is recorded with its problem and the
    next one goes on. Raises a ``Problem``: 404 for a phone of somebody else, 403 for one that was switched
    off, 409 for a left-out number or for another mutation under a number already taken (a cloned phone).
    """
    device = device_of(carrier)
    rules.check_sequence(mutations, device.last_mutation_id)
    skew = rules.clock_skew(now=clock.now(), sent_at=sent_at, claims=[one.claimed_at for one in mutations])
    seconds = round(skew.total_seconds())
    Device.objects.filter(pk=device.pk).update(clock_skew_seconds=seconds, last_seen=clock.now())
    results = tuple(_take(carrier, mutation) for mutation in mutations)
    device.refresh_from_db(fields=["last_mutation_id"])
    return PushReport(device.last_mutation_id, results, seconds)


def _take(carrier: Carrier, mutation: PushedMutation) -> MutationResult:
    """Apply or refuse one mutation and advance the phone's number, all or nothing."""
    with transaction.atomic():
        device = device_of(carrier, locked=True)
        if device.revoked_at is not None:
            raise Problem("field.device_revoked", 403)
        if mutation.id <= device.last_mutation_id:
            return _taken_before(device, mutation)
        rules.check_sequence([mutation], device.last_mutation_id)
        refusal = _apply(carrier, mutation)
        _note(device, mutation, refusal)
    if refusal is None:
        return MutationResult(mutation.id, MutationStatus.APPLIED)
    return MutationResult(mutation.id, MutationStatus.REFUSED, refusal)


def _taken_before(device: Device, mutation: PushedMutation) -> MutationResult:
    row = MutationLog.objects.get(device=device, mutation_id=mutation.id)
    if row.digest != rules.digest_of([mutation.name, mutation.args]):
        raise Problem("field.mutation_differs", 409, received=mutation.id)
    return MutationResult(mutation.id, MutationStatus.EXISTS, row.problem or None)


def _apply(carrier: Carrier, mutation: PushedMutation) -> dict[str, Any] | None:
    """Return the refusal, or None when the mutation was applied.

    A defect of ours refuses the mutation too, so that it cannot block the ones behind it; an unreachable or
    busy database does not: the phone tries again.
    """
    function = MUTATIONS.get(mutation.name)
    if function is None:
        return rules.refusal_of(Problem("field.mutation_unknown", 422, name=mutation.name))
    context = MutationContext(carrier.actor, carrier.scope, str(carrier.device_id), mutation.claimed_at)
    try:
        with transaction.atomic():
            function(mutation.args, context)
    except Problem as problem:
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # not the mutation's fault
            raise
        return rules.refusal_of(problem)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("mutation failed [%s] %s %s", reference, mutation.name, carrier.device_id)
        return rules.refusal_of(Problem("field.mutation_broken", 500, reference=reference))
    return None


def _note(device: Device, mutation: PushedMutation, refusal: dict[str, Any] | None) -> None:
    MutationLog.objects.create(
        device=device,
        mutation_id=mutation.id,
        name=mutation.name,
        status=(MutationStatus.REFUSED if refusal else MutationStatus.APPLIED).value,
        digest=rules.digest_of([mutation.name, mutation.args]),
        args=mutation.args if refusal else {},
        problem=refusal or {},
        claimed_at=mutation.claimed_at,
        applied_at=clock.now(),
    )
    device.last_mutation_id = mutation.id
    device.save(update_fields=["last_mutation_id"])
