"""Drives an installation of Gridloop through its doors: commands, feed files and the HTTP API.

``Installation`` starts and stops a server on a home folder of its own; ``CityDriver`` takes a simulated city through
whole cycles: deliver, load, mine, plan, approve, launch, dispatch, work day by day, close, evaluate.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import httpx

from twin.life.answers import RIVALS
from twin.life.client import ApiClient
from twin.life.playing import Door, play_day
from twin.life.store import load
from twin.months import day_of
from twin.world.world import World

DEMO_PASSWORD = "gridloop-demo-1"
GOALS = {"revenue": 1.01, "users": 1.003, "net_adds": 1.05, "churn_rate": 0.97}
"""What the planner asks for, as a part of what was reached in the month before."""
CLOCK_SECONDS = 0.3
"""So long it takes until all processes of an installation show a time that was set."""
ROOT = Path(__file__).resolve().parents[1]
Report = Callable[[str], None]
Once = Callable[[str, Callable[[], None]], None]
"""Does a step, unless it was done before."""


def at_once(step: str, act: Callable[[], None]) -> None:
    """Do every step, whatever was done before."""
    act()


class CommandError(Exception):
    """A ``gridloop`` command failed; the text is what it printed."""


@dataclass
class Installation:
    """One Gridloop installation in simulation mode: a home folder, a port, perhaps a database address."""

    home: Path
    port: int
    report: Report = print
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return the server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        """Return the environment that commands run in."""
        own = {"GRIDLOOP_HOME": str(self.home), "GRIDLOOP_SIMULATION": "1", "PYTHONUNBUFFERED": "1"}
        return {**os.environ, **own, **self.environment}

    def command(self, *words: str) -> str:
        """Run ``gridloop WORDS`` and return what it printed; raises ``CommandError`` when it refuses or breaks."""
        done = subprocess.run(
            [sys.executable, "-m", "gridloop", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CommandError(f"gridloop {' '.join(words)} ({done.returncode})\n{done.stdout}\n{done.stderr}")
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the server while the block runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "gridloop", "serve", "--port", str(self.port)], cwd=ROOT, env=self.env
        )
        try:
            self._wait_until_answering(process)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()

    def _wait_until_answering(self, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if process.poll() is not None:
                raise CommandError(f"the server ended with {process.returncode}; is port {self.port} taken?")
            try:
                httpx.get(f"{self.url}/healthz", timeout=2)
            except httpx.HTTPError:
                time.sleep(0.3)
            else:
                return
        raise CommandError(f"the server did not answer within {seconds} s")


def working_days(first: date, last: date) -> list[date]:
    """Return Monday to Saturday between two days, both included (community managers rest on Sunday)."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.isoweekday() != 7]


