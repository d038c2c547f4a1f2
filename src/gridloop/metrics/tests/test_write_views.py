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
