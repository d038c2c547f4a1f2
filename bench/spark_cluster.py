"""A real standalone Spark beside a bench: a master and a worker as processes of their own, from the pip package."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60


@contextmanager
def standalone(port: int, *, cores: int = 2, memory: str = "1500m") -> Iterator[str]:
    """Run a master on ``port`` (its pages on the two ports after it) and one worker; yield the master's address."""
    import pyspark

    home = Path(pyspark.__file__).parent
    address = f"spark://{HOST}:{port}"
    master = ("org.apache.spark.deploy.master.Master", "--port", str(port), "--webui-port", str(port + 1))
    worker = ("org.apache.spark.deploy.worker.Worker", "--webui-port", str(port + 2))
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(_start(home, *master))
        _wait_for(port, started[-1])
        started.append(_start(home, *worker, "--cores", str(cores), "--memory", memory, address))
        _wait_for(port + 2, started[-1])
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _start(home: Path, *words: str) -> subprocess.Popen[bytes]:
    work = Path("var", "bench", "spark-work").resolve()
    work.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "SPARK_WORKER_DIR": str(work)}
    command = [str(home / "bin" / "spark-class"), words[0], "--host", HOST, *words[1:]]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.3)
    raise SystemExit(f"nothing answers on {HOST}:{port}")
