"""What expressions may be made of gives the same rows, types and bits on DuckDB and on Spark; the rest is named."""

from __future__ import annotations

import random
import shutil
from datetime import date, timedelta

import ibis
import pyarrow as pa
import pytest
from ibis import _

from gridloop.lake.engine import Lake
from gridloop.lake.engine_differences import CONSTRUCTS
from gridloop.lake.queries import open_lake
from gridloop.lake.types import Engine
from gridloop.metrics.expr.exact import exact_sum

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.parametrize("engine", [Engine.SPARK], ids=["spark"], indirect=True),
]
DAY = date(2026, 10, 1)
WORDS = [None, "a", "B", "é", "中文", "中", "~", "", "ab", "A b", "%_", "\\", "😀", "Z", "it's"]
REALS = [None, 0.5, 1.5, 2.5, -0.5, -2.5, 0.1, 0.2, 0.3, 1e-5, 1e20, 0.0, -0.0]


def nasty() -> pa.Table:
    """Return rows with empties, edges of scripts, halves, huge and tiny numbers, leap days."""
    draw = random.Random(5)
    count = 300
    start, noon = date(2020, 2, 29), 1_767_236_645_000_678

    def some(make: object, every: int) -> list[object]:
        return [None if row % every == 0 else make() for row in range(count)]  # type: ignore[operator]

    columns = {
        "k": pa.array(range(count), pa.int64()),
        "g": pa.array([f"G{row % 7}" for row in range(count)]),
        "small": pa.array([row % 3 for row in range(count)], pa.int64()),
        "whole": pa.array(some(lambda: draw.randint(-(10**9), 10**12), 11), pa.int64()),
        "real": pa.array([draw.choice(REALS) for _row in range(count)], pa.float64()),
        "hours": pa.array(some(lambda: round(draw.random() * 70, 1), 5), pa.float64()),
        "share": pa.array([draw.random() for _row in range(count)], pa.float64()),
        "word": pa.array([draw.choice(WORDS) for _row in range(count)]),
        "day": pa.array(some(lambda: start + timedelta(days=draw.randint(-4000, 4000)), 8), pa.date32()),
        "flag": pa.array(some(lambda: draw.random() < 0.5, 10), pa.bool_()),
        "at": pa.array([noon + row * 3_600_000_000 for row in range(count)], pa.timestamp("us")),
    }
    return pa.table(columns)


@pytest.fixture
def lakes(engine, home):
    with Lake({}, Engine.DUCKDB) as embedded, Lake({}, Engine.SPARK) as spark:
        for lake in (embedded, spark):
            lake.attach("nasty", nasty())
        yield embedded, spark


TABLE = ibis.table(ibis.Schema.from_pyarrow(nasty().schema), name="nasty")


def by_row(**values):
    return TABLE.select("k", **values).order_by("k")


def by_group(**values):
    return TABLE.group_by("g").agg(**values).order_by("g")


