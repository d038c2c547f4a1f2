"""Who every customer belongs to: the rules in their order, for a batch of customers at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gridloop.territory.batch.find_names import NameFinder
from gridloop.territory.batch.locate import NOWHERE, PlaceIndex
from gridloop.territory.types import ConflictKind, OwnershipRule

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

OWNED = pa.schema(
    [
        ("customer_id", pa.string()),
        ("place_code", pa.string()),
        ("grid_code", pa.string()),
        ("assignee_code", pa.string()),
        ("rule", pa.string()),
        ("conflict", pa.string()),
        ("given_place_code", pa.string()),
        ("found_place_code", pa.string()),
        ("other_grid_code", pa.string()),
        ("district", pa.int64()),
        ("in_service", pa.bool_()),
    ]
)
"""What ``derive`` returns. Rows whose ``rule`` is empty are still to be shared out; ``district`` is for them."""


@dataclass(frozen=True)
class PlaceTable:
    """The places, ready for a derivation. All columns are in the order of the places' codes."""

    codes: pa.Array
    grids: pa.Array
    assignees: pa.Array
    districts: Ints
    """Row of ``district_names`` for each place, NOWHERE for none."""
    name_bytes: Ints
    index: PlaceIndex
    names: NameFinder
    district_names: NameFinder
    district_count: int


def place_table(places: pa.Table) -> PlaceTable:
    """Return the table of places with ``code, grid_code, assignee_code, name, district, boundary`` (WKB)."""
    places = places.sort_by("code").combine_chunks()
    column = {name: places[name].combine_chunks() for name in places.column_names}
    names = pc.unique(column["district"]).drop_null()
    spoken = pa.array([name for name in names.to_pylist() if name], pa.string())
    district = pc.index_in(column["district"], value_set=spoken).fill_null(NOWHERE)
    return PlaceTable(
        codes=column["code"],
        grids=column["grid_code"],
        assignees=column["assignee_code"],
        districts=district.to_numpy(zero_copy_only=False).astype(np.int64),
        name_bytes=pc.binary_length(column["name"]).to_numpy(zero_copy_only=False).astype(np.int64),
        index=PlaceIndex(column["boundary"].to_pylist()),
        names=NameFinder(column["name"].to_pylist()),
        district_names=NameFinder(spoken.to_pylist()),
        district_count=len(spoken),
    )


def derive(batch: pa.RecordBatch, places: PlaceTable) -> pa.RecordBatch:
    """Return the owner of each customer by the first rule that applies (schema ``OWNED``).

    ``batch`` has ``customer_id, place_code, longitude, latitude, address, in_service, override_grid_code,
    override_assignee_code``.
    """
    given = _rows_of(batch["place_code"], places.codes)
    located = places.index.locate(_floats(batch["longitude"]), _floats(batch["latitude"]), given)
    unresolved = np.flatnonzero((given == NOWHERE) & (located == NOWHERE))
    matched, ambiguous, district = _match(batch["address"], unresolved, places)
    place = np.select([given != NOWHERE, located != NOWHERE], [given, located], matched)
    overridden = pc.is_valid(batch["override_assignee_code"]).to_numpy(zero_copy_only=False)
    conflict, found = _conflicts(batch["place_code"], given, located, matched, ambiguous)
    grid = pc.if_else(pa.array(overridden), batch["override_grid_code"], _take(places.grids, place))
    assignee = pc.if_else(pa.array(overridden), batch["override_assignee_code"], _take(places.assignees, place))
    other_grid = _take(places.grids, found)
    columns = [
        batch["customer_id"],
        _take(places.codes, place),
        grid,
        assignee,
        _rules(overridden, given, located, matched),
        conflict,
        batch["place_code"],
        _take(places.codes, found),
        pc.if_else(pc.equal(other_grid, grid), pa.scalar(None, pa.string()), other_grid),
        pa.array(district),
        batch["in_service"],
    ]
    return pa.RecordBatch.from_arrays([_plain(column) for column in columns], schema=OWNED)


def _match(address: pa.Array, rows: Ints, places: PlaceTable) -> tuple[Ints, Bools, Ints]:
    """Return the place whose name each of these addresses contains, whether several do, and the named district."""
    matched = np.full(len(address), NOWHERE, dtype=np.int64)
    district = np.full(len(address), NOWHERE, dtype=np.int64)
    ambiguous = np.zeros(len(address), dtype=bool)
    if not len(rows):
        return matched, ambiguous, district
    texts = address.take(pa.array(rows))
    spoken_in, spoken = places.district_names.find(texts)
    district[rows[spoken_in[::-1]]] = spoken[::-1]
    text, name = places.names.find(texts)
    if not len(text):
        return matched, ambiguous, district
    width = places.district_count + 1
    same_district = np.isin(text * width + places.districts[name], spoken_in * width + spoken)
    weight = places.name_bytes[name] * 2 + same_district
    order = np.lexsort((name, -weight, text))
    text, name, weight = text[order], name[order], weight[order]
    first = np.flatnonzero(np.r_[True, text[1:] != text[:-1]])
    matched[rows[text[first]]] = name[first]
    second = first + 1
    rival = second[second < len(text)]
    tied = rival[(text[rival] == text[rival - 1]) & (weight[rival] == weight[rival - 1])]
    ambiguous[rows[text[tied]]] = True
    return matched, ambiguous, district


def _conflicts(
    given_code: pa.Array, given: Ints, located: Ints, matched: Ints, ambiguous: Bools
) -> tuple[pa.Array, Ints]:
    """Return the kind of conflict of each row (or null) and the other place it speaks of."""
    elsewhere = (given != NOWHERE) & (located != NOWHERE) & (given != located)
    said = pc.greater(pc.utf8_length(given_code.cast(pa.string())), 0).fill_null(False)
    unknown = said.to_numpy(zero_copy_only=False) & (given == NOWHERE)
    kinds = [ConflictKind.COORDINATES_ELSEWHERE, ConflictKind.UNKNOWN_PLACE, ConflictKind.AMBIGUOUS_ADDRESS]
    which = np.select([elsewhere, unknown, ambiguous], [0, 1, 2], NOWHERE)
    found = np.select([elsewhere | (unknown & (located != NOWHERE)), matched != NOWHERE], [located, matched], NOWHERE)
    return _take(pa.array([kind.value for kind in kinds], pa.string()), which), found


def _rules(overridden: Bools, given: Ints, located: Ints, matched: Ints) -> pa.Array:
    order = [OwnershipRule.OVERRIDE, OwnershipRule.PLACE, OwnershipRule.COORDINATES, OwnershipRule.ADDRESS]
    applies = [overridden, given != NOWHERE, located != NOWHERE, matched != NOWHERE]
    return _take(pa.array([rule.value for rule in order], pa.string()), np.select(applies, range(4), NOWHERE))


def _rows_of(codes: pa.Array, among: pa.Array) -> Ints:
    rows = pc.index_in(codes, value_set=among).fill_null(NOWHERE)
    found: Ints = rows.to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _take(values: pa.Array, rows: Ints) -> pa.Array:
    """Return the values at these rows, null at NOWHERE."""
    return pc.take(values, pa.array(rows, mask=rows == NOWHERE))


def _floats(column: pa.Array) -> NDArray[np.float64]:
    values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return values


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
