"""Grouping neighbouring cells into compact, contiguous regions of about equal weight.

Used twice: places into grids and grids into branches; and once more inside a grid, places among managers.
"""

from __future__ import annotations

import heapq

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.chance import Floats, Ints

Neighbours = list[list[int]]
EVENING_ROUNDS = 30
SLACK = 0.05
"""Differences below this share of the mean weight are left alone."""
FARTHER = 1.4
"""A cell may be so many times farther from its new region's middle than from its old one's."""


def neighbours_of(cells: NDArray[np.object_]) -> Neighbours:
    """For each polygon the numbers of those that share a border line with it (a corner is not enough)."""
    tree = shapely.STRtree(cells)
    left, right = tree.query(cells, predicate="intersects")
    keep = left < right
    left, right = left[keep], right[keep]
    shared = shapely.length(shapely.intersection(cells[left], cells[right])) > 1e-9
    around: Neighbours = [[] for _ in cells]
    for a, b in zip(left[shared].tolist(), right[shared].tolist(), strict=True):
        around[a].append(b)
        around[b].append(a)
    return around


def neighbours_of_groups(around: Neighbours, group: Ints, count: int) -> Neighbours:
    """The neighbourhood of groups of cells that a grouping of the cells makes."""
    touching: list[set[int]] = [set() for _ in range(count)]
    for cell, others in enumerate(around):
        touching[int(group[cell])].update(int(group[other]) for other in others)
    return [sorted(others - {number}) for number, others in enumerate(touching)]


def grow_regions(points: Floats, weight: Floats, around: Neighbours, count: int) -> Ints:
    """Group number (0 … count-1) of each cell; every group is connected.

    Seeds come from weighted k-means. Then the lightest region always takes the free cell on its border that
    lies closest to its seed, so that regions stay balanced, compact and in one piece.
    """
    owner = _grown(points, weight, around, count)
    _even_out(owner, points, weight, around, count)
    return owner


def _grown(points: Floats, weight: Floats, around: Neighbours, count: int) -> Ints:
    seeds = _seeds(points, weight, count)
    owner = np.full(len(points), -1, dtype=np.int64)
    borders: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    loads: list[tuple[float, int]] = []
    for region, cell in enumerate(seeds):
        heapq.heappush(borders[region], (0.0, int(cell)))
        heapq.heappush(loads, (0.0, region))
    while loads:
        load, region = heapq.heappop(loads)
        taken = _next_free(borders[region], owner)
        if taken is None:
            continue
        owner[taken] = region
        for other in around[taken]:
            if owner[other] < 0:
                distance = float(np.hypot(*(points[other] - points[seeds[region]])))
                heapq.heappush(borders[region], (distance, other))
        heapq.heappush(loads, (load + float(weight[taken]), region))
    return owner


def _even_out(owner: Ints, points: Floats, weight: Floats, around: Neighbours, count: int) -> None:
    """Move border cells from heavy to lighter neighbours while that brings their weights closer together.

    A cell only moves when it lies about as near to the middle of its new region as to that of its old one (so that
    regions stay compact), and when the old region stays in one piece without it.
    """
    load = np.bincount(owner, weights=weight, minlength=count).astype(np.float64)
    slack = SLACK * load.mean()
    for _ in range(EVENING_ROUNDS):
        moved = False
        middle = _middles(owner, points, weight, count)
        distance = np.hypot(*(points[:, None, :] - middle[None, :, :]).transpose(2, 0, 1))
        for cell in range(len(owner)):
            here = int(owner[cell])
            near = [int(owner[o]) for o in around[cell] if distance[cell, owner[o]] < FARTHER * distance[cell, here]]
            there = min(near, key=lambda region: load[region], default=here)
            if load[there] + weight[cell] + slack < load[here] and _stays_whole(cell, owner, around):
                owner[cell] = there
                load[here] -= weight[cell]
                load[there] += weight[cell]
                moved = True
        if not moved:
            return


def _middles(owner: Ints, points: Floats, weight: Floats, count: int) -> Floats:
    load = np.bincount(owner, weights=weight, minlength=count)
    sums = [np.bincount(owner, weights=weight * points[:, axis], minlength=count) for axis in (0, 1)]
    middles: Floats = np.column_stack(sums) / np.maximum(load, 1e-9)[:, None]
    return middles


def _stays_whole(cell: int, owner: Ints, around: Neighbours) -> bool:
    """Whether the cell's region is still connected, and not empty, without the cell."""
    home = owner[cell]
    rest = {other for other in np.flatnonzero(owner == home).tolist() if other != cell}
    if not rest:
        return False
    found, waiting = set(), [next(iter(rest))]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [other for other in around[here] if other in rest]
    return found == rest


def _next_free(border: list[tuple[float, int]], owner: Ints) -> int | None:
    while border:
        _, cell = heapq.heappop(border)
        if owner[cell] < 0:
            return cell
    return None


def _seeds(points: Floats, weight: Floats, count: int) -> list[int]:
    """One cell for each region, near the centres that weighted k-means finds from a spread-out start."""
    centres = points[_spread(points, weight, count)]
    for _ in range(12):
        nearest = _nearest(points, centres)
        for region in range(count):
            mine = nearest == region
            if mine.any():
                centres[region] = np.average(points[mine], axis=0, weights=weight[mine])
    return _closest_cells(points, centres)


def _spread(points: Floats, weight: Floats, count: int) -> list[int]:
    """Start cells chosen one by one, each where weight times squared distance from the others is greatest."""
    chosen = [int(np.argmax(weight))]
    distance = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < count:
        score = weight * distance
        score[chosen] = -1.0
        chosen.append(int(np.argmax(score)))
        distance = np.minimum(distance, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return chosen


def _closest_cells(points: Floats, centres: Floats) -> list[int]:
    """The free cell closest to each centre; no cell serves two centres."""
    cells: list[int] = []
    for centre in centres:
        order = np.argsort(((points - centre) ** 2).sum(axis=1))
        cells.append(next(int(cell) for cell in order if int(cell) not in cells))
    return cells


def _nearest(points: Floats, centres: Floats) -> Ints:
    squared = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    nearest: Ints = squared.argmin(axis=1)
    return nearest
