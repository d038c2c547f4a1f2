"""Audiences of five conditions on a province: Gridloop's answers beside SQL written by hand for the same files.

    make bench NAME=audience SIZE=short|full

Seven audiences of different kinds are counted and listed in turn, each several times, and the medians compared: how
many there are, and who they are. For the first, what the audience builder shows then (counts and a profile of whom the
audience describes, by grid and segment) is compared as well. Gridloop's side includes everything between the conditions
as a browser sends them and the answer: checking, compiling, finding the files. The time without the population laid out
in advance is printed beside it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.bar import bar
from bench.province import MONTH, customers_asked, measured, prepared

ROUNDS = 7
LIMIT = 1.3
CYCLE = f"{MONTH:%Y-%m}"
SOME_BRANCHES = ["B02", "B03", "B04", "B05"]


@dataclass(frozen=True, slots=True)
class Question:
    """An audience as the browser sends it, and as somebody would write it in SQL; ``beside`` is what he would join."""

    name: str
    conditions: dict[str, Any]
    hand: str
    beside: str = ""


def rule(field: str, operator: str, value: object) -> dict[str, Any]:
    """Return one condition."""
    return {"field": field, "operator": operator, "value": value}


def group(*rules: dict[str, Any], combinator: str = "and", negated: bool = False) -> dict[str, Any]:
    """Return conditions that are met together, one at least, or not."""
    return {"combinator": combinator, "not": negated, "rules": list(rules)}


def questions(*, grids: Sequence[str], people: list[str], figures: list[str], arpu: float) -> list[Question]:
    """Return the audiences; ``grids`` are those of some branches, ``people`` and ``figures`` the files of both."""
    listed = ", ".join(f"'{grid}'" for grid in grids)
    newest = f"SELECT max(month) FROM read_parquet({figures})"
    above = (
        f"SELECT grid_code FROM read_parquet({figures}) WHERE indicator = 'arpu' AND month = ({newest}) "
        f"AND numerator / denominator > {arpu}"
    )
    return [
        Question(
            "ending_and_likely",
            group(
                rule("tag.contract_ending_60", "=", True),
                rule("score.churn.probability", ">=", 0.5),
                rule("billed_fen_average_3", ">=", 5000),
                rule("organisation", "in", SOME_BRANCHES),
                rule("segment", "in", ["public", "sme"]),
            ),
            "tag__contract_ending_60 AND score__churn__probability >= 0.5 AND billed_fen_average_3 >= 5000 "
            f"AND grid_code IN ({listed}) AND segment IN ('public', 'sme')",
        ),
        Question(
            "attributes",
            group(
                rule("age", "between", [30, 50]),
                rule("tenure_months", ">=", 24),
                rule("has_broadband", "=", False),
                rule("monthly_fee_fen", "<", 9900),
                rule("data_usage_ratio", ">", 0.9),
            ),
            "age BETWEEN 30 AND 50 AND tenure_months >= 24 AND NOT has_broadband AND monthly_fee_fen < 9900 "
            "AND data_usage_ratio > 0.9",
        ),
        Question(
            "one_of_and_not",
            group(
                group(rule("data_usage_ratio", ">=", 0.9), rule("billed_change_ratio", "<=", -0.01), combinator="or"),
                group(rule("complaints_3", ">=", 1), rule("faults_3", ">=", 2), combinator="or", negated=True),
                rule("contract_days_left", "between", [0, 90]),
            ),
            "(data_usage_ratio >= 0.9 OR billed_change_ratio <= -0.01) "
            "AND NOT coalesce(complaints_3 >= 1 OR faults_3 >= 2, false) AND contract_days_left BETWEEN 0 AND 90",
        ),
        Question(
            "figure_of_the_grid",
            group(
                rule("grid.arpu", ">", arpu),
                rule("billed_fen_average_3", ">=", 9000),
                rule("age", "<", 40),
                rule("port_free_ratio", ">", 0.1),
                rule("segment", "=", "public"),
            ),
            f"grid_code IN ({above}) AND billed_fen_average_3 >= 9000 AND age < 40 AND port_free_ratio > 0.1 "
            "AND segment = 'public'",
        ),
        Question(
            "above_the_grids_median",
            group(
                rule("billed_fen_average_3", "aboveGrid", None),
                rule("has_broadband", "=", False),
                rule("contract_days_left", "between", [0, 90]),
                rule("score.churn.probability", ">=", 0.7),
                rule("age", "<", 60),
            ),
            "billed_fen_average_3 > middle AND NOT has_broadband AND contract_days_left BETWEEN 0 AND 90 "
            "AND score__churn__probability >= 0.7 AND age < 60",
            "JOIN (SELECT grid_code, median(billed_fen_average_3) AS middle "
            f"FROM read_parquet({people}) WHERE month = DATE '{MONTH}' GROUP BY grid_code) USING (grid_code)",
        ),
        Question(
            "few",
            group(
                rule("place_code", "beginsWith", "P0012"),
                rule("mobile_offer_code", "!=", "MT5"),
                rule("tag.contract_ending_60", "=", True),
                rule("months_since_contact", "null", None),
                rule("score.churn.expected_value_fen", ">", 4000),
            ),
            "starts_with(place_code, 'P0012') AND mobile_offer_code <> 'MT5' AND tag__contract_ending_60 "
            "AND months_since_contact IS NULL AND score__churn__expected_value_fen > 4000",
        ),
        Question(
            "most",
            group(
                rule("has_mobile", "=", True),
                rule("age", ">=", 18),
                rule("segment", "!=", "group"),
                rule("complaints_3", "<", 2),
                rule("billed_fen_last", ">", 0),
            ),
            "has_mobile AND age >= 18 AND segment <> 'group' AND complaints_3 < 2 AND billed_fen_last > 0",
        ),
    ]


def median_seconds(*works: Callable[[], object]) -> list[float]:
    """Run pieces of work in turn, several times; return each one's median in seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(taken, works, strict=True):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return [statistics.median(times) for times in taken]


