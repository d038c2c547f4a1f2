"""A province in the lake, for the benches: customers by the million with the months of facts that profiles read.

Nothing here is anybody's: every value is drawn from a hash of the customer's number, so that two runs make the same
province. It is published through the product's own door and kept under ``var/bench`` for the next bench; of each
customer there are six bills and six months of use, which makes 120 million monthly facts at the full size.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench.bar import size_parser

ROOT = Path(__file__).parents[1]
CUSTOMERS = {"short": 200_000, "full": 10_000_000}
MONTH = date(2026, 10, 1)
FACT_MONTHS = tuple(date(2026, number, 1) for number in range(4, 10))
BRANCHES, GRIDS, PLACES_PER_GRID, MANAGERS_PER_GRID = 18, 182, 60, 11
PLACES = GRIDS * PLACES_PER_GRID


def h(salt: int, modulus: int) -> str:
    """Return SQL for a number below ``modulus`` drawn from the customer's number ``i``."""
    return f"(hash(i * 64 + {salt}) % {modulus})::BIGINT"


ID = "'C' || lpad(i::VARCHAR, 9, '0')"
PLACE = f"(i % {PLACES})"
GRID = f"'G' || lpad((({PLACE} // {PLACES_PER_GRID}) + 1)::VARCHAR, 4, '0')"
PLACE_CODE = f"'P' || lpad({PLACE}::VARCHAR, 5, '0')"
ASSIGNEE = f"{GRID} || '-' || ({PLACE} % {MANAGERS_PER_GRID})"
HAS_BROADBAND = f"{h(1, 100)} < 45"
SURNAMES = "['王','李','张','刘','陈','杨','赵','黄','周','吴','徐','孙']"
GIVEN = "['建国','秀英','强','丽','伟','敏','静','磊','洋','艳','勇','军','杰','娟','涛']"

QUERIES: dict[str, str] = {
    "customer": f"""
        SELECT {ID} AS customer_id,
               {SURNAMES}[({h(2, 12)}) + 1] || {GIVEN}[({h(3, 15)}) + 1] AS name,
               CASE WHEN {h(4, 2)} = 0 THEN 'male' ELSE 'female' END AS gender, 1940 + {h(5, 66)} AS birth_year,
               CASE WHEN {h(6, 100)} < 88 THEN 'public' WHEN {h(6, 100)} < 97 THEN 'sme' ELSE 'group' END AS segment,
               md5(i::VARCHAR) AS phone_hash, lpad({h(7, 10000)}::VARCHAR, 4, '0') AS phone_last4,
               '港城路' || {h(8, 900)} || '号' AS address, {PLACE_CODE} AS place_code,
               119.5 + {h(9, 10000)} / 10000.0 AS longitude, 39.9 + {h(10, 10000)} / 20000.0 AS latitude,
               DATE '2010-01-01' + {h(11, 5800)}::INTEGER AS joined_on,
               CASE WHEN {h(12, 100)} < 3 THEN DATE '2026-04-01' + {h(13, 180)}::INTEGER END AS left_on
        FROM people""",
    "ownership": f"""
        SELECT {ID} AS customer_id, {PLACE_CODE} AS place_code, {GRID} AS grid_code, {ASSIGNEE} AS assignee_code,
               'place' AS rule, {h(12, 100)} >= 3 AS in_service FROM people""",
    "subscription": f"""
        SELECT 'M' || {ID} AS subscription_id, {ID} AS customer_id, 'mobile' AS product_kind,
               'MT' || {h(14, 12)} AS offer_code, 3900 + 1000 * {h(14, 12)} AS monthly_fee_fen,
               (5 + 5 * {h(14, 12)}) * 1024 AS allowance_mb, NULL::BIGINT AS speed_mbps,
               DATE '2022-01-01' + {h(15, 1600)}::INTEGER AS started_on,
               DATE '2026-06-01' + {h(16, 730)}::INTEGER AS contract_end_on, NULL::DATE AS ended_on FROM people
        UNION ALL
        SELECT 'B' || {ID}, {ID}, 'broadband', 'BB' || {h(17, 5)}, 5000 + 1000 * {h(17, 5)}, NULL,
               100 * (1 + {h(17, 5)}), DATE '2022-01-01' + {h(18, 1600)}::INTEGER,
               DATE '2026-06-01' + {h(19, 730)}::INTEGER,
               CASE WHEN {h(20, 100)} < 2 THEN DATE '2026-09-01' + {h(21, 28)}::INTEGER END
        FROM people WHERE {HAS_BROADBAND}""",
    "offer": """
        SELECT 'MT' || i AS offer_code, 'plan' AS kind, '套餐' || i AS name_zh, 'Plan ' || i AS name_en,
               3900 + 1000 * i AS monthly_fee_fen, 1500 AS cost_fen, 24 AS contract_months,
               (5 + 5 * i) * 1024 AS data_mb, NULL AS speed_mbps, NULL AS bundle_tier,
               NULL AS discount_percent FROM range(12) t(i)
        UNION ALL
        SELECT 'BB' || i, 'broadband', '宽带' || i, 'Broadband ' || i, 5000 + 1000 * i, 2000, 24, NULL, 100 * (1 + i),
               NULL, NULL FROM range(5) t(i)""",
    "place": f"""
        SELECT 'P' || lpad(i::VARCHAR, 5, '0') AS place_code, 'compound' AS kind, '小区' || i AS name,
               'Compound ' || i AS name_en,
               'G' || lpad((i // {PLACES_PER_GRID} + 1)::VARCHAR, 4, '0') AS grid_code, NULL AS assignee_code,
               119.5 + (i % 1000) / 1000.0 AS longitude, 39.9 + (i % 700) / 1000.0 AS latitude,
               NULL AS boundary_wkt, NULL AS district, 900 AS households, i % 5 = 0 AS is_rural
        FROM range({PLACES}) t(i)""",
}
SCORES = f"""
    SELECT {ID} AS customer_id, DATE '{MONTH}' AS month, 'churn' AS model, '1' AS version,
           {h(60, 1000)} / 1000.0 AS probability, {h(61, 200)} / 1000.0 AS uplift, 'MT' || {h(62, 12)} AS offer_code,
           {h(63, 9000)} - 500 AS expected_value_fen,
           '[{{"code": "contract_ends_in", "params": {{"days": ' || {h(64, 60)} || '}}}}]' AS reasons
    FROM people"""
