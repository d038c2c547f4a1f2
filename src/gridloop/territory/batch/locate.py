"""Which place a point lies in, for millions of points: a guess tested exactly, an index for the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOWHERE = -1


class PlaceIndex:
    """Boundaries of places, ready to be asked. Where boundaries overlap, the earlier place has the point."""

    def __init__(self, boundaries: Sequence[bytes | None]) -> None:
        """Take the boundaries as WKB, None for places without one."""
        shapes = shapely.from_wkb(np.array(boundaries, dtype=object))
        self._shapes = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
        self._has_shape = np.array(~shapely.is_missing(self._shapes) & ~shapely.is_empty(self._shapes), dtype=bool)
        self._rows = np.flatnonzero(self._has_shape)
        shapely.prepare(self._shapes[self._rows])
        self._tree = shapely.STRtree(self._shapes[self._rows])

    def locate(self, longitude: Floats, latitude: Floats, guess: Ints) -> Ints:
        """Return the row of the place each point lies in, NOWHERE for none.

        ``guess`` is a place to try first (NOWHERE for none): a right guess costs one exact test, no search. A point
        on a boundary counts as inside.
        """
        found = np.full(len(longitude), NOWHERE, dtype=np.int64)
        known = np.isfinite(longitude) & np.isfinite(latitude)
        tried = np.flatnonzero(known & (guess != NOWHERE))
        tried = tried[self._has_shape[guess[tried]]]
        inside = shapely.intersects_xy(self._shapes[guess[tried]], longitude[tried], latitude[tried])
        found[tried[inside]] = guess[tried[inside]]
        left = np.flatnonzero(known & (found == NOWHERE))
        found[left] = self._search(longitude[left], latitude[left])
        return found

    def _search(self, longitude: Floats, latitude: Floats) -> Ints:
        found = np.full(len(longitude), len(self._shapes), dtype=np.int64)
        if len(longitude) and len(self._rows):
            point, shape = self._tree.query(shapely.points(longitude, latitude), predicate="intersects")
            np.minimum.at(found, point, self._rows[shape])
        return np.where(found == len(self._shapes), NOWHERE, found)
