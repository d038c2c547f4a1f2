"""Building: the same seed makes the same bytes, and the state survives the disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from twin.cities import CITIES, PORT
from twin.life.beginning import begin
from twin.life.store import load
from twin.sizes import SIZES, size_named
from twin.tests.conftest import SEED, Built


def fingerprints(drop: Path) -> dict[str, str]:
    """Digest of every feed file."""
    files = [path for path in sorted(drop.rglob("*")) if path.is_file() and path.suffix != ".ctl"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_makes_the_same_feeds_and_another_seed_others(built: Built, tmp_path: Path):
    for seed in (SEED, SEED + 1):
        begin(seed, PORT, SIZES["tiny"], tmp_path / f"s{seed}", tmp_path / f"d{seed}", lambda text: None)
    assert fingerprints(tmp_path / f"d{SEED}") == fingerprints(built.drop)
    other = fingerprints(tmp_path / f"d{SEED + 1}")
    alike = [name for name, digest in fingerprints(built.drop).items() if other[name] == digest]
    assert alike == ["market_operator_2026-10-01.xlsx", "offer_2026-10-01.csv"]


def test_the_state_is_read_back_as_it_was(built: Built):
    read = load(built.state)
    for name in ("places", "people", "cards", "subscriptions", "consents", "staff", "units", "offers"):
        before, after = getattr(built.world, name), getattr(read, name)
        for column, values in vars(before).items():
            np.testing.assert_array_equal(values, getattr(after, column), err_msg=f"{name}.{column}")
    assert (read.month, read.seed, read.city, read.size) == (
        built.world.month,
        built.world.seed,
        built.world.city,
        built.world.size,
    )


def test_sizes_follow_a_number_of_customers():
    small, large = size_named("demo", 20_000), size_named("demo", 400_000)
    assert small.customers == 20_000
    assert small.grids < large.grids <= 182
    assert SIZES["full"].community_managers >= 2_000


def test_cities_differ_in_their_truth():
    truths = {(city.leave_logit, city.rivalry, city.self_service_logit) for city in CITIES.values()}
    assert len(truths) == len(CITIES) >= 3


def test_every_manager_has_places_and_staff_have_every_role(built: Built):
    staff = built.world.staff
    roles = set(staff.role.tolist())
    assert roles == {
        "executive", "planner", "data_steward", "branch_manager", "grid_manager", "community_manager",
        "account_manager", "hall_clerk", "call_agent", "partner", "auditor", "administrator",
    }  # fmt: skip
    assert len(set(staff.staff_no.tolist())) == len(staff)
    assert len({*staff.phone.tolist(), *built.world.cards.phone.tolist()}) == len(staff) + len(built.world.cards)
