"""Competitor intelligence as an operator gets it: the regulator's figures of branches, estimates of grids."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from twin.books import MonthBooks
from twin.chance import Draws, Floats, Ints
from twin.feeds.texts import repeated, yuan
from twin.nature.rivals import OWN, Held, own_held, rivals_held
from twin.world.organisation import branch_code, grid_codes
from twin.world.world import World

SURVEY_NOISE = 0.05
"""Standard deviation (log) of what surveys say of a rival in a grid."""
ESTIMATE_NOISE = 0.09
"""The same where nobody was asked, in grids that are mostly rural, and the grid manager estimates."""
REGULATOR_ROUNDS_TO = 10
"""The regulator publishes users in tens."""


def market_position(world: World, books: MonthBooks) -> pa.Table:
    """Users and revenue of every operator by branch and by grid.

    Branches are what all operators report to the regulator. Of grids we know our own figures, and the rivals' from
    surveys or estimates, so the grids of a branch do not quite add up to it.
    """
    billed = np.zeros(len(world.people))
    billed[books.bills.customer] = books.bills.billed
    own = own_held(world, books.month, billed)
    held = {OWN: own, **rivals_held(world, books.month, own)}
    tables = [
        table
        for code, amounts in held.items()
        for table in (_branches(world, books, code, amounts), _grids(world, books, code, amounts))
    ]
    whole = pa.concat_tables(tables)
    return whole.sort_by([("org_code", "ascending"), ("operator", "ascending")])


def _branches(world: World, books: MonthBooks, operator: str, held: Held) -> pa.Table:
    places = world.places
    areas = [branch_code(number) for number in range(int(places.branch.max()) + 1)]
    users, new, revenue = _summed(held, places.branch, len(areas), np.ones(len(areas)))
    rounded = np.round(users / REGULATOR_ROUNDS_TO) * REGULATOR_ROUNDS_TO
    return _table(books, operator, areas, (rounded, new, revenue), np.full(len(areas), "regulator"))


def _grids(world: World, books: MonthBooks, operator: str, held: Held) -> pa.Table:
    places, areas = world.places, grid_codes(world.places)
    if operator == OWN:
        amounts = _summed(held, places.grid, len(areas), np.ones(len(areas)))
        return _table(books, operator, areas, amounts, np.full(len(areas), "own"))
    rural = np.bincount(places.grid, weights=places.is_rural * places.households, minlength=len(areas))
    households = np.bincount(places.grid, weights=places.households, minlength=len(areas))
    guessed = rural >= 0.5 * households
    draws = world.draws(books.month)
    noise = np.where(guessed, ESTIMATE_NOISE, SURVEY_NOISE) * _lasting_and_new(world, draws, operator, len(areas))
    amounts = _summed(held, places.grid, len(areas), np.exp(noise))
    return _table(books, operator, areas, amounts, np.where(guessed, "estimate", "survey"))


def _lasting_and_new(world: World, draws: Draws, operator: str, count: int) -> Floats:
    """Errors of surveys: mostly the same month after month, for the method stays the same; a little is new."""
    grids: Ints = np.arange(count, dtype=np.int64)
    lasting = world.lifelong_draws().normal(f"survey {operator}", grids)
    fresh = draws.normal(f"survey {operator}", grids)
    errors: Floats = np.sqrt(0.96) * lasting + np.sqrt(0.04) * fresh
    return errors


def _summed(held: Held, area: Ints, count: int, error: Floats) -> tuple[Floats, Floats, Floats]:
    users, new, revenue = (
        np.bincount(area, weights=amount, minlength=count) * error
        for amount in (held.users, held.new_users, held.revenue_fen)
    )
    return users, new, revenue


def _table(
    books: MonthBooks, operator: str, areas: list[str], amounts: tuple[Floats, Floats, Floats], source: np.ndarray
) -> pa.Table:
    users, new, revenue = (np.round(amount).astype(np.int64) for amount in amounts)
    estimated = np.isin(source, ["survey", "estimate"])
    return pa.table({
        "org_code": areas, "operator": repeated(operator, len(areas)), "month": repeated(str(books.month), len(areas)),
        "users": users, "new_users": new, "revenue_yuan": yuan(revenue), "source": source.tolist(),
        "is_estimate": estimated.astype(np.int64),
    })  # fmt: skip
