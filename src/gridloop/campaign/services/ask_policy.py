"""Asking the contact policy's gate about many customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow.compute as pc

from gridloop.campaign.types import CampaignChannel, Plan
from gridloop.contact.services.ask_gate import ask_gate_table
from gridloop.contact.types import Channel, SourceRef


def held_reasons(*, customer_ids: Sequence[str], channel: CampaignChannel, on: date, plan: Plan) -> dict[str, str]:
    """Return the reason for each customer that the gate would hold back on a day; nothing for the others."""
    source = SourceRef(kind="campaign", id=plan.code or "draft", step=1, cycle=plan.cycle)
    table = ask_gate_table(customer_ids=customer_ids, channel=Channel(channel.value), on=on, source=source)
    held = table.filter(pc.is_valid(table["reason"]))
    return dict(zip(held["customer_id"].to_pylist(), held["reason"].to_pylist(), strict=True))