def with_figures() -> tuple[list[str], float]:
    """Return the files of the grids' indicators, built if they are not there, and the middle one of their ARPU."""
    from gridloop.kernel.types import Actor
    from gridloop.lake.engine import connect, dataset_files
    from gridloop.lake.queries import current_versions
    from gridloop.metrics.services.build_indicators import build_indicators

    if "indicator_value" not in current_versions():
        with measured("province: indicator_value"):
            build_indicators(month=MONTH, actor=Actor.system("bench"))
    files = dataset_files(current_versions()["indicator_value"])
    arpu = f"SELECT median(numerator / denominator) FROM read_parquet({files}) WHERE indicator = 'arpu'"
    with connect() as connection:
        [(middle,)] = connection.execute(arpu).fetchall()
    return files, float(middle)


def rows_of(question: Question, people: list[str]) -> str:
    """Return the month's population, with what the question joins to it, as SQL reads it; conditions may follow."""
    return f"read_parquet({people}) {question.beside} WHERE month = DATE '{MONTH}'"


def compared(question: Question, people: list[str], *, full: bool) -> None:
    """Count and list one audience both ways, ``people`` being the files of the population."""
    from gridloop.campaign.services.choose_targets import audience_of
    from gridloop.campaign.services.count_audience import size_audience
    from gridloop.campaign.services.read_draft import read_plan
    from gridloop.kernel.types import WHOLE_COMPANY
    from gridloop.lake.engine import connect
    from gridloop.lake.queries import open_lake

    given, rows = plan_of(question), rows_of(question, people)

    def count() -> int:
        return size_audience(plan=read_plan(given, WHOLE_COMPANY), scope=WHOLE_COMPANY).total

    def materialise() -> int:
        with open_lake() as lake:
            wide, met, _ = audience_of(read_plan(given, WHOLE_COMPANY), lake, MONTH, reads=())
            return int(lake.run(wide.filter(met).select("customer_id", "grid_code", "assignee_code")).num_rows)

    def hand_count() -> int:
        with connect() as connection:
            [(number,)] = connection.execute(f"SELECT count(*) FROM {rows} AND {question.hand}").fetchall()
            return int(number)

    def hand_list() -> int:
        with connect() as connection:
            sql = f"SELECT customer_id, grid_code, assignee_code FROM {rows} AND {question.hand}"
            return int(connection.execute(sql).to_arrow_table().num_rows)

    found = {count(), materialise(), hand_count(), hand_list()}
    if len(found) > 1:
        raise SystemExit(f"{question.name}: the counts differ: {sorted(found)}")
    print(f"  {question.name}: {found.pop():,} customers", flush=True)
    for name, pair in {"count": (count, hand_count), "list": (materialise, hand_list)}.items():
        stated(f"{question.name}_{name}", *median_seconds(*pair), full=full)


