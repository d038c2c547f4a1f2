"""Every way in which a file may be wrong: each gets a clear answer, loses no row, and spoils nothing else."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.kernel.types import Actor
from gridloop.kernel.wording import LANGUAGES, say, say_mend
from gridloop.lake.intake.control import Incoming, control_path
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, QuarantinedRow, SealedPhone
from gridloop.lake.queries import current_versions
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.load_feed import load_delivery
from gridloop.lake.tests.conftest import BILL_HEADER, bills, customers, rows_of, write_control
from gridloop.lake.types import BatchState, FileReport

DAY = "2026-10-01"
PLACES = (
    "place_code,kind,name,name_en,grid_code,assignee_code,longitude,latitude,boundary_wkt,district,households,is_rural\n"
    "P1,compound,一,,,,,,,,,\n"
)
STAFF = ["工号", "姓名", "角色", "所属组织", "入职日期", "手机号", "日产能"]
COMPLAINTS = "complaint_id,customer_id,made_on,topic\n"
PORTS = "place_code,month,ports_total,ports_used,max_mbps\n"


def sheet(*rows: list[object]) -> bytes:
    """Return an Excel file of the staff feed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for line, row in enumerate([STAFF, *rows]):
        page.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def parquet() -> bytes:
    """Return a Parquet file of the usage feed."""
    names = [p.header for p in contract_of("usage").properties]
    row = {"customer_id": "C1", "month": "2026-09"}
    out = io.BytesIO()
    pq.write_table(pa.table({name: pa.array([row.get(name, "1")] * 3, pa.string()) for name in names}), out)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True)
class Refused:
    """A file that is refused as a whole: the code, and the parameters that say where."""

    name: str
    feed: str
    make: Callable[[], bytes]
    code: str
    where: dict[str, Any] = field(default_factory=dict)
    suffix: str = ""
    control: dict[str, Any] = field(default_factory=dict)


GOOD = bills(*(f"C{n},2026-09,{n}" for n in range(1, 400))).encode()
REFUSED = [
    Refused("truncated gz", "bill", lambda: gzip.compress(GOOD)[:-300], "lake.file_cut_off", suffix=".gz"),
    Refused("gz that is none", "bill", lambda: GOOD, "lake.file_broken", {"format": "gzip"}, ".gz"),
    Refused("gz bomb", "bill", lambda: gzip.compress(bytes(70 << 20), 9), "lake.file_unpacks_too_large", suffix=".gz"),
    Refused("wrong checksum", "bill", lambda: GOOD, "lake.control_mismatch", {"what": "sha256"}, "",
            {"sha256": "0" * 64}),
    Refused("wrong size", "bill", lambda: GOOD, "lake.control_mismatch", {"what": "bytes"}, "", {"bytes": 3}),
    Refused("wrong number of rows", "bill", lambda: GOOD, "lake.control_mismatch", {"what": "rows", "found": 399}, "",
            {"rows": 400}),
    Refused("other major version", "bill", lambda: GOOD, "lake.control_contract_version", {"said": "9.1"}, "",
            {"contract_version": "9.1"}),
    Refused("GB18030 for UTF-8", "complaint",
            lambda: (COMPLAINTS + "K1,C1,2026-09-01,宽带很慢很慢\n").encode("gb18030"), "lake.file_other_encoding",
            {"found": "GB18030", "line": 2}),
    Refused("UTF-8 for GB18030", "customer", lambda: customers("C1|甲||2020-01-01").decode("gb18030").encode(),
            "lake.file_other_encoding", {"found": "UTF-8"}),
    Refused("UTF-16", "bill", lambda: GOOD.decode().encode("utf-16"), "lake.file_utf16"),
    Refused("bytes of no encoding", "bill", lambda: GOOD + b"C1,2026-09,\xff\xff,,,,\n", "lake.file_bad_bytes",
            {"line": 401}),
    Refused("a million columns", "bill", lambda: ",".join(f"c{n}" for n in range(1_000_000)).encode() + b"\n",
            "lake.file_too_many_columns", {"columns": 1_000_000}),
    Refused("a very long line", "bill", lambda: GOOD + b"x" * (9 << 20) + b"\n", "lake.file_line_too_long",
            {"line": 401}),
    Refused("empty", "bill", lambda: b"", "lake.file_empty"),
    Refused("blank lines only", "bill", lambda: b"\r\n\n  \n", "lake.file_empty"),
    Refused("a whole with its header only", "place", lambda: PLACES.split("\n")[0].encode() + b"\n",
            "lake.file_without_rows", {}, "", {"rows": 0}),
    Refused("another delimiter", "bill", lambda: GOOD.replace(b",", b";"), "lake.file_missing_columns"),
    Refused("a column renamed", "bill", lambda: GOOD.replace(b"billed_yuan", b"bill"), "lake.file_missing_columns",
            {"columns": "billed_yuan"}),
    Refused("mostly bad", "bill", lambda: GOOD.replace(b"2026-09", b"2026-99"), "lake.file_mostly_bad",
            {"reason": {"zh": "日期不可能", "en": "Impossible date"}, "line": 2, "refused": 399}),
    Refused("Excel that is none", "staff", lambda: b"PK\x03\x04 no", "lake.file_broken", {"format": "xlsx"}),
    Refused("Excel bomb", "staff", lambda: zipped("xl/worksheets/sheet1.xml", bytes(1100 << 20)),
            "lake.file_too_large"),
    Refused("Excel cut off", "staff", lambda: sheet(["A1", "张三"])[:-200], "lake.file_broken", {"format": "xlsx"}),
    Refused("zip for text", "bill", lambda: zipped("bill.csv", GOOD), "lake.file_no_text", {"found": "ZIP / xlsx"}),
    Refused("a photo", "bill", lambda: b"\xff\xd8\xff\xe0" + GOOD, "lake.file_no_text", {"found": "JPEG"}),
    Refused("gz not named so", "bill", lambda: gzip.compress(GOOD), "lake.file_no_text", {"found": "gzip"}),
    Refused("Parquet cut off", "usage", lambda: parquet()[:-9], "lake.file_broken", {"format": "parquet"}),
]  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """A file that is loaded: rows read, and the refused lines with their reasons."""

    name: str
    feed: str
    content: str | bytes
    read: int
    refused: dict[int, str] = field(default_factory=dict)
    shows: Callable[[], bool] = lambda: True


