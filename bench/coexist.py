"""Does a page still open while the night's load runs? Light requests beside a heavy job, on the same machine.

    make bench NAME=coexist SIZE=short|full

A server with two web processes answers one reader's requests (session, dashboard, order list) one after the other:
first with nothing else to do, then while its worker loads a month's bills that were handed in as a job. Stated is the
time within which 95 of 100 requests were answered.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bench.bar import bar, size_parser
from bench.load import BILLS, DAY
from bench.port import free_port

ROWS = {"short": 1_000_000, "full": 10_000_000}
REQUESTS = 120
PATHS = ("/api/kernel/session", "/api/metrics/dashboard", "/api/dispatch/orders?limit=50")
PASSWORD = "bench-password-of-nobody"
LIMIT = 2.0


def set_up(home: Path, rows: int) -> Path:
    """Make an installation with one reader and a file of bills; return the file."""
    os.environ["GRIDLOOP_HOME"] = str(home)
    os.environ["GRIDLOOP_DATABASE_URL"] = f"sqlite:///{home / 'db.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gridloop.kernel.models import Account, OrgUnit
    from gridloop.lake.engine import connect

    company = OrgUnit.objects.create(code="CO", kind="company", name_zh="公司", name_en="Company", path="/CO/")
    account = Account(username="reader", role="executive", org_unit=company)
    account.set_password(PASSWORD)
    account.save()
    folder = home / "uploads" / "bench"  # the job removes it with the file
    folder.mkdir(parents=True)
    file = folder / "bill_2026-10-01.csv"
    with connect() as connection:
        connection.execute("SET preserve_insertion_order=true")
        connection.execute(f"COPY (FROM ({BILLS.format(rows=rows)})) TO '{file}' (HEADER)")
    return file


def signed_in(url: str) -> httpx.Client:
    """Return a client that is signed in."""
    client = httpx.Client(base_url=url, timeout=60)
    client.get("/api/kernel/session")
    headers = {"X-CSRFToken": client.cookies.get("csrftoken", ""), "Origin": url}
    client.post(
        "/api/kernel/session", json={"username": "reader", "password": PASSWORD}, headers=headers
    ).raise_for_status()
    return client


def slow_answer(client: httpx.Client, until: Callable[[int], bool]) -> float:
    """Ask until told to stop; return the seconds within which 95 of 100 requests were answered."""
    taken: list[float] = []
    while not until(len(taken)):
        started = time.perf_counter()
        client.get(PATHS[len(taken) % len(PATHS)]).raise_for_status()
        taken.append(time.perf_counter() - started)
        time.sleep(0.05)
    print(f"  {len(taken)} requests", flush=True)
    return sorted(taken)[int(len(taken) * 0.95)]


def hand_in(file: Path) -> int:
    """Queue the job that loads the file, as an upload does; return its id."""
    from gridloop.kernel.services import jobs
    from gridloop.kernel.types import Actor
    from gridloop.lake.services.receive_upload import JOB_KIND
    from gridloop.web.stages import register_stages

    register_stages()
    payload = {"path": str(file), "feed": "bill", "business_date": DAY.isoformat(), "file_name": file.name}
    return jobs.start(kind=JOB_KIND, key=file.name, payload=payload, actor=Actor.system("bench")).pk


def is_done(job: int) -> bool:
    """Tell whether a job has ended; raises ``SystemExit`` when it failed."""
    from gridloop.kernel.models import Job

    row = Job.objects.get(pk=job)
    if row.state == "failed":
        raise SystemExit(f"the load failed: {row.error}")
    return row.state == "done"


def main() -> None:
    """Run the bench."""
    options = size_parser(__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="gridloop-bench-", ignore_cleanup_errors=True) as folder:
        file = set_up(Path(folder), ROWS[options.size])
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        server = subprocess.Popen([sys.executable, "-m", "gridloop", "serve", "--port", str(port)])
        try:
            while not _healthy(url):
                time.sleep(0.5)
            reader = signed_in(url)
            enough = REQUESTS.__le__
            slow_answer(reader, enough)  # what is loaded at the first request is no part of it
            idle = slow_answer(reader, enough)
            job = hand_in(file)
            busy = slow_answer(reader, lambda asked: is_done(job))
        finally:
            server.terminate()
            server.wait(timeout=30)
    full = options.size == "full"
    bar(
        "coexist_p95_seconds",
        value=busy,
        baseline=idle,
        limit=f"<={LIMIT}x",
        held=busy <= LIMIT * idle if full else None,
    )


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