MONTHLY: dict[str, str] = {
    "bill": f"""
        SELECT {ID} AS customer_id, DATE '{{month}}' AS month,
               2000 + {h(30, 18000)} + {{nth}} * 10 AS billed_fen, 1500 + {h(30, 12000)} AS mobile_fen,
               CASE WHEN {HAS_BROADBAND} THEN 500 + {h(31, 6000)} ELSE 0 END AS broadband_fen,
               CASE WHEN {h(32, 10)} = {{nth}} THEN {h(33, 4000)} ELSE 0 END AS out_of_bundle_fen,
               800 + {h(34, 4000)} AS cost_fen FROM people""",
    "usage": f"""
        SELECT {ID} AS customer_id, DATE '{{month}}' AS month,
               ({h(35, 60)} + {h(36, 12)} * {{nth}}) * 512 AS data_mb, (5 + 5 * {h(14, 12)}) * 1024 AS allowance_mb,
               20 + {h(37, 600)} AS voice_minutes,
               {h(38, 200)} * ({h(37, 600)} > 100)::BIGINT // 2 AS competitor_minutes
        FROM people""",
    "fault": f"""
        SELECT 'F{{month}}' || {ID} AS fault_id, DATE '{{month}}' AS month, {ID} AS customer_id,
               {PLACE_CODE} AS place_code, DATE '{{month}}' + {h(39, 27)}::INTEGER AS reported_on,
               1.0 + {h(40, 70)} AS hours_to_clear, 'line' AS kind
        FROM people WHERE (hash(i * 64 + 41 + {{nth}}) % 100) < 3""",
    "complaint": f"""
        SELECT 'K{{month}}' || {ID} AS complaint_id, DATE '{{month}}' AS month, {ID} AS customer_id,
               DATE '{{month}}' + {h(42, 27)}::INTEGER AS made_on, 'billing' AS topic
        FROM people WHERE (hash(i * 64 + 50 + {{nth}}) % 1000) < 6""",
    "network_port": f"""
        SELECT 'P' || lpad(i::VARCHAR, 5, '0') AS place_code, DATE '{{month}}' AS month, 64 + i % 64 AS ports_total,
               20 + i % 60 AS ports_used, 1000 AS max_mbps FROM range({PLACES}) t(i)""",
}


def customers_asked(description: str | None) -> tuple[int, bool]:
    """Read the command line of a bench on a province: how many customers, and whether that is the full size."""
    parser = size_parser(description)
    parser.add_argument("--customers", type=int, help="another size")
    options = parser.parse_args()
    customers = options.customers or CUSTOMERS[options.size]
    return customers, customers >= CUSTOMERS["full"]


def ready(customers: int) -> Path:
    """Return the home folder of a province of so many customers, made now if it is not there yet.

    Sets Django up on that folder: call it before anything else of the product is imported.
    """
    home = ROOT / "var" / "bench" / f"province-{customers}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["GRIDLOOP_HOME"] = str(home)
    os.environ["GRIDLOOP_DATABASE_URL"] = f"sqlite:///{home / 'db.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    os.environ.setdefault("GRIDLOOP_SIMULATION", "1")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gridloop.web.stages import register_stages

    register_stages()
    _organise()
    _place()
    _publish_all(customers)
    return home


