"""No process outlives the server that started it, also when that one was killed without a chance to clean up.

A web process left behind would go on answering on the port, beside the server that was started again.
"""

from __future__ import annotations

import os
import signal
import threading
import time

_LOOK_SECONDS = 1
_SERVER = "GRIDLOOP_SERVER_PROCESS"


def announce_server() -> None:
    """Note, for the processes this one will start, that it is their server."""
    os.environ[_SERVER] = str(os.getpid())


def end_with_server() -> None:
    """End this process when its server is gone; does nothing in a process that no Gridloop server started."""
    server = os.environ.get(_SERVER)
    if server:
        threading.Thread(target=_watch, args=(int(server),), name="orphan-watch", daemon=True).start()


def _watch(server: int) -> None:
    while os.getppid() == server:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
