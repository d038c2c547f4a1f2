"""Places: the basic units of the city, their cells, kinds, names and hidden character."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.chance import Bools, Floats, Ints, generator
from twin.columns import Columns
from twin.sizes import Size
from twin.world import words
from twin.world.names import Texts, place_names
from twin.world.partition import grow_regions, neighbours_of, neighbours_of_groups
from twin.world.shape import city_outline, geometry_to_degrees, to_degrees

KINDS = ("compound", "village", "building", "park", "market", "street")
URBAN_MIX = (0.66, 0.0, 0.12, 0.05, 0.06, 0.11)
RURAL_MIX = (0.06, 0.84, 0.0, 0.05, 0.02, 0.03)
HOUSEHOLD_WEIGHT = {"compound": 1.0, "village": 0.45, "building": 0.5, "park": 0.35, "market": 0.3, "street": 0.35}
TOWNS_KM = ((0.0, 0.0, 6.0, 0.55), (-19.0, 6.0, 2.6, 0.1), (17.0, 9.0, 3.0, 0.12), (22.0, -6.0, 2.4, 0.06))
"""Built-up centres: x, y, spread in kilometres, share of the places. The rest lies scattered in the country."""
PORTS_A_HOUSEHOLD = 0.33


@dataclass
class Places(Columns):
    """Places in the order of their codes. `quality`, `affluence` and `rivalry` are hidden."""

    code: Texts
    kind: Texts
    name: Texts
    name_en: Texts
    district: Texts
    grid: Ints
    """Number of the grid, counted through the company."""
    branch: Ints
    manager: Ints
    """Number of the community manager who looks after the place, counted through the company."""
    longitude: Floats
    latitude: Floats
    boundary_wkt: Texts
    households: Ints
    is_rural: Bools
    ports_total: Ints
    max_mbps: Ints
    quality: Floats
    """Network quality, standard normal: more is fewer faults."""
    affluence: Floats
    """Spending power, standard normal."""
    rivalry: Floats
    """Strength of the competitor here, standard normal."""


def build_places(seed: int, size: Size) -> Places:
    """Cut the city into so many places, group them into grids and branches, and name them all."""
    rng = generator(seed, "places")
    cells, points = _cells(rng, city_outline(seed), size.places)
    rural = _is_rural(points)
    kind = _kinds(rng, rural)
    households = _households(rng, kind, rural, points, size.customers)
    weight = households + households.mean() * 0.15
    around = neighbours_of(cells)
    grid = grow_regions(points, weight, around, size.grids)
    branch = _branches(points, weight, around, grid, size)
    grid = _renumber(grid, branch)
    manager = _managers(points, weight, around, grid, size.managers_a_grid)
    zh, en = place_names(rng, kind)
    order = np.lexsort((-households, grid))
    return Places(
        code=_codes(len(cells)), kind=kind[order], name=zh[order], name_en=en[order],
        district=_districts(rng, points, size)[order], grid=grid[order], branch=branch[order],
        manager=manager[order], longitude=to_degrees(points)[order, 0], latitude=to_degrees(points)[order, 1],
        boundary_wkt=shapely.to_wkt(geometry_to_degrees(cells), rounding_precision=6)[order].astype(np.str_),
        households=households[order], is_rural=rural[order],
        ports_total=_ports(rng, households)[order],
        max_mbps=_speeds(rng, rural)[order], quality=_field(rng, points)[order],
        affluence=(_field(rng, points) - 0.7 * rural)[order], rivalry=_field(rng, points)[order],
    )  # fmt: skip


def _cells(rng: np.random.Generator, outline: shapely.Polygon, count: int) -> tuple[NDArray[np.object_], Floats]:
    """Voronoi cells of evened-out points, clipped to the land. Bits that the coast cuts off are sea."""
    points = _scatter(rng, outline, count)
    for _ in range(2):
        points = shapely.get_coordinates(shapely.centroid(_voronoi(points, outline)))
    cells = _voronoi(points, outline)
    inside = shapely.get_coordinates(shapely.point_on_surface(cells))
    middle = shapely.centroid(cells)
    centred = shapely.contains(cells, middle)
    return cells, np.where(centred[:, None], shapely.get_coordinates(middle), inside)


def _voronoi(points: Floats, outline: shapely.Polygon) -> NDArray[np.object_]:
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline.buffer(5.0), ordered=True)
    )
    clipped = shapely.intersection(cells, outline)
    return np.array([_largest(cell) for cell in clipped], dtype=object)


def _largest(shape: shapely.Geometry) -> shapely.Polygon:
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return parts[np.argmax(shapely.area(parts))]


def _scatter(rng: np.random.Generator, outline: shapely.Polygon, count: int) -> Floats:
    """Points on the land: dense in the towns, thin in the country."""
    batches: list[Floats] = []
    found = 0
    while found < count:
        points = _draw_points(rng, outline, count)
        points = points[shapely.contains_xy(outline.buffer(-0.3), points[:, 0], points[:, 1])]
        batches.append(points)
        found += len(points)
    return np.vstack(batches)[:count]


def _draw_points(rng: np.random.Generator, outline: shapely.Polygon, count: int) -> Floats:
    west, south, east, north = outline.bounds
    points = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    draw = rng.random(count)
    low = 0.0
    for x, y, spread, share in TOWNS_KM:
        inside = (draw >= low) & (draw < low + share)
        points[inside] = rng.normal([x, y], spread, (int(inside.sum()), 2))
        low += share
    return points


def _is_rural(points: Floats) -> Bools:
    urban = np.zeros(len(points), dtype=bool)
    for x, y, spread, _ in TOWNS_KM:
        urban |= np.hypot(points[:, 0] - x, points[:, 1] - y) < 2.2 * spread
    return ~urban


def _kinds(rng: np.random.Generator, rural: Bools) -> Texts:
    options = np.array(KINDS)
    urban_kind = options[rng.choice(len(KINDS), len(rural), p=URBAN_MIX)]
    rural_kind = options[rng.choice(len(KINDS), len(rural), p=RURAL_MIX)]
    return np.where(rural, rural_kind, urban_kind)


def _households(rng: np.random.Generator, kind: Texts, rural: Bools, points: Floats, customers: int) -> Ints:
    """Households of each place: lognormal, scaled so that the operator has about half of them."""
    weight = np.array([HOUSEHOLD_WEIGHT[k] for k in kind]) * rng.lognormal(0.0, 0.5, len(kind))
    weight *= np.where(rural, 0.8, 1.0 + np.exp(-np.hypot(points[:, 0], points[:, 1]) / 6.0))
    households: Ints = np.maximum(np.round(weight / weight.sum() * customers * 1.9), 12).astype(np.int64)
    return households


def _branches(points: Floats, weight: Floats, around: list[list[int]], grid: Ints, size: Size) -> Ints:
    """Branch number of each place: whole grids, grown together like places were."""
    loads = np.bincount(grid, weights=weight, minlength=size.grids).astype(np.float64)
    centres = np.column_stack(
        [np.bincount(grid, weights=weight * points[:, axis], minlength=size.grids) / loads for axis in (0, 1)]
    )
    beside = neighbours_of_groups(around, grid, size.grids)
    branches: Ints = grow_regions(centres, loads, beside, size.branches)[grid]
    return branches


def _renumber(grid: Ints, branch: Ints) -> Ints:
    """Number the grids so that those of one branch follow each other."""
    firsts = {int(g): (int(b), int(g)) for g, b in zip(grid, branch, strict=True)}
    order = {old: new for new, (old, _) in enumerate(sorted(firsts.items(), key=lambda item: item[1]))}
    return np.array([order[int(g)] for g in grid], dtype=np.int64)


def _managers(points: Floats, weight: Floats, around: list[list[int]], grid: Ints, each: int) -> Ints:
    """Manager number of each place: inside every grid compact, connected parts of about equal weight."""
    manager = np.zeros(len(grid), dtype=np.int64)
    for number in range(int(grid.max()) + 1):
        rows = np.flatnonzero(grid == number)
        local = {int(row): place for place, row in enumerate(rows)}
        inside = [[local[other] for other in around[row] if other in local] for row in rows.tolist()]
        parts = min(each, len(rows))
        manager[rows] = number * each + grow_regions(points[rows], weight[rows], inside, parts)
    return manager


def _districts(rng: np.random.Generator, points: Floats, size: Size) -> Texts:
    """Each place lies in the district whose seat is nearest; districts and branches need not agree."""
    count = max(3, min(12, size.branches))
    seats = points[rng.choice(len(points), size=count, replace=False)]
    nearest = ((points[:, None, :] - seats[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    names = np.array([zh + ("区" if number < count - 1 else "县") for number, (zh, _) in enumerate(words.AREAS)])
    district: Texts = names[nearest]
    return district


def _ports(rng: np.random.Generator, households: Ints) -> Ints:
    """Broadband ports built: from hardly enough for the customers of today to plenty."""
    ports: Ints = np.ceil(households * PORTS_A_HOUSEHOLD * rng.uniform(1.0, 1.9, len(households))).astype(np.int64) + 4
    return ports


def _speeds(rng: np.random.Generator, rural: Bools) -> Ints:
    urban_speed = rng.choice([300, 500, 1000], size=len(rural), p=[0.1, 0.3, 0.6])
    rural_speed = rng.choice([100, 300, 500], size=len(rural), p=[0.25, 0.5, 0.25])
    return np.where(rural, rural_speed, urban_speed).astype(np.int64)


def _field(rng: np.random.Generator, points: Floats) -> Floats:
    """A standard normal value for each place that varies smoothly over the map, with some of its own."""
    field = np.zeros(len(points))
    for _ in range(6):
        direction = rng.normal(0.0, 0.16, 2)
        field += np.sin(points @ direction + rng.uniform(0, 2 * np.pi))
    smooth = field / max(float(field.std()), 1e-9)
    return 0.8 * smooth + rng.normal(0.0, 0.6, len(points))


def _codes(count: int) -> Texts:
    return np.strings.add("P", np.strings.zfill(np.arange(1, count + 1).astype("U6"), 5))
