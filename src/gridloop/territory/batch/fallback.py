"""Where customers go of whom nothing is known: shared out evenly over the seats of the sellers.

A *seat* is one community manager of one grid (the grid manager where a grid has none). Customers who were shared
out before keep their seat as long as it exists; new ones go, in the order of their ids, to the seat with the fewest
of them among the grids of the district their address names, or among all when it names none.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NO_SEAT = -1


def share_out(counts: Ints, newcomers: int) -> Ints:
    """Return the seat of each newcomer: always the seat with the fewest, the earlier one among equals."""
    low, high = int(counts.min(initial=0)), int(counts.max(initial=0)) + newcomers
    while low < high:  # the lowest level up to which filling takes all newcomers
        level = (low + high) // 2
        if int(np.maximum(level - counts, 0).sum()) >= newcomers:
            high = level
        else:
            low = level + 1
    room = np.maximum(low - counts, 0)
    seat = np.repeat(np.arange(len(counts)), room)
    step = np.arange(len(seat)) - np.repeat(np.cumsum(room) - room, room)
    order = np.lexsort((seat, counts[seat] + step))
    return seat[order][:newcomers]


def seats_of(unplaced: pa.RecordBatch, seat_keys: pa.Array, seat_districts: list[Ints]) -> Ints:
    """Return the seat of every unplaced customer.

    ``unplaced`` has ``customer_id``, ``kept_seat`` (key of the seat held so far, or null) and ``district`` (row of
    ``seat_districts``, -1 for none); ``seat_districts[d]`` are the rows of the seats in district ``d``.
    """
    kept = pc.index_in(unplaced["kept_seat"], value_set=seat_keys).fill_null(NO_SEAT).to_numpy(zero_copy_only=False)
    seat = np.where(kept >= 0, kept, NO_SEAT).astype(np.int64)
    counts = np.bincount(seat[seat >= 0], minlength=len(seat_keys)).astype(np.int64)
    order = pc.sort_indices(unplaced["customer_id"]).to_numpy(zero_copy_only=False)
    district = unplaced["district"].to_numpy(zero_copy_only=False)
    everywhere = np.arange(len(seat_keys))
    waiting = order[seat[order] == NO_SEAT]
    for number in [*range(len(seat_districts)), NO_SEAT]:
        among = seat_districts[number] if number >= 0 and len(seat_districts[number]) else everywhere
        rows = waiting[district[waiting] == number]
        if len(rows) and len(among):
            chosen = among[share_out(counts[among], len(rows))]
            seat[rows] = chosen
            counts += np.bincount(chosen, minlength=len(counts))
    return seat
