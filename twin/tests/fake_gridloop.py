"""A small HTTP server in this process that speaks the field sync protocol: sign-in, devices, pull, push."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PASSWORD = "gridloop-demo-1"


@dataclass
class Book:
    """All that the server knows."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Order by id; `assignee` is the user name of its manager."""
    devices: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused_orders: set[str] = field(default_factory=set)
    """Recalled meanwhile: records about them are refused."""
    sequence: int = 0
    sign_ins: int = 0
    lose_next_answer: bool = False
    """Apply the next push and then break the connection."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, order: dict[str, Any], assignee: str) -> None:
        """A new or changed order."""
        self.sequence += 1
        self.orders[order["id"]] = {**order, "assignee": assignee, "sequence": self.sequence}


class Handler(BaseHTTPRequestHandler):
    """The routes."""

    book: Book

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/api/kernel/session":
            return self._send(200, {}, {"csrftoken": "token"})
        user = self._user()
        if user is None:
            return self._send(401, {"code": "kernel.not_signed_in", "title": "sign in"})
        with self.book.lock:
            return self._send(200, self._pull(user, parse_qs(url.query)))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        repeatable = self.path == "/api/field/push"  # numbered mutations need no key
        if self.headers.get("X-CSRFToken") != "token" or not (repeatable or self.headers.get("Idempotency-Key")):
            return self._send(403, {"code": "kernel.csrf", "title": "no token or no key"})
        if self.path == "/api/kernel/session":
            return self._sign_in(body)
        user = self._user()
        if user is None:
            return self._send(401, {"code": "kernel.not_signed_in", "title": "sign in"})
        with self.book.lock:
            act = {"/api/field/devices": self._register, "/api/field/push": self._push}[self.path]
            status, answer = act(body)
            lost = self.book.lose_next_answer and self.path.endswith("push")
            self.book.lose_next_answer &= not lost
        if lost:
            self.close_connection = True
            return None
        return self._send(status, answer)

    def _sign_in(self, body: dict[str, Any]) -> None:
        if body["password"] != PASSWORD or body["username"] != body["username"].lower():
            return self._send(401, {"code": "kernel.wrong_password", "detail": "wrong name or password"})
        session = str(uuid.uuid4())
        self.book.sessions[session] = body["username"]
        self.book.sign_ins += 1
        return self._send(200, {"username": body["username"]}, {"sessionid": session})

    def _user(self) -> str | None:
        cookies = dict(part.strip().split("=", 1) for part in self.headers.get("Cookie", "").split(";") if "=" in part)
        return self.book.sessions.get(cookies.get("sessionid", ""))

    def _register(self, body: dict[str, Any]) -> tuple[int, Any]:
        device = self.book.devices.setdefault(body["device_id"], {"last": 0})
        return 200, {"device_id": body["device_id"], "last_mutation_id": device["last"], "lease_hours": 8}

    def _pull(self, user: str, query: dict[str, list[str]]) -> dict[str, Any]:
        assert query["device_id"][0] in self.book.devices, "pull before the device was registered"
        since = int(query.get("since", ["0"])[0])
        mine = [order for order in self.book.orders.values() if order["assignee"] == user and order["sequence"] > since]
        changes = [{"kind": "order", "key": order["id"], "op": "put", "value": order} for order in mine]
        changes.append({"kind": "day", "key": "2026-10-05", "op": "put", "value": {}})
        return {"cursor": str(self.book.sequence), "reset": since == 0, "server_time": "", "changes": changes}

    def _push(self, body: dict[str, Any]) -> tuple[int, Any]:
        assert len(body["mutations"]) <= 50
        device = self.book.devices[body["device_id"]]
        results = []
        for mutation in body["mutations"]:
            if mutation["id"] > device["last"] + 1:
                return 409, {"code": "field.gap", "detail": "a number is missing"}
            results.append({"id": mutation["id"], **self._apply(mutation, device)})
        return 200, {"last_mutation_id": device["last"], "results": results}

    def _apply(self, mutation: dict[str, Any], device: dict[str, Any]) -> dict[str, Any]:
        args = mutation["args"]
        if mutation["id"] <= device["last"]:
            return {"status": "exists"}
        device["last"] = mutation["id"]
        if args["order_id"] in self.book.refused_orders:
            return {"status": "refused", "problem": {"code": "dispatch.order_recalled", "detail": "recalled"}}
        if args["contact_id"] in self.book.contacts:
            return {"status": "exists"}
        self.book.contacts[args["contact_id"]] = {**args, "claimed_at": mutation["claimed_at"]}
        order = self.book.orders[args["order_id"]]
        state = {"accepted": "completed", "refused": "failed", "wrong_number": "failed", "do_not_disturb": "failed"}
        order["state"] = state.get(args["outcome"], "in_progress")
        order["next_on"] = args.get("next_on")
        self.book.put(order, order["assignee"])
        return {"status": "applied"}

    def _send(self, status: int, body: Any, cookies: dict[str, str] | None = None) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (cookies or {}).items():
            self.send_header("Set-Cookie", f"{name}={value}; Path=/")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def serving(book: Book) -> Iterator[str]:
    """The address of a server that answers from this book while the block runs."""
    handler = type("BookHandler", (Handler,), {"book": book})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
