"""Control files of other systems, as a contract names them: ``name|bytes|rows`` and the like, or a mere flag."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePath

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import Contract, ControlShape
from gridloop.lake.intake.control import Control, control_path
from gridloop.lake.intake.unpacking import name_inside

_LONGEST = 4 << 20


def control_file_of(file: Path, contract: Contract | None) -> Path | None:
    """Return the control file that vouches for a file, None when there is none yet: ours before its system's own."""
    if control_path(file).is_file():
        return control_path(file)
    shape = contract.control if contract else None
    return next(_found(file, shape), None) if shape else None


def _found(file: Path, shape: ControlShape) -> Iterator[Path]:
    """Yield the control files beside a file: named like it, or with a line about it."""
    inside = name_inside(file.name)
    stems = {name.casefold() for name in (file.name, inside, inside.rpartition(".")[0]) if name}
    others = [other for other in sorted(file.parent.iterdir()) if is_control(other.name, shape) and other != file]
    alike = [other for other in others if other.name[: -len(shape.suffix)].casefold() in stems]
    yield from alike
    if "name" in shape.fields:
        yield from (other for other in others if other not in alike and _speaks_of(other, file.name, shape))


def is_control(name: str, shape: ControlShape) -> bool:
    """Tell whether a file's name is one of a control file of a shape."""
    return name.casefold().endswith(shape.suffix.casefold()) and len(name) > len(shape.suffix)


def _speaks_of(control: Path, name: str, shape: ControlShape) -> bool:
    try:
        return any(_named(row, shape) == name for row in _rows(control, shape))
    except Problem:
        return False


def read_foreign_control(control: Path, file: Path, shape: ControlShape, feed: str, day: date | None) -> Control:
    """Return what a control file says of a file; raises ``Problem`` where it says nothing, or cannot be read.

    ``day`` is the business date that the folder or the file's name tells, for control files that have none.
    """
    said: dict[str, str] = {}
    if shape.fields:
        rows = _rows(control, shape)
        own = [row for row in rows if _named(row, shape) == file.name] if "name" in shape.fields else rows
        if len(own) != 1:
            raise _unreadable(control, shape, f"{file.name}: {len(own)} / {len(rows)}")
        said = dict(zip(shape.fields, own[0], strict=True))
    try:
        business_date = _day(said["date"]) if "date" in said else day
        size, rows_said = (int(said[name]) if name in said else None for name in ("bytes", "rows"))
    except ValueError as error:
        raise _unreadable(control, shape, str(error)) from error
    if business_date is None:
        raise Problem("lake.bad_business_date", 422, file=file.name)
    return Control(
        file=file.name,
        size=size,
        rows=rows_said,
        sha256=said.get("sha256", "").lower(),
        md5=said.get("md5", "").lower(),
        feed=feed,
        business_date=business_date,
    )


def _day(text: str) -> date:
    digits = "".join(sign for sign in text if sign.isdigit())[:8]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def _named(row: list[str], shape: ControlShape) -> str:
    return PurePath(row[shape.fields.index("name")].replace("\\", "/")).name


def _rows(control: Path, shape: ControlShape) -> list[list[str]]:
    """Return the fields of each line; a separator at the end of a line makes none."""
    try:
        content = control.read_bytes()[:_LONGEST]
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    except OSError as error:
        raise _unreadable(control, shape, str(error)) from error
    rows = []
    for line in filter(str.strip, text.splitlines()):
        row = [
            cell.strip().strip('"')
            for cell in (line.split() if shape.separator == " " else line.split(shape.separator))
        ]
        if len(row) == len(shape.fields) + 1 and not row[-1]:
            row.pop()
        if len(row) != len(shape.fields):
            raise _unreadable(control, shape, line[:200])
        rows.append(row)
    return rows


def _unreadable(control: Path, shape: ControlShape, detail: str) -> Problem:
    expected = (shape.separator if shape.separator != "\t" else "\\t").join(shape.fields)
    return Problem("lake.control_other_shape", 422, file=control.name, expected=expected, detail=detail)
