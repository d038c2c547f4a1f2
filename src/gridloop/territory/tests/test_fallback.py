"""Unplaced customers go to the seat with the fewest, and nobody is moved."""

from __future__ import annotations

import heapq

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gridloop.territory.batch.fallback import seats_of, share_out


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(0, 60))
def test_sharing_out_is_always_to_the_one_with_the_fewest(counts, newcomers):
    heap = [(count, seat) for seat, count in enumerate(counts)]
    heapq.heapify(heap)
    expected = []
    for _ in range(newcomers):
        count, seat = heapq.heappop(heap)
        expected.append(seat)
        heapq.heappush(heap, (count + 1, seat))
    assert share_out(np.array(counts), newcomers).tolist() == expected


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b", "gone"]), st.integers(-1, 2)), min_size=1, max_size=30))
def test_everybody_gets_a_seat_and_keeps_one_he_had(people):
    keys = pa.array(["a", "b", "c"])
    batch = pa.RecordBatch.from_pydict(
        {
            "customer_id": [f"C{n:02d}" for n in range(len(people))],
            "kept_seat": pa.array([kept for kept, _ in people], pa.string()),
            "district": pa.array([district for _, district in people], pa.int64()),
        }
    )
    districts = [np.array([0]), np.array([1, 2]), np.array([], dtype=np.int64)]
    seats = seats_of(batch, keys, districts).tolist()
    for (kept, district), seat in zip(people, seats, strict=True):
        assert 0 <= seat < 3
        if kept in ("a", "b"):
            assert keys[seat].as_py() == kept
        elif district in (0, 1):
            assert seat in districts[district]
