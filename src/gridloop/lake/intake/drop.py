"""What lies in a drop folder: ``<drop>/<business date>/…`` or flat, files with their control files beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, ControlShape, FileFormat
from gridloop.lake.intake.control import SUFFIX, Control, Incoming, control_path, read_control
from gridloop.lake.intake.foreign_control import control_file_of, is_control, read_foreign_control
from gridloop.lake.intake.unpacking import name_inside

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_OTHER_CONTROLS = (SUFFIX, ".chk", ".check", ".flg", ".flag", ".ok", ".end", ".done", ".fin", ".md5", ".val", ".verf")
"""What other systems call the file that they write last; ours in capitals among them."""
_UNFINISHED = (SUFFIX, ".part", ".tmp", ".filepart")


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the drop folder: what it is, or why it cannot be tried."""

    path: Path
    feed: str
    business_date: date | None
    control: Control | None = None
    problem: Problem | None = None
    waits: bool = False
    """Its control file is not there yet."""
    control_file: Path | None = None
    """What vouches for it: ours, or that of its system."""

    @property
    def incoming(self) -> Incoming:
        """Return the file as it is handed to the loader."""
        return Incoming(self.path, self.path.name, self.control)


def scan_drop(drop: Path, contracts: Mapping[str, Contract], *, without_control: bool = False) -> list[Found]:
    """Return every delivered file of a folder and its dated sub-folders; files still being written are left."""
    folders = [drop, *(folder for folder in drop.iterdir() if folder.is_dir() and date_in(folder.name))]
    there = [file for folder in folders for file in sorted(folder.iterdir())]
    alone = [file for file in there if file.name.endswith(SUFFIX) and not _speaks_of(file).exists()]
    shapes = [contract.control for contract in contracts.values() if contract.control]
    delivered = [
        _look_at(file, contracts, without_control)
        for file in there
        if _is_delivered(file) and not _is_foreign_control(file, shapes, contracts)
    ]
    return delivered + [_alone(control, contracts) for control in alone]


def _speaks_of(control: Path) -> Path:
    return control.with_name(control.name.removesuffix(SUFFIX))


def _alone(control: Path, contracts: Mapping[str, Contract]) -> Found:
    """A control file is written last: when its file is not there, the file was lost, or the order is wrong."""
    file = _speaks_of(control)
    day = date_in(control.parent.name) or date_in(file.name)
    problem = Problem("lake.control_without_file", 422, file=file.name, control=control.name)
    return Found(file, feed_of_name(file.name, contracts), day, problem=problem, control_file=control)


def feed_of_name(name: str, contracts: Mapping[str, Contract]) -> str:
    """Return the feed whose contract's file pattern fits a name, the operator's own first; empty for none."""
    fitting = [c for c in contracts.values() if fits(name, c)]
    fitting.sort(key=lambda contract: (not contract.own, -len(contract.file_pattern)))
    return fitting[0].feed if fitting else ""


def fits(name: str, contract: Contract) -> bool:
    """Tell whether a file's name is one of a contract's; text may come compressed."""
    packed = contract.format in (FileFormat.CSV, FileFormat.TXT) and fnmatch(name_inside(name), contract.file_pattern)
    return packed or fnmatch(name, contract.file_pattern)


def _is_delivered(file: Path) -> bool:
    return file.is_file() and not file.name.startswith((".", "~$")) and not file.name.endswith(_UNFINISHED)


def _is_foreign_control(file: Path, shapes: Sequence[ControlShape], contracts: Mapping[str, Contract]) -> bool:
    return any(is_control(file.name, shape) for shape in shapes) and not feed_of_name(file.name, contracts)


def _look_at(file: Path, contracts: Mapping[str, Contract], without_control: bool) -> Found:
    feed, day = feed_of_name(file.name, contracts), date_in(file.parent.name) or date_in(file.name)
    of_name = contracts.get(feed)
    found = control_file_of(file, of_name)
    if found is not None and found != control_path(file) and of_name is not None and of_name.control is not None:
        try:
            control = read_foreign_control(found, file, of_name.control, feed, day)
        except Problem as refused:
            return Found(file, feed, day, problem=refused, control_file=found)
        return Found(file, feed, control.business_date, control, control_file=found)
    if found is None:
        problem = _no_date(file) if without_control and day is None else None
        if not feed:
            problem = _other_control(file) or Problem("lake.no_contract", 422, file=file.name)
        return Found(file, feed, day, problem=problem, waits=not without_control)
    try:
        control = read_control(found)
    except Problem as refused:
        return Found(file, feed, day, problem=refused, control_file=found)
    if control.feed not in contracts:
        unknown = Problem("lake.no_contract", 422, file=file.name)
        return Found(file, control.feed, control.business_date, problem=unknown, control_file=found)
    return Found(file, control.feed, control.business_date, control, control_file=found)


def _other_control(file: Path) -> Problem | None:
    """Tell of a file that says in another system's way that the one beside it is whole: x.chk or x.csv.ok."""
    if file.suffix.lower() not in _OTHER_CONTROLS:
        return None
    for other in sorted(file.parent.iterdir()):
        if other.suffix.lower() not in _OTHER_CONTROLS and other.name in (file.stem, *_named_like(other, file)):
            return Problem("lake.control_other_name", 422, file=file.name, expected=control_path(other).name)
    return None


def _named_like(other: Path, file: Path) -> tuple[str, ...]:
    return (other.name,) if name_inside(other.name).rpartition(".")[0] == file.stem else ()


def _no_date(file: Path) -> Problem:
    return Problem("lake.bad_business_date", 422, file=file.name)


def date_in(name: str) -> date | None:
    """Return the first day written in a name, as 2026-10-01 or 20261001."""
    for year, month, day in _DATE.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
