"""Indicators of a province: the first build, and the dashboard from company to grid that is read all day.

    make bench NAME=indicators SIZE=short|full
    python -m bench.indicators --customers 1000000      another size

The dashboard reads sums by grid and month that the build laid down; the baseline is the engine adding up the same
month's bills by grid from the customers' rows. The build runs in a process of its own, which holds nothing else, so
that the memory it takes at most is its own; what an earlier run built is forgotten first. The baseline of the memory
is what one query may take (GRIDLOOP_MEMORY).
"""

from __future__ import annotations

import resource
import statistics
import time
from multiprocessing.connection import Connection

from bench.apart import apart
from bench.bar import bar
from bench.province import MONTH, customers_asked, measured, ready

ROUNDS = 7
INTERACTIVE_SECONDS = 0.5
LIMIT_MB = 4_096


def build(customers: int, answer: Connection) -> None:
    """Build every month that has bills; answer (wall seconds, CPU seconds, highest resident MB)."""
    ready(customers)
    from gridloop.kernel.types import Actor
    from gridloop.lake.models import DatasetVersion
    from gridloop.metrics.services.build_indicators import build_indicators

    DatasetVersion.objects.filter(dataset__in=("indicator_value", "indicator_split")).delete()
    with measured("built for the months that have bills") as built:
        build_indicators(month=MONTH, actor=Actor.system("bench"))
    answer.send((built.seconds, built.cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Run the bench."""
    customers, full = customers_asked(__doc__)
    ready(customers)
    seconds, _, peak = apart(build, customers)
    from gridloop.kernel.types import Role, Scope
    from gridloop.lake.queries import open_lake
    from gridloop.metrics.queries import dashboard

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
    bar("indicators_build_seconds", value=seconds, baseline=sums, limit="printed", held=True if full else None)
    bar("indicators_peak_mb", value=peak, baseline=LIMIT_MB, limit="<=4096", held=peak <= LIMIT_MB if full else None)


if __name__ == "__main__":
    main()
