"""Does the loop learn? The same city is worked three times: by Gridloop, by random lists, by the hidden optimum.

    make bench NAME=loop_learns SIZE=short|full

All three contact the same number of customers per objective and month, with the same managers on the same days. What
counts is the revenue that the contacts added over twelve months as only the city's own truth knows it (expected value,
contact less without), so that luck and claims play no part. ``short`` is one tiny city and two cycles; ``full`` is the
demo size, every city configuration, three cycles.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bench.bar import bar, size_parser
from bench.port import free_port
from twin.cities import CITIES
from twin.drive import DEMO_PASSWORD, CityDriver, Installation, working_days
from twin.life.advancing import advance
from twin.life.client import ApiClient
from twin.life.lists import random_targets, work_list
from twin.life.log import Log, read_month
from twin.life.store import load
from twin.life.truth import optimal_targets
from twin.months import day_of, month_of

COST_FEN = {"visit": 1500, "call": 300}
"""What one attempt costs; the plan file states the same unit costs."""
OBJECTIVES = {"retain": "churn", "renew": "renewal", "upsell": "data_upsell"}
Months = list[date]


@dataclass(frozen=True)
class Result:
    """One policy's month."""

    contacts: int
    successes: int
    revenue_yuan: float
    cost_yuan: float

    @property
    def roi(self) -> float:
        """Return (added revenue - cost) / cost."""
        return (self.revenue_yuan - self.cost_yuan) / self.cost_yuan if self.cost_yuan else 0.0


def result_of(log: Log | None) -> Result:
    """Sum a month's contacts by the city's truth."""
    if log is None:
        return Result(0, 0, 0.0, 0.0)
    cost = sum(COST_FEN.get(str(channel), 0) for channel in log.channel)
    return Result(len(log), int(log.signed.sum()), float(log.worth_fen.sum()) / 100, cost / 100)


def dispatched(driver: CityDriver, cycle: str) -> dict[str, int]:
    """Return how many customers Gridloop dispatched in a cycle, by the twin's word for the objective."""
    with ApiClient(driver.installation.url) as client:
        client.sign_in(driver.account("planner"), DEMO_PASSWORD)
        counts: dict[str, int] = {}
        for campaign in client.get("/api/campaign/campaigns", cycle=cycle, limit=100)["items"]:
            page = client.get("/api/dispatch/orders", campaign_code=campaign["code"], limit=1)
            word = OBJECTIVES[campaign["objective"]]
            counts[word] = counts.get(word, 0) + int(page["total"])
    return counts


def days_of(month: date, size: str) -> Months:
    """Return the working days of a month after the first, on which the feeds arrive; a tiny city needs half of them."""
    return working_days(month.replace(day=2), month.replace(day=15 if size == "tiny" else 28))


def run_gridloop(
    folder: Path, city: str, size: str, seed: int, months: Months
) -> tuple[list[Result], list[dict[str, int]]]:
    """Let Gridloop work the city; return each month's result and how many it dispatched."""
    driver = CityDriver(Installation(folder / "home", free_port()), folder / "drop", folder / "twin")
    driver.installation.command("init")
    driver.build(size=size, seed=seed, city=city)
    results, counts = [], []
    with driver.installation.serving():
        driver.receive(months[0])
        for number, month in enumerate(months):
            driver.mine(month)
            driver.campaign(month)
            counts.append(dispatched(driver, f"{month:%Y-%m}"))
            days = days_of(month, size)
            driver.work(days[0], days[-1])
            results.append(result_of(read_month(driver.state, month_of(f"{month:%Y-%m}"))))
            if number < len(months) - 1:
                driver.close(month)
    return results, counts


def run_lists(
    folder: Path, start: Path, counts: list[dict[str, int]], months: Months, seed: int, policy: str, size: str
) -> list[Result]:
    """Work the same city by lists of a policy (random or optimum), as many customers as Gridloop dispatched."""
    state, drop = folder / policy, folder / f"{policy}-drop"
    shutil.copytree(start, state)
    results = []
    for wanted, month in zip(counts, months, strict=True):
        world = load(state)
        if policy == "random":
            lists = {word: random_targets(world, word, "visit", count, seed) for word, count in wanted.items()}
        else:
            lists = {word: optimal_targets(world, word, "visit", count) for word, count in wanted.items()}
        work_list(world, state, lists, "visit", [day_of(day.isoformat()) for day in days_of(month, size)])
        results.append(result_of(read_month(state, world.month)))
        advance(state, drop, world.month, lambda text: None)
        shutil.rmtree(drop, ignore_errors=True)
    return results


def show(city: str, policy: str, results: list[Result], months: Months) -> None:
    """Print one policy's line per cycle."""
    for month, one in zip(months, results, strict=True):
        print(
            f"{city:<10} {policy:<9} {month:%Y-%m}  contacts {one.contacts:>7,}  successes {one.successes:>6,}  "
            f"added revenue ¥{one.revenue_yuan:>12,.0f}  cost ¥{one.cost_yuan:>9,.0f}  ROI {one.roi:>6.2f}",
            flush=True,
        )


def bench_city(city: str, size: str, seed: int, months: Months, folder: Path) -> None:
    """Run one city by all three policies and state its bars."""
    untouched = folder / "untouched"
    builder = CityDriver(Installation(folder / "none", 0), folder / "untouched-drop", untouched)
    builder.build(size=size, seed=seed, city=city)
    shutil.rmtree(folder / "untouched-drop")
    runs: dict[str, list[Result]] = {}
    runs["gridloop"], counts = run_gridloop(folder / "gridloop", city, size, seed, months)
    for policy in ("random", "optimum"):
        runs[policy] = run_lists(folder, untouched, counts, months, seed, policy, size)
    for policy, results in runs.items():
        show(city, policy, results, months)
    added = {policy: float(np.sum([one.revenue_yuan for one in results])) for policy, results in runs.items()}
    share = added["gridloop"] / added["optimum"] if added["optimum"] else 0.0
    full = size != "tiny"
    better = added["gridloop"] > added["random"]
    bar(
        f"loop_learns_{city}_above_random",
        value=added["gridloop"],
        baseline=added["random"],
        limit=">baseline",
        held=better,
    )
    bar(f"loop_learns_{city}_share_of_optimum", value=share, baseline=1.0, limit="printed", held=True if full else None)


def main() -> None:
    """Run the bench."""
    parser = size_parser(__doc__)
    parser.add_argument("--city", action="append", dest="cities", choices=list(CITIES), help="only this city")
    options = parser.parse_args()
    full = options.size == "full"
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)][: 3 if full else 2]
    for city in options.cities or (CITIES if full else ["port"]):
        with tempfile.TemporaryDirectory(prefix="gridloop-bench-") as folder:
            bench_city(str(city), "demo" if full else "tiny", options.seed, months, Path(folder))


if __name__ == "__main__":
    main()