AGREE = {
    "sums": by_group(
        whole=_.whole.sum(), none=_.whole.sum(where=_.k < 0), flags=_.flag.sum(), some=_.flag.sum(where=_.k < 0),
        rows=_.count(), marked=_.count(where=_.flag), known=_.whole.count(), exact=exact_sum(_.hours),
        exact_some=exact_sum(_.hours, _.flag),
    ),
    "means of whole numbers": by_group(mean=_.whole.mean(), some=_.whole.mean(where=_.flag)),
    "distinct": by_group(words=_.word.nunique(), some=_.word.nunique(where=_.flag)),
    "first and last texts": by_group(first=_.word.min(), last=_.word.max()),
    "any and all": by_group(any=_.flag.any(), all=_.flag.all(), nobody=_.flag.any(where=_.k < 0)),
    "newest": by_group(
        word=_.word.argmax(_.k), known=_.word.argmax(_.k, where=_.word.notnull()), first=_.word.argmin(_.k),
        by_empty=_.k.argmax(_.whole), nobody=_.word.argmax(_.k, where=_.k < 0),
    ),
    "quantiles": TABLE.aggregate(**{f"cut_{tenth}": _.share.quantile(tenth / 10) for tenth in range(1, 10)}),
    "as text": by_row(
        whole=_.whole.cast("string"), day=_.day.cast("string"), flag=_.flag.cast("string"), at=_.at.cast("string"),
        real=_.hours.try_cast("decimal(38, 6)").cast("string").re_replace(r"\.?0+$", ""),
        beyond=(_.real * 1e50).try_cast("decimal(38, 6)").cast("string"),
    ),
    "rounding": by_row(
        to_whole=(_.small / 2).cast("int64"), round=(_.small / 2 - 1.5).round(), one=_.hours.round(1),
        floor=(_.hours / 3).floor(), tenths=(_.hours * 10).round().cast("int64"),
    ),
    "division": by_row(
        real=_.whole / 7, whole=_.whole // 7, below=(0 - _.whole) // 7, rest=_.whole % 7,
        by_nought=_.whole / _.small.nullif(0),
    ),
    "order": TABLE.order_by(ibis.desc("word"), "whole", ibis.desc("real"), "k").select("k"),
    "order of texts": by_row(below=_.word < "b", above=_.word >= "中"),
    "texts": by_row(
        lower=_.word.lower(), length=_.word.length(), first=_.word.substr(0, 1), past=_.word.substr(3),
        padded=_.small.cast("string").lpad(4, "0"), long=_.whole.cast("string").lpad(4, "0"),
        begins=_.word.startswith("%"), holds=_.word.contains("_"), slash=_.word.contains("\\"), both=_.word + _.g,
        quote=_.g + ibis.literal("it's \\n 中"),
    ),
    "lots": by_row(bucket=(_.word + "salt").hexdigest("md5").substr(0, 8)),
    "days": by_row(
        left=_.day.delta(ibis.literal(DAY), unit="day"), months=_.day.year() * 12 + _.day.month(),
        first=ibis.date(_.day.year(), _.day.month(), 1), at=_.at, later=_.at >= ibis.timestamp("2026-01-03"),
    ),
    "choices": by_row(
        listed=_.word.isin(["a", "中"]), not_listed=~_.word.isin(["a", "中"]), between=_.hours.between(1, 2.5),
        filled=_.whole.fill_null(0), first=ibis.coalesce(_.whole, _.k), least=ibis.least(_.whole, _.k),
        most=ibis.greatest(_.hours, _.k), clipped=_.hours.clip(0, 1), same=_.word.identical_to(_.g),
        if_else=ibis.ifelse(_.flag, _.whole, _.hours), cases=ibis.cases((_.flag, "yes"), (_.whole > 0, "above")),
        not_a_number=ibis.ifelse(_.real.isnan(), 1, 2), one=ibis.literal(1), nothing=ibis.null("string"),
    ),
    "left join on empty keys": TABLE.left_join(TABLE.filter(_.k < 20).select("word", other="k"), "word")
    .select("k", "other").order_by("k", "other"),
    "semi join": TABLE.semi_join(TABLE.filter(_.k < 20), "word").select("k").order_by("k"),
    "anti join": TABLE.anti_join(TABLE.filter(_.k < 20), "word").select("k").order_by("k"),
    "union": TABLE.select("k").union(TABLE.select("k")).order_by("k"),
    "distinct rows": TABLE.select("g", "small").distinct().order_by("g", "small"),
    "page": TABLE.order_by("k").limit(5, offset=7),
    "windows": TABLE.mutate(
        place=ibis.row_number().over(group_by="g", order_by=[_.word, _.k]),
        so_far=_.whole.sum().over(group_by="g", order_by=_.k, rows=(None, 0)),
    ).order_by("k"),
    "nothing found": TABLE.filter(_.k < 0),
}  # fmt: skip

DIFFER = {
    "hash": by_row(x=_.word.hash()),
    "division_by_nought": by_row(x=_.whole / _.small),
    "real_to_text": by_row(x=_.real.cast("string")),
    "real_to_decimal": by_row(x=(_.real * 1e30).try_cast("decimal(38, 6)")),
    "isnan_of_nothing": by_row(x=_.real.isnan()),
    "sum_beyond_int64": by_group(x=(_.whole * 10**6).sum()),
}
CLOSE = {
    "real_sum": by_group(x=_.hours.sum()),
    "real_moments": by_group(x=_.hours.mean(), y=_.hours.var(how="pop"), z=_.hours.cov(_.share, how="pop")),
    "exp_log": by_row(x=(_.share + 1).log(), y=_.share.exp()),
}
MEMBERS = {"group_concat": by_group(x=_.word.group_concat("|"))}


