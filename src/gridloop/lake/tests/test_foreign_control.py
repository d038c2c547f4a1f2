"""Control files of other systems are read in the shape that a contract names, and nothing of them is guessed."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from gridloop.kernel.types import Actor
from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_document import facts_of, written
from gridloop.lake.library import contract_of, own_folder
from gridloop.lake.services import watch_drop
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.watch_drop import DropWatch
from gridloop.lake.tests.conftest import bills
from gridloop.lake.types import BatchState

CONTENT = bills("C1,2026-09,1", "C2,2026-09,2").encode()
NAME = "bill_20261001.csv"
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
SIZE = len(CONTENT)
SETTING = "value: utf-8}}\n      - {{property: controlFile, value: {shape}}}"


def agree(suffix: str, holds: str = "") -> None:
    """Put a contract in force that names the control files of the source."""
    shape = {"suffix": suffix, **({"holds": holds} if holds else {})}
    text = contract_of("bill").yaml.replace(
        "      - {property: encoding, value: utf-8}",
        f"      - {{property: encoding, value: utf-8}}\n      - {{property: controlFile, value: {json.dumps(shape)}}}",
    )
    own_folder().mkdir(parents=True, exist_ok=True)
    (own_folder() / "bill.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def drop(home: Path, db: None) -> Path:
    folder = home / "drop"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(CONTENT)
    return folder


def load(drop: Path):
    return load_drop(
        drop=drop, up_to=None, actor=Actor.system("test"), report=lambda line: None, receipts=drop.parent / "receipts"
    ).files


@pytest.mark.parametrize(("suffix", "holds", "name", "text"), [
    (".chk", "name|bytes|rows", NAME + ".chk", f"{NAME}|{SIZE}|2\n"),
    (".chk", "name|bytes|rows|-", "bill_20261001.chk", f"{NAME}|{SIZE}|2|anything|\r\n"),
    (".verf", "name\\tbytes\\trows\\tmd5", "a_20261001.verf",
     f"other.csv\t1\t1\tx\n./{NAME}\t{SIZE}\t2\t{MD5.upper()}\n"),
    (".CHK", "rows,bytes", NAME + ".chk", f"2,{SIZE}"),
    (".md5", "md5 name", NAME + ".md5", f"{MD5}  {NAME}\n"),
    (".ok", "", "bill_20261001.OK", ""),
    (".flg", "", NAME + ".flg", "whatever stands here"),
    (".chk", "name|rows|date", NAME + ".chk", f"{NAME}|2|2026-10-02"),
])  # fmt: skip
def test_the_usual_shapes_are_read(drop, suffix, holds, name, text):
    agree(suffix, holds)
    assert [file.state for file in load(drop)] == [BatchState.WAITING]
    (drop / name).write_text(text)
    [file] = load(drop)
    assert (file.state, file.rows_loaded) == (BatchState.LOADED, 2), file.problem
    assert file.business_date == (date(2026, 10, 2) if "date" in holds else date(2026, 10, 1))
    assert [again.state for again in load(drop)] == [BatchState.UNCHANGED]
    receipt = json.loads((drop.parent / "receipts" / f"{NAME}.json").read_text())
    assert receipt["state"] == "loaded" and receipt["control_sha256"]


@pytest.mark.parametrize(("holds", "text", "code", "params"), [
    ("name|bytes|rows", f"{NAME}|{SIZE}|3", "control_mismatch", {"what": "rows", "said": 3, "found": 2}),
    ("name|bytes|rows", f"{NAME}|{SIZE + 1}|2", "control_mismatch", {"what": "bytes"}),
    ("name|md5", f"{NAME}|{'0' * 32}", "control_mismatch", {"what": "md5", "found": MD5}),
    ("name|bytes|rows", f"other.csv|{SIZE}|2", "control_other_shape", {"file": NAME + ".chk"}),
    ("name|bytes|rows", f"{NAME}|{SIZE}", "control_other_shape", {"expected": "name|bytes|rows"}),
    ("name|bytes|rows", f"{NAME}|much|2", "control_other_shape", {}),
    ("rows", "2\n2\n", "control_other_shape", {}),
    ("name|date|rows", f"{NAME}|2026-13-01|2", "control_other_shape", {}),
])  # fmt: skip
def test_what_does_not_agree_is_refused_with_what_was_said(drop, holds, text, code, params):
    agree(".chk", holds)
    (drop / f"{NAME}.chk").write_text(text)
    [file] = load(drop)
    assert file.state is BatchState.FAILED and file.problem[0] == f"lake.{code}"
    assert params.items() <= file.problem[1].items()


def test_without_the_setting_nothing_is_guessed(drop):
    (drop / f"{NAME}.chk").write_text(f"{NAME}|{SIZE}|2")
    assert {file.problem and file.problem[0] for file in load(drop)} == {None, "lake.control_other_name"}


def test_a_watch_waits_for_them(drop, monkeypatch):
    monkeypatch.setattr(watch_drop.clock, "today", lambda: date(2026, 11, 1))
    agree(".ok")
    watch = DropWatch(drop, drop.parent / "receipts")
    assert [watch.due() for _ in range(3)] == [[], [], []]
    (drop / f"{NAME}.ok").write_text("")
    assert [watch.due(), watch.due()] == [[], [drop / NAME]]
    load(drop)
    assert [watch.due(), watch.due()] == [[], []]


@pytest.mark.parametrize("shape", ["{suffix: chk}", "{holds: rows}", "{suffix: .chk, holds: size}", "'.chk'",
                                   "{suffix: .chk, holds: 'rows|rows'}", "{suffix: .chk, holds: '-'}"])  # fmt: skip
def test_a_shape_that_cannot_be_used_is_told(home, shape):
    text = contract_of("bill").yaml.replace(
        "value: utf-8}", f"value: utf-8}}\n      - {{property: controlFile, value: {shape}}}"
    )
    with pytest.raises(ContractError) as refused:
        parse_contract(text, source="x")
    assert refused.value.where == "servers[0].controlFile"


def test_the_form_keeps_the_shape(home):
    agree(".verf", "name\\tbytes\\t-\\tmd5")
    contract = contract_of("bill")
    assert contract.control is not None and contract.control.fields == ("name", "bytes", "-", "md5")
    assert parse_contract(written(facts_of(contract), contract.yaml), source="x").control == contract.control
