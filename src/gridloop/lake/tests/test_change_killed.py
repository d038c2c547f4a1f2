"""A rollback, a replay and a pull that are killed at any instant leave the old state or the new, to be done again."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

RANDOM_KILLS = 4
PROGRAM = '''
import json, os, random, signal, sqlite3, sys, time
import ibis.backends.sql.compilers, pandas, xlsxwriter  # loaded once, before the processes part
import django
django.setup()
from datetime import date
from django.core.management import call_command
from django.db import connections
from pathlib import Path
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.types import Actor
from gridloop.lake.intake.control import Incoming
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, PullRun, QuarantinedRow
from gridloop.lake.queries import open_lake
from gridloop.kernel.wording import say
from gridloop.lake.services import load_drop, load_feed, pull_feed, quarantine_sheet, replay, roll_back
from gridloop.lake.sources import read_pulls
from gridloop.lake.tests.conftest import bills

KIND, HOME, KILLS, SEED = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
ME, DAY = Actor.system("test"), date(2026, 10, 1)
CRM, DROP, SHEET = HOME / "crm.sqlite3", HOME / "drop", HOME / "mended.xlsx"
RNG = random.Random(SEED)


def apart(work):
    """Do something in a process of its own, forked before any engine started; return what it found."""
    answer = HOME / "answer.json"
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        try:
            answer.write_text(json.dumps(work()))
            os._exit(0)
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return json.loads(answer.read_text())


def killed(work, after):
    """Do something in a process of its own, and kill it after so many seconds; return whether it was still at it."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    until = time.monotonic() + after
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def dies_at(owner, name):
    """Return something that has a function of a module die once it is done."""
    def prepare():
        function = getattr(owner, name)
        def call(*args, **options):
            function(*args, **options)
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(owner, name, call)
    return prepare


def load(name, text):
    file = HOME / name
    file.write_text(text)
    load_feed.load_delivery(contract=contract_of("bill"), business_date=DAY, files=[Incoming(file, name)], actor=ME)


def state():
    pulled, billed = ("complaint", "complaint_id", "topic"), ("bill", "customer_id", "billed_fen")
    dataset, *columns = pulled if KIND == "pull" else billed
    with open_lake() as lake:
        rows = lake.run(lake.table(dataset).select(*columns)).to_pylist() if dataset in lake.versions else []
    batches = FeedBatch.objects.order_by("id").values_list("state", "rows_read", "rows_loaded", "rows_quarantined")
    return {
        "rows": sorted([*row.values()] for row in rows),
        "batches": [list(batch) for batch in batches],
        "waiting": QuarantinedRow.objects.filter(state="open").count(),
        "told": AuditEntry.objects.filter(action__in=("lake.roll_back", "lake.replay", "lake.pull")).count(),
        "handed": sorted(file.name for file in DROP.rglob("*.ctl")),
    }


def act():
    if KIND == "rollback":
        roll_back.roll_back(batch_id=FeedBatch.objects.latest("pk").pk, reason="wrong", actor=ME)
    elif KIND == "sheet":
        quarantine_sheet._CHUNK = 25
        batch_id = FeedBatch.objects.latest("pk").pk
        quarantine_sheet.return_quarantine_sheet(batch_id=batch_id, path=SHEET, file_name="mended.xlsx", actor=ME)
    elif KIND == "replay":
        rows = QuarantinedRow.objects.filter(state="open")
        replay.replay_rows(mends={row.pk: {"billed_yuan": "5"} for row in rows}, actor=ME)
    else:
        pull_feed.pull_feed(pull=PULL, drop=DROP, day=DAY, actor=ME)


if KIND == "pull":
    os.environ["GRIDLOOP_SOURCE_CRM"] = f"sqlite:///{CRM}"
    PULLS = read_pulls("""
sources: {crm: {url_env: GRIDLOOP_SOURCE_CRM}}
pulls:
  - {feed: complaint, source: crm, table: complaints, follow: seq, columns: {complaint_id: number, made_on: day}}
""")
    PULL = PULLS["complaint"]