def topics() -> set[str]:
    return {row["topic"] for row in rows_of("complaint")}


def fees() -> set[int]:
    return {row["billed_fen"] for row in rows_of("bill") if row["month"] == date(2026, 9, 1)}


LOADED = [
    Loaded("a byte order mark", "bill", b"\xef\xbb\xbf" + bills("C1,2026-09,7").encode(), 1,
           shows=lambda: fees() == {700}),
    Loaded("ragged rows", "bill", bills("C1,2026-09,1", "C2,2026-09,1,,,", "C3,2026-09,1") + "C4,2026-09\n", 4,
           {3: "ragged_row", 5: "ragged_row"}),
    Loaded("quotes in quotes", "complaint", COMPLAINTS + 'K1,C1,2026-09-01,"说""慢"", 又断"\n', 1,
           shows=lambda: topics() == {'说"慢", 又断'}),
    Loaded("a quote that is never closed", "complaint",
           COMPLAINTS + 'K1,C1,2026-09-01,"慢\n' + "".join(f"K{n},C1,2026-09-01,b\n" for n in range(2, 300)), 299,
           shows=lambda: "b" in topics()),
    Loaded("line breaks in a field", "complaint",
           COMPLAINTS + 'K1,C1,2026-09-01,"一\n二\n三"\nK2,C1,2026-13-01,x\n', 2, {5: "impossible_date"},
           shows=lambda: topics() == {"一\n二\n三"}),
    Loaded("line breaks of Windows", "bill", bills("C1,2026-09,1", "C2,x,1").replace("\n", "\r\n"), 2, {3: "bad_date"}),
    Loaded("full-width digits", "bill", bills("Ｃ１,２０２６-０９,１２.５"), 1, shows=lambda: fees() == {1250}),
    Loaded("dates of many kinds", "complaint",
           COMPLAINTS + "".join(f"K{n},C1,{day},a\n" for n, day in enumerate(
               ("2026-09-05", "2026/9/5", "20260905", "2026年9月5日", "2026.9.5", "2026-09-05 10:00:00"))), 6,
           shows=lambda: {row["made_on"] for row in rows_of("complaint")} == {date(2026, 9, 5)}),
    Loaded("dates that are none", "complaint", COMPLAINTS + "K1,C1,5.9.2026,a\nK2,C1,2026-02-30,a\nK3,C1,,a\n", 3,
           {2: "bad_date", 3: "impossible_date", 4: "missing_value"}),
    Loaded("duplicated keys", "bill", bills("C1,2026-09,1", "C2,2026-09,2", "C1,2026-09,3"), 3, {4: "repeated_key"},
           shows=lambda: fees() == {100, 200}),
    Loaded("negative money", "bill", bills("C1,2026-09,-0.01", "C2,2026-09,2"), 2, {2: "negative_money"}),
    Loaded("numbers that are none", "bill", bills("C1,2026-09,1e999", "C2,2026-09,NaN", "C3,2026-09,一百"), 3,
           {2: "not_a_number", 3: "not_a_number", 4: "not_a_number"}),
    Loaded("unknown places", "network_port", PORTS + "P1,2026-09,5,1,\nP9,2026-09,5,1,\n", 2, {3: "unknown_reference"}),
    Loaded("a period with its header only", "bill", BILL_HEADER, 0),
    Loaded("zero bytes", "bill", bills("C\x001,2026-09,3\x00", "C2,2026-09,\x00"), 2, {3: "missing_value"},
           shows=lambda: fees() == {300}),
    Loaded("a row with a million fields", "bill", bills("C1,2026-09,1") + "," * 1_000_000 + "\n", 2, {3: "ragged_row"}),
    Loaded("no line break at the end", "bill", bills("C1,2026-09,1").rstrip("\n"), 1, shows=lambda: fees() == {100}),
    Loaded("phones that are none", "customer", customers("C1|甲|abc|2020-01-01", "C2|乙|13800001234|2020-01-01"), 2,
           {2: "not_a_phone"}),
    Loaded("Excel with bad cells", "staff", sheet(["A1", "张三", "cheese", "LG"], ["", "李四", "planner", "LG"]), 2,
           {2: "value_not_allowed", 3: "missing_value"}),
]  # fmt: skip


