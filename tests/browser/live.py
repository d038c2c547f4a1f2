"""A server on the test's own database, which has a single connection: requests are answered one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a middleware of the tests
from pytest_django.live_server_helper import LiveServer

_turn = Lock()
_open = True


class OneAtATime:
    """Middleware that answers one request at a time, and none after the test is over."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request when it is its turn."""
        with _turn:
            return self.answer(request) if _open else HttpResponse(status=503)


@contextmanager
def served(settings: Any) -> Iterator[str]:
    """Serve the test's database; gives the address. Nothing touches the database any more once it is over."""
    global _open
    settings.STATIC_URL = "/static/"  # Django's test server wants one, though nothing is served there
    settings.MIDDLEWARE = [f"{__name__}.{OneAtATime.__name__}", *settings.MIDDLEWARE]
    _open = True
    server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        with _turn:
            _open = False
        server.stop()
