"""A server on the test's own database that has answered everything before the test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Any

from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a middleware of the tests
from pytest_django.live_server_helper import LiveServer

QUIET_WITHIN_SECONDS = 30


class Door:
    """Counts the requests that are inside, and lets nobody in once it is shut."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._open = True

    def open(self) -> None:
        """Let requests in."""
        with self._changed:
            self._open = True

    def shut(self) -> None:
        """Let nobody in any more, and wait until everybody is out; raises TimeoutError if they stay."""
        with self._changed:
            self._open = False
            if not self._changed.wait_for(lambda: self._inside == 0, QUIET_WITHIN_SECONDS):
                raise TimeoutError(f"{self._inside} requests are still being answered")

    def enter(self) -> bool:
        """Go in, if it is open."""
        with self._changed:
            self._inside += self._open
            return self._open

    def leave(self) -> None:
        """Go out."""
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()


_door = Door()


class ThroughTheDoor:
    """Middleware that answers no request after the test is over: its rows are being thrown away."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request while the door is open."""
        if not _door.enter():
            return HttpResponse(status=503)
        try:
            return self.answer(request)
        finally:
            _door.leave()


@contextmanager
def served(settings: Any) -> Iterator[str]:
    """Serve the test's database; gives the address. Nothing touches the database any more once it is over."""
    settings.STATIC_URL = "/static/"  # Django's test server wants one, though nothing is served there
    settings.MIDDLEWARE = [f"{__name__}.{ThroughTheDoor.__name__}", *settings.MIDDLEWARE]
    _door.open()
    server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        _door.shut()
        server.stop()
