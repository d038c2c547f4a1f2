"""A row's fate does not depend on how its file was read: at once by the engine, or line by line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.lake.contract import parse_contract
from gridloop.lake.intake import bulk, staging
from gridloop.lake.intake.decode import write_as_utf8
from gridloop.lake.intake.delimited import DelimitedSource
from gridloop.lake.intake.staging import TYPED, Staging
from gridloop.lake.intake.survey import lines_at, lines_saying, survey
from gridloop.lake.tests.test_check_rows import CONTRACT

CSV = parse_contract(CONTRACT, source="probe")
TXT = parse_contract(CONTRACT.replace("format: csv", "format: txt"), source="probe")
PLACES = {("place", "place_code"): "SELECT unnest(['P1', 'P2']) AS value"}
HEADER = "customer_id,title,amount_yuan,pieces,share,agreed,day,cycle,channel,place,phone"
NASTY: tuple[tuple[str, ...], ...] = (
    ("C1", "C2", "Ｃ３", " C4", "", "C_5", "'C6", "NULL", "\\N"),
    ("小区", "NULL", "\\N", "'x", "　远", "a b", '"a, b"', 'say "x"', '""', "", "x\ty", '"a ""b"" c"', ' "q"'),
    (
        "1",
        "12.34",
        "-5",
        "１２",
        "1_000",
        "1e3",
        "12345678901",
        "abc",
        "",
        " 7 ",
        "0.005",
        "1.005",
        '"8.5"',
        ".",
        "8元",
        "¥8",
        '"1,234.5"',
        "NULL",
        "--",
    ),
    ("5", "5.0", "5.5", "101", "-1", "", "x", "1_0", "007", "5.0000001", "1e-7", "1e001", "1e0001", "1" * 17, "inf"),
    ("0.5", "nan", "inf", "1e400", "", "-0", "1_0.5", "2.", "5e-001", "1e-999"),
    ("是", "no", "TRUE", "", "maybe"),
    (
        "2026-01-05",
        "20260105083000",
        "\\N",
        "2026/1/5",
        "20260105",
        "2026-02-30",
        "2027-01-01",
        "infinity",
        "epoch",
        "1899-01-01",
        "",
        "十月",
    ),
    ("2026-10", "202610", "2026年10月", "2026-13", ""),
    ("visit", "call", "mail", "", " visit"),
    ("P1", "P9", "", "Ｐ１"),
    ("13800001234", "'13800001234", "(null)", "138-0000-1234", "+8613800001234", "12", "", "abc"),
)
TAME = ("C1", "小区", "12.34", "5", "0.5", "是", "2026-01-05", "2026-10", "visit", "P1", "13800001234")
SPOILT = (",".join([*TAME, ""]), ",".join(["C", "1", *TAME[2:], ""]), "", "   ", "a,b", "x" * 50, HEADER + ",more")
ROWS = st.lists(
    st.one_of(
        st.just(list(TAME)),
        st.tuples(*(st.sampled_from(values) for values in NASTY)).map(list),
        st.tuples(st.integers(0, 10), st.data()).map(lambda _: list(TAME)),
        st.sampled_from(SPOILT),
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    rows = draw(ROWS)
    one_wrong = st.tuples(st.integers(0, len(TAME) - 1), st.integers(0, 20))
    lines = [HEADER]
    for row in rows:
        if isinstance(row, str):
            lines.append(row)
            continue
        if draw(st.booleans()):
            column, nth = draw(one_wrong)
            row = [*TAME[:column], NASTY[column][nth % len(NASTY[column])], *TAME[column + 1 :]]
        lines.append(",".join(row))
    return draw(st.sampled_from(("\n", "\r\n"))).join(lines) + draw(st.sampled_from(("", "\n", "\n\n")))


def fresh(contract: Any) -> Staging:
    return Staging(contract, duckdb.connect(), date(2026, 10, 1), PLACES)


def fate(held: Staging, read: int, ragged: list[int]) -> tuple[Any, ...]:
    """Return everything that became of a file's rows."""
    held.refuse_repeated_keys()
    held.place_rows()
    refused = {line: (check.reason, check.header) for line, check in held.refused(0).items()}
    good = held.connection.execute(
        f"SELECT * EXCLUDE (file_no, line_no, refused) FROM {TYPED} WHERE refused IS NULL ORDER BY line_no"
    ).fetchall()
    return read, sorted(ragged), refused, [[str(value) for value in row] for row in good]


def line_by_line(path: Path, contract: Any) -> tuple[Any, ...]:
    source, held = DelimitedSource(path, contract), fresh(contract)
    read, ragged = 0, []
    for block in source.blocks():
        held.add(0, source.headers, block)
        read += block.rows
        ragged += block.ragged
    return fate(held, read, ragged)


