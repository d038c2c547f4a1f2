"""Pulls a feed from a database: what is new is written as an ordinary delivery into the drop folder.

The order is what makes it safe to kill. The file is written and on disk; then one transaction keeps how far was read
together with what the file is; then it is handed over, which a later run repeats if this one dies on the way.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import dj_database_url
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.utils import ConnectionHandler

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract, FileFormat
from gridloop.lake.intake.control import control_path
from gridloop.lake.intake.decode import fingerprint
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, PullAttempt, PullRun
from gridloop.lake.services.load_feed import Progress, no_progress
from gridloop.lake.services.write_feed_file import write_feed_file
from gridloop.lake.sources import Pull, check_follows, read_pulls
from gridloop.lake.types import LoadStage

_FETCH = 10_000
_CONNECT_SECONDS = 15
"""A database that does not answer must not hold a job for ever."""


@dataclass(frozen=True, slots=True)
class PullReport:
    """What a pull brought; no file when nothing was new. ``resumed`` was read by a run that died."""

    feed: str
    rows: int
    file: Path | None
    without_mark: int = 0
    """Rows that are passed over because the followed column is empty in them."""
    resumed: bool = False


def pulls() -> dict[str, Pull]:
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
        marked = last_mark(pull)
        return [*done, _pull(pull, contract, drop, day, marked.mark if marked else "", actor, progress)]


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
    pull: Pull, contract: Contract, drop: Path, day: date, mark: str, actor: Actor, progress: Progress
) -> PullReport:
    workshop = _workshop(pull.feed)
    number = PullRun.objects.filter(feed=pull.feed).count() + 1
    try:
        with _connected(pull) as connection:
            reading = _Reading(connection, pull, contract, mark, progress)
            file = _write(contract, reading.rows(), workshop, day, number)
            empty = reading.count_without_mark()
    except DatabaseError as error:
        detail = _without_address(str(error).splitlines()[0] if str(error) else type(error).__name__, pull)
        raise Problem("lake.pull_failed", 502, feed=pull.feed, source=pull.source, detail=detail[:300]) from error
    if reading.count == 0:
        shutil.rmtree(workshop)
        return PullReport(pull.feed, 0, None, empty)
    run = _keep(pull, file, reading, drop, day, actor)
    _hand_over(run)
    return PullReport(pull.feed, reading.count, Path(run.file), empty)


def _keep(pull: Pull, file: Path, reading: _Reading, drop: Path, day: date, actor: Actor) -> PullRun:
    """Keep how far was read, in one transaction with what the finished file is."""
    sha256, size = fingerprint(file)
    control = {
        "file": file.name,
        "bytes": size,
        "rows": reading.count,
        "sha256": sha256,
        "feed": pull.feed,
        "business_date": day.isoformat(),
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
    part.write_text(json.dumps(run.control, ensure_ascii=False), encoding="utf-8")
    _to_disk(part)
    part.replace(control)
    run.handed_over = True
    run.save(update_fields=["handed_over"])
    shutil.rmtree(staged.parent, ignore_errors=True)


def _to_disk(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _without_address(text: str, pull: Pull) -> str:
    """Drivers repeat whom they asked for; who reads the error need not know."""
    parsed = dj_database_url.parse(os.environ[pull.url_variable])
    for part in ("PASSWORD", "USER", "HOST", "NAME"):
        secret = str(parsed.get(part) or "")
        text = text.replace(secret, "…") if len(secret) > 1 else text
    return text


@contextmanager
def _connected(pull: Pull) -> Iterator[Any]:
    """Open the source's database; its address comes from the environment and is told to nobody."""
    address = os.environ.get(pull.url_variable, "")
    if not address:
        raise Problem("lake.pull_no_address", 422, source=pull.source, variable=pull.url_variable)
    try:
        config: dict[str, Any] = {**dj_database_url.parse(address), "TIME_ZONE": settings.TENANT_TIME_ZONE}
        if "postgres" in str(config.get("ENGINE")):
            config["OPTIONS"] = {"connect_timeout": _CONNECT_SECONDS, **config.get("OPTIONS", {})}
        connection = ConnectionHandler({"default": config})["default"]
    except Exception as error:  # whatever is wrong with an address, its text is not repeated
        raise Problem("lake.pull_bad_address", 422, source=pull.source, variable=pull.url_variable) from error
    try:
        yield connection
    finally:
        connection.close()


