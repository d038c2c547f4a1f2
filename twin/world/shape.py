"""The outline of the city: land north of a coast with a bay and a peninsula. Fictional.

Geometry is made on a local plane in kilometres around the city's centre and written out as WGS 84 degrees.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.chance import Floats, generator

CENTRE_LONGITUDE = 118.9
CENTRE_LATITUDE = 38.9
KM_PER_DEGREE_LATITUDE = 111.32
KM_PER_DEGREE_LONGITUDE = KM_PER_DEGREE_LATITUDE * float(np.cos(np.radians(CENTRE_LATITUDE)))

HALF_WIDTH_KM = 34.0
NORTH_KM = 27.0
COAST_KM = -13.0


def city_outline(seed: int) -> shapely.Polygon:
    """The land of the city in kilometres: a wavy northern border, and a coast in the south."""
    rng = generator(seed, "shape")
    x = np.linspace(-HALF_WIDTH_KM, HALF_WIDTH_KM, 181)
    coast = COAST_KM + _waves(rng, x, 0.9) + _bay(x, -9.0, 5.0, 5.5) - _bay(x, 9.0, 4.0, 6.0)
    border = NORTH_KM + _waves(rng, x, 1.6)
    south = np.column_stack([x, coast])
    north = np.column_stack([x, border])[::-1]
    return shapely.Polygon(np.vstack([south, north]))


def to_degrees(points: Floats) -> Floats:
    """Kilometres (x east, y north) to degrees (longitude, latitude), six decimals (about 0.1 m)."""
    scale = np.array([KM_PER_DEGREE_LONGITUDE, KM_PER_DEGREE_LATITUDE])
    degrees: Floats = np.round(points / scale + [CENTRE_LONGITUDE, CENTRE_LATITUDE], 6)
    return degrees


def geometry_to_degrees(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """The same geometries in WGS 84 degrees; shared corners stay shared, since each is rounded alike."""
    moved: NDArray[np.object_] = shapely.transform(geometries, to_degrees)
    return moved


def _waves(rng: np.random.Generator, x: Floats, height_km: float) -> Floats:
    """A smooth random line: five sine waves of falling height."""
    line = np.zeros_like(x)
    for order in range(1, 6):
        phase = rng.uniform(0, 2 * np.pi)
        line += height_km / order * np.sin(order * np.pi * x / HALF_WIDTH_KM + phase)
    return line


def _bay(x: Floats, middle_km: float, width_km: float, depth_km: float) -> Floats:
    """A rounded bay that reaches so deep inland (a peninsula, when subtracted)."""
    bay: Floats = depth_km * np.exp(-(((x - middle_km) / width_km) ** 2))
    return bay
