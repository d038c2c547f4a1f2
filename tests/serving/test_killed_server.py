"""A server that is killed leaves nothing behind that answers in its place, and starts again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

WAIT_SECONDS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def soon(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.2)
    return False


class Installation:
    """An empty installation whose server the test starts and kills."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        own = {"GRIDLOOP_HOME": str(home), "GRIDLOOP_DATABASE_URL": f"sqlite:///{home / 'db.sqlite3'}"}
        self.env = {**os.environ, **own}
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "gridloop", *words], env=self.env, stderr=subprocess.PIPE, text=True
        )
        self.started.append(process)
        return process

    def serve(self) -> subprocess.Popen[str]:
        return self.start("serve", "--port", str(self.port), "--workers", "1")


@pytest.fixture
def installation(tmp_path: Path):
    made = Installation(tmp_path)
    yield made
    for process in made.started:
        process.terminate()
        process.communicate(timeout=20)


def test_a_killed_server_takes_its_processes_along_and_starts_again(installation: Installation) -> None:
    assert installation.start("init").wait(timeout=60) == 0
    first = installation.serve()
    assert soon(lambda: answers(installation.port))
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=10)
    assert soon(lambda: not answers(installation.port)), "a web process went on answering without its server"
    installation.serve()
    assert soon(lambda: answers(installation.port))


def test_a_server_without_a_database_says_what_to_do(installation: Installation) -> None:
    process = installation.serve()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "gridloop init" in said
