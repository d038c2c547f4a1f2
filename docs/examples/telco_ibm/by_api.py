"""What people do in this example, through the same doors as the console and the phone app.

    python by_api.py URL PASSWORDS approve CYCLE     the executive approves every campaign that was handed in
    python by_api.py URL PASSWORDS work COUNT        community managers record a contact on so many orders
    python by_api.py URL PASSWORDS show CYCLE        the planner reads models, ownership and results

PASSWORDS is the file that ``gridloop accounts passwords`` wrote. The answers that ``work`` gives are invented, in turn.
"""
# ruff: noqa: T201 - it speaks on the terminal

from __future__ import annotations

import csv
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx

ANSWERS = ("not_reached", "refused", "interested", "accepted", "not_reached", "call_again")
OPEN = {"pending", "acknowledged", "in_progress"}
MOST_A_PERSON = 5
"""Orders that one person works in this example."""


def signed_in(url: str, row: dict[str, str]) -> httpx.Client:
    """Return a client in a session of the account in a row of the password file.

    Like everybody, the person of the example chooses a password of his own at the first sign-in.
    """
    client = httpx.Client(base_url=url, timeout=60, headers={"Accept-Language": "en"})
    client.get("/api/kernel/session")
    first, own = row["password"], f"{row['password']}-my-own"
    who = {"username": row["username"]}
    if not tried(client, who | {"password": own}):
        session = asked(client, "POST", "/api/kernel/session", who | {"password": first})
        if session["must_change_password"]:
            change = {"current_password": first, "new_password": own}
            asked(client, "PUT", "/api/kernel/session/password", change)
    return client


def tried(client: httpx.Client, credentials: dict[str, str]) -> bool:
    """Tell whether signing in went well."""
    headers = {"X-CSRFToken": client.cookies.get("csrftoken", "")}
    return client.post("/api/kernel/session", json=credentials, headers=headers).status_code < 400


def asked(client: httpx.Client, method: str, path: str, body: Any = None) -> Any:
    """Return the answer; a refusal ends the script with the reason."""
    headers = {"X-CSRFToken": client.cookies.get("csrftoken", ""), "Idempotency-Key": str(uuid.uuid4())}
    answer = client.request(method, path, json=body, headers=headers)
    if answer.status_code >= 400:
        raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer.json() if answer.content else None


def approve(url: str, people: list[dict[str, str]], month: str) -> None:
    """Approve what waits for approval."""
    client = signed_in(url, next(row for row in people if row["role"] == "executive"))
    waiting = asked(client, "GET", f"/api/campaign/campaigns?cycle={month}&state=submitted&limit=100")["items"]
    for campaign in waiting:
        done = asked(client, "POST", f"/api/campaign/campaigns/{campaign['code']}/approve", {})
        print(f"{done['code']}: {done['state']} by {done['decided_by']}")


def work(url: str, people: list[dict[str, str]], count: int) -> None:
    """Record contacts on orders, person by person, as phones do: register, pull, push."""
    answers, told, left = cycle(ANSWERS), Counter[str](), count
    workers = 0
    for row in (row for row in people if row["role"] == "community_manager"):
        if not left:
            break
        client, device = signed_in(url, row), str(uuid.uuid4())
        known = asked(client, "POST", "/api/field/devices", {"device_id": device, "label": "example"})
        changes = asked(client, "GET", f"/api/field/pull?device_id={device}")["changes"]
        orders = [change["value"] for change in changes if change["kind"] == "order" and change["op"] == "put"]
        chosen = [order for order in orders if order["state"] in OPEN][: min(left, MOST_A_PERSON)]
        if not chosen:
            continue
        now = datetime.fromisoformat(asked(client, "GET", "/api/kernel/session")["now"])
        mutations = list(contacts(chosen, answers, known["last_mutation_id"], now))
        results = asked(client, "POST", "/api/field/push", {"device_id": device, "mutations": mutations})["results"]
        workers += 1
        for sent, result in zip(mutations, results, strict=True):
            refused = result["problem"]["title"] if result["problem"] else ""
            told[refused or sent["args"]["outcome"]] += 1
        left -= len(chosen)
    print(f"{count - left} contacts by {workers} people: " + ", ".join(f"{one} {n}" for one, n in sorted(told.items())))


def contacts(
    orders: list[dict[str, Any]], answers: Iterator[str], number: int, now: datetime
) -> Iterator[dict[str, Any]]:
    """Yield one contact for each order, ten minutes apart, the last one just made."""
    begun = now - timedelta(minutes=10 * len(orders))
    for place, order in enumerate(orders):
        start = begun + timedelta(minutes=10 * place)
        end = start + timedelta(minutes=8)
        args = {
            "contact_id": str(uuid.uuid4()),
            "order_id": order["id"],
            "channel": order["channel"],
            "outcome": next(answers),
            "started_at": start.isoformat(),
            "ended_at": end.isoformat(),
        }
        yield {"id": number + place + 1, "name": "record_contact", "args": args, "claimed_at": end.isoformat()}


def show(url: str, people: list[dict[str, str]], month: str) -> None:
    """Print what a planner sees."""
    client = signed_in(url, next(row for row in people if row["role"] == "planner"))
    for model in asked(client, "GET", "/api/mining/models")["items"]:
        print(f"{model['name_en']}: AUC {model['auc']:.3f}, {model['validation']}, {model['rows']} rows")
    check = asked(client, "GET", "/api/territory/ownership-check")
    wrong = {name: check[name] for name in ("without_owner", "owned_twice", "unknown_grid", "wrong_assignee")}
    print(f"ownership: {check['customers']} customers, {check['owned']} owned; wrong: {wrong}")
    for result in asked(client, "GET", f"/api/evaluate/results?cycle={month}")["items"]:
        figures = ("treated", "control", "contacted", "reached", "reported", "success_rate", "roi", "verdict_text")
        print(f"{result['campaign_code']}: " + ", ".join(f"{name} {result[name]}" for name in figures))


def main() -> None:
    """Do what the command line says."""
    if len(sys.argv) != 5 or sys.argv[3] not in ("approve", "work", "show"):
        raise SystemExit(__doc__)
    url, passwords, verb, what = sys.argv[1:]
    with Path(passwords).open(encoding="utf-8-sig", newline="") as stream:
        people = list(csv.DictReader(stream))
    if verb == "work":
        work(url, people, int(what))
    else:
        {"approve": approve, "show": show}[verb](url, people, what)


if __name__ == "__main__":
    main()
