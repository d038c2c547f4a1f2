"""Does a load survive being killed? A real ``gridloop load`` is ended with kill -9 at random instants, again and again.

    make bench NAME=load_kills SIZE=short|full

Seven kills in ten fall after the first batch was opened, the others anywhere in the process's life. Each time a new
delivery lies in the drop folder: bills that replace a month, and subscriptions that change by key (some new, some
gone). After the kill, every dataset must be what it was before the delivery or what it is after it, nothing between;
the next load must bring it to its end; no row may be lost. At the end all deliveries are loaded undisturbed by one
process into another installation: both must be equal. What is expected comes from the numbers that made the files.
``short`` is 10 kills, ``full`` 200.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
from deltalake import DeltaTable

from bench.bar import bar, size_parser

FIRST = date(2026, 10, 1)
CUSTOMERS = 20_000
BAD_ROWS = 3
KILLS = {"short": 10, "full": 200}
BILLS = "customer_id,month,billed_yuan,mobile_yuan,broadband_yuan,out_of_bundle_yuan,cost_yuan\n"
SUBSCRIPTIONS = (
    "subscription_id,customer_id,product_kind,offer_code,monthly_fee_yuan,allowance_mb,speed_mbps,started_on,"
    "contract_end_on,ended_on,op\n"
)
COLUMNS = {"bill": ("customer_id", "billed_fen"), "subscription": ("subscription_id", "monthly_fee_fen")}

Figures = tuple[int, int, int]
"""Rows, sum of the amounts, and the sum in which each amount counts by its key."""
State = dict[str, Figures]


@dataclass
class Deliveries:
    """Writes one delivery after another and knows what the datasets are after each."""

    drop: Path
    rng: random.Random
    fees: dict[int, int] = field(default_factory=dict)
    count: int = 0
    rows: int = 0

    def next(self) -> State:
        """Write the next delivery; return what the datasets must be once it is loaded."""
        day = FIRST + timedelta(days=self.count)
        self.count += 1
        bills = {k: (k * 7 + self.count * 13) % 1000 for k in range(CUSTOMERS + self.count)}
        lines = [f"C{k},2026-09,{yuan},,,," for k, yuan in bills.items()] + ["C1,Sept,1,,,,"] * BAD_ROWS
        self._write("bill", day, BILLS, lines)
        self._write("subscription", day, SUBSCRIPTIONS, self._changes())
        return {"bill": figures(bills), "subscription": figures(self.fees)}

    def _changes(self) -> list[str]:
        keys = self.rng.sample(range(CUSTOMERS * 2), CUSTOMERS // 2)
        lines = []
        for key in keys:
            if key in self.fees and self.rng.random() < 0.3:
                del self.fees[key]
                lines.append(f"S{key},,,,,,,,,,D")
            else:
                self.fees[key] = self.rng.randrange(1000)
                lines.append(f"S{key},C{key},mobile,,{self.fees[key]},,,,,,")
        return lines

    def _write(self, feed: str, day: date, header: str, lines: list[str]) -> None:
        file = self.drop / f"{day}" / f"{feed}_{day}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        content = (header + "\n".join(lines) + "\n").encode()
        file.write_bytes(content)
        self.rows += len(lines)
        said = {"file": file.name, "bytes": len(content), "rows": len(lines), "feed": feed, "business_date": f"{day}"}
        said["sha256"] = hashlib.sha256(content).hexdigest()
        file.with_name(file.name + ".ctl").write_text(json.dumps(said), encoding="utf-8")


def figures(amounts: dict[int, int]) -> Figures:
    """Return the figures of amounts in yuan by key, as the lake holds them in fen."""
    return (
        len(amounts),
        sum(amounts.values()) * 100,
        sum(yuan * 100 * (key % 97 + 1) for key, yuan in amounts.items()),
    )


def state(home: Path) -> State:
    """Return the figures of the current versions, read past Gridloop: from its database rows and the tables' logs."""
    found: State = {}
    with sqlite3.connect(home / "db.sqlite3") as database:
        for dataset, (key, amount) in COLUMNS.items():
            row = database.execute(
                "SELECT version FROM lake_datasetversion WHERE dataset = ? ORDER BY id DESC LIMIT 1", [dataset]
            ).fetchone()
            if row is None:
                found[dataset] = (0, 0, 0)
                continue
            files = DeltaTable(str(home / "lake" / dataset), version=row[0]).file_uris()
            weight = f"(CAST(substr({key}, 2) AS BIGINT) % 97 + 1)"
            query = f"SELECT count(*), sum({amount}), sum({amount} * {weight}) FROM read_parquet(?)"
            with duckdb.connect() as engine:
                counted = engine.execute(query, [files]).fetchone() or (0, 0, 0)
            found[dataset] = (int(counted[0]), int(counted[1] or 0), int(counted[2] or 0))
    return found


def batches(home: Path) -> tuple[int, int, int, int]:
    """Return the batches that are loaded, those left open, and the rows they read and set aside."""
    with sqlite3.connect(home / "db.sqlite3") as database:
        return database.execute(  # type: ignore[no-any-return]
            "SELECT count(*) FILTER (WHERE state = 'loaded'), count(*) FILTER (WHERE state = 'loading'), "
            "coalesce(sum(rows_read), 0), coalesce(sum(rows_quarantined), 0) FROM lake_feedbatch"
        ).fetchone()


