"""A small city's indicators, splits and tags, and what screens make of them, worked out again from their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from gridloop.kernel.types import Actor, Role, Scope
from gridloop.lake.queries import open_lake
from gridloop.metrics.queries.library import indicator_definitions, tag_definitions
from gridloop.metrics.services.build_tags import build_tags
from gridloop.metrics.services.mark import set_marks
from gridloop.metrics.types import IndicatorKind, TagType
from gridloop.web.commands import app
from tests.numbers.shown import audiences_agree, figures_agree
from tests.numbers.words import DIMENSIONS, INDICATORS, Side
from twin.cities import city_named
from twin.life.beginning import begin
from twin.sizes import size_named

pytestmark = pytest.mark.timeout(300)
HERE = Path(__file__).parent
MODELS = ("churn", "renewal", "data_upsell")
DAY, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
READ = (
    "customer", "subscription", "offer", "bill", "usage", "fault", "complaint", "network_port", "place", "ownership",
    "market_position", "market_operator", "consent", "contact_outcome",
)  # fmt: skip
NEWEST_ONLY = "bundle"
"""What a bundle was before a renewal rewrote it is told from the bill by a rule: only the newest month is compared."""
EVENTS = ("moans", "troubles")
Sums = dict[tuple[Any, ...], tuple[float, float]]


def _ran(*words: str) -> None:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output


def _outcomes(people: list[tuple[str, str]]) -> Iterator[dict[str, object]]:
    """Yield an invented month of contacts: every outcome, dispatched or not, in both arms."""
    answers = ("accepted", "refused", "do_not_disturb", "wrong_number", "not_reached", None)
    for number, (customer, grid) in enumerate(people):
        answer, sent = answers[number % 6], number % 7 != 0
        reached = sent and answer in answers[:3]
        yield {
            "campaign_code": "K", "customer_id": customer, "month": SEPTEMBER, "step": 1, "grid_code": grid,
            "arm": "control" if number % 11 == 0 else "treated", "dispatched": sent, "contacts": number % 4 * sent,
            "reached": reached, "outcome": answer, "confirmed": number % 5 == 0, "churned": False,
            "competitor": "HJM" if number % 9 == 0 else None, "channel": ("visit", "call")[number % 2],
            "offer_kind": ("bundle", "data_pack", None)[number % 3], "revenue_before_fen": 5_000,
            "revenue_after_fen": 5_000 + number if number % 10 else None,
        }  # fmt: skip


def _scores(people: list[str]) -> Iterator[dict[str, object]]:
    """Yield invented scores of some tens of people by every model, no two probabilities of a model alike."""
    for step, model in enumerate(MODELS, start=3):
        for number, customer in enumerate(people[: len(people) // 10 * 10]):
            place = number * (10 * step + 1) % 997
            yield {
                "customer_id": customer, "month": DAY, "model": model, "version": "1", "probability": place / 997,
                "uplift": (place % 23 - 8) / 100 if number % 5 else None,
                "expected_value_fen": place % 41 * 100 - 1_500,
            }  # fmt: skip


def _sheet(people: list[str]) -> list[tuple[str, str]]:
    """Return the marks of a sheet as people fill it in: some twice, one of somebody nobody knows."""
    codes = [one.code for one in tag_definitions() if one.type is TagType.MANUAL]
    marks = [(code, people[at]) for number, code in enumerate(codes) for at in range(number, len(people), 7 + number)]
    return [*marks, marks[0], (codes[0], "nobody")]


@pytest.fixture
def book(home: Path, publish_rows: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a connection to everything that was delivered and computed for a city of 250 customers."""
    begin(7, city_named("port"), size_named("tiny", 250), home / "state", home / "drop", lambda step: None)
    _ran("init")
    _ran("load", "--drop", str(home / "drop"), "--date", str(DAY))
    with open_lake() as lake:
        places = lake.table("customer").left_join(lake.table("place"), "place_code").order_by("customer_id")
        people = lake.run(places.filter(places.grid_code.notnull()).select("customer_id", "grid_code").limit(120))
        everybody = lake.run(lake.table("customer").select("customer_id").order_by("customer_id")).to_pylist()
    publish_rows("contact_outcome", _outcomes([tuple(row.values()) for row in people.to_pylist()]))
    ids = [row["customer_id"] for row in everybody]
    publish_rows("customer_score", _scores(ids[3:]))
    _ran("prepare", "--date", str(DAY))  # owners are known from here on, and marks are set on owned customers only
    sheet = _sheet(ids)
    for code, customer in sheet:
        scope, by = Scope(Role.PLANNER, ("/",)), Actor.system("test")
        set_marks(scope=scope, actor=by, tag=code, customer_ids=[customer], reason="抄自台账")
    build_tags(month=DAY, actor=Actor.system("test"))
    with open_lake() as lake, duckdb.connect() as con:
        for name in (*READ, "indicator_value", "indicator_split", "customer_profile", "customer_tag", "customer_score"):
            con.register(f"arrow_{name}", lake.run(lake.table(name)))
            con.execute(f"create table {name} as select * from arrow_{name}")
        con.execute("create table sheet (tag varchar, customer_id varchar)")
        con.executemany("insert into sheet values (?, ?)", sheet)
        con.execute((HERE / "facts.sql").read_text())
        yield con


def _summed(con: duckdb.DuckDBPyConnection, side: Side, by: str) -> dict[tuple[Any, ...], float]:
    rows = con.execute(f"select grid_code, m, {by}, {side.sql} from {side.table} group by all").fetchall()
    return {tuple(row[:-1]): float(row[-1]) for row in rows}


