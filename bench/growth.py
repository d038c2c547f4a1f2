"""Does ten times the customers take ten times as long, and no more?

    make bench NAME=growth SIZE=short|full

Builds profiles, tags, indicators and the population of two provinces in processes of their own, one with ten times the
customers of the other, and compares CPU seconds with what growth in proportion would be. The memory each step held at
most is printed: it should hardly grow at all.
"""

from __future__ import annotations

import resource
from multiprocessing.connection import Connection

from bench.apart import apart
from bench.bar import bar, size_parser
from bench.province import MONTH, measured, ready

SIZES = {"short": (40_000, 400_000), "full": (1_000_000, 10_000_000)}
STEPS = ("profile", "tags", "indicators", "population")
SLACK = 1.1


def make(customers: int, answer: Connection) -> None:
    """Make the province where it is not there yet, so that no step is measured with it."""
    ready(customers)
    answer.send(())


def build(customers: int, step: str, answer: Connection) -> None:
    """Build one thing; answer (CPU seconds, highest resident MB)."""
    ready(customers)
    from gridloop.campaign.services.build_population import build_population
    from gridloop.kernel.types import Actor
    from gridloop.metrics.services.build_indicators import build_indicators
    from gridloop.metrics.services.build_profile import build_profile
    from gridloop.metrics.services.build_tags import build_tags

    actor = Actor.system("bench")
    works = {
        "profile": lambda: build_profile(month=MONTH, actor=actor),
        "tags": lambda: build_tags(month=MONTH, actor=actor),
        "indicators": lambda: build_indicators(month=MONTH, actor=actor),
        "population": lambda: build_population(cycle=f"{MONTH:%Y-%m}", actor=actor),
    }
    with measured(f"{customers:,} customers: {step}") as watch:
        works[step]()
    answer.send((watch.cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Run the bench."""
    options = size_parser(__doc__).parse_args()
    small, large = SIZES[options.size]
    full = options.size == "full"
    totals = []
    for customers in (small, large):
        apart(make, customers)
        took = {step: apart(build, customers, step) for step in STEPS}
        peaks = ", ".join(f"{step} {peak:,.0f} MB" for step, (_, peak) in took.items())
        print(f"  {customers:,} customers, at most: {peaks}", flush=True)
        totals.append(sum(cpu for cpu, _ in took.values()))
    in_proportion = totals[0] * large / small
    held = totals[1] <= SLACK * in_proportion if full else None
    bar("growth_cpu_seconds", value=totals[1], baseline=in_proportion, limit=f"<={SLACK}x", held=held)


if __name__ == "__main__":
    main()
