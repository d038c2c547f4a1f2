"""Reasons in words: why a customer was chosen, why the contact policy holds him back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridloop.contact.queries import policy_in_force
from gridloop.contact.types import HoldReason
from gridloop.kernel.problems import Trouble
from gridloop.kernel.wording import say_both
from gridloop.mining.queries import said_reasons


def reason_texts(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return reasons, as targets keep them, in both languages: ``{"code", "zh", "en"}``; unknown ones are left out."""
    return [{"code": said.code, "zh": said.zh, "en": said.en} for said in said_reasons(reasons)]


def held_text(reason: str) -> dict[str, str]:
    """Return why the contact policy holds somebody back, in both languages."""
    if reason not in set(HoldReason):
        return {"zh": reason, "en": reason}
    return say_both(f"contact.held_{reason}", **_said_of(HoldReason(reason)))


def held_trouble(reason: HoldReason, where: str) -> Trouble:
    """Return why the contact policy holds somebody back, as the detail of a refusal."""
    return Trouble(where, f"contact.held_{reason.value}", _said_of(reason))


def _said_of(reason: HoldReason) -> dict[str, object]:
    """Return the figures of the policy that its words of a reason name."""
    policy = policy_in_force().policy
    days = {
        HoldReason.OPEN_COMPLAINT: policy.complaint_days,
        HoldReason.RECENTLY_REFUSED: policy.refusal_days,
        HoldReason.COOLING_DOWN: policy.gap_days,
    }
    return {
        "days": days.get(reason, 0),
        "from_time": _clock_time(policy.quiet_from),
        "until_time": _clock_time(policy.quiet_until),
    }


def _clock_time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