def _worked_out(con: duckdb.DuckDBPyConnection, code: str, by: str = "''") -> Sums:
    """Return both sides of an indicator by grid and month, and by the members of a dimension."""
    above, below = INDICATORS[code]
    over = _summed(con, above, by)
    if below is None:
        if above.table in EVENTS and by == "''":
            months = {key[1] for key in over}
            grids = [row[0] for row in con.execute("select distinct grid_code from ownership").fetchall()]
            over = {(grid, month, ""): over.get((grid, month, ""), 0.0) for grid in grids for month in months}
        return {key: (value, 1.0) for key, value in over.items()}
    under = _summed(con, below, by)
    months = {key[1] for key in over} & {key[1] for key in under}
    return {key: (over.get(key, 0.0), under.get(key, 0.0)) for key in {*over, *under} if key[1] in months}


def test_the_library_is_what_its_words_say(book):
    _indicators_agree(book)
    _branches_have_what_was_delivered_of_the_market(book)
    _members_agree(book)
    _tags_agree(book)
    _marks_agree(book)
    figures_agree(book)
    audiences_agree(book)


def _indicators_agree(con: duckdb.DuckDBPyConnection) -> None:
    stored = con.execute("select indicator, grid_code, month, numerator, denominator from indicator_value").fetchall()
    branches = {row[0] for row in con.execute("select org_code from market_position").fetchall()}
    branches -= {row[0] for row in con.execute("select grid_code from ownership").fetchall()}
    found: dict[str, Sums] = {code: {} for code in INDICATORS}
    for code, grid, month, over, under in stored:
        if grid not in branches:
            found[code][grid, month, ""] = (over, under)
    assert set(INDICATORS) == {one.code for one in indicator_definitions() if one.kind is not IndicatorKind.DERIVED}
    for code, sums in found.items():
        expected = {key: value for key, value in _worked_out(con, code).items() if key[0] not in branches}
        assert expected, code
        assert _but_nothing(sums) == pytest.approx(_but_nothing(expected), abs=1e-6), code
        if INDICATORS[code][1] is not None:
            assert {key for key, value in sums.items() if value[1]} == {k for k, v in expected.items() if v[1]}, code


def _but_nothing(sums: Sums) -> dict[tuple[Any, ...], float]:
    """Return the sums side by side, without those of nothing over nothing, which no screen shows."""
    return {(*key, side): value for key, both in sums.items() if any(both) for side, value in enumerate(both)}


def _branches_have_what_was_delivered_of_the_market(con: duckdb.DuckDBPyConnection) -> None:
    """Below a branch everything adds up to its own delivered row."""
    wrong = con.execute(
        """
        with up as (select o.grid_code, left(o.grid_code, 4) as branch from ownership o group by all),
             got as (select coalesce(branch, v.grid_code) as branch, month, sum(numerator) as users
                     from indicator_value v left join up using (grid_code)
                     where indicator = 'market_users' group by all)
        select * from (select org_code as branch, month, sum(users) as users from market_position
                       where length(org_code) = 4 group by all) said join got using (branch, month)
        where said.users <> got.users
        """
    ).fetchall()
    assert wrong == []


def _members_agree(con: duckdb.DuckDBPyConnection) -> None:
    compared = 0
    for code, (above, below) in INDICATORS.items():
        able = DIMENSIONS.get(above.table, ())
        for dimension in (one for one in able if below is None or one in DIMENSIONS.get(below.table, ())):
            expected = _worked_out(con, code, f"coalesce({dimension}, 'unknown')")
            rows = con.execute(
                "select grid_code, month, member, numerator, denominator from indicator_split"
                " where indicator = ? and dimension = ?",
                [code, dimension],
            ).fetchall()
            found = {tuple(row[:3]): (row[3], row[4]) for row in rows}
            for sums in (expected, found):
                for key, (over, under) in list(sums.items()):
                    if not over and (below is None or not under) or dimension == NEWEST_ONLY and key[1] != SEPTEMBER:
                        del sums[key]
            assert _but_nothing(found) == pytest.approx(_but_nothing(expected), abs=1e-6), (code, dimension)
            compared += len(found)
    assert compared > 1_000


def _tags_agree(con: duckdb.DuckDBPyConnection) -> None:
    """Conditions over the columns as their names say: the language is close to SQL, so that DuckDB can read it."""
    con.execute((HERE / "profile.sql").read_text())
    told = {one.code: one.condition for one in tag_definitions() if one.type is not TagType.MANUAL}
    carried = 0
    chained = re.compile(r"(\d+) (<=?) (\w+) (<=?) (\d+)")
    for code, condition in told.items():
        plain = chained.sub(r"(\1 \2 \3 and \3 \4 \5)", condition).replace("==", "=")
        query = f"select customer_id from known where coalesce({plain}, false)"
        expected = {row[0] for row in con.execute(query).fetchall()}
        found = {row[0] for row in con.execute(f"select customer_id from customer_tag where {code}").fetchall()}
        assert found == expected, code
        carried += len(found) if "decile" in condition or "uplift" in condition or "_value_fen" in condition else 0
    assert len(told) > 70 and carried > 100


def _marks_agree(con: duckdb.DuckDBPyConnection) -> None:
    """A manual tag is carried by those of the sheet who are in service, and by nobody else."""
    for code in (one.code for one in tag_definitions() if one.type is TagType.MANUAL):
        query = "select distinct customer_id from sheet join known using (customer_id) where tag = ?"
        expected = {row[0] for row in con.execute(query, [code]).fetchall()}
        found = {row[0] for row in con.execute(f"select customer_id from customer_tag where {code}").fetchall()}
        assert found == expected and found, code
