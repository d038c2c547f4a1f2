"""A community manager's phone: its own small store of orders, kept in step with Gridloop by the sync protocol.

The phone pulls what changed since its cursor and pushes numbered mutations, at most fifty at a time. Numbers go on
from what the server says it has applied, so that a phone that lost its memory goes on where it was.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from twin.life.client import ApiClient, ApiError

PUSH_LIMIT = 50
OPEN_STATES = frozenset({"pending", "acknowledged", "in_progress"})
_NAMESPACE = uuid.UUID("6f0a9c1e-5b7d-4a52-9a38-2d1f4c8e7b60")

Order = dict[str, Any]


@dataclass(frozen=True)
class Mutation:
    """A mutation waiting for its number."""

    name: str
    args: dict[str, Any]
    claimed_at: str


@dataclass(frozen=True)
class Receipt:
    """What the server made of a mutation: applied, exists or refused (with the problem's code); '' for no answer."""

    status: str
    problem: str = ""


@dataclass
class Phone:
    """One manager's phone. `memory` is the file that survives between days."""

    url: str
    staff_no: str
    password: str
    memory: Path
    device_id: str = ""
    cursor: str | None = None
    last_mutation_id: int = 0
    orders: dict[str, Order] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, url: str, staff_no: str, password: str, folder: Path) -> Phone:
        """The phone as it was left, or a new one."""
        phone = cls(url, staff_no, password, folder / f"{staff_no}.json")
        phone.device_id = str(uuid.uuid5(_NAMESPACE, staff_no))
        if phone.memory.exists():
            kept = json.loads(phone.memory.read_text(encoding="utf-8"))
            if kept["url"] == url:
                phone.cursor, phone.orders, phone.cookies = kept["cursor"], kept["orders"], kept["cookies"]
                phone.last_mutation_id = kept["last_mutation_id"]
        return phone

    def keep(self) -> None:
        """Write the phone's memory (only the owner may read it: it holds a session and customers' data)."""
        kept = {
            "url": self.url, "cursor": self.cursor, "orders": self.orders, "cookies": self.cookies,
            "last_mutation_id": self.last_mutation_id,
        }  # fmt: skip
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.memory.with_suffix(".part")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.memory)

    def pull(self) -> list[Order]:
        """Bring the store up to date; returns the open orders."""
        with ApiClient(self.url, self.cookies) as client:
            answer = self._signed_in(client, partial(self._pull, client))
            self.cookies = client.cookies
        if answer.get("reset") or answer.get("wipe"):
            self.orders = {}
        self.last_mutation_id = int(answer.get("last_mutation_id", self.last_mutation_id))
        for change in answer["changes"]:
            self._apply(change)
        self.cursor = None if answer["cursor"] is None else str(answer["cursor"])
        self.keep()
        return [order for order in self.orders.values() if order.get("state") in OPEN_STATES]

    def push(self, mutations: list[Mutation]) -> list[Receipt]:
        """Send the mutations in order; returns one receipt for each."""
        receipts: list[Receipt] = []
        with ApiClient(self.url, self.cookies) as client:
            for start in range(0, len(mutations), PUSH_LIMIT):
                batch = mutations[start : start + PUSH_LIMIT]
                receipts += self._signed_in(client, partial(self._push, client, batch))
            self.cookies = client.cookies
        self.keep()
        return receipts

    def _pull(self, client: ApiClient) -> dict[str, Any]:
        answer: dict[str, Any] = client.get("/api/field/pull", device_id=self.device_id, since=self.cursor)
        return answer

    def _push(self, client: ApiClient, batch: list[Mutation]) -> list[Receipt]:
        try:
            return self._push_numbered(client, batch)
        except ApiError as error:
            if error.status != 409:
                raise
            # our count is not the server's: ask it, and number again
            self._register(client)
            return self._push_numbered(client, batch)

    def _push_numbered(self, client: ApiClient, batch: list[Mutation]) -> list[Receipt]:
        numbered = dict(enumerate(batch, start=self.last_mutation_id + 1))
        sent = [
            {"id": number, "name": one.name, "args": one.args, "claimed_at": one.claimed_at}
            for number, one in numbered.items()
        ]
        # numbered mutations are safe to repeat: without a key each is a transaction of its own
        answer = client.post("/api/field/push", {"device_id": self.device_id, "mutations": sent}, key="")
        self.last_mutation_id = int(answer["last_mutation_id"])
        by_id = {int(result["id"]): result for result in answer["results"]}
        return [_receipt(by_id.get(number, {})) for number in numbered]

    def _register(self, client: ApiClient) -> None:
        answer = client.post("/api/field/devices", {"device_id": self.device_id, "label": f"twin {self.staff_no}"})
        self.last_mutation_id = int(answer["last_mutation_id"])

    def _signed_in(self, client: ApiClient, ask: Callable[[], Any]) -> Any:
        """Ask within a session; without one (first day, or expired) sign in and register the device first."""
        if self.cookies:
            try:
                return ask()
            except ApiError as error:
                if error.status not in (401, 403):
                    raise
        client.sign_in(self.staff_no.lower(), self.password)
        self._register(client)
        self.cookies = client.cookies
        return ask()

    def _apply(self, change: dict[str, Any]) -> None:
        if change["kind"] != "order":
            return
        if change["op"] == "remove":
            self.orders.pop(str(change["key"]), None)
        else:
            self.orders[str(change["key"])] = change["value"]


def _receipt(result: dict[str, Any]) -> Receipt:
    problem = result.get("problem") or {}
    return Receipt(str(result.get("status", "")), str(problem.get("code", "")))
