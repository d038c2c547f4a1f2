"""BI tools read the lake's current data through views of their own, without customers unless asked for."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from gridloop.kernel.problems import Problem
from gridloop.metrics.services.write_views import write_views


def publish_city(publish_rows, revenue: float) -> None:
    publish_rows("indicator_value", [
        {"grid_code": "LG0101", "month": date(2026, 9, 1), "indicator": "revenue", "numerator": revenue,
         "denominator": 1.0}
    ])  # fmt: skip
    publish_rows("customer", [{"customer_id": "C1", "name": "王小明", "segment": "public"}])


def test_views_follow_the_current_version_and_hold_no_customers(publish_rows, actor, tmp_path):
    file = tmp_path / "bi.duckdb"
    publish_city(publish_rows, 100.0)
    names = write_views(file=file, datasets=(), actor=actor)
    assert "indicator_value" in names and "customer" not in names
    publish_city(publish_rows, 250.0)
    write_views(file=file, datasets=(), actor=actor)
    with duckdb.connect(str(file), read_only=True) as reader:
        found = reader.execute(
            "SELECT name_en, sum(numerator) FROM indicator_value JOIN indicator_library USING (indicator) GROUP BY 1"
        ).fetchall()
        tables = {row[0] for row in reader.execute("SHOW TABLES").fetchall()}
    assert found == [("Revenue", 250.0)]
    assert "customer" not in tables


def test_a_dataset_is_given_when_it_is_named_and_an_unknown_one_refused(publish_rows, actor, tmp_path):
    publish_city(publish_rows, 1.0)
    assert write_views(file=tmp_path / "x.duckdb", datasets=["customer"], actor=actor)[0] == "customer"
    with pytest.raises(Problem):
        write_views(file=tmp_path / "y.duckdb", datasets=["weather"], actor=actor)
    assert not (tmp_path / "y.duckdb").exists()


def test_splits_and_the_market_are_there_to_be_read(publish_rows, actor, tmp_path):
    publish_city(publish_rows, 3.0)
    month = date(2026, 9, 1)
    publish_rows("indicator_split", [
        {"indicator": "revenue", "dimension": "segment", "month": month, "grid_code": "LG0101", "member": member,
         "numerator": part, "denominator": 1.0}
        for member, part in (("public", 2.0), ("group", 1.0))
    ])  # fmt: skip
    publish_rows("market_operator", [{"operator": "US", "name_zh": "我", "name_en": "Us", "is_own": True}])
    publish_rows("market_position", [
        {"org_code": "LG0101", "operator": "US", "month": month, "users": 7, "source": "own", "is_estimate": False}
    ])  # fmt: skip
    file = tmp_path / "bi.duckdb"
    names = write_views(file=file, datasets=(), actor=actor)
    assert {"indicator_split", "market_position", "market_operator"} <= set(names)
    with duckdb.connect(str(file), read_only=True) as reader:
        assert reader.execute("SELECT sum(numerator) FROM indicator_split").fetchone() == (3.0,)
        assert reader.execute(
            "SELECT name_en, users FROM market_position JOIN market_operator USING (operator)"
        ).fetchall() == [("Us", 7)]
