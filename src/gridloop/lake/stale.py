"""Which months of computed datasets were made from data that has changed since, and why.

A whole dataset (customers, subscriptions) makes a month stale only when what was read was corrected: by another file of
the same business date or an earlier one, a replayed row, or a rollback. That counts as well for what a dataset without
a date was worked out from (ownership, from places); but what a person decides about owners holds from that day on, and
reopens nothing.

A delivery that comes late, a correction, a replayed row or a rollback writes other files for a month; the files of a
month at the version that was read, beside those of the current version, tell whether it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from gridloop.kernel.types import Role, Scope
from gridloop.lake.datasets import DATASETS, FED
from gridloop.lake.engine import dataset_folder
from gridloop.lake.models import DatasetVersion
from gridloop.lake.queries import current_version_rows
from gridloop.lake.rules import WHOLE, is_corrected, made_from_changed
from gridloop.lake.types import Dataset

_EVERYTHING = Scope(Role.ADMINISTRATOR, ("/",))


@dataclass(frozen=True, slots=True)
class StaleMonth:
    """A month of a computed dataset, and the months of one source that changed since it was computed.

    ``source_months`` is empty for a source that has none. ``deliveries`` are the feed, business date and files that the
    changed months came from last.
    """

    dataset: str
    month: date
    source: str
    source_months: tuple[date, ...]
    deliveries: tuple[tuple[str, str, tuple[str, ...]], ...]


def stale_months(scope: Scope, dataset: str = "") -> list[StaleMonth]:
    """Return what is stale, of one computed dataset or of all, by dataset and month."""
    rows = current_version_rows(scope)
    files = _Files()
    return [
        one
        for name, row in rows.items()
        if name in DATASETS and DATASETS[name].made_from and dataset in ("", name)
        for one in _stale_of(DATASETS[name], row, rows, files)
    ]


def months_to_compute_again(dataset: str, *, before: date) -> list[date]:
    """Return the stale months of a dataset before a month, oldest first."""
    return sorted({one.month for one in stale_months(_EVERYTHING, dataset) if one.month < before})


class _Files:
    """The files of each month of a dataset's versions, and which whole datasets were corrected, read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Mapping[str, frozenset[str]]] = {}
        self._corrected: dict[tuple[str, int], bool] = {}
        self._made_of: dict[tuple[str, int], dict[str, int]] = {}

    def behind(self, reads: Mapping[str, int]) -> dict[str, int]:
        """Return the versions that were read, and those that whole datasets among them were worked out from.

        Who owns a customer has no date of its own; what it was derived from has.
        """
        found = dict(reads)
        for name, version in reads.items():
            if name in FED or name not in DATASETS or DATASETS[name].made_from:
                continue
            if (name, version) not in self._made_of:
                row = DatasetVersion.objects.filter(dataset=name, version=version).order_by("-pk").first()
                self._made_of[name, version] = dict(row.reads) if row else {}
            found = {**self._made_of[name, version], **found}
        return found

    def corrected(self, dataset: str, read: int) -> bool:
        """Tell whether a later version of a whole dataset corrects the one that was read."""
        if (dataset, read) not in self._corrected:
            versions = DatasetVersion.objects.filter(dataset=dataset, version__gte=read).order_by("version")
            first, *later = [_dates(row) for row in versions] or [{}]
            self._corrected[dataset, read] = is_corrected(first, later)
        return self._corrected[dataset, read]

    def changed(self, dataset: str, read: int, current: int) -> set[date]:
        """Return the months whose files differ between two versions."""
        if read == current:
            return set()
        before, now = self._of(dataset, read), self._of(dataset, current)
        parts = {part for part in {*before, *now} if before.get(part) != now.get(part)}
        return {date.fromisoformat(part) for part in parts if part}

    def _of(self, dataset: str, version: int) -> Mapping[str, frozenset[str]]:
        if (dataset, version) not in self._known:
            self._known[dataset, version] = _files_by_month(dataset, version)
        return self._known[dataset, version]


def _dates(row: DatasetVersion) -> dict[str, date]:
    return {
        feed: date.fromisoformat(entry["date"])
        for feed, entry in row.origins.get(WHOLE, {}).items()
        if entry.get("date")
    }


def _files_by_month(dataset: str, version: int) -> Mapping[str, frozenset[str]]:
    try:
        actions = pa.table(DeltaTable(str(dataset_folder(dataset)), version=version).get_add_actions(flatten=True))
    except DeltaError:  # a version whose log was cleaned away: computing again is the safe answer
        return {}
    months: dict[str, set[str]] = {}
    names = [name for name in ("path", "partition.month") if name in actions.column_names]
    for action in actions.select(names).to_pylist():
        months.setdefault(str(action.get("partition.month") or ""), set()).add(action["path"])
    return {month: frozenset(paths) for month, paths in months.items()}


def _stale_of(
    dataset: Dataset, row: DatasetVersion, rows: Mapping[str, DatasetVersion], files: _Files
) -> list[StaleMonth]:
    found = []
    for part, origin in sorted(row.origins.items()):
        reads = files.behind(origin.get("reads", {}).get("versions", {}))
        changed = {
            source: files.changed(source, reads[source], rows[source].version)
            for source in dataset.made_from
            if source in reads and source in rows
        }
        month = date.fromisoformat(part)
        found += [
            StaleMonth(dataset.name, month, source, tuple(months), _deliveries(rows[source].origins, months))
            for source, months in made_from_changed(month, dataset.made_from, changed).items()
        ]
        found += [
            StaleMonth(dataset.name, month, source, (), _deliveries(rows[source].origins, []))
            for source in dataset.made_from_whole
            if source in reads and source in rows and files.corrected(source, reads[source])
        ]
    return found


def _deliveries(origins: Mapping[str, Any], months: list[date]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    parts = [origins.get(month.isoformat(), {}) for month in months] + [origins.get(WHOLE, {})]
    return tuple(
        sorted(
            {
                (feed, entry["date"], tuple(entry["files"]))
                for part in parts
                for feed, entry in part.items()
                if entry.get("files")
            }
        )
    )
