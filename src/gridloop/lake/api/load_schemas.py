"""What the data page sends of loads that wait or run, and of pulls from databases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from gridloop.lake.api.contract_schemas import TrialOut
from gridloop.lake.api.schemas import BatchOut, NoteOut


class LoadOut(Schema):
    """Files that wait to be loaded, are being loaded, or have been.

    ``done`` of ``total`` bytes of ``at_file`` are read, or ``done`` rows are pulled; of a total of 0 nothing is known.
    """

    job_id: int
    pulls: bool
    """It reads from a database first."""
    feed: str
    files: list[str]
    business_date: date | None
    state: Literal["queued", "running", "done", "failed", "stopped"]
    stage: Literal["", "pulling", "reading", "checking", "writing"]
    at_file: str
    done: int
    total: int
    ahead: int
    stopping: bool
    """It was stopped, and goes on to its next step, where it ends."""
    may_stop: bool
    requested_by: str
    requested_by_name: str
    created_at: datetime
    error: str
    found_again: bool
    """The very same file had been loaded before: nothing changed."""
    batch: BatchOut | None


class DatabasePullAttemptOut(Schema):
    """What came of the latest attempt to pull a feed; ``error`` says why it failed."""

    at: datetime
    by: str
    by_name: str
    rows: int
    without_mark: int
    """Rows that are never read because the followed column is empty in them."""
    file_name: str
    error: NoteOut | None


class DatabasePullOut(Schema):
    """A feed that is read from a database. Of the address only the variable's name is told."""

    feed: str
    title_zh: str
    title_en: str
    source: str
    variable: str
    table: str
    query: str
    follow: str
    columns: dict[str, str]
    """Our name of a column -> the table's, where they were said."""
    mark: str
    """How far it was read: the highest value of the followed column."""
    problem: NoteOut | None
    """Why it cannot run as it is declared."""
    attempt: DatabasePullAttemptOut | None
    batch: BatchOut | None
    """What became of the file that it brought last."""
    load: LoadOut | None
    """The pull that waits or runs now."""


class LoadStartedOut(Schema):
    """Work that was queued."""

    job_id: int


class DatabaseSourceOut(Schema):
    """A database that feeds can be pulled from; of its address only the variable's name is told."""

    name: str
    variable: str
    there: bool
    """The server has been given its address."""


class DatabaseTableOut(Schema):
    """A table or view of a database."""

    name: str


class DatabasePullIn(Schema):
    """What to pull: a table into a feed, all of it or what is new by the followed column.

    ``columns``: ours -> theirs, where their names do not say it.
    """

    feed: str = Field(max_length=60)
    source: str = Field(max_length=60)
    table: str = Field(max_length=200)
    follow: str = Field("", max_length=200)
    columns: dict[str, str] = {}


class WantedColumnOut(Schema):
    """A column that the contract wants, and the table's that it is read from (empty as long as none is)."""

    name: str
    header: str
    title_zh: str
    title_en: str
    key: bool
    required: bool
    theirs: str


class DatabasePullTrialOut(Schema):
    """Some rows of a table as a feed would read them, and what its contract says of them."""

    columns: list[str]
    """The table's."""
    wanted: list[WantedColumnOut]
    may_follow: bool
    """Its deliveries add to what is there, so that only what is new can be read."""
    rows: list[list[str]]
    """In the order of ``wanted``; none as long as a column is wanted."""
    trial: TrialOut | None
