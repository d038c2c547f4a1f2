"""What the data page sends of loads that wait or run, and of pulls from databases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema

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
