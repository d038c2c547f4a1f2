"""Launching and dispatching survive kill -9 anywhere, and two at a time: no target twice, none lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

SOURCE = Path(__file__).parents[3]
SERVER = os.environ.get("GRIDLOOP_DATABASE_URL", "")
Read = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[str, Read]]:
    """Return the address of an empty database and a function that reads it: PostgreSQL where the tests run on it."""
    if not SERVER.startswith("postgres"):
        file = tmp_path / "db.sqlite3"
        yield f"sqlite:///{file}", lambda query: _read(sqlite3.connect(file), query)
        return
    import psycopg

    name = f"killed_{uuid4().hex[:8]}"
    address = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield address, lambda query: _read(psycopg.connect(address), query)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _read(connection: Any, query: str) -> list[tuple[Any, ...]]:
    with closing(connection):
        return connection.execute(query).fetchall()


@pytest.fixture
def run(tmp_path, database):
    """Return a function that starts a process on a database of its own."""
    environment = {
        **os.environ,
        "GRIDLOOP_DATABASE_URL": database[0],
        "GRIDLOOP_HOME": str(tmp_path),
        "PYTHONPATH": str(SOURCE),
        "GRIDLOOP_THREADS": "1",
    }

    def start(steps: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "gridloop.dispatch.tests.victim", steps]
        return subprocess.Popen(
            command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    return start


def kill_half_way(process: subprocess.Popen[str]) -> str:
    """Kill a process as soon as it says that it is half-way; return what it had said until then."""
    said = []
    for line in process.stdout:
        if line.strip() == "half-way":
            process.send_signal(signal.SIGKILL)
            process.wait()
            return "".join(said)
        said.append(line)
    raise AssertionError(f"it never got half-way: {said}")


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for a process that must end well."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def test_killed_in_the_middle_and_run_again_everything_is_there_once(run, database):
    _, read = database
    kill_half_way(run("prepare,launch!"))
    assert read("SELECT state FROM campaign_campaign") == [("approved",)]
    assert read("SELECT count(*) FROM campaign_campaigntarget")[0][0] > 0

    said = kill_half_way(run("launch,generate!"))
    assert "targets" in said
    half = read("SELECT count(*) FROM dispatch_workorder")[0][0]
    targets = read("SELECT customer_id FROM campaign_campaigntarget WHERE arm='treated'")
    assert 0 < half < len(targets)

    for process in [run("generate"), run("generate")]:  # at the same time
        finish(process)
    orders = read("SELECT customer_id, assignee_code, planned_on, state FROM dispatch_workorder")
    slots = read("SELECT customer_id FROM contact_slotreservation WHERE state='planned'")
    assert Counter(order[0] for order in orders) == Counter(target[0] for target in targets)
    assert sorted(order[0] for order in orders if order[3] == "pending") == sorted(slot[0] for slot in slots)
    load = Counter((who, day) for _, who, day, state in orders if state == "pending")
    assert set(load.values()) == {1}
