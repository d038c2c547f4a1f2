"""Reads of the lake's own rows, and the door through which other stages read datasets.

Feeds, batches and datasets belong to the whole company: only scopes that see all of it see any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum

from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services.jobs import STOPPED
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, messages_of
from gridloop.lake.contract_types import Contract
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.library import contract_of, contracts
from gridloop.lake.models import ContractVersion, DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.phones import clean_phone, hash_phone, phone_key
from gridloop.lake.rules import due_on
from gridloop.lake.types import BatchState, Dataset, PublishedVersion, RowReason

_IN_FORCE = (BatchState.LOADED.value, BatchState.UNCHANGED.value)


def current_version(name: str) -> PublishedVersion | None:
    """Return the current version of a dataset, None when nothing was ever published."""
    row = DatasetVersion.objects.filter(dataset=name).first()
    return _published(row) if row else None


def columns_of_version(row: DatasetVersion) -> dict[str, str]:
    """Return a version's columns, declared ones first and in their order (which a database's JSON need not keep)."""
    declared = list(DATASETS[row.dataset].types)
    rank = {name: number for number, name in enumerate(declared)}
    ordered = sorted(row.columns, key=lambda name: (rank.get(name, len(rank)), name))
    return {name: row.columns[name] for name in ordered}


def _published(row: DatasetVersion) -> PublishedVersion:
    return PublishedVersion(row.dataset, row.version, row.rows, columns_of_version(row), dict(row.reads))


def current_versions() -> dict[str, PublishedVersion]:
    """Return the current version of every dataset that has one."""
    return {row.dataset: _published(row) for row in _current_rows() if row.dataset in DATASETS}


def _current_rows() -> QuerySet[DatasetVersion]:
    latest = DatasetVersion.objects.order_by().values("dataset").annotate(last=Max("pk")).values("last")
    return DatasetVersion.objects.filter(pk__in=latest)


def open_lake() -> Lake:
    """Return the lake as it is now, on the engine of the settings; use it in a ``with`` block."""
    return Lake(current_versions(), settings.ENGINE)


def open_lake_at(reads: Mapping[str, int]) -> Lake:
    """Return the lake with some datasets at earlier versions, as long as these are kept; the others as they are now."""
    earlier = {name: found for name, version in reads.items() if (found := version_facts(name, version)) is not None}
    return Lake({**current_versions(), **{name: found.published for name, found in earlier.items()}})


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of a dataset: what it was made of, and when."""

    published: PublishedVersion
    created_at: datetime

    @property
    def reads(self) -> dict[str, int]:
        """Return the versions of the datasets it was made of."""
        return self.published.reads


def version_facts(dataset: str, version: int) -> VersionFacts | None:
    """Return what is known of a version; None when there was none."""
    row = DatasetVersion.objects.filter(dataset=dataset, version=version).order_by("-pk").first()
    return VersionFacts(_published(row), row.created_at) if row else None


def phone_hash(phone: str) -> str:
    """Return the hash under which a phone number stands in dataset ``customer``."""
    return hash_phone(clean_phone(phone), phone_key())


def need_whole_company(scope: Scope) -> None:
    """Raise ``Problem`` (403) unless the scope sees the whole company, whose contracts, and trials on its data, are."""
    if not scope.whole_company:
        raise Problem("lake.company_only", 403)


def batches(
    scope: Scope,
    *,
    feed: str = "",
    state: BatchState | None = None,
    business_date: date | None = None,
    sha256: str = "",
    q: str = "",
) -> QuerySet[FeedBatch]:
    """Return delivered files, newest first."""
    rows = FeedBatch.objects.all() if scope.whole_company else FeedBatch.objects.none()
    wanted = {"feed": feed, "state": state.value if state else "", "sha256": sha256}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if business_date:
        rows = rows.filter(business_date=business_date)
    return rows.filter(file_name__icontains=q) if q else rows


def batch(scope: Scope, batch_id: int) -> FeedBatch:
    """Return one delivered file; raises ``NotFoundProblem``."""
    found = batches(scope).filter(pk=batch_id).first()
    if found is None:
        raise NotFoundProblem("batch", batch_id)
    return found