@pytest.fixture
def good(deliver) -> dict[str, tuple[int, int]]:
    """Load something good first; return the version and rows of every dataset."""
    deliver("place", PLACES)
    deliver("bill", bills("C1,2026-08,1"), day="2026-09-01")
    return state()


def state() -> dict[str, tuple[int, int]]:
    return {name: (version.version, version.rows) for name, version in current_versions().items()}


def put(home: Path, feed: str, content: bytes | str, suffix: str = "") -> Path:
    file = home / "drop" / f"{feed}_{DAY}.{contract_of(feed).format.value}{suffix}"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def load_one(home: Path, actor: Actor) -> FileReport:
    [report] = load_drop(drop=home / "drop", up_to=None, actor=actor, report=lambda line: None).files
    return report


@pytest.fixture
def drop(home: Path) -> Path:
    """Return a drop folder that holds nothing of what was loaded first."""
    import shutil

    shutil.rmtree(home / "drop", ignore_errors=True)
    return home


def tells(code: str, params: dict[str, object]) -> None:
    for language in LANGUAGES:
        assert say(code, language, **params) and say_mend(code, language, **params)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_file_that_cannot_be_used_is_refused_whole_with_what_where_and_how(good, drop, actor, case):
    file = put(drop, case.feed, case.make(), case.suffix)
    write_control(file, case.feed, DAY, case.control.get("rows", 399), **case.control)
    report = load_one(drop, actor)
    assert report.state is BatchState.FAILED and report.problem is not None
    assert report.problem[0] == case.code
    assert report.problem[1] | case.where == report.problem[1]
    tells(*report.problem)
    assert file.name in say(case.code, "zh", **report.problem[1])
    assert state() == good
    assert not QuarantinedRow.objects.exists() and not SealedPhone.objects.exists()
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (0, 0, 0)
    assert not [left for left in (drop / "lake" / ".spill").rglob("*") if left.is_file()]


@pytest.mark.parametrize("case", LOADED, ids=lambda case: case.name)
def test_bad_rows_are_set_aside_and_the_others_loaded(good, drop, actor, case):
    file = put(drop, case.feed, case.content)
    write_control(file, case.feed, DAY, case.read)
    report = load_one(drop, actor)
    assert report.state is BatchState.LOADED, report.problem
    assert (report.rows_read, report.rows_loaded + report.rows_quarantined) == (case.read, case.read)
    rows = QuarantinedRow.objects.filter(batch=report.batch_id)
    if case.name != "a quote that is never closed":  # its own line, in quotes to the end, is one field short
        assert {row.line_no: row.reason for row in rows} == case.refused
    assert rows.count() == report.rows_quarantined
    for row in rows:
        params = {"column": row.column, **row.params}
        tells(f"lake.reason_{row.reason}", params)
        assert row.raw or not row.values
    assert case.shows()
    fed = contract_of(case.feed).datasets
    assert {name: found for name, found in state().items() if name not in fed} == {
        name: found for name, found in good.items() if name not in fed
    }
    if case.feed == "bill":
        assert [row for row in rows_of("bill") if row["month"] == date(2026, 8, 1)]


