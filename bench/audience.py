"""An audience of five conditions on a province: Gridloop's count beside SQL written by hand for the same files.

    make bench NAME=audience SIZE=short|full

Three questions are asked in turn, each several times, and the medians compared: how many there are, who they are (the
list itself), and what the audience builder shows then (counts and a profile of whom the audience describes, by grid and
segment). Gridloop's side includes everything between the conditions as a browser sends them and the answer: checking,
compiling, finding the files. The time without the population laid out in advance is printed beside it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench.bar import bar, size_parser
from bench.province import CUSTOMERS, MONTH, prepared

ROUNDS = 7
LIMIT = 1.3
CYCLE = f"{MONTH:%Y-%m}"
CONDITIONS = {
    "combinator": "and",
    "rules": [
        {"field": "tag.contract_ending_60", "operator": "=", "value": True},
        {"field": "score.churn.probability", "operator": ">=", "value": 0.5},
        {"field": "billed_fen_average_3", "operator": ">=", "value": 5000},
        {"field": "organisation", "operator": "in", "value": ["B02", "B03", "B04", "B05"]},
        {"field": "segment", "operator": "in", "value": ["public", "sme"]},
    ],
}
FIGURES = (
    "age",
    "tenure_months",
    "billed_fen_average_3",
    "billed_change_ratio",
    "data_usage_ratio",
    "competitor_share",
)
FIGURES += ("has_broadband", "faults_3", "complaints_3", "broadband_contract_days_left")


def by_hand(grids: list[str]) -> str:
    """Return the five conditions as somebody would write them in SQL."""
    listed = ", ".join(f"'{grid}'" for grid in grids)
    return (
        "tag__contract_ending_60 AND score__churn__probability >= 0.5 AND billed_fen_average_3 >= 5000 "
        f"AND grid_code IN ({listed}) AND segment IN ('public', 'sme')"
    )


def median_seconds(*works: Callable[[], object]) -> list[float]:
    """Run pieces of work in turn, several times; return each one's median in seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(taken, works, strict=True):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return [statistics.median(times) for times in taken]


def main() -> None:
    """Run the bench."""
    parser = size_parser(__doc__)
    parser.add_argument("--customers", type=int, help="another size")
    options = parser.parse_args()
    customers = options.customers or CUSTOMERS[options.size]
    full = customers >= CUSTOMERS["full"]
    prepared(customers)
    from gridloop.campaign.expr.audience import audience_condition, audience_predicate
    from gridloop.campaign.expr.conditions import read_conditions
    from gridloop.campaign.queries.audience import field_catalogue
    from gridloop.campaign.queries.organisation import organisation
    from gridloop.campaign.queries.population import population_of, sources_of
    from gridloop.campaign.services.count_audience import count_audience, size_audience
    from gridloop.campaign.services.read_draft import read_plan
    from gridloop.kernel.types import WHOLE_COMPANY
    from gridloop.lake.engine import connect, dataset_files
    from gridloop.lake.queries import current_versions, open_lake

    names = {"tag_names": {"contract_ending_60"}, "models": {"churn"}}

    given = {"cycle": CYCLE, "audience": CONDITIONS, "exclusions": {"running_campaigns": False}}

    def count() -> int:
        return size_audience(plan=read_plan(given, WHOLE_COMPANY), scope=WHOLE_COMPANY).total

    def materialise() -> int:
        with open_lake() as lake:
            wide = population_of(lake, MONTH, **names)
            met = audience_condition(wide, read_conditions(CONDITIONS, field_catalogue(lake)))
            return int(lake.run(wide.filter(met).select("customer_id", "grid_code", "assignee_code")).num_rows)

    def answer() -> object:
        return count_audience(plan=read_plan(given, WHOLE_COMPANY), scope=WHOLE_COMPANY)

    files = dataset_files(current_versions()["population"])
    found = organisation(WHOLE_COMPANY)
    met = by_hand(sorted({grid for unit in ("B02", "B03", "B04", "B05") for grid in found.grids_below(unit)}))
    figures = ", ".join(
        f"sum({one}::DOUBLE), count({one}), sum({one}::DOUBLE) FILTER (WHERE met), count({one}) FILTER (WHERE met)"
        for one in FIGURES
    )

    def hand_count() -> object:
        with connect() as connection:
            sql = f"SELECT count(*) FROM read_parquet({files}) WHERE month = DATE '{MONTH}' AND {met}"
            return (connection.execute(sql).fetchone() or (0,))[0]

    def hand_list() -> int:
        with connect() as connection:
            sql = f"SELECT customer_id, grid_code, assignee_code FROM read_parquet({files})"
            return int(connection.execute(f"{sql} WHERE month = DATE '{MONTH}' AND {met}").to_arrow_table().num_rows)

    def hand_answer() -> object:
        with connect() as connection:
            rows = f"SELECT *, coalesce({met}, false) AS met FROM read_parquet({files}) WHERE month = DATE '{MONTH}'"
            sql = f"SELECT grid_code, segment, count(*), count(*) FILTER (WHERE met), {figures} FROM ({rows})"
            return connection.execute(f"{sql} GROUP BY ALL").fetchall()

    ours, theirs = (count(), materialise()), (hand_count(), hand_list())
    if ours != theirs:
        raise SystemExit(f"the counts differ: {ours} and {theirs}")
    print(f"  {ours[0]:,} of {customers:,} customers meet the five conditions", flush=True)
    pairs = {"count": (count, hand_count), "list": (materialise, hand_list), "screen": (answer, hand_answer)}
    taken = {name: median_seconds(*pair) for name, pair in pairs.items()}
    with open_lake() as lake:
        from gridloop.campaign.expr.population import population

        conditions = read_conditions(CONDITIONS, field_catalogue(lake))
        wide = population(sources=sources_of(lake), month=MONTH, **names)
        started = time.perf_counter()
        same = lake.scalar(audience_predicate(wide, conditions).sum())
        print(f"  from the sources, joined: {time.perf_counter() - started:.2f} s, {same:,} customers", flush=True)
    for name, (mine, hand) in taken.items():
        held = mine <= LIMIT * hand if full else None
        bar(f"audience_{name}_seconds", value=mine, baseline=hand, limit=f"<={LIMIT}x", held=held)


if __name__ == "__main__":
    main()
