"""Loading a month's bills through the ordinary door, beside the engine's bare COPY of the same file to Parquet.

    make bench NAME=load SIZE=short|full

The load reads, checks every value, keeps the bad rows apart (two in a thousand are spoilt here), publishes and commits;
the baseline copies text to Parquet and checks nothing. Both run in turn, the better of two rounds counts. The same rows
encoded in GB18030 are printed beside them.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.bar import bar, size_parser

ROWS = {"short": 500_000, "full": 10_000_000}
ROUNDS = 2
DAY = date(2026, 10, 1)
BILLS = """
    SELECT 'C' || lpad(i::VARCHAR, 9, '0') AS customer_id,
           CASE WHEN i % 1000 = 7 THEN '2026-13' ELSE '2026-09' END AS month,
           (hash(i * 8) % 20000)::BIGINT / 100.0 AS billed_yuan,
           (hash(i * 8 + 1) % 9000)::BIGINT / 100.0 AS mobile_yuan,
           (hash(i * 8 + 2) % 6000)::BIGINT / 100.0 AS broadband_yuan,
           CASE WHEN i % 1000 = 13 THEN 'x' ELSE '0.00' END AS out_of_bundle_yuan,
           (hash(i * 8 + 3) % 5000)::BIGINT / 100.0 AS cost_yuan FROM range({rows}) t(i)"""


def best(*works: Callable[[], float]) -> list[float]:
    """Run pieces of work, which tell the seconds they took, in turn; return each one's shortest time."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(taken, works, strict=True):
            times.append(work())
    return [min(times) for times in taken]


def main() -> None:
    """Run the bench."""
    parser = size_parser(__doc__)
    parser.add_argument("--rows", type=int, help="another size")
    parser.add_argument("--shuffled", action="store_true", help="rows in no order, instead of by customer")
    options = parser.parse_args()
    rows = options.rows or ROWS[options.size]
    with tempfile.TemporaryDirectory(prefix="gridloop-bench-") as folder:
        run(Path(folder), rows, options.shuffled, full=rows >= ROWS["full"])


def run(home: Path, rows: int, shuffled: bool, *, full: bool) -> None:
    """Write the files and measure."""
    os.environ["GRIDLOOP_HOME"] = str(home)
    os.environ["GRIDLOOP_DATABASE_URL"] = f"sqlite:///{home / 'db.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gridloop.kernel.types import Actor
    from gridloop.lake.engine import connect
    from gridloop.lake.intake.control import Incoming
    from gridloop.lake.library import contract_of
    from gridloop.lake.models import BatchVersion, DatasetVersion, FeedBatch, QuarantinedRow
    from gridloop.lake.services.load_feed import load_delivery

    plain, chinese, parquet = home / "bill.csv", home / "bill_gb18030.csv", home / "bare.parquet"
    with connect() as connection:
        connection.execute("SET preserve_insertion_order=true")
        order = "ORDER BY hash(customer_id)" if shuffled else ""
        connection.execute(f"COPY (FROM ({BILLS.format(rows=rows)}) {order}) TO '{plain}' (HEADER)")
    with plain.open(encoding="utf-8") as source, chinese.open("w", encoding="gb18030") as target:
        target.writelines(source)
    print(f"  {rows:,} rows, {plain.stat().st_size / 1e6:,.0f} MB", flush=True)

    def load(path: Path, encoding: str) -> float:
        for kept in (BatchVersion, QuarantinedRow, FeedBatch, DatasetVersion):
            kept.objects.all().delete()
        started = time.perf_counter()
        [report] = load_delivery(
            contract=replace(contract_of("bill"), encoding=encoding),
            business_date=DAY,
            files=[Incoming(path, path.name)],
            actor=Actor.system("bench"),
        )
        seconds = time.perf_counter() - started
        bad = sum(1 for i in (7, 13) for _ in range(i, rows, 1000))
        if (report.rows_read, report.rows_loaded, report.rows_quarantined) != (rows, rows - bad, bad):
            raise SystemExit(f"the counts are wrong: {report}")
        timings = FeedBatch.objects.get(pk=report.batch_id).timings
        print(f"  {path.name}: {seconds:.2f} s, {timings}", flush=True)
        return seconds

    def bare() -> float:
        started = time.perf_counter()
        with connect() as connection:
            connection.execute(f"COPY (FROM read_csv('{plain}')) TO '{parquet}' (FORMAT parquet)")
        return time.perf_counter() - started

    loaded, copied, encoded = best(lambda: load(plain, "utf-8"), bare, lambda: load(chinese, "gb18030"))
    bar("load_seconds", value=loaded, baseline=copied, limit="<=2x", held=loaded <= 2 * copied if full else None)
    bar("load_gb18030_seconds", value=encoded, baseline=copied, limit="printed", held=True if full else None)


if __name__ == "__main__":
    main()