def test_a_control_file_without_its_file_is_told(good, drop, actor):
    file = put(drop, "bill", GOOD)
    write_control(file, "bill", DAY, 399)
    file.unlink()
    report = load_one(drop, actor)
    assert report.problem is not None and report.problem[0] == "lake.control_without_file"
    tells(*report.problem)
    assert state() == good
    put(drop, "bill", GOOD)
    assert load_one(drop, actor).rows_loaded == 399


@pytest.mark.parametrize("name", ["{}.chk", "{}.ok", "{}.CTL", "bill_2026-10-01.flg"])
def test_a_control_file_of_another_system_is_told(good, drop, actor, name):
    file = put(drop, "bill", GOOD)
    other = file.with_name(name.format(file.name))
    other.write_text("bill|399")
    reports = {r.file_name: r for r in load_drop(drop=file.parent, up_to=None, actor=actor, report=print).files}
    assert reports[file.name].state is BatchState.WAITING
    problem = reports[other.name].problem
    assert problem is not None
    assert (problem[0], problem[1]["expected"]) == ("lake.control_other_name", f"{file.name}.ctl")
    tells(*problem)
    assert state() == good


def test_a_file_without_its_control_file_waits_and_changes_nothing(good, drop, actor):
    put(drop, "bill", GOOD)
    assert load_one(drop, actor).state is BatchState.WAITING
    assert state() == good and FeedBatch.objects.filter(business_date=DAY, feed="bill").count() == 0


def test_a_control_file_that_is_none_is_told(good, drop, actor):
    control_path(put(drop, "bill", GOOD)).write_text("[1, 2")
    report = load_one(drop, actor)
    assert report.problem is not None and report.problem[0] == "lake.control_unreadable"
    tells(*report.problem)
    assert state() == good


# --- random damage ---

MUTATION = st.tuples(
    st.sampled_from(["replace", "insert", "delete", "repeat", "cut"]),
    st.floats(0, 1, exclude_max=True),
    st.binary(min_size=1, max_size=6) | st.sampled_from([b'"', b"\n", b",", b"\r\n", b"\x00", b"|", "，".encode()]),
)


def damaged(content: bytes, mutations: list[tuple[str, float, bytes]]) -> bytes:
    for what, where, piece in mutations:
        at = int(where * len(content))
        if what == "replace":
            content = content[:at] + piece + content[at + len(piece) :]
        elif what == "insert":
            content = content[:at] + piece + content[at:]
        elif what == "delete":
            content = content[:at] + content[at + len(piece) * 3 :]
        elif what == "repeat":
            content = content[:at] + content[max(at - 40, 0) : at] + content[at:]
        else:
            content = content[: max(at, 1)]
    return content


def lines_of(content: bytes) -> int:
    """Count the rows of plain text: every line that is not blank, but for the header."""
    return sum(1 for line in content.decode("utf-8-sig").replace("\x00", "").split("\n") if line.strip()) - 1


SOUND = {
    "bill": bills(*(f"C{n},2026-09,{n}.5" for n in range(30))).encode(),
    "customer": customers(*(f"C{n}|客户{n}|1380000{n:04}|2020-01-01" for n in range(30))),
    "staff": sheet(*([f"A{n}", "张三", "planner", "LG", "2020-01-01", "13800000000", 5] for n in range(30))),
    "usage": parquet(),
    "bill.gz": gzip.compress(GOOD, mtime=0),
}


@pytest.mark.parametrize(
    ("sound", "examples"), [("bill", 60), ("customer", 40), ("staff", 40), ("usage", 30), ("bill.gz", 20)]
)
def test_random_damage_is_never_more_than_a_problem_and_loses_no_row(home, db, actor, sound, examples):
    feed, _, suffix = sound.partition(".")
    seen = set()

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(MUTATION, min_size=1, max_size=4))
    def damage(mutations):
        content = damaged(SOUND[sound], mutations)
        file = put(home, feed, content, f".{suffix}" if suffix else "")
        before = state()
        [report] = load_delivery(
            contract=contract_of(feed),
            business_date=date.fromisoformat(DAY),
            files=[Incoming(file, file.name)],
            actor=actor,
        )
        seen.add(report.state)
        if report.problem is not None:
            tells(*report.problem)
            assert state() == before
            return
        assert report.state in (BatchState.LOADED, BatchState.UNCHANGED)
        assert report.rows_read == report.rows_loaded + report.rows_quarantined
        assert QuarantinedRow.objects.filter(batch=report.batch_id).count() == report.rows_quarantined
        if sound == "bill" and b'"' not in content:
            assert report.rows_read == lines_of(content)

    damage()
    assert BatchState.FAILED in seen  # the damage did reach what reads
    assert sound not in ("bill", "customer") or BatchState.LOADED in seen
