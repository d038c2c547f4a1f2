"""The commands: they work, they teach, and wrong input gets a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from twin.cli import app
from twin.life.store import load

runner = CliRunner()


def test_help_teaches_every_command():
    text = runner.invoke(app, ["--help"]).output
    for command in ("build", "play", "advance", "truth", "optimum"):
        assert command in text
        assert len(runner.invoke(app, [command, "--help"]).output) > 200


def test_a_city_is_built_and_advanced_and_asked(tmp_path: Path):
    state, drop = str(tmp_path / "state"), str(tmp_path / "drop")
    built = runner.invoke(app, ["build", "--customers", "400", "--city", "mature", "--state", state, "--drop", drop])
    assert built.exit_code == 0, built.output
    assert len(load(tmp_path / "state").people) > 400
    targets = tmp_path / "targets.csv"
    words = ["optimum", "--state", state, "--objective", "data_upsell", "--targets", "10", "--file", str(targets)]
    assert runner.invoke(app, words).exit_code == 0
    assert targets.read_text(encoding="utf-8").count("\n") == 11
    assert runner.invoke(app, ["truth", "--state", state, "--month", "2026-10"]).exit_code == 0
    advanced = runner.invoke(app, ["advance", "--state", state, "--drop", drop, "--month", "2026-10"])
    assert advanced.exit_code == 0, advanced.output
    assert (tmp_path / "drop" / "2026-11-01" / "bill_2026-11-01.csv.ctl").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["build", "--size", "huge", "--state", "S", "--drop", "D"], "no size 'huge'"),
        (["build", "--city", "atlantis", "--state", "S", "--drop", "D"], "no city 'atlantis'"),
        (["build", "--customers", "5", "--state", "S", "--drop", "D"], "too few"),
        (["advance", "--state", "S", "--drop", "D", "--month", "2026-10"], "no city in S"),
        (["advance", "--state", "S", "--drop", "D", "--month", "october"], "is no month"),
        (["play", "--state", "S", "--date", "yesterday"], "no city in S"),
    ],
)
def test_wrong_input_gets_a_sentence_and_exit_code_2(words: list[str], sentence: str, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, words)
    assert result.exit_code == 2
    assert sentence in result.output.replace("\n", " ")
