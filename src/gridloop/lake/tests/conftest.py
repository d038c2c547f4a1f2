"""Delivering small files to the door, as an operator's systems would."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gridloop.kernel.types import Actor
from gridloop.lake.intake.control import Incoming, control_path, read_control
from gridloop.lake.library import contract_of
from gridloop.lake.queries import open_lake
from gridloop.lake.services.load_feed import load_delivery
from gridloop.lake.types import FileReport

Deliver = Callable[..., FileReport]
Execute = Callable[..., None]
SERVER = os.environ.get("GRIDLOOP_DATABASE_URL", "")


def write_control(file: Path, feed: str, day: str, rows: int, /, **changed: Any) -> None:
    """Write a file's control file; ``changed`` makes it say something else."""
    content = file.read_bytes()
    said = {
        "file": file.name,
        "bytes": len(content),
        "rows": rows,
        "sha256": hashlib.sha256(content).hexdigest(),
        "feed": feed,
        "business_date": day,
    }
    control_path(file).write_text(json.dumps(said | changed), encoding="utf-8")


@pytest.fixture
def deliver(db: None, home: Path, actor: Actor) -> Deliver:
    """Return a function that writes a file and loads it; with ``rows`` a control file vouches for it."""

    def deliver_file(
        feed: str,
        content: bytes | str,
        day: str = "2026-10-01",
        name: str = "",
        rows: int | None = None,
        **changed: Any,
    ) -> FileReport:
        contract = contract_of(feed)
        folder = home / "drop" / day
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / (name or f"{feed}_{day}.{contract.format.value}")
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        control = None
        if rows is not None:
            write_control(file, feed, day, rows, **changed)
            control = read_control(control_path(file))
        incoming = Incoming(file, file.name, control)
        business_date = date.fromisoformat(day)
        [report] = load_delivery(contract=contract, business_date=business_date, files=[incoming], actor=actor)
        return report

    return deliver_file


def rows_of(dataset: str) -> list[dict[str, Any]]:
    """Return the rows of a dataset as it is now, in the order of its columns."""
    with open_lake() as lake:
        found = lake.run(lake.table(dataset)).to_pylist()
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


BILL_HEADER = "customer_id,month,billed_yuan,mobile_yuan,broadband_yuan,out_of_bundle_yuan,cost_yuan\n"


def bills(*rows: str) -> str:
    """Return a bill file; each row is given as ``customer,month,billed``."""
    return BILL_HEADER + "".join(f"{row},,,,\n" for row in rows)


CUSTOMER_HEADER = "客户编码|客户名称|性别|出生年份|客群|手机号|地址|场所编码|经度|纬度|入网日期|离网日期\n"


def customers(*rows: str) -> bytes:
    """Return a customer file in GB18030; each row is given as ``id|name|phone|joined``."""
    lines = []
    for row in rows:
        customer, name, phone, joined = row.split("|")
        lines.append(f"{customer}|{name}|M|1980|public|{phone}|某路1号||||{joined}|\n")
    return (CUSTOMER_HEADER + "".join(lines)).encode("gb18030")


@pytest.fixture(params=["sqlite", "postgres"])
def crm(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Execute]:
    """Return a function that runs a statement in the source's database."""
    if request.param == "sqlite":
        file = tmp_path / "crm.sqlite3"
        monkeypatch.setenv("GRIDLOOP_SOURCE_CRM", f"sqlite:///{file}")

        def execute(statement: str, *rows: tuple[object, ...]) -> None:
            with sqlite3.connect(file) as connection:
                connection.executemany(statement, rows) if rows else connection.execute(statement)

        yield execute
        return
    if not SERVER.startswith("postgres"):
        pytest.skip("needs PostgreSQL: python tools/with_postgres.py")
    monkeypatch.setenv("GRIDLOOP_SOURCE_CRM", SERVER)

    def execute_there(statement: str, *rows: tuple[object, ...]) -> None:
        with psycopg.connect(SERVER, autocommit=True) as connection, connection.cursor() as cursor:
            wanted = statement.replace("?", "%s")
            cursor.executemany(wanted, rows) if rows else cursor.execute(wanted)

    execute_there("DROP TABLE IF EXISTS complaints")
    execute_there("DROP TABLE IF EXISTS bills")
    yield execute_there