@dataclass
class CityDriver:
    """Takes one simulated city through the loop. ``drop`` and ``state`` are the twin's folders."""

    installation: Installation
    drop: Path
    state: Path
    plan: Path = ROOT / "src" / "gridloop" / "campaign" / "plans" / "monthly.yaml"
    step: Callable[[str], None] = lambda text: None

    def twin(self, *words: str) -> str:
        """Run a ``twin`` command and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "twin", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise CommandError(f"twin {' '.join(words)} ({done.returncode})\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def build(self, *, size: str, seed: int, city: str) -> None:
        """Make the city and its first delivery of feeds."""
        words = ["--size", size, "--seed", str(seed), "--city", city]
        self.twin("build", *words, "--state", str(self.state), "--drop", str(self.drop))

    def clock(self, day: date, hour: str = "08:30") -> None:
        """Set the installation's clock to a time of a day in the city."""
        self.installation.command("clock", "set", f"{day.isoformat()}T{hour}:00+08:00")

    def receive(self, day: date) -> None:
        """Load what was delivered by ``day`` and make the loop's data of it."""
        self.clock(day, "06:00")
        self.step(f"{day}: loading feeds")
        self.installation.command("load", "--drop", str(self.drop), "--date", day.isoformat())

    def mine(self, day: date) -> None:
        """Bring ownership, profiles, tags, indicators and scores up to date, and give staff their accounts."""
        self.step(f"{day}: grids, ownership, tags, indicators")
        self.installation.command("prepare", "--date", day.isoformat())
        self.installation.command("accounts", "demo")
        self.name_competitors()
        self.step(f"{day}: training models and scoring customers")
        self.installation.command("score", "--date", day.isoformat())

    def name_competitors(self) -> None:
        """Tell the phones which rivals there are in this city, as the administrator does."""
        rivals = [{"code": name, "zh": name, "en": english} for name, english in RIVALS.items()]
        other = {"code": "other", "zh": "其他", "en": "Other"}
        with ApiClient(self.installation.url) as client:
            client.sign_in(self.account("administrator"), DEMO_PASSWORD)
            client.put("/api/contact/competitors", {"items": [*rivals, other]})

    def campaign(self, day: date) -> None:
        """Plan the cycle of ``day``, have it approved by an executive, launch it and dispatch its orders."""
        cycle = f"{day:%Y-%m}"
        self.clock(day, "09:00")
        self.step(f"{day}: goals, planning and launching campaigns")
        self.set_goals(cycle)
        self.installation.command("plan", "--file", str(self.plan), "--cycle", cycle, "--submit")
        self.approve(cycle)
        self.installation.command("launch", "--cycle", cycle)
        self.step(f"{day}: dispatching work orders")
        self.installation.command("dispatch", "--date", day.isoformat())

    def set_goals(self, cycle: str) -> None:
        """Let the planner ask company and branches for a little more than they last reached."""
        with ApiClient(self.installation.url) as client:
            client.sign_in(self.account("planner"), DEMO_PASSWORD)
            for indicator, asked in GOALS.items():
                for level in ("company", "branch"):
                    page = client.get("/api/metrics/indicator-table", indicator=indicator, level=level, limit=500)
                    for row in page["items"]:
                        reached = row["figure"]["value"]
                        if reached is not None and reached > 0:
                            goal = {"indicator": indicator, "org_code": row["org_code"], "cycle": cycle}
                            client.put("/api/metrics/goals", {**goal, "value": reached * asked})

    def approve(self, cycle: str) -> None:
        """Approve every submitted campaign of a cycle as the executive, through the API."""
        with ApiClient(self.installation.url) as client:
            client.sign_in(self.account("executive"), DEMO_PASSWORD)
            page = client.get("/api/campaign/campaigns", cycle=cycle, state="submitted", limit=100)
            for campaign in page["items"]:
                client.post(f"/api/campaign/campaigns/{campaign['code']}/approve", {})

    def account(self, role: str) -> str:
        """Return the user name of the demo account of a role."""
        answer = httpx.get(f"{self.installation.url}/api/kernel/session", timeout=20)
        shown = answer.json()["demo_accounts"]
        return str(next(row["username"] for row in shown if row["role"] == role))

    def work(self, first: date, last: date, workers: int = 4, once: Once = at_once) -> None:
        """Let the community managers work through the days, by their phones; each day is a step of its own.

        Phones are synchronised in the evening: what they claim about the day then lies in the server's past.
        """
        self.step(f"{first} to {last}: community managers at work")
        world = load(self.state)
        door = Door(self.installation.url, DEMO_PASSWORD, workers)
        with ApiClient(self.installation.url) as administrator:
            administrator.sign_in(self.account("administrator"), DEMO_PASSWORD)
            for day in working_days(first, last):
                once(f"work {day}", partial(self._work_day, day, world, door, administrator))

    def _work_day(self, day: date, world: World, door: Door, administrator: ApiClient) -> None:
        administrator.put("/api/kernel/clock", {"now": f"{day.isoformat()}T20:40:00+08:00"})
        time.sleep(CLOCK_SECONDS)
        played = play_day(world, self.state, day_of(day.isoformat()), door, lambda text: None)
        self.installation.report(f"         {day}: {played.contacts} contacts, {played.claimed} successes claimed")

    def close(self, month: date) -> None:
        """End a month in the city, load its feeds and evaluate its cycle."""
        cycle, next_first = f"{month:%Y-%m}", (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        self.step(f"{cycle}: the month ends, its feeds arrive")
        self.twin("advance", "--state", str(self.state), "--drop", str(self.drop), "--month", cycle)
        self.receive(next_first)
        self.evaluate(month)

    def evaluate(self, month: date) -> None:
        """Confirm, pay and measure a cycle as far as there is evidence; one that still runs stays provisional."""
        cycle = f"{month:%Y-%m}"
        self.step(f"{cycle}: evaluating")
        self.installation.command("evaluate", "--cycle", cycle)
