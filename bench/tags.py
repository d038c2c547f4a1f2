"""All profiles and tags of a month for a province: time, and the most memory that was held.

    make bench NAME=tags SIZE=short|full

Builds the month in a process of its own, whose highest resident memory is read from the system when it ends. The
baseline is the engine reading the same facts once (bills and use of six months, summed by customer number ranges).
"""

from __future__ import annotations

import resource
from multiprocessing.connection import Connection

from bench.apart import apart
from bench.bar import bar
from bench.province import MONTH, customers_asked, measured, ready

LIMIT_MB = 4_096


def build(customers: int, answer: Connection) -> None:
    """Build profiles and tags; answer (profile seconds, tag seconds, CPU seconds, highest resident MB)."""
    ready(customers)
    from gridloop.kernel.types import Actor
    from gridloop.metrics.services.build_profile import build_profile
    from gridloop.metrics.services.build_tags import build_tags

    actor = Actor.system("bench")
    with measured("profiles") as profiles:
        report = build_profile(month=MONTH, actor=actor)
    with measured(f"tags of {report.rows:,} customers") as tags:
        build_tags(month=MONTH, actor=actor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send((profiles.seconds, tags.seconds, profiles.cpu + tags.cpu, peak))


def read_once(customers: int, answer: Connection) -> None:
    """Read the facts once; answer the seconds it took."""
    ready(customers)
    from gridloop.lake.queries import open_lake

    with open_lake() as lake:
        bill, usage = lake.table("bill"), lake.table("usage")
        with measured("the facts, read and summed once") as once:
            lake.run(bill.aggregate([bill.billed_fen.sum(), bill.cost_fen.sum(), bill.mobile_fen.sum()]))
            lake.run(usage.aggregate([usage.data_mb.sum(), usage.voice_minutes.sum(), usage.allowance_mb.sum()]))
    answer.send((once.seconds,))


def main() -> None:
    """Run the bench."""
    customers, full = customers_asked(__doc__)
    (once,) = apart(read_once, customers)
    profile, tags, cpu, peak = apart(build, customers)
    print(f"  {customers / (profile + tags):,.0f} customers a second, {cpu:.1f} CPU s, peak {peak:,.0f} MB", flush=True)
    bar("tags_seconds", value=profile + tags, baseline=once, limit="printed", held=True if full else None)
    bar("tags_peak_mb", value=peak, baseline=LIMIT_MB, limit="<=4096", held=peak <= LIMIT_MB if full else None)


if __name__ == "__main__":
    main()
