"""Delimited files are decoded strictly, then split; every row knows the line it begins on."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, FileFormat, Kind, Property
from gridloop.lake.intake import decode
from gridloop.lake.intake.delimited import DelimitedSource
from gridloop.lake.intake.opening import open_source
from gridloop.lake.types import Semantics


def contract(headers: str = "a,b,c", **changed: object) -> Contract:
    properties = tuple(Property(h, h, Kind.TEXT, required=True) for h in headers.split(","))
    made = Contract(
        feed="x", version="1", title_zh="x", title_en="x", description="", format=FileFormat.CSV, delimiter=",",
        encoding="utf-8", has_header=True, file_pattern="*", semantics=Semantics.FULL, properties=properties,
        publishes=(),
    )  # fmt: skip
    return replace(made, **changed)


def read(path: Path, given_contract: Contract) -> tuple[dict[int, tuple[str, ...]], list[int]]:
    """Return the good rows by line, and the ragged lines."""
    rows: dict[int, tuple[str, ...]] = {}
    ragged: list[int] = []
    for block in DelimitedSource(path, given_contract).blocks():
        rows |= dict(zip(block.lines, zip(*block.columns, strict=True), strict=True))
        ragged += block.ragged
    return rows, ragged


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.csv"


def test_a_delimiters_byte_inside_a_character_does_not_split(file):
    names = ["\u4e28", "渱", "\u9fa6", "𠀀", "侓"]  # two of them have 0x7C as their second byte in GB18030
    tricky = [bytes([lead, 0x7C]).decode("gb18030") for lead in range(0x81, 0xFE)]
    names += tricky
    text = "a|b|c\n" + "".join(f"{n}|{name}|x\n" for n, name in enumerate(names))
    file.write_bytes(text.encode("gb18030"))
    rows, ragged = read(file, contract(format=FileFormat.TXT, delimiter="|", encoding="gb18030"))
    assert [row[1] for row in rows.values()] == names and not ragged
    assert b"|" in tricky[0].encode("gb18030")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_utf8_mark_says_what_the_file_is(file, encoding):
    file.write_bytes(b"\xef\xbb\xbf" + "a,b,c\n客户,2,3\n".encode())
    assert read(file, contract(encoding=encoding)) == ({2: ("客户", "2", "3")}, [])


def test_quotes_newlines_blank_lines_and_ragged_rows_keep_their_line_numbers(file):
    file.write_bytes(
        b'a,b,c\r\n1,"say ""hi"", twice",x\r\n\r\n2,"two\r\nlines",y\r\n3,too few\r\n4,"a,b",z,too many\r\n5,6" pipe,w'
    )
    rows, ragged = read(file, contract())
    assert rows == {
        2: ("1", 'say "hi", twice', "x"),
        4: ("2", "two\nlines", "y"),
        8: ("5", '6" pipe', "w"),
    }
    assert ragged == [6, 7]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only(file):
    lines = ['1,"open,x'] + [f"{n},b,c" for n in range(2, 500)]
    file.write_text("a,b,c\n" + "\n".join(lines) + "\n")
    rows, ragged = read(file, contract())
    assert ragged == [2] and len(rows) == 498 and rows[500] == ("499", "b", "c")


def test_plain_text_knows_no_quotes_and_takes_any_delimiter(file):
    file.write_bytes(b'a\x01|b\x01|c\n"1\x01|2"\x01|\n')
    assert read(file, contract(format=FileFormat.TXT, delimiter="\x01|")) == ({2: ('"1', '2"', "")}, [])


def test_a_file_without_a_header_has_the_contracts_columns(file):
    file.write_text("1,2,3\n")
    assert read(file, contract(has_header=False)) == ({1: ("1", "2", "3")}, [])


def test_refused_rows_are_read_once_more_as_they_stand(file):
    file.write_text('a,b,c\n1,"x\ny",3\n2\n')
    source = DelimitedSource(file, contract())
    assert [(p.line_no, p.raw, p.fields) for p in source.picked({2, 4})] == [
        (2, '1,"x\ny",3', ["1", "x\ny", "3"]),
        (4, "2", ["2"]),
    ]


@pytest.mark.parametrize("chunk", [3, 7, 1 << 20])
def test_the_first_bad_byte_is_told_with_its_offset_and_line(file, monkeypatch, chunk):
    monkeypatch.setattr(decode, "CHUNK", chunk)
    good = "a,b,c\n客户,2,3\n".encode()
    file.write_bytes(good + b"x,\xff,z\n")
    with pytest.raises(Problem) as refused:
        read(file, contract())
    assert refused.value.code == "lake.file_bad_bytes"
    assert (refused.value.params["offset"], refused.value.params["line"]) == (len(good) + 2, 3)


def test_a_file_in_utf_16_is_told_so(file):
    file.write_bytes("客户编码,名称\n一,二\n".encode("utf-16"))
    with pytest.raises(Problem) as refused:
        list(open_source(file, contract("客户编码,名称")).blocks())
    assert refused.value.code == "lake.file_utf16"


@pytest.mark.parametrize(("declared", "written"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_file_in_another_encoding_is_told_so_by_name(file, declared, written):
    file.write_bytes("客户编码,名称\n一,二\n".encode(written))
    with pytest.raises(Problem) as refused:
        list(open_source(file, contract("客户编码,名称", encoding=declared)).blocks())
    assert refused.value.code == "lake.file_other_encoding"
    assert refused.value.params["found"] == written.upper()


def test_a_character_cut_off_at_the_end_is_a_bad_byte(file):
    file.write_bytes("a,b,c\n1,2,户".encode("gb18030")[:-1])
    with pytest.raises(Problem) as refused:
        read(file, contract(encoding="gb18030"))
    assert refused.value.params["line"] == 2


field = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=6)


@given(
    rows=st.lists(st.tuples(field, field, field), max_size=12),
    chunk=st.integers(1, 40),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_csv_writer_writes_is_read_back_from_the_right_lines(file, rows, chunk, encoding):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow("abc")
    expected = {}
    for row in rows:
        expected[out.getvalue().count("\n") + 1] = row
        writer.writerow(row)
    file.write_bytes(out.getvalue().encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decode, "CHUNK", chunk)
        assert read(file, contract(encoding=encoding)) == (expected, [])
