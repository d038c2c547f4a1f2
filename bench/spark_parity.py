"""The same definitions on Spark as on DuckDB: every row, every column, to the last fen and bit.

    make bench NAME=spark_parity SIZE=short|full

Profiles, all tags and their facts, all indicators, the features of models, the population and audiences of a generated
province are worked out on both engines and compared cell by cell; printed are the rows, the differing cells and both
times (Spark's after one start that is printed apart). What may differ in the last bits stands in
``gridloop.lake.engine_differences`` and is compared to a billionth. Ends with 1 when anything else differs;
``--plant`` adds a definition that must. ``GRIDLOOP_SPARK_MASTER`` takes the comparison to a cluster that is there,
``--cluster PORT`` to a master and a worker of their own on this machine; ``--home DIR`` compares over an installation
that is there instead of a generated province.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from bench.bar import bar, size_parser
from bench.province import FACT_MONTHS, ID, h, prepared, publish_made, ready
from bench.spark_cluster import standalone

if TYPE_CHECKING:
    from gridloop.lake.engine import Lake

CUSTOMERS = {"short": 20_000, "full": 1_000_000}
OUTCOMES = "['accepted','refused','interested','not_reached','do_not_disturb',NULL]"
MORE: dict[str, str] = {
    "consent": f"""
        SELECT {ID} AS customer_id, channel, {h(70, 100)} < 80 AS granted, DATE '2026-01-01' AS recorded_on,
               'form' AS proof FROM people, (VALUES ('visit'), ('call'), ('message')) c(channel)
        WHERE {h(71, 10)} < 9""",
    "customer_trait": f"""
        SELECT {ID} AS customer_id, 'risk' AS trait, NULL AS text_value, {h(72, 9000)} / 7.0 AS number_value FROM people
        UNION ALL
        SELECT {ID}, '套餐名', CASE WHEN {h(73, 3)} > 0 THEN '档位' || {h(73, 9)} END, {h(74, 4000)} / 8.0
        FROM people WHERE {h(75, 10)} < 7""",
    "contact_outcome": f"""
        SELECT 'K' || {h(76, 4)} AS campaign_code, {ID} AS customer_id, DATE '{FACT_MONTHS[-1]}' AS month,
               1::BIGINT AS step, CASE WHEN {h(77, 10)} < 1 THEN 'control' ELSE 'treated' END AS arm, 'churn' AS model,
               'MT' || {h(62, 12)} AS offer_code, 'plan' AS offer_kind, 'visit' AS channel, NULL AS assignee_code,
               NULL AS grid_code, NULL AS order_id, NULL::DATE AS window_from, NULL::DATE AS window_to,
               {h(77, 10)} > 1 AS dispatched, {h(78, 3)} AS contacts, {h(78, 3)} > 1 AS reached,
               ({OUTCOMES})[{h(79, 6)} + 1] AS outcome, NULL AS objection,
               CASE WHEN {h(80, 10)} < 2 THEN '联通' END AS competitor,
               CASE WHEN {h(80, 10)} < 1 THEN DATE '2026-12-01' + {h(81, 300)}::INTEGER END
                 AS competitor_contract_end_on, NULL AS best_time, {h(60, 1000)} / 1000.0 AS probability,
               {h(82, 10)} < 1 AS confirmed, NULL::DATE AS confirmed_on, NULL AS subscription_id,
               {h(83, 50)} < 1 AS churned, 2000 + {h(30, 18000)} AS revenue_before_fen,
               CASE WHEN {h(84, 20)} > 0 THEN 2000 + {h(85, 18000)} END AS revenue_after_fen
        FROM people WHERE {h(86, 10)} < 4""",
}


def rule(name: str, operator: str, value: object = None) -> dict[str, object]:
    """Return a condition as the query builder writes it."""
    return {"field": name, "operator": operator, "value": value}


def both(*rules: dict[str, object], combinator: str = "and", negated: bool = False) -> dict[str, object]:
    """Return a group of conditions."""
    return {"combinator": combinator, "not": negated, "rules": list(rules)}


def audiences(units: Sequence[str], anybody: str) -> dict[str, dict[str, Any]]:
    """Return drafts of plans: one below some org units, one that leaves somebody out by name."""
    return {
        "five conditions": {
            "audience": both(
                rule("tag.contract_ending_60", "=", True),
                rule("score.churn.probability", ">=", 0.5),
                rule("billed_fen_average_3", ">=", 5000),
                rule("organisation", "in", list(units)),
                rule("segment", "in", ["public", "sme"]),
            )
        },
        "shares and empties": {
            "audience": both(
                rule("data_usage_ratio", "between", [0.35, 1.1]),
                rule("competitor_share", ">", 0.3),
                both(rule("last_outcome", "null"), rule("refusals_12", "<", 1), combinator="or"),
                rule("broadband_contract_days_left", "notNull"),
            )
        },
        "texts, turned round": {
            "audience": both(
                rule("place_code", "beginsWith", "P0"),
                rule("competitor", "contains", "联"),
                rule("mobile_offer_code", "notIn", ["MT1", "MT2"]),
                combinator="or",
                negated=True,
            )
        },
        "beside the grid's median": {
            "audience": both(
                rule("billed_fen_average_3", "aboveGrid"), rule("age", "belowGrid"), rule("contacts_30", "=", 0)
            )
        },
        "exclusions": {
            "audience": both(rule("age", ">=", 30)),
            "exclusions": {"segments": ["group"], "tags": ["contract_ending_60"], "customers": [anybody]},
        },
    }


@dataclass(slots=True)
class Verdict:
    """What came of comparing one definition."""

    rows: int
    cells: int
    differing: dict[str, int] = field(default_factory=dict)
    excepted: dict[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def differences(self) -> int:
        """Return how many cells (or rows, where they do not match) differ against the rule."""
        return sum(self.differing.values())


Definition = Callable[["Lake"], pa.Table]


@dataclass(frozen=True, slots=True)
class Installation:
    """What the definitions are asked about: the month of profiles, the months before it, branches, a customer."""

    month: date
    before: tuple[date, ...]
    units: tuple[str, ...]
    anybody: str


def described() -> Installation:
    """Return what is there to be asked about, from the newest profiles."""
    from gridloop.kernel.models import OrgUnit
    from gridloop.kernel.types import OrgKind
    from gridloop.lake.queries import open_lake

    with open_lake() as lake:
        month = lake.months("customer_profile")[-1]
        before = tuple(one for one in lake.months("bill") if one < month)[-6:]
        anybody = str(lake.scalar(lake.table("customer").customer_id.min()))
    branches = OrgUnit.objects.filter(kind=OrgKind.BRANCH.value).order_by("code").values_list("code", flat=True)
    return Installation(month, before, tuple(branches)[:4], anybody)


def definitions(given: Installation, plant: bool) -> Iterator[tuple[str, Definition]]:
    """Yield the name of every definition and how it is worked out over what is given."""
    from gridloop.campaign.expr.population import population
    from gridloop.campaign.queries.audience import field_catalogue
    from gridloop.campaign.queries.population import sources_of
    from gridloop.campaign.services.choose_targets import audience_of
    from gridloop.campaign.services.read_draft import read_plan
    from gridloop.contact.expr.control import in_global_control
    from gridloop.contact.expr.facts import lake_facts
    from gridloop.evaluate.expr.arms import arm_sums
    from gridloop.evaluate.expr.territory_figures import Holdings, monthly_figures, penetration
    from gridloop.kernel.types import WHOLE_COMPANY
    from gridloop.metrics.expr.profile import customer_profile
    from gridloop.metrics.expr.tag_facts import decile_cuts, tag_facts
    from gridloop.metrics.expr.tags import customer_tags
    from gridloop.metrics.queries.library import semantic_layer, tag_definitions
    from gridloop.metrics.queries.parts import compute_parts
    from gridloop.metrics.queries.sources import deciles_of, profile_facts, tag_sources
    from gridloop.mining.expr.features import feature_table
    from gridloop.mining.expr.labels import LabelFacts, month_labels
    from gridloop.mining.queries.training import TrainingReader

    month = given.month
    tags, layer = tag_definitions(), semantic_layer()
    columns = {name for tag in tags for name in tag.columns}

    def facts(lake: Lake) -> Any:
        return tag_facts(tag_sources(lake), month, columns, deciles_of(lake, month, columns))

    def own(lake: Lake) -> Any:
        profile = lake.table("customer_profile")
        return profile.filter(profile.month == month)

    def everybody(lake: Lake) -> pa.Table:
        names = {one.removeprefix("tag.") for one in field_catalogue(lake) if one.startswith("tag.")}
        return lake.run(population(sources=sources_of(lake), month=month, tag_names=names, models={"churn"}))

    def audience(draft: dict[str, Any]) -> Definition:
        def listed(lake: Lake) -> pa.Table:
            plan = read_plan({"cycle": f"{month:%Y-%m}", "exclusions": {}, **draft}, WHOLE_COMPANY)
            wide, met, left_out = audience_of(plan, lake, month)
            return lake.run(wide.mutate(met=met, why=left_out).filter(met).select("customer_id", "grid_code", "why"))

        return listed

    def gate(lake: Lake) -> pa.Table:
        customer = lake.table("customer")
        asked = lake.run(customer.select("customer_id").order_by("customer_id").limit(5_000))
        asked = asked.append_column("row", pa.array(range(asked.num_rows), pa.int64()))
        asked = asked.append_column("channel", pa.array(["visit"] * asked.num_rows))
        asked = asked.append_column("asked_on", pa.array([month + timedelta(days=8)] * asked.num_rows, pa.date32()))
        table = lake.attach("asked_customers", asked)
        return lake.run(lake_facts(table, lake.table("consent"), lake.table("complaint"), 2.0))

    def holdings(lake: Lake) -> Holdings:
        return Holdings(*(lake.table(one) for one in ("ownership", "bill", "subscription", "customer", "offer")))

    steady = [one for one in layer.metrics if not layer.is_snapshot(one)]
    present = [one for one in layer.metrics if layer.is_snapshot(one)]
    yield "profile", lambda lake: lake.run(customer_profile(profile_facts(lake), month))
    yield "decile cuts", lambda lake: lake.run(decile_cuts(lake.table("customer_score"), month, "churn"))
    yield "tag facts", lambda lake: lake.run(facts(lake))
    yield f"tags ({len(tags)})", lambda lake: lake.run(customer_tags(facts(lake), tags))
    yield f"indicators ({len(steady)})", lambda lake: compute_parts(lake, layer, steady, given.before).parts
    yield (
        "their parts by dimensions",
        lambda lake: compute_parts(lake, layer, steady, given.before[-1:], apart=True).splits,
    )
    yield (
        f"present indicators ({len(present)})",
        lambda lake: compute_parts(lake, layer, present, given.before[-1:]).parts,
    )
    yield (
        "features",
        lambda lake: lake.run(
            feature_table(own(lake), lake.table("customer_trait"), TrainingReader(lake).traits),
        ),
    )
    yield (
        "labels",
        lambda lake: lake.run(
            month_labels(
                LabelFacts(*(lake.table(one) for one in ("customer", "subscription", "offer"))),
                own(lake),
                month,
                (month + timedelta(days=31)).replace(day=1),
            )
        ),
    )
    yield "population", everybody
    for name, draft in audiences(given.units, given.anybody).items():
        yield f"audience: {name}", audience(draft)
    yield "gate facts", gate
    yield (
        "control group",
        lambda lake: lake.run(
            lake.table("customer").select(
                "customer_id", held=in_global_control(lake.table("customer").customer_id, 10.0)
            )
        ),
    )
    yield "arms", lambda lake: lake.run(arm_sums(lake.table("contact_outcome")))
    yield "sellers' months", lambda lake: lake.run(monthly_figures(holdings(lake), given.before[0], given.before[-1]))
    yield "penetration", lambda lake: lake.run(penetration(holdings(lake)))
    if plant:
        yield (
            "planted",
            lambda lake: lake.run(
                lake.table("customer").select("customer_id", lot=lake.table("customer").customer_id.hash())
            ),
        )


def compare(name: str, embedded: pa.Table, spark: pa.Table, excepted: dict[str, str]) -> Verdict:
    """Compare two results cell by cell, whatever the order of their rows."""
    verdict = Verdict(embedded.num_rows, embedded.num_rows * embedded.num_columns)
    if embedded.schema != spark.schema:
        wrong = [one.name for one, other in zip(embedded.schema, spark.schema, strict=False) if one != other]
        return Verdict(0, 0, {"types": max(1, len(wrong))}, note=f"types differ: {wrong}")
    if embedded.num_rows != spark.num_rows:
        lost = abs(embedded.num_rows - spark.num_rows)
        return Verdict(embedded.num_rows, 0, {"rows": lost}, note=f"{spark.num_rows:,} rows on Spark")
    exact = [one for one in embedded.column_names if f"{name}.{one}" not in excepted]
    order = [(one, "ascending") for one in sorted(exact, key=lambda one: "_id" not in one and "_code" not in one)]
    one, other = embedded.sort_by(order), spark.sort_by(order)
    for column in embedded.column_names:
        mine, theirs = one[column].combine_chunks(), other[column].combine_chunks()
        reason = excepted.get(f"{name}.{column}")
        if reason is not None:
            verdict.excepted[column] = reason
        if not mine.equals(theirs) and (unlike := _unlike(mine, theirs, near=reason is not None)):
            verdict.differing[column] = unlike
    return verdict


def _unlike(one: pa.Array, other: pa.Array, *, near: bool) -> int:
    """Return how many cells differ: at all, or by more than a billionth of their size."""
    if near:
        gap = pc.abs(pc.subtract(one, other))
        same = pc.less_equal(gap, pc.multiply(pc.abs(one), 1e-9))
    else:
        same = pc.equal(one, other)
    either_empty = pc.or_(pc.is_null(one), pc.is_null(other))
    alike = pc.if_else(either_empty, pc.and_(pc.is_null(one), pc.is_null(other)), same)
    return len(one) - int(pc.sum(pc.fill_null(alike, False)).as_py() or 0)


def publish_more(customers: int) -> None:
    """Publish what the province lacks: consent, traits and answers to contacts."""
    from gridloop.lake.queries import current_versions

    there = current_versions()
    for name, query in MORE.items():
        if name not in there:
            publish_made(name, query, customers)


def main() -> None:
    """Run the bench."""
    parser = size_parser(__doc__)
    parser.add_argument("--customers", type=int, help="another size")
    parser.add_argument("--plant", action="store_true", help="add a definition that differs: the bench must say so")
    parser.add_argument(
        "--cluster", type=int, metavar="PORT", help="on a master and worker started for it from PORT on"
    )
    parser.add_argument("--home", type=Path, help="compare over this installation (its GRIDLOOP_HOME) as it is")
    options = parser.parse_args()
    if options.home:
        _open(options.home)
    else:
        _generate(options.customers or CUSTOMERS[options.size])
    if not options.cluster:
        sys.exit(run(plant=options.plant))
    with standalone(options.cluster) as address:
        os.environ["GRIDLOOP_SPARK_MASTER"] = address
        os.environ["GRIDLOOP_SPARK_CONF"] = "spark.driver.host=127.0.0.1; spark.driver.bindAddress=127.0.0.1"
        status = run(plant=options.plant)
    sys.exit(status)


def _open(home: Path) -> None:
    """Set Django up on an installation; nothing is written there."""
    os.environ["GRIDLOOP_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    import django

    django.setup()
    from gridloop.web.stages import register_stages

    register_stages()


def _generate(customers: int) -> None:
    """Set Django up on a province of so many customers, made now if it is not there yet."""
    ready(customers)
    publish_more(customers)
    prepared(customers)


def run(*, plant: bool) -> int:
    """Compare; return the exit status."""
    from gridloop.lake.engine import Lake
    from gridloop.lake.engine_differences import FIGURES
    from gridloop.lake.queries import current_versions
    from gridloop.lake.types import Engine

    versions = current_versions()
    started = time.perf_counter()
    with Lake(versions, Engine.SPARK) as lake:
        lake.scalar(lake.table("offer").count())
    master = os.environ.get("GRIDLOOP_SPARK_MASTER", "local[2]")
    print(f"  Spark ({master}) started in {time.perf_counter() - started:.1f} s", flush=True)
    total = Verdict(0, 0)
    seconds = dict.fromkeys(Engine, 0.0)
    count, excepted = 0, dict[str, str]()
    for name, definition in definitions(described(), plant):
        results, taken = [], []
        for engine in Engine:
            started = time.perf_counter()
            with Lake(versions, engine) as lake:
                results.append(definition(lake))
            taken.append(time.perf_counter() - started)
            seconds[engine] += taken[-1]
        found = compare(name, *results, dict(FIGURES))
        said = found.note or ", ".join(f"{column}: {cells:,}" for column, cells in found.differing.items())
        print(
            f"  {name:28} {found.rows:>9,} rows {results[0].num_columns:>4} columns {found.differences:>6,} differ"
            f"  DuckDB {taken[0]:6.2f} s  Spark {taken[1]:6.2f} s  {said}",
            flush=True,
        )
        for column, reason in found.excepted.items():
            print(f"    to a billionth only: {name}.{column}: {reason}", flush=True)
        count += 1
        total.cells += found.cells
        total.differing[name] = found.differences
        excepted |= {f"{name}.{column}": reason for column, reason in found.excepted.items()}
    bar("spark_parity_definitions", value=count, baseline=count, limit="printed", held=True)
    bar("spark_parity_differing", value=total.differences, baseline=total.cells, limit="0", held=not total.differences)
    bar("spark_parity_excepted_columns", value=len(excepted), baseline=len(FIGURES), limit="printed", held=True)
    bar(
        "spark_parity_seconds", value=seconds[Engine.SPARK], baseline=seconds[Engine.DUCKDB], limit="printed", held=None
    )
    return 1 if total.differences else 0


if __name__ == "__main__":
    main()
