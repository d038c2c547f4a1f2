"""What the tests of every stage start from: a lake of their own, a small operator, signed-in clients."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from gridloop.kernel.models import Account, OrgUnit, Person
from gridloop.kernel.scope import scope_of
from gridloop.kernel.types import Actor, OrgKind, Role, Scope
from gridloop.lake.datasets import DATASETS
from gridloop.lake.services.publish import publish
from gridloop.lake.spark_session import what_is_missing
from gridloop.lake.types import Engine, PublishedVersion
from gridloop.web.stages import register_stages

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}
PublishRows = Callable[..., PublishedVersion]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """Give each test an empty home folder (lake, models, drop) and what a running server knows."""
    register_stages()
    settings.HOME = tmp_path
    settings.SIMULATION = False
    return tmp_path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask something of the database: only they are worth running on another one."""
    for item in items:
        fixtures = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        if fixtures or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have the tests marked ``engines`` run once on each engine of the lake."""
    if metafunc.definition.get_closest_marker("engines"):
        on_spark = pytest.param(Engine.SPARK, marks=[pytest.mark.spark, pytest.mark.xdist_group("spark")])
        metafunc.parametrize("engine", [Engine.DUCKDB, on_spark], ids=list(Engine), indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, settings: Any) -> Engine:
    """Return the engine that the test runs on: DuckDB, unless it is marked to run on every one."""
    chosen: Engine = getattr(request, "param", Engine.DUCKDB)
    missing = what_is_missing() if chosen is Engine.SPARK else ""
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    if chosen is Engine.SPARK:  # a short life: what Java would gain by compiling harder costs more than it gives
        os.environ.setdefault("GRIDLOOP_SPARK_CONF", "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1")
    settings.ENGINE = chosen
    return chosen


@pytest.fixture
def actor() -> Actor:
    """Return the actor that tests act as."""
    return Actor.system("test")


@pytest.fixture
def publish_rows(db: None, actor: Actor) -> PublishRows:
    """Return a function that publishes a dataset from dicts; absent columns are empty.

    ``publish_rows("customer", [{"customer_id": "C1", ...}])``; extra columns are allowed for open datasets, as
    booleans.
    """

    def publish_dicts(dataset: str, rows: Iterable[Mapping[str, Any]]) -> PublishedVersion:
        given = list(rows)
        types = {name: ARROW_TYPES[kind.value] for name, kind in DATASETS[dataset].types.items()}
        extra = {name: pa.bool_() for row in given for name in row if name not in types}
        if extra and not DATASETS[dataset].open:
            raise AssertionError(f"{dataset} has no column {sorted(extra)}")
        schema = pa.schema(list((types | extra).items()))
        table = pa.Table.from_pylist([dict(row) for row in given], schema=schema)
        return publish(dataset=dataset, rows=table, run="test", actor=actor, reads={})

    return publish_dicts


@dataclass
class Operator:
    """A small operator: company LG, branches LG01 and LG02, each with grids such as LG0101 and LG0102.

    Staff numbers: ``EXEC1 PLAN1 DATA1 AUDIT1 ADMIN1`` on the company; ``BM01`` on branch LG01; ``GM0101`` on grid
    LG0101; ``CM010101`` and ``CM010102`` community managers of LG0101 (likewise for the other grids); on grid LG0101
    also ``AM1`` (account manager), ``HALL1``, ``CALL1`` and ``PART1``.
    """

    units: dict[str, OrgUnit]
    people: dict[str, Person]
    accounts: dict[str, Account]

    def scope(self, code: str) -> Scope:
        """Return the scope of a member of staff."""
        return scope_of(self.accounts[code])

    def client(self, code: str, language: str = "en") -> Client:
        """Return an HTTP client signed in as a member of staff."""
        client = Client(headers={"Accept-Language": language})
        client.force_login(self.accounts[code], backend="django.contrib.auth.backends.ModelBackend")
        return client


def _unit(code: str, kind: OrgKind, parent: OrgUnit | None) -> OrgUnit:
    path = f"{parent.path if parent else '/'}{code}/"
    return OrgUnit.objects.create(
        code=code, kind=kind.value, name_zh=f"{code} 单位", name_en=f"{code} unit", parent=parent, path=path
    )


@pytest.fixture
def operator(db: None) -> Operator:
    """Return a small operator whose people all have accounts."""
    company = _unit("LG", OrgKind.COMPANY, None)
    units = {"LG": company}
    staff: list[tuple[str, Role, OrgUnit]] = [
        ("EXEC1", Role.EXECUTIVE, company),
        ("PLAN1", Role.PLANNER, company),
        ("DATA1", Role.DATA_STEWARD, company),
        ("AUDIT1", Role.AUDITOR, company),
        ("ADMIN1", Role.ADMINISTRATOR, company),
    ]
    for branch_number in ("01", "02"):
        branch = _unit(f"LG{branch_number}", OrgKind.BRANCH, company)
        units[branch.code] = branch
        staff.append((f"BM{branch_number}", Role.BRANCH_MANAGER, branch))
        for grid_number in ("01", "02"):
            grid = _unit(f"{branch.code}{grid_number}", OrgKind.GRID, branch)
            units[grid.code] = grid
            number = grid.code.removeprefix("LG")
            staff.append((f"GM{number}", Role.GRID_MANAGER, grid))
            staff += [(f"CM{number}{n}", Role.COMMUNITY_MANAGER, grid) for n in ("01", "02")]
    first = units["LG0101"]
    staff += [
        ("AM1", Role.ACCOUNT_MANAGER, first),
        ("HALL1", Role.HALL_CLERK, first),
        ("CALL1", Role.CALL_AGENT, first),
        ("PART1", Role.PARTNER, first),
    ]
    people = {
        code: Person.objects.create(code=code, name=f"员工{code}", role=role.value, org_unit=unit)
        for code, role, unit in staff
    }
    accounts = {
        code: Account.objects.create(username=code.lower(), person=person, role=person.role, org_unit=person.org_unit)
        for code, person in people.items()
    }
    return Operator(units, people, accounts)
