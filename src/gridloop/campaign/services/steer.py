"""Steering a campaign in flight. Work orders follow: those of a paused or closed campaign rest."""

from __future__ import annotations

from django.db import transaction

from gridloop.campaign.services.decide import locked, move
from gridloop.campaign.services.read_draft import planning_unit
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor, Role, Scope


def pause(*, code: str, note: str, scope: Scope, actor: Actor) -> None:
    """Let a running campaign rest: nothing new is dispatched and its open orders leave the phones."""
    _steer("pause", code, note, scope, actor)


def resume(*, code: str, note: str, scope: Scope, actor: Actor) -> None:
    """Let a paused campaign go on."""
    _steer("resume", code, note, scope, actor)


def close(*, code: str, note: str, scope: Scope, actor: Actor) -> None:
    """End a campaign for good; what is still open is not worked any more."""
    _steer("close", code, note, scope, actor)


def _steer(verb: str, code: str, note: str, scope: Scope, actor: Actor) -> None:
    with transaction.atomic():
        row = locked(code, scope)
        if scope.role is not Role.EXECUTIVE:
            planning_unit(scope, row.org_code)
        move(row, verb)
        if verb == "close":
            row.closed_at = clock.now()
        row.save()
        audit.record(actor=actor, action=f"campaign.{verb}", object_kind="campaign", object_id=code, note=note.strip())