def prepared(customers: int) -> Path:
    """Return a province whose profiles, tags, scores and population of the month are there as well."""
    home = ready(customers)
    from gridloop.campaign.services.build_population import build_population
    from gridloop.kernel.types import Actor
    from gridloop.lake.queries import current_versions, open_lake
    from gridloop.metrics.services.build_places import build_place_months, build_place_tags
    from gridloop.metrics.services.build_profile import build_profile
    from gridloop.metrics.services.build_tags import build_tags

    actor, there = Actor.system("bench"), current_versions()
    for name, build in (("customer_profile", build_profile), ("customer_tag", build_tags)):
        if name not in there:
            with measured(f"province: {name}"):
                build(month=MONTH, actor=actor)
    if "customer_score" not in there:
        publish_made("customer_score", SCORES, customers)
    for name, build in (("place_month", build_place_months), ("place_tag", build_place_tags)):
        with open_lake() as lake:
            current = lake.is_current(name)
        if not current:
            with measured(f"province: {name}"):
                build(month=MONTH, actor=actor)
    with open_lake() as lake:
        current = lake.is_current("population")
    if not current:
        with measured("province: population"):
            build_population(cycle=f"{MONTH:%Y-%m}", actor=actor)
    return home


def _organise() -> None:
    from gridloop.kernel.models import OrgUnit
    from gridloop.kernel.types import OrgKind

    if OrgUnit.objects.exists():
        return

    def unit(code: str, kind: OrgKind, parent: OrgUnit | None) -> OrgUnit:
        path = f"{parent.path if parent else '/'}{code}/"
        named = {"name_zh": f"单位{code}", "name_en": f"Unit {code}"}
        return OrgUnit.objects.create(code=code, kind=kind.value, parent=parent, path=path, **named)

    company = unit("PROVINCE", OrgKind.COMPANY, None)
    branches = [unit(f"B{n:02}", OrgKind.BRANCH, company) for n in range(1, BRANCHES + 1)]
    for number in range(1, GRIDS + 1):
        unit(f"G{number:04}", OrgKind.GRID, branches[number % BRANCHES])


def _place() -> None:
    """Write the places down as territory does, without anybody who looks after them."""
    from gridloop.territory.models import Place

    if Place.objects.exists():
        return
    Place.objects.bulk_create(
        Place(
            code=f"P{number:05}",
            kind="compound",
            name_zh=f"小区{number}",
            name_en=f"Compound {number}",
            grid_code=f"G{number // PLACES_PER_GRID + 1:04}",
            households=900,
        )
        for number in range(PLACES)
    )


def _publish_all(customers: int) -> None:
    from gridloop.lake.queries import current_versions

    there = current_versions()
    for name, query in QUERIES.items():
        if name not in there:
            publish_made(name, query, customers)
    for name, query in MONTHLY.items():
        known = _months_of(name) if name in there else set()
        for nth, month in enumerate(FACT_MONTHS):
            if month not in known:
                publish_made(name, query.format(month=month, nth=nth), customers)


def _months_of(name: str) -> set[date]:
    from gridloop.lake.queries import open_lake

    with open_lake() as lake:
        return set(lake.run(lake.table(name).select("month").distinct())["month"].to_pylist())


def publish_made(name: str, query: str, customers: int) -> None:
    """Publish a dataset made by SQL over ``people``, the customers' numbers ``i``."""
    from gridloop.kernel.types import Actor
    from gridloop.lake.engine import connect
    from gridloop.lake.services.publish import publish_query

    started = time.perf_counter()
    with connect() as connection:
        connection.execute(f"CREATE VIEW people AS SELECT range AS i FROM range({customers})")
        kinds = {row[0]: str(row[1]) for row in connection.execute(f"DESCRIBE {query}").fetchall()}
        version = publish_query(
            dataset=name,
            query=query,
            kinds=kinds,
            connection=connection,
            run="bench.province",
            actor=Actor.system("bench"),
            reads={},
        )
    print(f"  province: {name} {version.rows:,} rows, {time.perf_counter() - started:.1f} s", flush=True)


@contextmanager
def measured(what: str) -> Iterator[Stopwatch]:
    """Measure the wall and CPU seconds of a block, and print them."""
    watch = Stopwatch()
    yield watch
    watch.stop()
    print(f"  {what}: {watch.seconds:.2f} s, {watch.cpu:.2f} CPU s", flush=True)


class Stopwatch:
    """Wall and CPU seconds of this process since it was made, until ``stop``."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        self.seconds = self.cpu = 0.0

    def stop(self) -> None:
        """Take the time."""
        self.seconds, self.cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
