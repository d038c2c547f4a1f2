"""Control files: written last beside a delivered file, they say what it must be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gridloop.kernel.problems import Problem

SUFFIX = ".ctl"


@dataclass(frozen=True, slots=True)
class Control:
    """What a control file says of its file."""

    file: str
    size: int | None
    """None, as all that follows, where other systems' control files do not say it."""
    rows: int | None
    sha256: str
    feed: str
    business_date: date
    contract_version: str = ""
    """Version of the contract the file was written by; empty when its source does not say."""
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file to be loaded; without a control file nothing vouches for it (uploads)."""

    path: Path
    file_name: str
    control: Control | None = None


def control_path(path: Path) -> Path:
    """Return where a file's control file stands."""
    return path.with_name(path.name + SUFFIX)


def read_control(path: Path) -> Control:
    """Return what a control file says; raises ``Problem`` when it cannot be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        return Control(
            file=str(said["file"]),
            size=int(said["bytes"]),
            rows=int(said["rows"]),
            sha256=str(said["sha256"]).lower(),
            feed=str(said["feed"]),
            business_date=date.fromisoformat(str(said["business_date"])),
            contract_version=str(said.get("contract_version") or ""),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise Problem("lake.control_unreadable", 422, file=path.name, detail=detail) from error


def check_content(incoming: Incoming, sha256: str, size: int) -> None:
    """Raise ``Problem`` unless a file is the one its control file speaks of."""
    control = incoming.control
    if control is None:
        return
    found: dict[str, object] = {"file": incoming.file_name, "bytes": size, "sha256": sha256}
    said = {"file": control.file, "bytes": control.size, "sha256": control.sha256}
    if control.md5:
        found["md5"], said["md5"] = _md5(incoming.path), control.md5
    for what, value in found.items():
        if said[what] not in (None, "", value):
            raise Problem(
                "lake.control_mismatch", 422, file=incoming.file_name, what=what, said=said[what], found=value
            )


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def check_contract_version(incoming: Incoming, in_force: str) -> None:
    """Raise ``Problem`` when a file was written by another major version of its contract than the one in force."""
    said = incoming.control.contract_version if incoming.control else ""
    if said and said.split(".")[0] != in_force.split(".")[0]:
        raise Problem("lake.control_contract_version", 422, file=incoming.file_name, said=said, in_force=in_force)


def check_rows(incoming: Incoming, rows: int) -> None:
    """Raise ``Problem`` unless a file has as many rows as its control file says."""
    control = incoming.control
    if control is not None and control.rows not in (None, rows):
        raise Problem("lake.control_mismatch", 422, file=incoming.file_name, what="rows", said=control.rows, found=rows)
