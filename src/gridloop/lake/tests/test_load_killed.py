"""A process killed at any instant leaves the last good snapshot; the next run finishes the work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gridloop.lake.tests.conftest import bills, write_control

LOADER = """
import json, os, signal, sys
import ibis.backends.sql.compilers, pandas  # loaded once, before the processes part
import django
django.setup()
from django.core.management import call_command
from django.db import connections
from pathlib import Path
from gridloop.kernel.types import Actor
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.queries import open_lake
from gridloop.lake.services import load_drop, load_feed

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def after(function):
    def call(*args, **options):
        function(*args, **options)
        die()
    return call

def state():
    with open_lake() as lake:
        table = lake.table("bill")
        rows = lake.run(table.select("customer_id", "billed_fen")).to_pylist()
    found = FeedBatch.objects.order_by("id").values_list("state", "rows_read", "rows_loaded", "rows_quarantined")
    return {
        "bills": sorted([row["customer_id"], row["billed_fen"]] for row in rows),
        "batches": [list(batch) for batch in found],
        "quarantined": QuarantinedRow.objects.count(),
    }

def load(kill_at, up_to):
    if kill_at == "reading":
        load_feed.check_rows = die
    elif kill_at == "prepared":  # files are written, nothing names them
        load_feed.prepare_delivery = after(load_feed.prepare_delivery)
    elif kill_at == "committing":  # the table's log says so already, the database row does not
        load_feed.commit_delivery = after(load_feed.commit_delivery)
    before = state()
    load_drop.load_drop(drop=Path(sys.argv[1]), up_to=up_to, actor=Actor.system("test"), report=lambda line: None)
    return {"before": before, "after": state()}

for app in ("kernel", "lake"):
    call_command("migrate", app, verbosity=0)
connections.close_all()
steps = [("never", "2026-10-01"), ("reading", None), ("prepared", None)]
steps += [("committing", None), ("never", None)]
for number, (kill_at, up_to) in enumerate(steps):  # each in a process of its own, forked before any engine started
    child = os.fork()
    if child == 0:
        from datetime import date
        found = load(kill_at, up_to and date.fromisoformat(up_to))
        Path(sys.argv[1], f"../step{number}.json").resolve().write_text(json.dumps(found))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def run_loader(home: Path) -> list[str]:
    """Run the five steps; return how each process ended."""
    environment = {name: value for name, value in os.environ.items() if name != "GRIDLOOP_DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "gridloop.web.settings",
        "GRIDLOOP_HOME": str(home / "own"),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    ended = subprocess.run(
        [sys.executable, "-c", LOADER, str(home / "drop")],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return ended.stdout.split() or [ended.stderr]


def put(home: Path, name: str, *rows: str) -> None:
    file = home / "drop" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(bills(*rows))
    write_control(file, "bill", name[5:15], len(rows))


@pytest.mark.own_database
def test_a_killed_load_is_taken_over_and_reconciles(home):
    put(home, "bill_2026-10-01.csv", "C1,2026-09,1", "C2,x,1")
    put(home, "bill_2026-10-02.csv", "C1,2026-09,7", "C2,2026-09,7", "C3,x,1")
    killed = str(-signal.SIGKILL)
    assert run_loader(home) == ["0", killed, killed, killed, "0"]
    first, last = (json.loads((home / f"step{n}.json").read_text()) for n in (0, 4))
    good = {"bills": [["C1", 100]], "batches": [["loaded", 2, 1, 1]], "quarantined": 1}
    assert first["after"] == good
    assert last["before"]["bills"] == good["bills"]
    assert last["before"]["batches"] == [*good["batches"], ["loading", 0, 0, 0]]
    assert last["after"] == {
        "bills": [["C1", 700], ["C2", 700]],
        "batches": [["loaded", 2, 1, 1], ["loaded", 3, 2, 1]],
        "quarantined": 2,
    }
