"""Questions for the gate, made for tests."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from gridloop.contact.batch.gate import FACTS
from gridloop.contact.types import Channel

COUNTS = tuple(name for name in FACTS.names if name.startswith(("made_", "busy_", "attempts_")))
FREE: dict[str, Any] = {
    "customer_id": "C1",
    "channel": "call",
    "minute": None,
    "opted_out": False,
    "consent": True,
    "control": False,
    "complaint_days": None,
    "refusal_days": None,
    "gap_days": None,
    **dict.fromkeys(COUNTS, 0),
}


def batch_of(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return facts as the gate takes them; what a row leaves out does not stand in the way."""
    return pa.RecordBatch.from_pylist([FREE | row for row in rows], schema=FACTS)


days = st.one_of(st.none(), st.integers(0, 120))
flags = st.one_of(st.none(), st.booleans())
any_facts = st.fixed_dictionaries(
    {
        "channel": st.sampled_from([channel.value for channel in Channel]),
        "minute": st.one_of(st.none(), st.integers(0, 1439)),
        "opted_out": flags,
        "consent": flags,
        "control": flags,
        "complaint_days": days,
        "refusal_days": days,
        "gap_days": days,
        **{name: st.one_of(st.none(), st.integers(0, 7)) for name in COUNTS},
    }
)
