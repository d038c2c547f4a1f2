"""Pulls a feed from a database: what is new is written as an ordinary delivery into the drop folder.

The order is what makes it safe to kill. The file is written and on disk; then one transaction keeps how far was read
together with what the file is; then it is handed over, which a later run repeats if this one dies on the way.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.control import control_path
from gridloop.lake.intake.database import Reading, Relation, connected, failed
from gridloop.lake.intake.decode import fingerprint
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, PullAttempt, PullRun
from gridloop.lake.services.load_feed import Progress, no_progress
from gridloop.lake.services.write_pulled import write_pulled
from gridloop.lake.sources import Pull, check_follows, read_pulls
from gridloop.lake.types import LoadStage

_AT_MARK = "at_mark"
"""Kept with a run, not told in its control file: which rows of the last value followed were read."""


@dataclass(frozen=True, slots=True)
class PullReport:
    """What a pull brought; no file when nothing was new. ``resumed`` was read by a run that died."""

    feed: str
    rows: int
    file: Path | None
    without_mark: int = 0
    """Rows that are passed over because the followed column is empty in them."""
    resumed: bool = False


def pulls() -> Mapping[str, Pull]:
    """Return the declared pulls by feed; raises ``Problem`` when there are none, or they cannot be used."""
    file = Path(settings.HOME) / "sources.yaml"
    if not file.is_file():
        raise Problem("lake.sources_missing", 404, file=str(file))
    return read_pulls(file.read_text(encoding="utf-8"))


def pull_feed(*, pull: Pull, drop: Path, day: date, actor: Actor, progress: Progress = no_progress) -> list[PullReport]:
    """Pull one feed into ``drop``; safe to repeat and to kill. First hands over what a dead run left.

    What came of it is kept. What ``progress`` raises ends it; nothing counts as read then. Raises ``Problem`` when the
    database cannot be read, lacks a column, or the feed cannot be read bit by bit.
    """
    try:
        done = _pull_all(pull, drop, day, actor, progress)
    except Problem as problem:
        if problem.code != "lake.feed_busy":  # the attempt that is at work tells what comes of it
            _remember(pull, actor, error_code=problem.code, error_params=dict(problem.params))
        raise
    files = [report.file.name for report in done if report.file is not None]
    _remember(
        pull,
        actor,
        rows=sum(report.rows for report in done),
        without_mark=done[-1].without_mark,
        file_name=files[-1] if files else "",
    )
    return done


def _remember(pull: Pull, actor: Actor, **outcome: object) -> None:
    nothing = {"rows": 0, "without_mark": 0, "file_name": "", "error_code": "", "error_params": {}}
    said = {"source": pull.source, "at": clock.now(), "by": actor.name}
    PullAttempt.objects.update_or_create(feed=pull.feed, defaults={**nothing, **said, **outcome})


def _pull_all(pull: Pull, drop: Path, day: date, actor: Actor, progress: Progress) -> list[PullReport]:
    contract = contract_of(pull.feed)
    check_follows(pull, contract)
    with feed_lock(f"pull-{pull.feed}"):
        last = PullRun.objects.filter(feed=pull.feed).first()
        done: list[PullReport] = []
        if last is not None and not last.handed_over:
            _hand_over(last)
            done.append(PullReport(pull.feed, last.rows, Path(last.file), resumed=True))
        shutil.rmtree(_workshop(pull.feed), ignore_errors=True)  # what no transaction knows of was never read
        return [*done, _pull(pull, contract, drop, day, last_mark(pull), actor, progress)]


def last_mark(pull: Pull) -> PullRun | None:
    """Return the run that tells how far a feed was read from its source."""
    return PullRun.objects.filter(feed=pull.feed, source=pull.source).exclude(mark="").first()


def files_not_loaded(feed: str) -> set[Path]:
    """Return the file of the latest run when nobody has begun to load it: whoever pulled it may have died."""
    run = PullRun.objects.filter(feed=feed).first()
    if run is None or FeedBatch.objects.filter(feed=feed, sha256=run.control["sha256"]).exists():
        return set()
    return {Path(run.file)} if Path(run.file).is_file() else set()


def _workshop(feed: str) -> Path:
    return Path(settings.HOME) / "pulls" / feed


def _pull(
    pull: Pull, contract: Contract, drop: Path, day: date, marked: PullRun | None, actor: Actor, progress: Progress
) -> PullReport:
    mark = marked.mark if marked else ""
    at_mark = marked.control.get(_AT_MARK) if marked else None
    workshop = _workshop(pull.feed)
    number = PullRun.objects.filter(feed=pull.feed).count() + 1
    try:
        with connected(pull.source, pull.url_variable) as connection:
            reading = Reading(
                Relation(connection, pull), contract, mark, at_mark, partial(progress, pull.feed, LoadStage.PULLING)
            )
            file = write_pulled(contract, reading.rows(), workshop, day, number)
            empty = reading.count_without_mark()
    except DatabaseError as error:
        raise failed(pull, error) from error
    if reading.count == 0:
        shutil.rmtree(workshop)
        return PullReport(pull.feed, 0, None, empty)
    run = _keep(pull, file, reading, drop, day, actor)
    _hand_over(run)
    return PullReport(pull.feed, reading.count, Path(run.file), empty)


def _keep(pull: Pull, file: Path, reading: Reading, drop: Path, day: date, actor: Actor) -> PullRun:
    """Keep how far was read, in one transaction with what the finished file is."""
    sha256, size = fingerprint(file)
    control = {
        "file": file.name,
        "bytes": size,
        "rows": reading.count,
        "sha256": sha256,
        "feed": pull.feed,
        "business_date": day.isoformat(),
        _AT_MARK: reading.at_mark,
    }
    with transaction.atomic():
        run = PullRun.objects.create(
            feed=pull.feed,
            source=pull.source,
            mark=reading.mark,
            file=str(drop / day.isoformat() / file.name),
            rows=reading.count,
            control=control,
            pulled_at=clock.now(),
        )
        audit.record(
            actor=actor,
            action="lake.pull",
            object_kind="feed",
            object_id=pull.feed,
            source=pull.source,
            rows=reading.count,
            file=file.name,
        )
    return run


def _hand_over(run: PullRun) -> None:
    """Lay the file into the drop folder and its control file beside it, last; may be done again."""
    target = Path(run.file)
    staged = _workshop(run.feed) / target.name
    if staged.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        shutil.copyfile(staged, part)
        _to_disk(part)
        part.replace(target)
    elif not target.is_file() or fingerprint(target)[0] != run.control["sha256"]:
        raise Problem("lake.pull_lost", 500, feed=run.feed, file=str(staged))
    control = control_path(target)
    part = control.with_name(control.name + ".part")
    said = {name: value for name, value in run.control.items() if name != _AT_MARK}
    part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    _to_disk(part)
    part.replace(control)
    run.handed_over = True
    run.save(update_fields=["handed_over"])
    shutil.rmtree(staged.parent, ignore_errors=True)


def _to_disk(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