@pytest.mark.parametrize("name", AGREE)
def test_the_same_rows_types_and_bits(lakes, name):
    embedded, spark = (lake.run(AGREE[name]) for lake in lakes)
    assert spark.schema == embedded.schema
    assert spark.to_pylist() == embedded.to_pylist()
    assert embedded.num_rows > 0 or name == "nothing found"


def test_every_exception_is_shown_here():
    assert {**DIFFER, **CLOSE, **MEMBERS}.keys() == CONSTRUCTS.keys()


@pytest.mark.parametrize("name", DIFFER)
def test_what_is_named_as_different_still_is(lakes, name):
    from pyspark.errors import ArithmeticException

    embedded, spark = lakes
    expected = embedded.run(DIFFER[name]).to_pylist()
    try:
        answered = spark.run(DIFFER[name]).to_pylist()
    except ArithmeticException:
        return
    assert answered != expected


@pytest.mark.parametrize("name", CLOSE)
def test_last_bits_and_no_more(lakes, name):
    embedded, spark = (lake.run(CLOSE[name]) for lake in lakes)
    assert spark.schema == embedded.schema
    for one, other in zip(embedded.to_pylist(), spark.to_pylist(), strict=True):
        assert list(other.values())[1:] == pytest.approx(list(one.values())[1:], rel=1e-9)


def test_joined_texts_have_the_same_members(lakes):
    embedded, spark = (lake.run(MEMBERS["group_concat"]).to_pylist() for lake in lakes)
    for one, other in zip(embedded, spark, strict=True):
        assert sorted(one["x"].split("|")) == sorted(other["x"].split("|"))


@pytest.mark.parametrize("name", ["order", "sums", "nothing found"])
def test_batches_carry_the_rows_of_the_whole_in_its_order(lakes, name):
    for lake in lakes:
        reader = lake.batches(AGREE[name], 50)
        batches = list(reader)
        assert all(batch.num_rows <= 50 for batch in batches)
        assert pa.Table.from_batches(batches, reader.schema).to_pylist() == lake.run(AGREE[name]).to_pylist()


def test_single_values(lakes):
    for value in (
        TABLE.count(),
        TABLE.whole.sum(),
        TABLE.day.max(),
        TABLE.flag.any(),
        TABLE.word.max(),
        TABLE.real.min(),
    ):
        embedded, spark = (lake.scalar(value) for lake in lakes)
        assert (spark, type(spark)) == (embedded, type(embedded))


def test_what_is_worked_out_for_the_embedded_connection(lakes):
    for name in ("sums", "days", "choices"):
        found = []
        for lake in lakes:
            query = lake.worked_out(AGREE[name])
            kinds = lake.connection.execute(f"DESCRIBE {query}").fetchall()
            found.append((kinds, lake.connection.execute(f"SELECT * FROM ({query}) ORDER BY 1").fetchall()))
        assert found[0] == found[1]


def test_spark_may_know_the_lake_by_another_address(engine, home, publish_rows, monkeypatch, tmp_path_factory):
    publish_rows("consent", [{"customer_id": "C1", "channel": "call", "granted": True, "recorded_on": DAY}])
    seen = tmp_path_factory.mktemp("seen by spark") / "lake"
    shutil.copytree(home / "lake", seen)
    (seen / ".spill").rmdir()
    (seen / ".spill").symlink_to(home / "lake" / ".spill")
    for file in (home / "lake").rglob("*.parquet"):
        file.unlink()  # what Spark reads now it can only have from the other address
    monkeypatch.setenv("GRIDLOOP_SPARK_LAKE", f"file://{seen}/")
    with open_lake() as lake:
        asked = lake.table("consent").select("customer_id", "granted")
        assert lake.run(asked).to_pylist() == [{"customer_id": "C1", "granted": True}]
        assert lake.connection.execute(lake.worked_out(asked)).fetchall() == [("C1", True)]


def test_nothing_is_left_behind(engine, home):
    with Lake({}, Engine.SPARK) as lake:
        lake.attach("nasty", nasty())
        lake.worked_out(AGREE["sums"])
        assert list((home / "lake" / ".spill").glob("spark-*"))
    assert not list((home / "lake" / ".spill").glob("spark-*"))
