"""The worker's watch over the drop folder."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from gridloop.kernel.problems import Problem
from gridloop.lake.services.watch_drop import DropWatch, start_load
from gridloop.lake.services.write_receipt import receipts_folder

log = logging.getLogger(__name__)


def start_watching(drop: Path, receipts: Path | None) -> None:
    """Queue a load, from now on, whenever complete deliveries lie in the drop folder."""
    watch = DropWatch(drop, receipts or receipts_folder(drop))
    threading.Thread(target=_watch_for_ever, args=(watch,), name="drop-watch", daemon=True).start()


def _watch_for_ever(watch: DropWatch) -> None:
    while True:
        try:
            files = watch.due()
            if files:
                start_load(drop=watch.drop, receipts=watch.receipts, files=files)
        except (Problem, DatabaseError, OSError):
            log.exception("looking into the drop folder failed")
        close_old_connections()
        time.sleep(settings.WATCH_SECONDS)
