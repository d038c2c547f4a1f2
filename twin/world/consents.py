"""Consents to commercial contact: what was asked and answered. No row means never asked, and that means no."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Ints, generator
from twin.columns import Columns
from twin.months import Days
from twin.world.people import People

CHANNELS = np.array(["visit", "call", "message"])
GRANTED_SHARE = (0.76, 0.83, 0.71)
ASKED_SHARE = 0.93
PROOFS = np.array(["纸质受理单", "营业厅签字", "APP确认", "电话录音"])


@dataclass
class Consents(Columns):
    """One row for each customer and channel that was asked."""

    customer: Ints
    channel: Ints
    """Row in CHANNELS."""
    granted: Bools
    recorded_on: Days
    proof: Ints
    """Row in PROOFS."""


def ask_consents(seed: int, label: str, first_customer: int, people: People) -> Consents:
    """Ask these customers; cross ones grant less, and answers of one customer go together."""
    rng = generator(seed, f"consents {label}")
    count = len(people)
    mood = 0.25 * np.clip(people.crossness, -2, 2) * 0.3
    parts: list[Consents] = []
    for channel, share in enumerate(GRANTED_SHARE):
        asked = np.flatnonzero(rng.random(count) < ASKED_SHARE)
        granted = rng.random(len(asked)) < np.clip(share / ASKED_SHARE - mood[asked], 0.0, 1.0)
        days = rng.integers(0, 700, len(asked))
        recorded = np.maximum(people.joined_on[asked], np.datetime64("2025-09-30", "D") - days)
        proof = rng.integers(0, len(PROOFS), len(asked))
        parts.append(Consents(asked + first_customer, np.full(len(asked), channel), granted, recorded, proof))
    whole = parts[0]
    for part in parts[1:]:
        whole.append(part)
    return whole.take(np.lexsort((whole.channel, whole.customer)))


def consent_given(consents: Consents, channel: str, customers: int) -> Bools:
    """For each customer whether contact by this channel is allowed; false where never asked."""
    allowed = np.zeros(customers, dtype=bool)
    mine = consents.channel == int(np.flatnonzero(channel == CHANNELS)[0])
    allowed[consents.customer[mine]] = consents.granted[mine]
    return allowed