def begin():
    """Make a state from which the change can be done."""
    if KIND == "pull":
        with sqlite3.connect(CRM) as database:
            columns = "seq INTEGER PRIMARY KEY, number, customer_id, day, topic"
            database.execute(f"CREATE TABLE IF NOT EXISTS complaints ({columns})")
            [(there,)] = database.execute("SELECT count(*) FROM complaints")
            new = [(n, f"T{n}", f"C{n}", "2026-09-05", f"t{n}") for n in range(there + 1, there + 301)]
            database.executemany("INSERT INTO complaints VALUES (?, ?, ?, ?, ?)", new)
        return
    if KIND == "rollback":
        load("bill_before.csv", bills(*(f"C{n},2026-09,1" for n in range(200))))
        load("bill_wrong.csv", bills(*(f"C{n},2026-09,{n}" for n in range(300))))
    else:
        old = FeedBatch.objects.last()
        if old is not None and FeedBatch.objects.filter(state="loaded").exists():
            roll_back.roll_back(batch_id=old.pk, reason="again", actor=ME)
        load("bill_part.csv", bills(*(f"C{n},2026-09,1" for n in range(200)), *(f"B{n},2026-09,x" for n in range(50))))
        with xlsxwriter.Workbook(str(SHEET)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, [say("lake.sheet_row", "en"), "billed_yuan"])
            for n, pk in enumerate(QuarantinedRow.objects.filter(state="open").values_list("pk", flat=True)):
                sheet.write_row(n + 1, 0, [str(pk), "5"])


def finish():
    """Do it to its end, whatever was left; return what is there then."""
    if KIND == "pull":
        act()
        load_drop.load_drop(drop=DROP, up_to=None, actor=ME, report=lambda line: None)
    elif KIND == "rollback":
        if FeedBatch.objects.latest("pk").state == "loaded":
            act()
    elif QuarantinedRow.objects.filter(state="open").exists():
        act()
    return state()


for app in ("kernel", "lake"):
    call_command("migrate", app, verbosity=0)
connections.close_all()
apart(begin)
started = time.perf_counter()
apart(finish)
lasts = time.perf_counter() - started
places = {
    "rollback": [(roll_back, "_prepare"), (roll_back, "commit_version")],
    "replay": [(replay, "_prepare"), (replay, "commit_delivery")],
    "sheet": [(replay, "_prepare"), (quarantine_sheet, "replay_rows")],
    "pull": [(pull_feed, "write_pulled"), (pull_feed, "_keep")],
}[KIND]
instants = [*(dies_at(*place) for place in places), *[None] * KILLS]
found = []
for place in instants:
    apart(begin)
    before = apart(state)
    def work(place=place):
        if place is not None:
            place()
        act()
    was = killed(work, lasts + 5 if place else RNG.uniform(0, lasts))
    left = apart(state)
    after = apart(finish)
    found.append({"killed": was, "before": before, "left": left, "after": after})
print(json.dumps(found))
'''


@pytest.mark.own_database
@pytest.mark.parametrize("kind", ["rollback", "replay", "sheet", "pull"])
def test_a_killed_change_leaves_the_old_state_or_the_new_and_can_be_done_again(kind, tmp_path):
    seed = random.randrange(10**6)
    environment = {name: value for name, value in os.environ.items() if name != "GRIDLOOP_DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "gridloop.web.settings",
        "GRIDLOOP_HOME": str(tmp_path / "own"),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind, str(tmp_path), str(1 if kind == "sheet" else RANDOM_KILLS), str(seed)],
        env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    found = json.loads(ended.stdout.splitlines()[-1])
    assert [one["killed"] for one in found[:2]] == [True, True], "the two instants that matter most were met"
    for one in found:
        before, left, after = one["before"], one["left"], one["after"]
        between = {"pull": only_handed_over, "sheet": only_some_rows}.get(kind)
        assert left in (before, after) or (between and between(before, left)), (seed, before, left)
        assert after["rows"] != before["rows"]
        assert all(read == loaded + refused for _, read, loaded, refused in after["batches"])
        if kind == "pull":
            assert len({number for number, _ in after["rows"]}) == len(after["rows"]) == 300 * (2 + found.index(one))


def only_some_rows(before, left) -> bool:
    """A sheet is taken some rows at a time: each of them is there and waits no more, or neither."""
    brought = len(left["rows"]) - len(before["rows"])
    return (
        all(row in left["rows"] for row in before["rows"])
        and brought % 25 == 0
        and left["waiting"] == before["waiting"] - brought
        and sum(loaded for _, _, loaded, _ in left["batches"]) - sum(b[2] for b in before["batches"]) == brought
    )


def only_handed_over(before, left) -> bool:
    """A pull does not load: its rows are there only when the drop folder is."""
    return (
        left["rows"] == before["rows"]
        and left["batches"] == before["batches"]
        and len(left["handed"]) <= (len(before["handed"]) + 1)
    )
