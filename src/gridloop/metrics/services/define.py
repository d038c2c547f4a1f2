"""An operator's own tags and indicators: drafted, published, retired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.metrics.models import LibraryEntry
from gridloop.metrics.queries.checks import check_condition, check_measures
from gridloop.metrics.queries.library import HEADLINE
from gridloop.metrics.queries.shipped import shipped_indicators, shipped_tags, tag_columns
from gridloop.metrics.services.refresh_indicator import ask_for_indicator
from gridloop.metrics.services.refresh_tags import ask_for_tags
from gridloop.metrics.types import LibraryKind, State, TagType

_CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")
_RESERVED = frozenset({"customer_id", "month", "grid_code", "indicator", "numerator", "denominator", "on_trial"})
LEAST_REASON = 4


def save_draft(*, kind: LibraryKind, code: str, body: Mapping[str, Any], actor: Actor) -> LibraryEntry:
    """Keep a definition as a draft; what is published under the code stays in force until the draft is published.

    Raises ``Problem``: 400 when it cannot be meant (every fault with its place), 409 when the code is a shipped one.
    """
    _check_code(kind, code)
    _check(kind, body)
    with transaction.atomic():
        row, made = LibraryEntry.objects.select_for_update().get_or_create(
            kind=kind.value, code=code, defaults={"changed_by": actor.name, "changed_at": clock.now()}
        )
        row.draft, row.changed_by, row.changed_at = dict(body), actor.name, clock.now()
        row.save()
        audit.record(
            actor=actor,
            action=f"metrics.draft_{kind.value}",
            object_kind=kind.value,
            object_id=code,
            made=made,
            definition=dict(body),
        )
    return row


def publish_definition(*, kind: LibraryKind, code: str, actor: Actor) -> LibraryEntry:
    """Put a draft in force under a new version, or bring back what was retired.

    It is worked out at once, in the background: a tag for the newest month, an indicator for every month there is.

    Raises ``Problem``: 404 for an unknown code, 409 when there is nothing to publish, 400 when the draft's columns
    are no longer there.
    """
    with transaction.atomic():
        row = _locked(kind, code)
        retired = row.state == State.RETIRED.value
        if row.draft is None and not retired:
            raise Problem("metrics.nothing_to_publish", 409, code=code)
        if row.draft is not None:
            _check(kind, row.draft)
            row.body, row.draft, row.version = row.draft, None, row.version + 1
        elif row.own and not row.body:
            raise Problem("metrics.nothing_to_publish", 409, code=code)
        row.state, row.reason = State.PUBLISHED.value, ""
        row.changed_by, row.changed_at = actor.name, clock.now()
        row.save()
        audit.record(
            actor=actor,
            action=f"metrics.publish_{kind.value}",
            object_kind=kind.value,
            object_id=code,
            version=row.version,
            definition=row.body,
        )
        if kind is LibraryKind.TAG:
            ask_for_tags(code=code, version=row.version, actor=actor)
        else:
            ask_for_indicator(code=code, version=row.version, actor=actor)
    return row


def retire_definition(*, kind: LibraryKind, code: str, reason: str, actor: Actor) -> LibraryEntry:
    """Take a definition, own or shipped, out of force from the next build on; what was computed stays.

    Raises ``Problem``: 404 for an unknown code, 400 without a reason, 409 when it is retired already.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Problem("metrics.reason_needed", 400, (Trouble("reason", "metrics.reason_needed"),))
    if kind is LibraryKind.INDICATOR and code in HEADLINE:
        raise Problem("metrics.headline_stays", 409, code=code)
    with transaction.atomic():
        row = _shipped_or_own(kind, code, actor)
        if row.state == State.RETIRED.value:
            raise Problem("metrics.retired_already", 409, code=code)
        row.state, row.reason = State.RETIRED.value, reason.strip()
        row.changed_by, row.changed_at = actor.name, clock.now()
        row.save()
        audit.record(
            actor=actor,
            action=f"metrics.retire_{kind.value}",
            object_kind=kind.value,
            object_id=code,
            reason=row.reason,
        )
    return row


def _shipped_or_own(kind: LibraryKind, code: str, actor: Actor) -> LibraryEntry:
    if code in _shipped(kind):
        row, _ = LibraryEntry.objects.select_for_update().get_or_create(
            kind=kind.value,
            code=code,
            defaults={
                "own": False, "state": State.PUBLISHED.value, "changed_by": actor.name, "changed_at": clock.now(),
            },
        )  # fmt: skip
        return row
    return _locked(kind, code)


def _locked(kind: LibraryKind, code: str) -> LibraryEntry:
    row = LibraryEntry.objects.select_for_update().filter(kind=kind.value, code=code).first()
    if row is None:
        raise NotFoundProblem(kind.value, code)
    return row


def _shipped(kind: LibraryKind) -> frozenset[str]:
    if kind is LibraryKind.TAG:
        return frozenset(tag.code for tag in shipped_tags())
    return frozenset(one.code for one in shipped_indicators())


def _check_code(kind: LibraryKind, code: str) -> None:
    if not _CODE.fullmatch(code) or code in _RESERVED:
        raise Problem("metrics.bad_code", 400, (Trouble("code", "metrics.bad_code", {"code": code[:60]}),), code=code)
    if code in _shipped(kind) or (kind is LibraryKind.TAG and code in tag_columns()):
        raise Problem("metrics.code_taken", 409, (Trouble("code", "metrics.code_taken", {"code": code}),), code=code)


def _check(kind: LibraryKind, body: Mapping[str, Any]) -> None:
    if kind is LibraryKind.INDICATOR:
        check_measures(body)
    elif body["type"] == TagType.MANUAL.value:
        if body.get("condition"):
            where = Trouble("condition", "metrics.manual_without_condition")
            raise Problem("metrics.definition_invalid", 400, (where,))
    else:
        check_condition(body.get("condition", ""))
