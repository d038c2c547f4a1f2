"""The one mechanism for long work: a job row with a lease, started through django-tasks.

A stage's ``jobs.py`` registers a kind::

    @job("lake.load")
    def load(handle: JobHandle) -> dict[str, object]: ...

``start`` writes the row and asks a worker to run it. While its process lives the lease is renewed, however long a
step takes; ``handle.advance`` keeps the cursor. When a process dies, its lease lapses and ``reap`` queues the job
again; it goes on at its cursor. Work must therefore be idempotent from any cursor on.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q
from django_tasks import task

from gridloop.kernel import clock
from gridloop.kernel.models import Job
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
STOPPED = "kernel.job_stopped"
_log = logging.getLogger(__name__)

JobFunction = Callable[["JobHandle"], dict[str, object] | None]
_KINDS: dict[str, JobFunction] = {}


@dataclass
class JobHandle:
    """What a running job sees of itself."""

    id: int
    payload: dict[str, Any]
    cursor: dict[str, Any]
    actor: Actor

    def advance(self, done: int, total: int, **cursor: object) -> None:
        """Report progress and keep where to go on.

        Raises ``Problem`` (409, ``kernel.job_stopped``) when somebody has stopped the job meanwhile.
        """
        self.cursor = {**self.cursor, **cursor}
        going = (
            Job.objects.filter(pk=self.id)
            .exclude(state=Job.State.STOPPED)
            .update(
                progress_done=done,
                progress_total=total,
                cursor=self.cursor,
                lease_until=clock.now() + LEASE,
            )
        )
        if not going:
            raise Problem(STOPPED, 409)


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Register the function that does jobs of one kind."""

    def register(function: JobFunction) -> JobFunction:
        if kind in _KINDS and _KINDS[kind] is not function:
            raise RuntimeError(f"two functions for job kind {kind}")
        _KINDS[kind] = function
        return function

    return register


def start(*, kind: str, key: str, payload: dict[str, object], actor: Actor) -> Job:
    """Queue a job. Raises ``Problem`` (409) when the same work is already open."""
    if kind not in _KINDS:
        raise RuntimeError(f"unknown job kind {kind}")
    try:
        with transaction.atomic():
            row = Job.objects.create(
                kind=kind, key=key, payload=payload, requested_by=actor.name, created_at=clock.now()
            )
            audit.record(actor=actor, action="job.start", object_kind="job", object_id=row.pk, kind=kind, key=key)
    except IntegrityError as error:
        raise Problem("kernel.job_running", 409, key=f"{kind} {key}") from error
    transaction.on_commit(lambda: run_queued.enqueue(job_id=row.pk))
    return row


@task()  # type: ignore[untyped-decorator]
def run_queued(job_id: int) -> None:
    """Run one queued job in a worker process."""
    run(job_id)


def _claim(job_id: int) -> Job | None:
    holder = f"{socket.gethostname()}:{os.getpid()}"
    claimed = (
        Job.objects.filter(pk=job_id)
        .filter(Q(state=Job.State.QUEUED))
        .update(state=Job.State.RUNNING, holder=holder, lease_until=clock.now() + LEASE)
    )
    if not claimed:
        return None
    row = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id).update(attempts=row.attempts + 1)
    return row


def run(job_id: int) -> None:
    """Claim and do one job; its outcome is kept on the row. A job that somebody else holds is left alone."""
    row = _claim(job_id)
    if row is None:
        return
    handle = JobHandle(row.pk, row.payload, row.cursor, Actor(name=row.requested_by))
    try:
        with _lease_kept(row.pk):
            result = _KINDS[row.kind](handle) or {}
    except Exception as error:
        if isinstance(error, Problem) and error.code == STOPPED:
            _finish(row.pk, Job.State.STOPPED, {}, "")
            return
        text = str(error) if isinstance(error, Problem) else traceback.format_exc(limit=8)
        _finish(row.pk, Job.State.FAILED, {}, text)
        return
    _finish(row.pk, Job.State.DONE, result, "")


@contextmanager
def _lease_kept(job_id: int) -> Iterator[None]:
    """Renew a job's lease from a thread of its own: the publication of a province may say nothing for minutes."""
    done = threading.Event()

    def renew() -> None:
        try:
            while not done.wait(LEASE.total_seconds() / 4):
                try:
                    Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(lease_until=clock.now() + LEASE)
                except DatabaseError:  # busy for once; there are three more tries before the lease lapses
                    _log.warning("the lease of job %s could not be renewed", job_id, exc_info=True)
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name=f"lease of job {job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _finish(job_id: int, state: Job.State, result: dict[str, object], error: str) -> None:
    Job.objects.filter(pk=job_id).update(
        state=state, result=result, error=error, finished_at=clock.now(), holder="", lease_until=None
    )


def stop(*, job_id: int, actor: Actor) -> bool:
    """Stop a job that waits or runs; return whether it had not begun.

    One that runs stops when it reports its progress next; what it has made visible by then stays, and it counts as
    done when it did not report any more. Raises ``Problem`` (409) when it has ended already.
    """
    with transaction.atomic():
        row = Job.objects.select_for_update().get(pk=job_id)
        if row.state not in (Job.State.QUEUED, Job.State.RUNNING):
            raise Problem("kernel.job_ended", 409)
        waited = row.state == Job.State.QUEUED
        row.state = Job.State.STOPPED
        row.finished_at = clock.now() if waited else None
        row.save(update_fields=["state", "finished_at"])
        audit.record(actor=actor, action="job.stop", object_kind="job", object_id=row.pk, kind=row.kind, key=row.key)
    return waited


def reap() -> int:
    """Queue again every job whose holder went silent; give up after ``MAX_ATTEMPTS``. Returns how many."""
    lapsed = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=clock.now())
    given_up = lapsed.filter(attempts__gte=MAX_ATTEMPTS).values_list("pk", flat=True)
    for job_id in list(given_up):
        _finish(job_id, Job.State.FAILED, {}, f"the worker died {MAX_ATTEMPTS} times")
    revived = list(lapsed.values_list("pk", flat=True))
    for job_id in revived:
        with transaction.atomic():
            Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(
                state=Job.State.QUEUED, holder="", lease_until=None
            )
            transaction.on_commit(lambda job_id=job_id: run_queued.enqueue(job_id=job_id))  # type: ignore[misc]
    return len(revived)
