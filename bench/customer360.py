"""Opening one customer's page, and one place's, in a province.

    make bench NAME=customer360 SIZE=short|full

Asks the API for customers here and there in the province, one after the other in one process, and states the median and
the slowest. The baseline is the engine reading the same customer's bills alone from the same files. Places are asked
for in the same way; their baseline is the engine reading the customers of the place alone. What their page asks for
after it has opened (months, tags) is stated beside it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench.bar import bar
from bench.province import MONTH, PLACES, customers_asked, prepared

PAGES = 15
LATER = 5
LIMIT_SECONDS = 0.5


def seconds(work: Callable[[str], object], customers: list[str]) -> list[float]:
    """Return how long a piece of work takes for each customer."""
    taken = []
    for customer in customers:
        started = time.perf_counter()
        work(customer)
        taken.append(time.perf_counter() - started)
    return taken


def state(name: str, what: str, opened: list[float], alone: list[float], *, full: bool) -> None:
    """Print the slowest of some pages, and their median beside the baseline's."""
    print(f"  slowest {what} {max(opened):.2f} s of {len(opened)}", flush=True)
    median = statistics.median(opened)
    held = median <= LIMIT_SECONDS if full else None
    bar(name, value=median, baseline=statistics.median(alone), limit=f"<={LIMIT_SECONDS}s", held=held)


def main() -> None:
    """Run the bench."""
    customers, full = customers_asked(__doc__)
    prepared(customers)
    from datetime import UTC, datetime

    from gridloop.kernel import clock
    from gridloop.kernel.types import Role, Scope
    from gridloop.lake.engine import connect, dataset_files
    from gridloop.lake.queries import current_versions
    from gridloop.monitor.queries import place_360, place_months, place_tags
    from gridloop.monitor.queries.customer import customer_360

    clock.now = lambda: datetime(MONTH.year, MONTH.month, 5, 2, tzinfo=UTC)
    scope = Scope(role=Role.EXECUTIVE, org_paths=("/",))
    files = dataset_files(current_versions()["bill"])

    def page(customer: str) -> object:
        found = customer_360(scope, customer, "en")
        if len(found["bills"]) != 6 or not found["subscriptions"]:
            raise SystemExit(f"the page of {customer} lacks something: {found['bills']}, {found['subscriptions']}")
        return found

    def bills(customer: str) -> object:
        with connect() as connection:
            sql = f"SELECT * FROM read_parquet({files}) WHERE customer_id = '{customer}' ORDER BY month"
            return connection.execute(sql).fetchall()

    asked = [f"C{number * (customers // (PAGES + 1)) + 17:09}" for number in range(1, PAGES + 1)]
    page(asked[0])  # what is imported and listed once is no part of opening a page
    opened, alone = seconds(page, asked), seconds(bills, asked)
    state("customer360_seconds", "page", opened, alone, full=full)
    owners = dataset_files(current_versions()["ownership"])

    def place(code: str) -> object:
        found = place_360(scope, code, "en")
        if not found["customers"] or found["broadband"] is None or not found["ports"]:
            raise SystemExit(f"the page of {code} lacks something: {found}")
        return found

    def who(code: str) -> object:
        with connect() as connection:
            sql = f"SELECT customer_id FROM read_parquet({owners}) WHERE place_code = '{code}'"
            return connection.execute(sql).fetchall()

    places = [f"P{number * (PLACES // (PAGES + 1)) + 7:05}" for number in range(1, PAGES + 1)]
    place(places[0])
    opened, alone = seconds(place, places), seconds(who, places)
    later = {"months": seconds(lambda code: place_months(scope, code), places[:LATER])}
    later["tags"] = seconds(lambda code: place_tags(scope, code), places[:LATER])
    state("place360_seconds", "place", opened, alone, full=full)
    for name, taken in later.items():
        print(f"  its {name}, asked for after it has opened: {statistics.median(taken):.2f} s", flush=True)


if __name__ == "__main__":
    main()