def quarantined_rows(
    scope: Scope,
    *,
    batch_id: int | None = None,
    feed: str = "",
    reason: RowReason | None = None,
    column: str = "",
    state: str = "open",
    q: str = "",
) -> QuerySet[QuarantinedRow]:
    """Return refused rows of loaded batches; ``state`` is ``open``, ``replayed`` or ``all``."""
    seen = Q(batch__state__in=_IN_FORCE) & Q(batch__in=batches(scope))
    rows = QuarantinedRow.objects.filter(seen).select_related("batch", "sealed")
    wanted = {
        "batch_id": batch_id,
        "batch__feed": feed,
        "reason": reason.value if reason else None,
        "column": column,
        "state": "" if state == "all" else state,
        "raw__icontains": q,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def quarantined_row(scope: Scope, row_id: int) -> QuarantinedRow:
    """Return one refused row; raises ``NotFoundProblem``."""
    found = quarantined_rows(scope, state="all").filter(pk=row_id).first()
    if found is None:
        raise NotFoundProblem("quarantined_row", row_id)
    return found


def reason_counts(scope: Scope, batch_id: int) -> list[tuple[RowReason, str, int]]:
    """Return (reason, column, rows) of what waits in quarantine for a batch, most frequent first."""
    rows = quarantined_rows(scope, batch_id=batch_id).values("reason", "column").annotate(rows=Count("pk"))
    counted = [(RowReason(row["reason"]), row["column"], row["rows"]) for row in rows.order_by()]
    return sorted(counted, key=lambda item: (-item[2], item[0], item[1]))


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """One feed: its contract, its latest file, and how fresh what is in force is."""

    contract: Contract
    last_batch: FeedBatch | None
    last_business_date: date | None
    due_on: date | None
    rows: int
    """Rows of what it feeds; of a dataset that several feeds share, the rows of its own latest delivery."""
    open_quarantine: int

    @property
    def refused(self) -> FeedBatch | None:
        """Return the latest file when it was refused as a whole."""
        last = self.last_batch
        return last if last is not None and last.state == BatchState.FAILED.value else None

    @property
    def condition(self) -> str:
        """Return ``refused`` while its latest file was refused, else its freshness."""
        return "refused" if self.refused else self.freshness

    @property
    def freshness(self) -> str:
        """Return ``never``, ``late`` or ``fresh``."""
        if self.due_on is None:
            return "never"
        return "late" if clock.today() > self.due_on else "fresh"


def feeds(scope: Scope) -> list[FeedFacts]:
    """Return every feed in the order of loading."""
    if not scope.whole_company:
        return []
    told = FeedBatch.objects.exclude(error_code=STOPPED)  # one that a person stopped says nothing of the feed
    latest = told.values("feed").annotate(last=Max("pk")).values("last")
    last_batches = {row.feed: row for row in FeedBatch.objects.filter(pk__in=latest)}
    in_force = FeedBatch.objects.filter(state__in=_IN_FORCE).values("feed")
    dates = dict(in_force.annotate(last=Max("business_date")).values_list("feed", "last"))
    waiting = dict(in_force.annotate(rows=Sum("rows_quarantined")).values_list("feed", "rows"))
    rows = {name: version.rows for name, version in current_versions().items()}
    brought = {
        (feed, day): loaded
        for feed, day, loaded in in_force.values_list("feed", "business_date").annotate(rows=Sum("rows_loaded"))
    }
    known = contracts()
    fed = Counter(name for contract in known.values() for name in contract.datasets)
    shared = {name for name, feeds in fed.items() if feeds > 1}
    return [
        _facts(
            contract,
            last_batches.get(feed),
            dates.get(feed),
            brought.get((feed, dates.get(feed)), 0)
            if shared & set(contract.datasets)
            else sum(rows.get(name, 0) for name in contract.datasets),
            waiting.get(feed, 0),
        )
        for feed, contract in known.items()
    ]


def feed_facts(scope: Scope, feed: str) -> FeedFacts:
    """Return one feed; raises ``NotFoundProblem``."""
    found = next((facts for facts in feeds(scope) if facts.contract.feed == feed), None)
    if found is None:
        raise NotFoundProblem("feed", feed)
    return found


def _facts(contract: Contract, last: FeedBatch | None, day: date | None, rows: int, waiting: int) -> FeedFacts:
    return FeedFacts(
        contract=contract,
        last_batch=last,
        last_business_date=day,
        due_on=due_on(day, contract.every_months, contract.latency_days) if day else None,
        rows=rows if day else 0,
        open_quarantine=waiting,
    )


def contract(scope: Scope, feed: str) -> Contract:
    """Return a feed's contract; raises ``NotFoundProblem``."""
    if not scope.whole_company:
        raise NotFoundProblem("feed", feed)
    return contract_of(feed)


def contract_versions(scope: Scope, feed: str) -> QuerySet[ContractVersion]:
    """Return the kept versions of a feed's contract, newest first; the one that shipped is kept when it is replaced."""
    rows = ContractVersion.objects.all() if scope.whole_company else ContractVersion.objects.none()
    return rows.filter(feed=feed)


def contract_version(scope: Scope, feed: str, version_id: int) -> ContractVersion:
    """Return one kept version; raises ``NotFoundProblem``."""
    found = contract_versions(scope, feed).filter(pk=version_id).first()
    if found is None:
        raise NotFoundProblem("contract_version", version_id)
    return found


def dataset(scope: Scope, name: str) -> Dataset:
    """Return a declared dataset; raises ``NotFoundProblem``."""
    if not scope.whole_company or name not in DATASETS:
        raise NotFoundProblem("dataset", name)
    return DATASETS[name]


def dataset_versions(scope: Scope, name: str = "") -> QuerySet[DatasetVersion]:
    """Return committed versions, newest first: of one dataset, or of all."""
    rows = DatasetVersion.objects.all() if scope.whole_company else DatasetVersion.objects.none()
    return rows.filter(dataset=name) if name else rows


def current_version_rows(scope: Scope) -> dict[str, DatasetVersion]:
    """Return the row of each dataset's current version."""
    return {row.dataset: row for row in _current_rows()} if scope.whole_company else {}


def lineage(scope: Scope) -> list[tuple[str, str, str]]:
    """Return (source, target, kind) of what flows where: feeds into datasets, datasets into datasets."""
    if not scope.whole_company:
        return []
    fed = [(feed, name, "feed") for feed, found in contracts().items() for name in found.datasets]
    rows = current_version_rows(scope)
    read = [
        (source, name, "read")
        for name, row in sorted(rows.items())
        for source in sorted(row.reads)
        if source != name and not row.run.startswith("feed ")
    ]
    return fed + read


def worked_out_from(scope: Scope, names: Collection[str]) -> list[str]:
    """Return the datasets that are worked out from some others, directly or by way of further ones."""
    edges = [(source, target) for source, target, kind in lineage(scope) if kind == "read"]
    found: list[str] = []
    reached = set(names)
    while fresh := [target for source, target in edges if source in reached and target not in reached]:
        found += sorted(set(fresh))
        reached |= set(fresh)
    return found


@dataclass(frozen=True, slots=True)
class TracedFeed:
    """What one feed brought to a version: its delivered files, each with the parts that still come from it."""

    feed: str
    files: tuple[tuple[date, str, tuple[str, ...]], ...]
    """Business date, file name, parts."""
    batches: Mapping[tuple[date, str], FeedBatch]
    """The batch row of a file, by business date and name."""


def traced_version(scope: Scope, name: str, version: int | None = None) -> DatasetVersion:
    """Return one committed version (the current one by default); raises ``NotFoundProblem``."""
    rows = dataset_versions(scope, name)
    found = rows.first() if version is None else rows.filter(version=version).first()
    if found is None:
        raise NotFoundProblem("dataset", name if version is None else f"{name} v{version}")
    return found


def traced_feeds(row: DatasetVersion) -> list[TracedFeed]:
    """Return the feeds and files that the rows of a version came from, the newest files first."""
    parts: dict[str, dict[tuple[date, str], list[str]]] = {}
    for part, feeds in row.origins.items():
        for feed, origin in feeds.items():
            for file in origin["files"]:
                key = (date.fromisoformat(origin["date"]), file)
                parts.setdefault(feed, {}).setdefault(key, []).append(part)
    traced = []
    for feed, files in sorted(parts.items()):
        rows = FeedBatch.objects.filter(feed=feed, file_name__in={file for _, file in files}).order_by("pk")
        batches = {(one.business_date, one.file_name): one for one in rows}
        listed = tuple((*key, tuple(sorted(files[key]))) for key in sorted(files, reverse=True))
        traced.append(TracedFeed(feed, listed, batches))
    return traced


def dataset_title(name: str, language: Language) -> str:
    """Return what a dataset is called; one that an operator declared is called by its name."""
    known = messages_of("lake").get(f"dataset_{name}")
    return known[language] if known else name