def at_once(path: Path, contract: Any) -> tuple[Any, ...] | None:
    source, held = DelimitedSource(path, contract), fresh(contract)
    text = source.for_engine(path.with_suffix(".utf8"))
    tally = held.add_text(0, text, source) if text is not None else None
    return None if tally is None else fate(held, tally.read, tally.ragged)


SHAPES: dict[str, tuple[Any, Any, int]] = {
    "csv": (CSV, lambda text: text, 0),
    "txt": (TXT, lambda text: text, 0),
    "titles": (CSV, lambda text: f"用户清单\n\n制表,2026_10\n{text}", 3),
    "no header": (replace(TXT, has_header=False), lambda text: text.partition("\n")[2], -1),
    "several signs": (replace(TXT, delimiter="|@|"), lambda text: text.replace(",", "|@|"), 0),
    "one sign beyond ASCII": (replace(TXT, delimiter="¦"), lambda text: text.replace(",", "¦"), 0),
    "ended": (TXT, lambda text: re.sub(r"(?<=[^\r\n])(?=\r?\n)", ",", text), 0),
}
"""How a file may look: its contract, what makes it so of a plain one, and by how many lines its rows are moved."""


@pytest.mark.parametrize(("contract", "shaped"), [shape[:2] for shape in SHAPES.values()], ids=SHAPES)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=files(), encoding=st.sampled_from(("utf-8", "utf-8-sig", "gb18030")))
def test_at_once_as_line_by_line(contract, shaped, text, encoding, tmp_path):
    path = tmp_path / "probe.csv"
    path.write_bytes(shaped(text).encode(encoding))
    if not shaped(text).strip():
        return
    contract = replace(contract, encoding=encoding.removesuffix("-sig"))
    with pytest.MonkeyPatch.context() as patch:
        for module in (staging, bulk):
            patch.setattr(module, "MOST_ODD_SHARE", 100)
        patch.setattr("gridloop.lake.intake.delimited.MOST_ODD_SHARE", 100)
        patch.setattr("gridloop.lake.intake.survey.FIRST_CHUNK", 200)  # the beginning does not tell everything
        patch.setattr("gridloop.lake.intake.survey._PIECE", 97)
        found = at_once(path, contract)
    if found is not None:
        assert found == line_by_line(path, contract)


@pytest.mark.parametrize(("contract", "shaped", "moved"), SHAPES.values(), ids=SHAPES)
def test_a_dirty_file_is_still_read_at_once(contract, shaped, moved, tmp_path):
    """Not that everything is left to the careful reader, which would make the comparison above an idle one."""
    rows = [f"C{n},小区,12.34,5,0.5,是,2026-01-05,2026-10,visit,P1,13800001234" for n in range(300)]
    rows[7] = rows[7].replace("12.34", "１２")
    rows[11] = rows[11].replace("2026-01-05", "2026/1/5")
    rows[20] = rows[20].replace("C20", "C3")
    rows[30], rows[40], rows[50] = "cut,short", "", rows[50].replace(",5,", ",500,")
    path = tmp_path / "probe.csv"
    path.write_text(shaped("\n".join([HEADER, *rows, ""])), encoding="utf-8")
    found = at_once(path, contract)
    assert found is not None and found == line_by_line(path, contract)
    read, ragged, refused, good = found
    assert (read, ragged) == (299, [32 + moved]) and {line: reason.value for line, (reason, _) in refused.items()} == {
        22 + moved: "repeated_key",
        52 + moved: "out_of_range",
    }
    assert len(good) == 296 and good[7][2] == "1200"


@pytest.mark.parametrize(
    ("row", "changed"),
    [("C200,小区", 'C200,"小区"'), (",5,", ",5_0,"), ("\n", "\r\n")],
    ids=["quotes", "underscores", "returns"],
)
def test_what_the_beginning_does_not_show_is_heeded(row, changed, tmp_path, monkeypatch):
    """The engine begins by the first lines; what the others show later makes it begin anew."""
    monkeypatch.setattr("gridloop.lake.intake.survey.FIRST_CHUNK", 200)
    lines = [HEADER, *(f"C{n},小区,12.34,5,0.5,是,2026-01-05,2026-10,visit,P1,13800001234" for n in range(300))]
    tail = "\n".join(lines[100:]).replace(row, changed, 1)
    path = tmp_path / "probe.csv"
    path.write_bytes(("\n".join(lines[:100]) + "\n" + tail).encode())
    found = at_once(path, CSV)
    assert (found is None) == (changed == "\r\n")  # mixed ends are for the careful reader
    if found is not None:
        assert found == line_by_line(path, CSV)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,\x00\n",
        "a,b\n1,\x0c2\n",
        "a,b\n1,2\x0b\n",
        "a,b\r\n1,2\n",
        "a,b\n1,\r2\n",
        'a,b\n"1,2\n3",4\n',
        'a,b\n1,x"y"\n',
        'a,b\n"1"x,2\n',
    ],
    ids=[
        "zero byte",
        "form feed",
        "vertical tab",
        "mixed ends",
        "stray return",
        "line break in quotes",
        "quote inside",
        "text after quote",
    ],
)
def test_what_is_not_plain_is_left_to_the_careful_reader(text, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode())
    assert survey(path, delimiter=",", quoted=True) is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from(("", "", "a", "1,2", "x_y")), min_size=1), piece=st.integers(1, 9))
