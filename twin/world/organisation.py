"""The operator's organisation: units from company to grid, and the staff of every role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Bools, Floats, Ints, generator
from twin.cities import City
from twin.columns import Columns
from twin.months import HISTORY_STARTS, Days
from twin.sizes import Size
from twin.world import words
from twin.world.names import Texts, people_names, phone_numbers
from twin.world.places import Places

COMPANY_CODE = "LG"
STAFF_PHONES_START = 90_000_000
"""Staff numbers are taken from the end of the row, customers' from its beginning: they never meet."""


@dataclass
class Units(Columns):
    """Org units, parents before children. `level` is company, branch or grid."""

    code: Texts
    parent_code: Texts
    level: Texts
    name_zh: Texts
    name_en: Texts


@dataclass
class Staff(Columns):
    """Everybody who works for the operator. The last three columns are hidden and matter for sellers only."""

    staff_no: Texts
    name: Texts
    role: Texts
    org_code: Texts
    hired_on: Days
    phone: Texts
    daily_capacity: Ints
    """Contacts a day; 0 for those who make none."""
    manager: Ints
    """Number of the community manager as `Places.manager` counts them; -1 for all others."""
    skill: Floats
    """Adds to the log-odds of acceptance."""
    diligence: Floats
    """Share of the day's list that is really worked."""
    invention: Floats
    """Probability of claiming a success that was none; 0 for honest people."""


def build_units(places: Places, city: City, size: Size) -> Units:
    """Company, branches and grids; a grid is named after its largest place."""
    rows: list[tuple[str, str, str, str, str]] = [
        (COMPANY_CODE, "", "company", f"{city.name_zh}公司", f"{city.name_en} Company")
    ]
    for branch in range(size.branches):
        zh, en = words.AREAS[branch]
        rows.append((branch_code(branch), COMPANY_CODE, "branch", f"{zh}分公司", f"{en} Branch"))
    codes = grid_codes(places)
    for grid, code in enumerate(codes):
        largest = _largest_place(places, grid)
        zh, en = str(places.name[largest]), str(places.name_en[largest])
        rows.append((code, code[:-2], "grid", f"{zh}网格", f"{en} Grid"))
    return Units(*(np.array(column) for column in zip(*rows, strict=True)))


def branch_code(branch: int) -> str:
    """LG01 for the first branch."""
    return f"{COMPANY_CODE}{branch + 1:02d}"


def grid_codes(places: Places) -> list[str]:
    """The code of every grid: that of its branch and a running number of two digits inside the branch."""
    count = int(places.grid.max()) + 1
    branch_of = np.zeros(count, dtype=np.int64)
    branch_of[places.grid] = places.branch
    seen: dict[int, int] = {}
    codes = []
    for branch in branch_of.tolist():
        seen[branch] = seen.get(branch, 0) + 1
        codes.append(f"{branch_code(branch)}{seen[branch]:02d}")
    return codes


def build_staff(seed: int, places: Places, city: City, size: Size) -> Staff:
    """The staff list: central roles first, so that their numbers are the same in every size."""
    rng = generator(seed, "staff")
    posts = _central_posts() + _branch_posts(size) + _grid_posts(places, size)
    role = np.array([post[0] for post in posts])
    count = len(posts)
    seller = role == "community_manager"
    contacts = np.isin(role, ["community_manager", "account_manager", "call_agent", "partner"])
    capacity = np.select([role == "call_agent", contacts], [60, rng.integers(12, 23, count)], 0)
    return Staff(
        staff_no=np.strings.add("LG", np.strings.zfill(np.arange(1, count + 1).astype("U6"), 5)),
        name=people_names(rng, rng.random(count) < 0.4),
        role=role,
        org_code=np.array([post[1] for post in posts]),
        hired_on=HISTORY_STARTS.astype("datetime64[D]") - rng.integers(200, 9_000, count),
        phone=phone_numbers(STAFF_PHONES_START, count, seed),
        daily_capacity=capacity.astype(np.int64),
        manager=np.array([post[2] for post in posts], dtype=np.int64),
        skill=np.where(seller, rng.normal(0.0, 0.35, count), 0.0),
        diligence=np.where(seller, rng.beta(12, 2, count), 1.0),
        invention=_inventions(rng, seller, city.dishonest_managers),
    )


def _inventions(rng: np.random.Generator, seller: Bools, share: float) -> Floats:
    """Most managers never claim what is not so; the others do it in 8 to 30 % of their failures."""
    dishonest = seller & (rng.random(len(seller)) < share)
    inventions: Floats = np.where(dishonest, rng.uniform(0.08, 0.3, len(seller)), 0.0)
    return inventions


Post = tuple[str, str, int]
"""Role code, org unit, number as community manager (-1 for none)."""


def _central_posts() -> list[Post]:
    roles = ["administrator", "executive", "planner", "planner", "data_steward", "auditor", "auditor"]
    return [(role, COMPANY_CODE, -1) for role in roles]


def _branch_posts(size: Size) -> list[Post]:
    posts: list[Post] = []
    for branch in range(size.branches):
        code = branch_code(branch)
        posts.append(("branch_manager", code, -1))
        posts += [("account_manager", code, -1)] * 2 + [("hall_clerk", code, -1)] * 2
        posts += [("call_agent", code, -1)] * 2 + [("partner", code, -1)]
    return posts


def _grid_posts(places: Places, size: Size) -> list[Post]:
    posts: list[Post] = []
    for grid, code in enumerate(grid_codes(places)):
        posts.append(("grid_manager", code, -1))
        first = grid * size.managers_a_grid
        posts += [("community_manager", code, first + number) for number in range(size.managers_a_grid)]
    return posts


def staff_row_of_manager(staff: Staff) -> Ints:
    """Row in the staff list of each community manager, by the manager's number."""
    sellers = np.flatnonzero(staff.manager >= 0)
    rows = np.zeros(len(sellers), dtype=np.int64)
    rows[staff.manager[sellers]] = sellers
    return rows


def _largest_place(places: Places, grid: int) -> int:
    rows = np.flatnonzero(places.grid == grid)
    return int(rows[np.argmax(places.households[rows])])
