"""How large a city is: people, places and organisation."""

from __future__ import annotations

from dataclasses import dataclass

from twin.errors import InputError


@dataclass(frozen=True)
class Size:
    """Customers are those present when the books open; about as many are present at their end."""

    customers: int
    branches: int
    grids: int
    managers_a_grid: int
    places: int

    @property
    def community_managers(self) -> int:
        """Community managers of the whole company."""
        return self.grids * self.managers_a_grid


SIZES: dict[str, Size] = {
    "tiny": Size(customers=2_000, branches=2, grids=4, managers_a_grid=3, places=60),
    "demo": Size(customers=100_000, branches=6, grids=40, managers_a_grid=4, places=1_000),
    "full": Size(customers=1_000_000, branches=18, grids=182, managers_a_grid=11, places=4_500),
}


def size_named(name: str, customers: int | None = None) -> Size:
    """The size of that name, or one whose organisation grows in proportion to so many customers."""
    if customers is not None:
        return _in_proportion(customers)
    if name not in SIZES:
        raise InputError(f"no size '{name}': choose one of {', '.join(SIZES)}, or give a number of customers")
    return SIZES[name]


def _in_proportion(customers: int) -> Size:
    if customers < 200:
        raise InputError(f"{customers} customers are too few for a city: give at least 200")
    grids = min(max(round(customers / 2_500), 4), 182)
    managers = min(max(round(customers / grids / 600), 3), 11)
    return Size(
        customers=customers,
        branches=min(max(round(grids / 8), 2), 18),
        grids=grids,
        managers_a_grid=managers,
        places=min(max(grids * 25, 60), 4_500),
    )
