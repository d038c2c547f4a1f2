"""Running Gridloop: web processes under granian, and a job worker that is started again when it dies."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from granian.constants import Interfaces
from granian.server import Server

from gridloop.kernel.services.jobs import reap
from gridloop.web.orphans import announce_server, end_with_server
from gridloop.web.stages import register_stages

log = logging.getLogger(__name__)
_EXPIRE_SECONDS = 3600
_REAP_SECONDS = 30
_RESTART_SECONDS = 2


class WorkerKeeper:
    """Keeps one ``gridloop worker`` process alive until ``stop``."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self._thread.start()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process = subprocess.Popen([sys.executable, "-m", "gridloop", "worker"])
            self._process.wait()
            if not self._stopping.wait(_RESTART_SECONDS):
                log.warning("the worker ended with %s and is started again", self._process.returncode)

    def stop(self) -> None:
        """End the worker; a job it was doing keeps its cursor and goes on at the next start."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()


def run_server(*, host: str, port: int, workers: int) -> None:
    """Serve until interrupted."""
    announce_server()
    keeper = WorkerKeeper()
    keeper.start()
    try:
        Server(
            "gridloop.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            respawn_failed_workers=True,
            log_access=False,
            log_level="warning",
        ).serve()
    finally:
        keeper.stop()


def _reap_for_ever() -> None:
    while True:
        try:
            revived = reap()
            if revived:
                log.warning("%s jobs of dead workers are queued again", revived)
        except DatabaseError:
            log.exception("looking for jobs of dead workers failed")
        close_old_connections()
        time.sleep(_REAP_SECONDS)


def _expire_for_ever() -> None:
    from gridloop.lake.services.expire_held import expire_held  # loads the engine, which a web server need not
    from gridloop.lake.services.sweep_leftovers import sweep_leftovers

    while True:
        try:
            given_up = expire_held()
            if given_up:
                log.warning("%s held uploads were given up", given_up)
            swept = sweep_leftovers()
            if swept:
                log.warning("%s files that dead processes had left were removed", swept)
        except (DatabaseError, OSError):
            log.exception("looking for held uploads failed")
        close_old_connections()
        time.sleep(_EXPIRE_SECONDS)


def run_worker() -> None:
    """Do queued jobs until terminated; with GRIDLOOP_DROP, load what is delivered there."""
    register_stages()
    end_with_server()
    threading.Thread(target=_reap_for_ever, name="reaper", daemon=True).start()
    threading.Thread(target=_expire_for_ever, name="held-uploads", daemon=True).start()
    if settings.DROP is not None:
        from gridloop.web.watching import start_watching  # loads the engine, which a web server need not

        start_watching(settings.DROP, settings.RECEIPTS)
    call_command("db_worker", queue_name="*", interval=0.5, startup_delay=False, verbosity=0)
