"""The one connection of this process to Spark, made when the first expression is run on it.

``GRIDLOOP_SPARK_MASTER`` says where Spark runs (``local[2]``: inside this process's own Java), ``GRIDLOOP_SPARK_CONF``
adds Spark's own properties: the path of a file like spark-defaults.conf, or ``key=value`` entries between semicolons.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_JAVA_AT_LEAST = 17
_STARTING = Lock()
_ENTRY = re.compile(r"(?P<key>spark\.[\w.\-]+)\s*[=\s]\s*(?P<value>.*)")

MEANING: Mapping[str, str] = {
    # What an expression means must not depend on where it runs: nothing of this may be set otherwise.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",  # a value that cannot be cast, or a sum too large, stops the run as in DuckDB
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
_USUAL: Mapping[str, str] = {
    "spark.app.name": "gridloop",
    "spark.log.level": "ERROR",
    "spark.driver.maxResultSize": "0",  # what an answer may take is the driver's memory, as on DuckDB
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    # A version has few, large files; a job that does nothing but list them costs more than listing them here.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
}


class SparkMissing(RuntimeError):
    """Spark was chosen, but something that it needs is not on this machine; the message says what, and the mend."""


def spark_session() -> SparkSession:
    """Return a session of its own (views of its own) on this process's Spark; raises ``SparkMissing``."""
    with _STARTING:
        return _started().newSession()


@cache
def what_is_missing() -> str:
    """Return what Spark lacks on this machine, empty when it can start."""
    try:
        import pyspark  # noqa: F401, PLC0415 - an extra
    except ImportError:
        return "the package pyspark is not installed: pip install --require-hashes -r requirements/spark.lock"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    told = subprocess.run([java, "--version"], capture_output=True, text=True, check=False).stdout if java else ""
    version = re.search(r"\d+", told)
    if version is not None and int(version[0]) >= _JAVA_AT_LEAST:
        return ""
    found = f"Java {version[0]}" if version else "no Java"
    return f"Java 17 or newer is needed, there is {found}: install openjdk-17-jre-headless, or set JAVA_HOME"


@cache
def _started() -> SparkSession:
    missing = what_is_missing()
    if missing:
        raise SparkMissing(f"GRIDLOOP_ENGINE=spark: {missing}")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra: only who chose it has it

    # The error that is raised says it already, in a line instead of a page.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    master = os.environ.get("GRIDLOOP_SPARK_MASTER", "local[2]")
    builder = SparkSession.builder.master(master)
    chosen = read_properties(os.environ.get("GRIDLOOP_SPARK_CONF", ""))
    for key, value in {**_USUAL, **_on_this_machine(master), **chosen, **MEANING}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def _on_this_machine(master: str) -> dict[str, str]:
    """Return what suits a Spark inside this process: no name to look up, no more parts than threads."""
    if not master.startswith("local"):
        return {}
    threads = re.search(r"\[(\d+)", master)
    memory = re.fullmatch(r"(\d+)\s*([GM])i?B", os.environ.get("GRIDLOOP_MEMORY", "4GB"))
    return {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": f"{memory[1]}{memory[2].lower()}" if memory else "4g",
        "spark.sql.shuffle.partitions": threads[1] if threads else "2",
    }


def read_properties(given: str) -> dict[str, str]:
    """Return Spark's properties of a file or of a text; raises ``ValueError`` with the entry that is none."""
    given = given.strip()
    if given and "=" not in given:
        lines = Path(given).expanduser().read_text(encoding="utf-8").splitlines()
    else:
        lines = given.split(";")
    properties = {}
    for line in (line.strip() for line in lines):
        if not line or line.startswith("#"):
            continue
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            raise ValueError(f"GRIDLOOP_SPARK_CONF: {line!r} is not an entry such as spark.executor.memory=4g")
        properties[entry["key"]] = entry["value"].strip()
    return properties
