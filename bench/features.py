"""The features that models read, of everybody in a province: time, and the most memory that was held.

    make bench NAME=features SIZE=short|full

Gridloop builds the month's profiles from six months of facts, range by range of customers, and hands the features out
in batches as scoring asks for them. The baseline is one plain ``GROUP BY`` over the same files with twenty figures, as
somebody would write it at once. Each runs in a process of its own, whose highest resident memory the system tells.
"""

from __future__ import annotations

import resource
from multiprocessing.connection import Connection

from bench.apart import apart
from bench.bar import bar
from bench.province import MONTH, customers_asked, measured, ready

LIMIT_MB = 4_096
BY_HAND = """
    WITH fact AS (SELECT * FROM read_parquet({bill}) AS b JOIN read_parquet({usage}) AS u USING (customer_id, month)),
         last AS (SELECT max(month) AS month FROM fact)
    SELECT customer_id,
           sum(billed_fen) FILTER (WHERE fact.month = last.month),
           sum(mobile_fen) FILTER (WHERE fact.month = last.month),
           sum(broadband_fen) FILTER (WHERE fact.month = last.month),
           sum(data_mb) FILTER (WHERE fact.month = last.month),
           sum(voice_minutes) FILTER (WHERE fact.month = last.month),
           avg(billed_fen), min(billed_fen), max(billed_fen), stddev(billed_fen), avg(out_of_bundle_fen), avg(cost_fen),
           avg(data_mb), max(data_mb), stddev(data_mb), avg(data_mb / nullif(allowance_mb, 0)),
           avg(voice_minutes), max(voice_minutes), regr_slope(data_mb, epoch(fact.month)),
           regr_slope(billed_fen, epoch(fact.month)), count(*)
    FROM fact, last GROUP BY customer_id"""


def peak_mb() -> float:
    """Return the highest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(customers: int, answer: Connection) -> None:
    """Build the profiles and read the features; answer (seconds, CPU seconds, highest resident MB, customers)."""
    ready(customers)
    from gridloop.kernel.types import Actor
    from gridloop.lake.queries import open_lake
    from gridloop.metrics.services.build_profile import build_profile
    from gridloop.mining.expr.features import FEATURES, feature_table

    with measured("profiles") as profiles:
        build_profile(month=MONTH, actor=Actor.system("bench"))
    with measured(f"{len(FEATURES)} features handed out in batches") as read, open_lake() as lake:
        table = lake.table("customer_profile")
        features = feature_table(table.filter(table.month == MONTH), lake.table("customer_trait"), [])
        rows = sum(batch.num_rows for batch in lake.batches(features))
    answer.send((profiles.seconds + read.seconds, profiles.cpu + read.cpu, peak_mb(), rows))


def group_by(customers: int, answer: Connection) -> None:
    """Run the plain query; answer (seconds, CPU seconds, highest resident MB, customers)."""
    ready(customers)
    from gridloop.lake.engine import connect, dataset_files
    from gridloop.lake.queries import current_versions

    versions = current_versions()
    sql = BY_HAND.format(**{name: dataset_files(versions[name]) for name in ("bill", "usage")})
    with measured("one GROUP BY") as once, connect() as connection:
        rows = sum(batch.num_rows for batch in connection.execute(sql).to_arrow_reader(65_536))
    answer.send((once.seconds, once.cpu, peak_mb(), rows))


def main() -> None:
    """Run the bench."""
    customers, full = customers_asked(__doc__)
    seconds, cpu, peak, rows = apart(build, customers)
    by_hand, cpu_by_hand, peak_by_hand, rows_by_hand = apart(group_by, customers)
    print(f"  {rows:,.0f} customers: {cpu:.1f} CPU s, by hand {cpu_by_hand:.1f} ({rows_by_hand:,.0f} customers)")
    bar("features_seconds", value=seconds, baseline=by_hand, limit="printed", held=True if full else None)
    held = peak <= LIMIT_MB if full else None
    bar("features_peak_mb", value=peak, baseline=peak_by_hand, limit=f"<={LIMIT_MB}", held=held)


if __name__ == "__main__":
    main()
