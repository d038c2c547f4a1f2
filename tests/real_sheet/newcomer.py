"""Walks the way of the telco example's README, as a newcomer does: by commands, files in a drop folder and the API."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from gridloop.kernel.problems import Problem
from gridloop.web.commands import app
from gridloop.web.wsgi import application

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "telco_ibm"
DAY, CYCLE, NOON = "2026-10-01", "2026-10", "2026-10-05T12:00:00-07:00"
URL = "http://testserver"


def _by_api(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the example's script, its requests answered by the application in this process."""
    spec = importlib.util.spec_from_file_location("telco_by_api", EXAMPLE / "by_api.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    client = partial(httpx.Client, transport=httpx.WSGITransport(app=application))
    monkeypatch.setattr(module, "httpx", SimpleNamespace(Client=client))
    return module


class Newcomer:
    """Somebody with a spreadsheet, an empty home folder and a drop folder; ``told`` keeps what commands printed."""

    def __init__(self, home: Path, sheet: Path, contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.drop = home / "drop"
        self.today = self.drop / DAY
        self.today.mkdir(parents=True)
        self.sheet = self.today / f"Telco_customer_churn{sheet.suffix}"
        shutil.copy(sheet, self.sheet)
        (home / "contracts").mkdir()
        (home / "contracts" / "telco_ibm.yaml").write_text(contract, encoding="utf-8")
        self.script = _by_api(monkeypatch)
        self.told: dict[str, str] = {}

    def gridloop(self, *words: str) -> str:
        """Run a command and return what it printed; a refusal is raised, anything else that fails is a defect."""
        done = CliRunner().invoke(app, list(words))
        if isinstance(done.exception, Problem):
            raise done.exception
        assert done.exit_code == 0, (words, done.output, done.exception)
        return done.output

    def load(self, *more: str) -> str:
        """Load what lies in the drop folder."""
        return self.gridloop("load", "--drop", str(self.drop), *more)

    def plan(self, *more: str) -> str:
        """Draft the example's campaign."""
        return self.gridloop("plan", "--file", str(EXAMPLE / "plan.yaml"), "--cycle", CYCLE, *more)

    def consent(self) -> int:
        """Write a consent file: nine of ten customers allow visits; return how many do."""
        rows = CalamineWorkbook.from_path(str(self.sheet)).get_sheet_by_index(0).to_python()[1:]
        lines = [f"{row[0]},visit,{int(number % 10 != 9)},{DAY},form {number}" for number, row in enumerate(rows)]
        text = "\n".join(["customer_id,channel,granted,recorded_on,proof", *lines]) + "\n"
        (self.today / f"consent_{DAY}.csv").write_text(text, encoding="utf-8")
        return sum(line.split(",")[2] == "1" for line in lines)

    def left(self) -> set[str]:
        """Return the customers of whom the sheet says that they have left."""
        header, *rows = CalamineWorkbook.from_path(str(self.sheet)).get_sheet_by_index(0).to_python()
        answer = header.index("Churn Value")
        return {str(row[0]) for row in rows if row[answer] == 1}

    def people(self, verb: str, what: Any) -> None:
        """Let people do what the example's script does."""
        getattr(self.script, verb)(URL, self._passwords(), what)

    def _passwords(self) -> list[dict[str, str]]:
        with (self.home / "passwords.csv").open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def signed_in(self, role: str) -> httpx.Client:
        """Return a session of the first account of a role."""
        row = next(row for row in self._passwords() if row["role"] == role)
        client: httpx.Client = self.script.signed_in(URL, row)
        return client

    def walk(self, customers_per_grid: int, capsys: pytest.CaptureFixture[str]) -> None:
        """Go the whole way once, and keep what each step said."""
        told = self.told
        self.gridloop("init")
        self.gridloop("clock", "set", NOON)
        told["waiting"] = self.load()
        told["load"] = self.load("--without-control")
        told["again"] = self.load("--without-control")
        with pytest.raises(Problem) as refused:
            self.gridloop("prepare")
        told["no grids"] = refused.value.code
        wish = ("--code", "CA", "--name", "Pacific Telco", "--customers", str(customers_per_grid), "--grids", "4")
        told["grids"] = self.gridloop("propose-grids", "--drop", str(self.drop), "--date", DAY, *wish)
        told["load grids"] = self.load("--without-control")
        told["prepare without offers"] = self.gridloop("prepare")
        told["score"] = self.gridloop("score")
        told["plan without offers"] = self.plan()
        shutil.copy(EXAMPLE / "offer_2026-10-01.csv", self.today)
        self.load("--without-control")
        told["prepare without consent"] = self.gridloop("prepare")
        told["score again"] = self.gridloop("score")
        told["plan without consent"] = self.plan()
        self.granted = self.consent()
        self.load("--without-control")
        told["prepare"] = self.gridloop("prepare")
        told["plan"] = self.plan("--submit")
        self.gridloop("accounts", "staff")
        told["passwords"] = self.gridloop("accounts", "passwords", "--out", str(self.home / "passwords.csv"))
        capsys.readouterr()
        self.people("approve", CYCLE)
        told["approve"] = capsys.readouterr().out
        told["launch"] = self.gridloop("launch", "--cycle", CYCLE)
        told["dispatch"] = self.gridloop("dispatch")
        self.people("work", 30)
        told["work"] = capsys.readouterr().out
        told["evaluate"] = self.gridloop("evaluate", "--cycle", CYCLE)
        self.people("show", CYCLE)
        told["show"] = capsys.readouterr().out