def new_home(folder: Path) -> Path:
    """Set up an installation whose subscriptions change by key."""
    folder.mkdir(parents=True)
    run(folder, "init").check_returncode()
    shipped = Path(__file__).parents[1] / "src" / "gridloop" / "lake" / "contracts" / "subscription.yaml"
    flag = "{property: deleteFlag, value: {column: op, value: D}}"
    text = shipped.read_text(encoding="utf-8").replace(
        "{property: semantics, value: full}", f"{{property: semantics, value: upsert}}\n      - {flag}"
    )
    text = text.replace("slaProperties:", "      - {name: op, logicalType: string}\nslaProperties:")
    (folder / "contracts").mkdir()
    (folder / "contracts" / "subscription.yaml").write_text(text, encoding="utf-8")
    return folder


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a command on one installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRIDLOOP_")}
    return kept | {"GRIDLOOP_HOME": str(home), "GRIDLOOP_LANGUAGE": "en"}


def run(home: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "gridloop", *words]
    return subprocess.run(command, env=environment(home), capture_output=True, check=False)


def load(home: Path, drop: Path) -> subprocess.CompletedProcess[bytes]:
    """Load everything that lies in the drop folder."""
    return run(home, "load", "--drop", str(drop), "--date", "2099-01-01")


def timed_load(home: Path, drop: Path) -> tuple[float, float]:
    """Load undisturbed; return after how many seconds the first batch was opened, and the load had ended."""
    before, opened = sum(batches(home)[:2]), 0.0
    started = time.perf_counter()
    process = start_load(home, drop)
    while process.poll() is None:
        if not opened and sum(batches(home)[:2]) > before:
            opened = time.perf_counter() - started
        time.sleep(0.01)
    return opened, time.perf_counter() - started


def start_load(home: Path, drop: Path) -> subprocess.Popen[bytes]:
    """Start a load and leave it running."""
    command = [sys.executable, "-m", "gridloop", "load", "--drop", str(drop), "--date", "2099-01-01"]
    return subprocess.Popen(
        command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def kill_load(home: Path, drop: Path, after: float, *, once_opened: bool) -> bool:
    """Start a load and kill it with all it started after some seconds; return whether it was still running.

    ``once_opened`` counts the seconds from the opening of its first batch.
    """
    before = sum(batches(home)[:2])
    process = start_load(home, drop)
    while once_opened and process.poll() is None and sum(batches(home)[:2]) == before:
        time.sleep(0.005)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


@dataclass
class Score:
    """What the kills showed."""

    killed: int = 0
    inside: int = 0
    good: int = 0
    resumed: int = 0


def main() -> None:
    """Run the bench."""
    parser = size_parser(__doc__)
    parser.add_argument("--kills", type=int, help="so many kills instead of the size's")
    options = parser.parse_args()
    wanted = options.kills or KILLS[options.size]
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="gridloop-bench-") as folder:
        home, drop = new_home(Path(folder) / "killed"), Path(folder) / "drop"
        deliveries = Deliveries(drop, rng)
        before = deliveries.next()
        opened, ended = timed_load(home, drop)
        assert state(home) == before, (state(home), before)
        before = deliveries.next()
        opened, ended = timed_load(home, drop)
        print(f"an undisturbed load of {CUSTOMERS:,} rows: first batch after {opened:.2f} s, end after {ended:.2f} s")
        score = Score()
        while score.killed < wanted:
            after = deliveries.next()
            once_opened = rng.random() < 0.7
            instant = rng.uniform(0.0, ended - opened) if once_opened else rng.uniform(0.0, ended)
            if kill_load(home, drop, instant, once_opened=once_opened):
                score.killed += 1
                open_batches = batches(home)[1]
                found = state(home)
                score.inside += open_batches > 0 or found != before
                good = all(found[name] in (before[name], after[name]) for name in COLUMNS)
                score.good += good
                ended_well = load(home, drop).returncode == 0 and state(home) == after
                score.resumed += ended_well
                moment = "its first batch" if once_opened else "the start"
                snapshot = "a good snapshot" if good else f"BAD {found}"
                print(
                    f"kill {score.killed}, {instant:.2f} s after {moment}, {open_batches} batches open: {snapshot}, "
                    f"{'resumed' if ended_well else 'NOT resumed'}",
                    flush=True,
                )
            before = after
        loaded, left, read, refused = batches(home)
        undisturbed = new_home(Path(folder) / "undisturbed")
        started = time.perf_counter()
        load(undisturbed, drop).check_returncode()
        print(f"all {deliveries.count} deliveries undisturbed: {time.perf_counter() - started:.1f} s")
        same = state(undisturbed) == state(home) == before and batches(undisturbed) == (loaded, left, read, refused)
        shutil.rmtree(drop)
    tell(score, same, deliveries, (loaded, left, read, refused))


def tell(score: Score, same: bool, deliveries: Deliveries, counted: tuple[int, int, int, int]) -> None:
    """State the bars."""
    _, left, read, refused = counted
    kills = float(score.killed)
    bar("load_kills_snapshot_good", value=score.good, baseline=kills, limit="=baseline", held=score.good == kills)
    bar("load_kills_resumed", value=score.resumed, baseline=kills, limit="=baseline", held=score.resumed == kills)
    bar("load_kills_same_as_undisturbed", value=float(same), baseline=1, limit="=baseline", held=same)
    whole = read == deliveries.rows and refused == BAD_ROWS * deliveries.count and left == 0
    bar("load_kills_rows_read", value=read, baseline=deliveries.rows, limit="=baseline", held=whole)
    bar("load_kills_inside_a_load", value=score.inside, baseline=kills, limit="printed", held=score.inside > 0)


if __name__ == "__main__":
    main()
