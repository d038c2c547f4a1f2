"""Loading a month's bills through the ordinary door, beside the engine's bare COPY of the same file to Parquet.

    make bench NAME=load SIZE=short|full
    .venv/bin/python -m bench.load --feed customer [--rows N] [--shuffled]

The load reads, checks every value, keeps the bad rows apart (two in a thousand are spoilt in the bills), publishes and
commits; the baseline copies text to Parquet and checks nothing. Both run in turn, the better of two rounds counts. The
same rows encoded in GB18030 are printed beside them. Feeds other than the bills are printed without a bar: customers
bring phone numbers, which are hashed with a key and sealed, subscriptions come in another order than they are kept in.
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
CUSTOMERS = """
    SELECT 'C' || lpad(i::VARCHAR, 9, '0') AS "客户编码", '王' || ['建国', '秀英', '强', '丽'][i % 4 + 1] AS "客户名称",
           CASE WHEN hash(i) % 2 = 0 THEN 'M' ELSE 'F' END AS "性别", 1940 + (hash(i * 8) % 66)::BIGINT AS "出生年份",
           CASE WHEN hash(i) % 100 < 88 THEN 'public' ELSE 'sme' END AS "客群",
           '138' || lpad((hash(i * 8 + 1) % 100000000)::VARCHAR, 8, '0') AS "手机号",
           '港城路' || hash(i * 8 + 2) % 900 || '号' AS "地址", 'P' || hash(i * 8 + 3) % 10000 AS "场所编码",
           119.5 + (hash(i * 8 + 4) % 10000)::BIGINT / 10000.0 AS "经度",
           39.9 + (hash(i * 8 + 5) % 10000)::BIGINT / 10000.0 AS "纬度",
           DATE '2010-01-01' + (hash(i * 8 + 6) % 5800)::INTEGER AS "入网日期", NULL AS "离网日期"
    FROM range({rows}) t(i)"""
SUBSCRIPTIONS = """
    SELECT 'M' || lpad(i::VARCHAR, 9, '0') AS subscription_id,
           'C' || lpad((hash(i) % {rows})::VARCHAR, 9, '0') AS customer_id,
           ['mobile', 'broadband'][i % 2 + 1] AS product_kind, 'MT' || hash(i * 8) % 12 AS offer_code,
           39 + hash(i * 8 + 1) % 12 || '.00' AS monthly_fee_yuan, (hash(i * 8 + 2) % 60)::BIGINT AS allowance_mb,
           NULL AS speed_mbps, DATE '2022-01-01' + (hash(i * 8 + 3) % 1600)::INTEGER AS started_on,
           DATE '2026-06-01' + (hash(i * 8 + 4) % 730)::INTEGER AS contract_end_on, NULL AS ended_on
    FROM range({rows}) t(i)"""
FEEDS = {
    "bill": (BILLS, "customer_id"),
    "customer": (CUSTOMERS, "客户编码"),
    "subscription": (SUBSCRIPTIONS, "customer_id"),
}
"""Feed -> the rows of its file, and what they are shuffled by."""


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
    parser.add_argument("--feed", choices=FEEDS, default="bill")
    options = parser.parse_args()
    rows = options.rows or ROWS[options.size]
    with tempfile.TemporaryDirectory(prefix="gridloop-bench-") as folder:
        run(Path(folder), options.feed, rows, options.shuffled, full=rows >= ROWS["full"])


def run(home: Path, feed: str, rows: int, shuffled: bool, *, full: bool) -> None:
    """Write the files and measure."""
    os.environ["GRIDLOOP_HOME"] = str(home)
    os.environ["GRIDLOOP_DATABASE_URL"] = f"sqlite:///{home / 'db.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gridloop.kernel.types import Actor
    from gridloop.lake.contract_types import FileFormat
    from gridloop.lake.engine import connect
    from gridloop.lake.intake.control import Incoming
    from gridloop.lake.library import contract_of
    from gridloop.lake.models import BatchVersion, DatasetVersion, FeedBatch, QuarantinedRow, SealedPhone
    from gridloop.lake.services.load_feed import load_delivery

    plain, chinese, parquet = home / f"{feed}.csv", home / f"{feed}_gb18030.csv", home / "bare.parquet"
    with connect() as connection:
        connection.execute("SET preserve_insertion_order=true")
        query, by = FEEDS[feed]
        order = f'ORDER BY hash("{by}")' if shuffled else ""
        connection.execute(f"COPY (FROM ({query.format(rows=rows)}) {order}) TO '{plain}' (HEADER)")
    with plain.open(encoding="utf-8") as source, chinese.open("w", encoding="gb18030") as target:
        target.writelines(source)
    print(f"  {rows:,} rows, {plain.stat().st_size / 1e6:,.0f} MB", flush=True)

    def load(path: Path, encoding: str) -> float:
        for kept in (BatchVersion, QuarantinedRow, FeedBatch, DatasetVersion, SealedPhone):
            kept.objects.all().delete()
        started = time.perf_counter()
        [report] = load_delivery(
            contract=replace(contract_of(feed), encoding=encoding, format=FileFormat.CSV, delimiter=","),
            business_date=DAY,
            files=[Incoming(path, path.name)],
            actor=Actor.system("bench"),
        )
        seconds = time.perf_counter() - started
        bad = sum(1 for i in (7, 13) for _ in range(i, rows, 1000)) if feed == "bill" else 0
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
    if feed == "bill":
        held = loaded <= 2 * copied if full else None
        bar("load_seconds", value=loaded, baseline=copied, limit="<=2x", held=held)
    else:
        bar(f"load_{feed}_seconds", value=loaded, baseline=copied, limit="printed", held=True if full else None)
    bar("load_gb18030_seconds", value=encoded, baseline=copied, limit="printed", held=True if full else None)


if __name__ == "__main__":
    main()
