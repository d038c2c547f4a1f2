"""Indicators of a province: the nightly build, and the dashboard from company to grid that is read all day.

    make bench NAME=indicators SIZE=short|full

The dashboard reads sums by grid and month that the build laid down; the baseline is the engine adding up the same
month's bills by grid from the customers' rows.
"""

from __future__ import annotations

import resource
import statistics
import time

from bench.bar import bar, size_parser
from bench.province import CUSTOMERS, MONTH, measured, ready

ROUNDS = 7
INTERACTIVE_SECONDS = 0.5
LIMIT_MB = 4_096


def main() -> None:
    """Run the bench."""
    parser = size_parser(__doc__)
    parser.add_argument("--customers", type=int, help="another size")
    options = parser.parse_args()
    customers = options.customers or CUSTOMERS[options.size]
    full = customers >= CUSTOMERS["full"]
    ready(customers)
    from gridloop.kernel.types import Actor, Role, Scope
    from gridloop.lake.queries import open_lake
    from gridloop.metrics.queries import dashboard
    from gridloop.metrics.services.build_indicators import build_indicators

    with measured("built for the months that have bills") as built:
        build_indicators(month=MONTH, actor=Actor.system("bench"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scope = Scope(role=Role.EXECUTIVE, org_paths=("/",))
    shown, added = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        board = dashboard(scope)
        shown.append(time.perf_counter() - started)
        started = time.perf_counter()
        with open_lake() as lake:
            bill, owner = lake.table("bill"), lake.table("ownership").select("customer_id", "grid_code")
            month = bill.filter(bill.month == max(lake.months("bill"))).inner_join(owner, "customer_id")
            rows = lake.run(month.group_by("grid_code").agg(fen=month.billed_fen.sum())).to_pylist()
        added.append(time.perf_counter() - started)
    revenue = next(one.value for one in board.unit.figures if one.indicator == "revenue")
    if revenue != sum(row["fen"] for row in rows):
        raise SystemExit(f"the dashboard says {revenue}, the bills {sum(row['fen'] for row in rows)}")
    page, sums = statistics.median(shown), statistics.median(added)
    held = page <= INTERACTIVE_SECONDS if full else None
    bar("indicators_dashboard_seconds", value=page, baseline=sums, limit=f"<={INTERACTIVE_SECONDS}s", held=held)
    bar("indicators_build_seconds", value=built.seconds, baseline=sums, limit="printed", held=True if full else None)
    bar("indicators_peak_mb", value=peak, baseline=LIMIT_MB, limit="<=4096", held=peak <= LIMIT_MB if full else None)


if __name__ == "__main__":
    main()