def test_lines_and_empty_ones_are_counted_however_the_file_is_cut(lines, piece, end, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(end.join([*lines, ""]).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gridloop.lake.intake.survey.FIRST_CHUNK", piece)
        patch.setattr("gridloop.lake.intake.survey._PIECE", piece)
        found = survey(path, delimiter=",", quoted=True)
    assert found is not None and (found.lines, found.carriage_returns) == (len(lines), end == "\r\n")
    assert found.empty.tolist() == [n for n, line in enumerate(lines, 1) if not line]
    assert found.underscores == any("_" in line for line in lines[1:])


def test_empty_fields_beyond_the_columns_are_left_to_the_careful_reader(tmp_path):
    """The engine drops them, and would take a row shifted by a delimiter in a field for a whole one."""
    path = tmp_path / "file.txt"
    for text, whole in (("a,b\n1,\n", True), ("a,b\n1,2,\n", False), ("a,b\r\n1,,\r\n", False), ("t,,,\na,b\n", True)):
        path.write_bytes(text.encode())
        assert (survey(path, delimiter=",", quoted=False, width=2) is not None) is whole


def test_bytes_that_are_no_text_are_left_to_the_careful_reader(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("a,b\n中,2\n".encode("gb18030"))
    assert survey(path, delimiter=",", quoted=True) is None


@given(lines=st.lists(st.sampled_from(["", "x", "中文", "a,b"]), min_size=1), wanted=st.sets(st.integers(0, 50)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_lines_are_found_by_their_numbers(lines, wanted, tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    known = {number: line for number, line in enumerate(lines, start=1) if number in wanted}
    if not lines[-1]:
        known.pop(len(lines), None)  # nothing stands after the last line's end
    found = survey(path, delimiter=";", quoted=False, above=0)
    assert found is not None
    assert dict(lines_at(found.pieces, np.asarray(sorted(wanted), np.int64))) == known


def test_several_signs_that_begin_alike_are_cut_as_the_text_says(tmp_path):
    """A value may end with the first sign of the delimiter: ``a||@|b`` is ``a|`` and ``b``."""
    contract = replace(TXT, delimiter="|@|")
    lines = ["|@|".join(HEADER.split(","))]
    lines += ["|@|".join([f"C{n}", "小区|", *TAME[2:]]) for n in range(100)]
    lines[50] = lines[50].replace("5", "x")
    path = tmp_path / "probe.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    source, held = DelimitedSource(path, contract), fresh(contract)
    text = source.for_engine(path.with_suffix(".utf8"))
    assert text is not None and held.add_text(0, text, source) is not None
    [refused] = source.picked({51})
    assert (refused.raw, refused.fields[1]) == (lines[50], "小区|")
    titles = held.connection.execute(f"SELECT DISTINCT title FROM {TYPED}").fetchall()
    assert titles == [("小区|",)]


def test_a_sign_of_ours_in_the_file_leaves_it_to_the_careful_reader(tmp_path):
    contract = replace(TXT, delimiter="|@|")
    path = tmp_path / "probe.txt"
    path.write_text("|@|".join(HEADER.split(",")) + "\n" + "|@|".join(["C\x1f1", *TAME[1:]]), encoding="utf-8")
    assert DelimitedSource(path, contract).for_engine(path.with_suffix(".utf8")) is None


def test_a_delimiter_cut_by_the_end_of_a_piece_is_one(tmp_path, monkeypatch):
    monkeypatch.setattr("gridloop.lake.intake.decode.FIRST_CHUNK", 5)
    monkeypatch.setattr("gridloop.lake.intake.decode.CHUNK", 3)
    path, plain = tmp_path / "a.txt", tmp_path / "a.utf8"
    path.write_bytes("中|@|b|@|c\nd|@|电信|@|f".encode("gb18030"))
    assert write_as_utf8(path, "gb18030", 0, plain, ("|@|", "\x1f"))
    assert plain.read_text() == "中\x1fb\x1fc\nd\x1f电信\x1ff"


@pytest.mark.parametrize("rows", [1, 2, 3, 8])
def test_a_repeated_key_is_found_wherever_it_stands_in_order(rows, tmp_path):
    """Sorted files are proven to repeat nothing in two halves; neither hides what meets in the middle."""
    path = tmp_path / "probe.csv"
    for again in range(rows):
        names = sorted([*range(rows), again])
        lines = [f"C{n},小区,12.34,5,0.5,是,2026-01-05,2026-10,visit,P1,13800001234" for n in names]
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        found = at_once(path, CSV)
        assert found is not None and found == line_by_line(path, CSV)
        assert list(found[2]) == [again + 3]


def test_lines_are_right_where_the_engine_cuts_between_return_and_feed(tmp_path, monkeypatch):
    """It counts a line twice there, and tells all lines it gives up behind it by too high a number."""
    told: list[tuple[int, str]] = []
    reader, take = bulk._reader, staging.take_rejected
    cut = ", buffer_size=65536, max_line_size=1000)"
    monkeypatch.setattr(bulk, "_reader", lambda contract, text: reader(contract, text).removesuffix(")") + cut)
    monkeypatch.setattr(staging, "take_rejected", lambda connection: told.extend(found := take(connection)) or found)
    rows = [f"C{n},小区{n},12.34,5,0.5,是,2026-01-05,2026-10,visit,P1,13800001234" for n in range(6_000)]
    spoilt = [*range(25, 6_000, 50), 5_998, 5_999]
    for n in spoilt:
        rows[n] = rows[n].replace("2026-01-05", "2026-02-30") if n % 100 else rows[n] + ",more"
    path = tmp_path / "probe.csv"
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode())
    found = at_once(path, CSV)
    assert found is not None and found == line_by_line(path, CSV)
    _, ragged, refused, _ = found
    assert sorted([*ragged, *refused]) == [n + 2 for n in spoilt]
    assert {line for line, _ in told} - {n + 2 for n in spoilt}  # or there was nothing to put right


@given(
    lines=st.lists(st.sampled_from(["x", "y", "a,b", "中"]), min_size=1, max_size=40),
    given_up=st.sets(st.sampled_from(["x", "y", "中"])),
    steps=st.lists(st.integers(0, 2), max_size=40),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_lines_told_by_too_high_a_number_are_found_or_left(lines, given_up, steps, tmp_path):
    """As many different lines as were told, each with the text that was told: then they are the ones."""
    path = tmp_path / "file.txt"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    truth = {number: line for number, line in enumerate(lines, start=1) if line in given_up}
    ahead = np.cumsum([0, *steps, *[0] * len(truth)]).tolist()
    told = [(number + ahead[n], line) for n, (number, line) in enumerate(truth.items())]
    seen = survey(path, delimiter=";", quoted=False, above=0)
    assert seen is not None
    found = lines_saying(seen.pieces, told)
    assert found is None or len(found) < len(truth) or found == truth
    if not any(steps):
        assert found == truth


def test_refused_rows_of_a_large_file_keep_their_lines(tmp_path):
    """Several threads read a large file; whatever is checked, a row is told by the line it stands on."""
    path, rows = tmp_path / "probe.csv", 250_000
    wrong = {5 + n * 9_973: ("unknown_reference", "place", ",P1,", ",P9,") for n in range(25)}
    wrong |= {11 + n * 9_973: ("out_of_range", "pieces", ",5,", ",500,") for n in range(25)}
    wrong |= {17 + n * 9_973: ("value_not_allowed", "channel", ",visit,", ",mail,") for n in range(25)}
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for n in range(rows):
            line = f"C{n:06},小区,12.34,5,0.5,是,2026-01-05,2026-10,visit,P1,13800001234\n"
            file.write(line.replace(*wrong[n + 2][2:]) if n + 2 in wrong else line)
    source, held = DelimitedSource(path, TXT), fresh(TXT)
    text = source.for_engine(path.with_suffix(".utf8"))
    assert text is not None
    tally = held.add_text(0, text, source)
    assert tally is not None and tally.read == rows
    held.refuse_repeated_keys()
    refused = held.refused(0)
    assert {line: (check.reason.value, check.header) for line, check in refused.items()} == {
        line: told[:2] for line, told in wrong.items()
    }
    for picked in source.picked(refused):
        assert wrong[picked.line_no][3].strip(",") in picked.fields
    held.place_rows()
    places = f"SELECT count(*) FROM (SELECT customer_id, lag(customer_id) OVER (ORDER BY line_no) AS b FROM {TYPED})"
    assert held.connection.execute(f"{places} WHERE customer_id <= b").fetchone() == (0,)
