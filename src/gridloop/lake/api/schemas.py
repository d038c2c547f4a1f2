"""What the data page sends and receives. Sensitive values are always masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from gridloop.kernel.api import PageParams
from gridloop.lake.types import BatchState, RowReason


class NoteOut(Schema):
    """One sentence about a batch, in the reader's language: what it is, and how to mend it (may be empty)."""

    code: str
    text: str
    mend: str


class BatchOut(Schema):
    """One delivered file. ``rows_read = rows_loaded + rows_quarantined``; ``rows_replayed`` is part of loaded."""

    id: int
    feed: str
    file_name: str
    business_date: date
    state: BatchState
    size: int
    sha256: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_replayed: int
    published: dict[str, int]
    error: NoteOut | None
    held: bool
    """Refused because it differs too much from the one before; somebody may let it pass."""
    let_pass: bool
    """Somebody has let it pass: it is about to load, or waits for its file."""
    loaded_by: str
    loaded_by_name: str
    started_at: datetime
    finished_at: datetime | None


class ReasonCount(Schema):
    """How many rows of a batch wait in quarantine for one reason and column."""

    reason: RowReason
    label: str
    column: str
    rows: int


class DecisionOut(Schema):
    """What a person decided about a batch."""

    by: str
    by_name: str
    at: datetime
    reason: str


class ReasonIn(Schema):
    """Why somebody decides so; never empty."""

    reason: str


class AcceptedOut(Schema):
    """Which batches may load now, and the job that loads them (None: deliver the file again)."""

    batch_ids: list[int]
    job_id: int | None


class RollbackBlockOut(Schema):
    """What was built on a batch and has to be rolled back first (no batch: another origin wrote it)."""

    dataset: str
    version: int
    run: str
    batch_id: int | None
    file_name: str


class RollbackDatasetOut(Schema):
    """A dataset that goes back, and the parts of it (months, or ``all``)."""

    dataset: str
    parts: list[str]


class RollbackBatchOut(Schema):
    """A batch that is rolled back with the others."""

    id: int
    file_name: str
    business_date: date


class RollbackPlanOut(Schema):
    """What rolling a batch back means."""

    batches: list[RollbackBatchOut]
    datasets: list[RollbackDatasetOut]
    blocking: list[RollbackBlockOut]
    worked_out: list[str]
    """Datasets that were worked out from these, one from another; they stay as they are."""


class RollbackOut(Schema):
    """What was rolled back; ``phones_forgotten`` numbers are unknown until customers are delivered again."""

    batch_ids: list[int]
    published: dict[str, int]
    phones_forgotten: int


class BatchDetail(BatchOut):
    """A batch with its problems by reason, notes (unknown columns, …) and seconds per step.

    A ``held`` one differs too much from the delivery before and loads once somebody has accepted it; an upload is given
    up at ``held_until``.
    """

    held_until: datetime | None
    accepted: DecisionOut | None
    refused: DecisionOut | None
    rolled_back: DecisionOut | None

    reasons: list[ReasonCount]
    notes: list[NoteOut]
    timings: dict[str, float]
    contract_version: str
    may_load_again: bool
    """It was stopped or refused, and its file still lies where it was delivered."""


class QuarantinedRowOut(Schema):
    """One refused row. ``values`` has one text per column of the file; masked ones may be left as they are."""

    id: int
    batch_id: int
    feed: str
    file_name: str
    line_no: int
    raw: str
    values: dict[str, str]
    masked_columns: list[str]
    reason: RowReason
    column: str
    text: str
    mend: str
    state: str
    replayed_at: datetime | None
    replayed_by: str
    replayed_by_name: str


class MendIn(Schema):
    """Corrected texts by column (header in the file); columns left out keep what the file said."""

    values: dict[str, str] = {}


class ReplayOut(Schema):
    """What a replay did; rows that fail again keep waiting under their new reason."""

    replayed: int
    still_refused: int
    rows: list[QuarantinedRowOut]
    published: dict[str, int]


class ReturnedSheetOut(ReplayOut):
    """What a returned sheet did; ``passed_over`` rows had been loaded before."""

    passed_over: int


class SheetIn(Schema):
    """With a purpose, sensitive values stand in the sheet in clear, and the purpose in the audit trail."""

    purpose: str = Field("", max_length=500)


class ReplayBatchIn(Schema):
    """Which waiting rows of a batch to try again: all, or those of one reason."""

    reason: RowReason | None = None


class ColumnOut(Schema):
    """One column of a contract; ``allowed`` are the words that a file may use, its own for ours where it has such."""

    name: str
    header: str
    title_zh: str
    title_en: str
    type: str
    required: bool
    key: bool
    unit: str
    written_in: str
    allowed: list[str]
    references: str
    sensitive: bool
    leaks: str