class _Reading:
    """One pass over what is new in a source, in the order of the followed column."""

    def __init__(self, connection: Any, pull: Pull, contract: Contract, mark: str, progress: Progress) -> None:
        self._connection, self._pull, self._from, self._progress = connection, pull, mark, progress
        self.count, self.mark = 0, mark
        quote = connection.ops.quote_name
        self._relation = (
            f"({pull.query}) AS pulled" if pull.query else ".".join(quote(part) for part in pull.table.split("."))
        ).replace("%", "%%")
        chosen = self._chosen(contract)
        self._names = [prop.name for prop in contract.properties]
        self._selected = [quote(chosen[name]) for name in self._names]
        self._follow = quote(self._found(pull.follow)) if pull.follow else ""

    def _columns(self) -> list[str]:
        if not hasattr(self, "_known"):
            with self._connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {self._relation} WHERE 1 = 0", [])
                self._known = [str(column[0]) for column in cursor.description]
        return self._known

    def _found(self, wanted: str) -> str:
        known = {name.casefold(): name for name in self._columns()}
        found = known.get(wanted.casefold())
        if found is None:
            raise self._missing([wanted])
        return found

    def _chosen(self, contract: Contract) -> dict[str, str]:
        """Return our name -> the database's: as declared, else the file's header, else our own name."""
        known = {name.casefold(): name for name in self._columns()}
        chosen: dict[str, str] = {}
        missing = []
        for prop in contract.properties:
            wanted = [self._pull.columns[prop.name]] if prop.name in self._pull.columns else [prop.header, prop.name]
            found = next((known[name.casefold()] for name in wanted if name.casefold() in known), None)
            if found is None:
                missing.append(wanted[0])
            else:
                chosen[prop.name] = found
        if missing:
            raise self._missing(missing)
        return chosen

    def _missing(self, names: Sequence[str]) -> Problem:
        return Problem(
            "lake.pull_missing_columns",
            422,
            feed=self._pull.feed,
            columns=", ".join(names),
            found=", ".join(self._columns())[:500],
        )

    def rows(self) -> Iterator[Mapping[str, object]]:
        """Yield the rows by our names, and remember how far they went."""
        columns = [*self._selected, *([self._follow] if self._follow else [])]
        text, values = f"SELECT {', '.join(columns)} FROM {self._relation}", []
        if self._follow:
            text += f" WHERE {self._follow} IS NOT NULL"
            if self._from:
                text += f" AND {self._follow} > %s"
                values.append(_value_of(self._from))
            text += f" ORDER BY {self._follow}"
        with self._connection.chunked_cursor() as cursor:
            self._progress(self._pull.feed, LoadStage.PULLING, 0, 0)
            cursor.execute(text, values)
            while fetched := cursor.fetchmany(_FETCH):
                for row in fetched:
                    self.count += 1
                    yield dict(zip(self._names, row, strict=False))
                if self._follow:
                    self.mark = _text_of(fetched[-1][-1])
                self._progress(self._pull.feed, LoadStage.PULLING, self.count, 0)

    def count_without_mark(self) -> int:
        """Return how many rows are never read because the followed column is empty."""
        if not self._follow:
            return 0
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self._relation} WHERE {self._follow} IS NULL", [])
            return int(cursor.fetchone()[0])


def _text_of(value: object) -> str:
    """Return a followed value as it is kept, with its kind: a text and a number do not compare alike."""
    if isinstance(value, datetime):
        return f"instant {value.isoformat()}"
    if isinstance(value, date):
        return f"day {value.isoformat()}"
    kinds = {int: "whole", float: "real", Decimal: "decimal"}
    return f"{kinds.get(type(value), 'text')} {value}"


def _value_of(text: str) -> object:
    kind, _, value = text.partition(" ")
    kinds: dict[str, Callable[[str], object]] = {
        "instant": datetime.fromisoformat,
        "day": date.fromisoformat,
        "whole": int,
        "real": float,
        "decimal": Decimal,
    }
    return kinds.get(kind, str)(value)


def _write(contract: Contract, rows: Iterator[Mapping[str, object]], folder: Path, day: date, number: int) -> Path:
    """Write the rows as the contract's file and see that it is on disk; no two files of a feed have one name."""
    written = (
        _write_parquet(contract, rows, folder)
        if contract.format is FileFormat.PARQUET
        else write_feed_file(contract=contract, rows=rows, folder=folder, day=day, language="zh")
    )
    stamp = f"{day.isoformat()}_{number:06}"
    pattern = contract.file_pattern if "*" in contract.file_pattern else f"{contract.feed}_*{written.suffix}"
    file = written.rename(folder / pattern.replace("*", stamp))
    _to_disk(file)
    return file


def _write_parquet(contract: Contract, rows: Iterator[Mapping[str, object]], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pulled.parquet"
    schema = pa.schema([(prop.header, pa.string()) for prop in contract.properties])
    with pq.ParquetWriter(file, schema) as writer:
        chunk: list[Mapping[str, object]] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == _FETCH:
                writer.write_table(_texts(contract, chunk, schema))
                chunk = []
        writer.write_table(_texts(contract, chunk, schema))
    return file


def _texts(contract: Contract, rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    columns = [
        pa.array([None if row[prop.name] is None else str(row[prop.name]) for row in rows], pa.string())
        for prop in contract.properties
    ]
    return pa.Table.from_arrays(columns, schema=schema)