def screen(question: Question, people: list[str], *, full: bool) -> None:
    """Compare what the audience builder shows, and print the time without the population laid out."""
    from gridloop.campaign.expr.audience import audience_predicate
    from gridloop.campaign.expr.conditions import read_conditions
    from gridloop.campaign.expr.population import population
    from gridloop.campaign.queries.audience import field_catalogue
    from gridloop.campaign.queries.population import sources_of
    from gridloop.campaign.services.count_audience import FIGURES, count_audience
    from gridloop.campaign.services.read_draft import read_plan
    from gridloop.kernel.types import WHOLE_COMPANY
    from gridloop.lake.engine import connect
    from gridloop.lake.queries import open_lake

    figures = ", ".join(
        f"sum({one}::DOUBLE), count({one}), sum({one}::DOUBLE) FILTER (WHERE met), count({one}) FILTER (WHERE met)"
        for one in FIGURES
    )

    def answer() -> object:
        return count_audience(plan=read_plan(plan_of(question), WHOLE_COMPANY), scope=WHOLE_COMPANY)

    def hand_answer() -> object:
        with connect() as connection:
            marked = f"SELECT *, coalesce({question.hand}, false) AS met FROM {rows_of(question, people)}"
            sql = f"SELECT grid_code, segment, count(*), count(*) FILTER (WHERE met), {figures} FROM ({marked})"
            return connection.execute(f"{sql} GROUP BY ALL").fetchall()

    stated(f"{question.name}_screen", *median_seconds(answer, hand_answer), full=full)
    with open_lake() as lake:
        conditions = read_conditions(question.conditions, field_catalogue(lake))
        names = {"tag_names": {"contract_ending_60"}, "models": {"churn"}}
        wide = population(sources=sources_of(lake), month=MONTH, **names)
        started = time.perf_counter()
        same = lake.scalar(audience_predicate(wide, conditions).sum())
        print(f"  from the sources, joined: {time.perf_counter() - started:.2f} s, {same:,} customers", flush=True)


def plan_of(question: Question) -> dict[str, Any]:
    """Return an audience within a plan, as the browser sends it."""
    return {"cycle": CYCLE, "audience": question.conditions, "exclusions": {"running_campaigns": False}}


def stated(name: str, mine: float, hand: float, *, full: bool) -> None:
    """State one figure beside that of the SQL written by hand."""
    bar(
        f"audience_{name}_seconds",
        value=mine,
        baseline=hand,
        limit=f"<={LIMIT}x",
        held=mine <= LIMIT * hand if full else None,
    )


def main() -> None:
    """Run the bench."""
    customers, full = customers_asked(__doc__)
    prepared(customers)
    from gridloop.campaign.queries.organisation import organisation
    from gridloop.kernel.types import WHOLE_COMPANY
    from gridloop.lake.engine import dataset_files
    from gridloop.lake.queries import current_versions

    figures, arpu = with_figures()
    units = organisation(WHOLE_COMPANY)
    grids = sorted({grid for unit in SOME_BRANCHES for grid in units.grids_below(unit)})
    people = dataset_files(current_versions()["population"])
    asked = questions(grids=grids, people=people, figures=figures, arpu=arpu)
    for question in asked:
        compared(question, people, full=full)
    screen(asked[0], people, full=full)


if __name__ == "__main__":
    main()