class FeedOut(Schema):
    """One feed: its contract in short, and how fresh it is.

    ``freshness``: ``fresh``, ``late`` (the next delivery is overdue) or ``never`` (nothing was loaded yet).
    """

    feed: str
    title_zh: str
    title_en: str
    format: str
    semantics: str
    file_pattern: str
    contact: str
    contract_version: str
    own_contract: bool
    datasets: list[str]
    rows: int
    last_business_date: date | None
    due_on: date | None
    freshness: str
    open_quarantine: int
    last_batch: BatchOut | None


class PublishOut(Schema):
    """One mapping of a contract: where each column of a dataset comes from."""

    dataset: str
    columns: dict[str, str]
    traits: list[str]
    where: str
    distinct: bool


class ContractOut(Schema):
    """A feed's contract as it is in force."""

    feed: str
    title_zh: str
    title_en: str
    description: str
    description_zh: str
    contact: str
    """Whom to ask when it does not come or is wrong."""
    version: str
    format: str
    delimiter: str
    encoding: str
    file_pattern: str
    semantics: str
    gone_column: str
    gone_values: list[str]
    own_contract: bool
    columns: list[ColumnOut]
    publishes: list[PublishOut]
    parameters: dict[str, str]
    yaml: str


class UploadOut(Schema):
    """An accepted upload: the job that loads it. Its batch appears under ``sha256`` once it runs."""

    job_id: int
    feed: str
    file_name: str
    sha256: str
    business_date: date


class DatasetOut(Schema):
    """One dataset of the lake and its current version."""

    name: str
    title_zh: str
    title_en: str
    semantics: str
    columns: int
    key: list[str]
    version: int | None
    rows: int
    run: str
    created_at: datetime | None


class DatasetColumnOut(Schema):
    """One column of a dataset."""

    name: str
    type: str
    nullable: bool


class DatasetDetail(DatasetOut):
    """A dataset with its columns, what it was made from and what was made from it."""

    column_list: list[DatasetColumnOut]
    fed_by: list[str]
    reads: dict[str, int]
    read_by: list[str]


class VersionOut(Schema):
    """One committed version of a dataset; ``reads`` are the versions it was made from."""

    id: int
    dataset: str
    version: int
    rows: int
    run: str
    reads: dict[str, int]
    origins: dict[str, Any]
    current: bool
    created_at: datetime


class StaleDelivery(Schema):
    """Files of one feed and business date."""

    feed: str
    business_date: date
    files: list[str]


class StaleMonthOut(Schema):
    """A computed month that is not up to date: which months of its source changed, and what was delivered last."""

    dataset: str
    title_zh: str
    title_en: str
    month: date
    source: str
    source_title_zh: str
    source_title_en: str
    source_months: list[date]
    deliveries: list[StaleDelivery]


class LineageEdge(Schema):
    """``source`` goes into ``target``; ``kind`` is ``feed`` (a file feeds a dataset) or ``read``."""

    source: str
    target: str
    kind: str


class LineageOut(Schema):
    """What flows where, as of the current versions."""

    feeds: list[str]
    datasets: list[str]
    edges: list[LineageEdge]


class FeedParams(PageParams):
    """Filter feeds: how fresh they are, or ``refused`` for those whose latest file was."""

    freshness: Literal["", "fresh", "late", "never", "refused"] = ""


class BatchParams(PageParams):
    """Filter batches."""

    feed: str = ""
    state: BatchState | None = None
    business_date: date | None = None
    sha256: str = ""


class QuarantineParams(PageParams):
    """Filter quarantined rows; ``state``: open (default), replayed, or all."""

    feed: str = ""
    reason: RowReason | None = None
    column: str = ""
    state: str = "open"


class TraceFileOut(Schema):
    """One delivered file behind a version, and the parts of the dataset that come from it."""

    business_date: date
    file_name: str
    batch_id: int | None
    contract_version: str
    parts: list[str]


class TraceFeedOut(Schema):
    """One feed behind a version: its files (the newest, ``more`` older ones left out) and its columns' expressions."""

    feed: str
    title_zh: str
    title_en: str
    files: list[TraceFileOut]
    more: int
    expressions: dict[str, str]


class TraceReadOut(Schema):
    """A version of another dataset that was read; ``current`` when it still is what is in force."""

    dataset: str
    title_zh: str
    title_en: str
    version: int
    current: bool
    known: bool


class TraceOut(Schema):
    """One step back from a version of a dataset: what it was made of."""

    dataset: str
    title_zh: str
    title_en: str
    version: int
    rows: int
    run: str
    created_at: datetime
    current: bool
    reads: list[TraceReadOut]
    feeds: list[TraceFeedOut]
