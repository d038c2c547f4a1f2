"""The engine is chosen by the installation; who did not choose Spark needs none of it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gridloop.lake.spark_session import read_properties, what_is_missing


def started(home, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "GRIDLOOP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gridloop.web.settings", **environment}
    given["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=False)


def test_nothing_of_spark_is_loaded_unless_it_is_chosen(home):
    code = """
import django, sys
django.setup()
import gridloop.web.urls
from gridloop.lake.engine import Lake
with Lake({}) as lake:
    lake.scalar(lake.table("customer").count())
print([name for name in sys.modules if name.split(".")[0] in ("pyspark", "py4j")])
"""
    assert started(home, code).stdout.strip() == "[]"


def test_an_unknown_engine_is_named_with_those_there_are(home):
    refused = started(home, "import django; django.setup()", GRIDLOOP_ENGINE="sparc")
    assert refused.returncode != 0
    assert "GRIDLOOP_ENGINE=sparc: it may be duckdb or spark" in refused.stderr


def test_without_java_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    what_is_missing.cache_clear()
    pytest.importorskip("pyspark")
    assert "install openjdk-17-jre-headless, or set JAVA_HOME" in what_is_missing()
    what_is_missing.cache_clear()


def test_properties_come_from_a_text_or_a_file(tmp_path):
    file = tmp_path / "spark.conf"
    file.write_text("# ours\n\nspark.executor.memory   4g\nspark.jars=/a.jar,/b.jar\n")
    assert read_properties(str(file)) == {"spark.executor.memory": "4g", "spark.jars": "/a.jar,/b.jar"}
    assert read_properties("spark.executor.memory=4g; spark.jars=/a.jar,/b.jar") == read_properties(str(file))
    assert read_properties("") == {}


def test_a_property_that_is_none_is_named():
    with pytest.raises(ValueError, match="'executor.memory=4g' is not an entry such as spark"):
        read_properties("executor.memory=4g")
