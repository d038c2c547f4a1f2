"""Notices complete deliveries in a drop folder by looking again and again (network shares tell nobody anything)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import jobs
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.drop import Found, scan_drop
from gridloop.lake.library import contracts
from gridloop.lake.rules import is_settled, looks_until_next_try
from gridloop.lake.services.write_receipt import control_fingerprint, read_receipt, receipt_path

JOB_KIND = "lake.load_drop"
WATCHER = Actor.system("drop")
_LONGEST_KEY = 180
Signature = tuple[int, int, int, int]


@dataclass(slots=True)
class _Seen:
    """A delivery as it was last seen."""

    signature: Signature
    tries: int = 0
    next_try: int = 0


@dataclass(slots=True)
class DropWatch:
    """Looks at a drop folder; what stayed as it was from one look to the next, and has no receipt yet, is due."""

    drop: Path
    receipts: Path
    _seen: dict[Path, _Seen] = field(default_factory=dict)
    _looks: int = 0

    def due(self) -> list[Path]:
        """Return the complete deliveries that nobody has settled yet, each at growing intervals.

        Raises ``Problem`` when there is no such folder.
        """
        if not self.drop.is_dir():
            raise Problem("lake.drop_missing", 404, drop=str(self.drop))
        self._looks += 1
        known, today = contracts(), clock.today()
        found = [
            one
            for one in scan_drop(self.drop, known)
            if not one.waits and (one.business_date is None or one.business_date <= today)
        ]
        open_files = [one for one in found if not self._settled(one, known)]
        ready = [one.path for one in open_files if self._stands_still(one)]
        self._seen = {one.path: self._seen[one.path] for one in open_files if one.path in self._seen}
        return ready

    def _settled(self, one: Found, known: dict[str, Contract]) -> bool:
        receipt = read_receipt(receipt_path(self.receipts, self.drop, one.path))
        version = known[one.feed].version if one.feed in known else ""
        return receipt is not None and is_settled(
            receipt, control_fingerprint(one.control_file), version, there=one.path.exists()
        )

    def _stands_still(self, one: Found) -> bool:
        path, signature = one.path, _signature(one)
        seen = self._seen.get(path)
        if signature is None or seen is None or seen.signature != signature:
            if signature is not None:
                self._seen[path] = _Seen(signature)
            return False
        if self._looks < seen.next_try:
            return False
        seen.tries += 1
        seen.next_try = self._looks + looks_until_next_try(seen.tries)
        return True


def _signature(one: Found) -> Signature | None:
    """Return size and time of a file (which may be missing) and its control file; None when that is gone."""
    if one.control_file is None:
        return None
    try:
        control = one.control_file.stat()
    except OSError:
        return None
    try:
        file = one.path.stat()
    except OSError:
        return -1, -1, control.st_size, control.st_mtime_ns
    return file.st_size, file.st_mtime_ns, control.st_size, control.st_mtime_ns


def start_load(*, drop: Path, receipts: Path, files: list[Path]) -> bool:
    """Queue the job that loads these files; return False when one is at work on this folder already."""
    payload: dict[str, object] = {
        "drop": str(drop),
        "receipts": str(receipts),
        "files": [str(path.relative_to(drop)) for path in files],
    }
    try:
        jobs.start(kind=JOB_KIND, key=str(drop)[-_LONGEST_KEY:], payload=payload, actor=WATCHER)
    except Problem as problem:
        if problem.code != "kernel.job_running":
            raise
        return False
    return True
