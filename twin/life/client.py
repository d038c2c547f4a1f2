"""A small client of Gridloop's HTTP API: session cookie, CSRF token, idempotency key, problem documents."""

from __future__ import annotations

import ssl
import uuid
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpx

TIMEOUT_SECONDS = 60.0
UNREACHABLE_TRIES = 3


class ApiError(Exception):
    """Gridloop answered with a problem. `status` is the HTTP status, `code` the problem's code if it has one."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail = status, code, detail


class ApiClient:
    """One signed-in user. Use it as a context manager, or `close` it."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        transport = httpx.HTTPTransport(retries=UNREACHABLE_TRIES, verify=_trusted())
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS, transport=transport)
        self.cookies = dict(cookies or {})
        """What carries the session: keep it and give it to the next client."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def sign_in(self, username: str, password: str) -> Any:
        """Open a session as this user; returns what Gridloop says of him."""
        self.cookies = {}
        self.get("/api/kernel/session")
        return self.post("/api/kernel/session", {"username": username, "password": password})

    def get(self, path: str, **params: object) -> Any:
        """Read; parameters that are None are left out."""
        shown = {name: str(value) for name, value in params.items() if value is not None}
        return self._ask("GET", path, {}, params=shown)

    def post(self, path: str, body: object, key: str | None = None) -> Any:
        """Write. The same `key` twice asks for the same thing once; an empty one is for what may be repeated anyway."""
        headers = {
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Idempotency-Key": str(uuid.uuid4()) if key is None else key,
        }
        return self._ask("POST", path, headers, json=body)

    def put(self, path: str, body: object) -> Any:
        """Set; the same again changes nothing."""
        return self._ask("PUT", path, {"X-CSRFToken": self.cookies.get("csrftoken", "")}, json=body)

    def _ask(self, method: str, path: str, headers: dict[str, str], **what: Any) -> Any:
        # cookies are kept by name here: a jar would hold one twice once it is read back and set again
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = self._http.request(method, path, headers=headers, **what)
        self.cookies.update(dict(response.cookies))
        self._http.cookies.clear()
        if response.status_code >= 400:
            raise _problem(response)
        return response.json() if response.content else None


@cache
def _trusted() -> ssl.SSLContext:
    """Reading the certificates takes longer than a request: once is enough."""
    return httpx.create_ssl_context()


def _problem(response: httpx.Response) -> ApiError:
    try:
        told = response.json()
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    detail = str(told.get("detail") or told.get("title") or response.text[:200])
    return ApiError(response.status_code, str(told.get("code") or "http"), detail)
