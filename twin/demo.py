"""``make demo``: a whole city through the loop, then the web app on localhost until Ctrl-C.

The first run takes some minutes and shows what it is doing; the address answers from the start, ``/healthz`` turns 200
when the city is ready. Later runs serve the same city at once.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

import httpx

from twin.drive import DEMO_PASSWORD, ROOT, CityDriver, CommandError, Installation, Once

HISTORY_ENDS = date(2026, 10, 1)
FIRST_CYCLE, SECOND_CYCLE = date(2026, 10, 12), date(2026, 11, 2)
"""Days on which the campaigns are launched: nobody calls on customers around the week of the National Day."""
PRESENT_DAY = date(2026, 11, 5)
BEGUN, PROGRESS, READY = "begun.json", "progress.json", "city.json"


def say(text: str) -> None:
    """Show a line at once."""
    print(text, flush=True)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m twin.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "demo", help="where the city is kept")
    parser.add_argument("--size", default="demo", help="tiny, demo or full")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--city", default="port", help="which city configuration")
    return parser.parse_args()


class Progress:
    """Which steps of the preparation are done; kept on disk, so that an interrupted one goes on where it was."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.done: list[str] = json.loads(file.read_text()) if file.is_file() else []

    def once(self, step: str, act: Callable[[], None]) -> None:
        """Do a step unless it was done before. A step that was cut off is done again: each may be repeated."""
        if step in self.done:
            return
        act()
        self.done.append(step)
        fresh = self.file.with_suffix(".part")
        fresh.write_text(json.dumps(self.done))
        fresh.replace(self.file)


def prepare(driver: CityDriver, options: argparse.Namespace, once: Once) -> None:
    """Take the city through one whole cycle and into the middle of the second."""
    once("build", lambda: build(driver, options))
    once("history", lambda: driver.receive(HISTORY_ENDS))
    once("mine 1", lambda: driver.mine(HISTORY_ENDS))
    once("campaign 1", lambda: driver.campaign(FIRST_CYCLE))
    driver.work(FIRST_CYCLE, date(2026, 10, 31), once=once)
    once("close 1", lambda: driver.close(date(2026, 10, 1)))
    once("mine 2", lambda: driver.mine(date(2026, 11, 1)))
    once("campaign 2", lambda: driver.campaign(SECOND_CYCLE))
    driver.work(SECOND_CYCLE, date(2026, 11, 4), once=once)
    driver.clock(PRESENT_DAY, "09:00")
    once("evaluate 2", lambda: driver.evaluate(SECOND_CYCLE))


def build(driver: CityDriver, options: argparse.Namespace) -> None:
    """Build the city, from nothing."""
    driver.step("building the city")
    for folder in (driver.state, driver.drop):
        shutil.rmtree(folder, ignore_errors=True)
    driver.build(size=options.size, seed=options.seed, city=options.city)


def show_accounts(installation: Installation) -> None:
    """Print the address and one account per role."""
    shown = httpx.get(f"{installation.url}/api/kernel/session", timeout=20).json()["demo_accounts"]
    say(f"\nGridloop is ready:  http://localhost:{installation.port}/        (phone: /field/)\n")
    say(f"  password of all demo accounts: {DEMO_PASSWORD}\n")
    for row in shown:
        say(f"  {row['username']:<14}{row['role']:<20}{row['name']}")
    say("\nCtrl-C stops it; the next `make demo` goes on with the same city (`make demo-reset` forgets it).")


def interrupt(number: int, frame: FrameType | None) -> None:
    """Turn a request to stop into the same clean ending as Ctrl-C."""
    raise KeyboardInterrupt


def main() -> int:
    """Prepare the city if need be, and serve it."""
    options = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    home: Path = options.home
    home.mkdir(parents=True, exist_ok=True)
    marker = home / READY
    wanted = {"size": options.size, "seed": options.seed, "city": options.city}
    finished = marker.is_file() and json.loads(marker.read_text()) == wanted
    installation = Installation(home, options.port, say)
    started = time.monotonic()

    def step(text: str) -> None:
        say(f"[{time.monotonic() - started:4.0f} s] {text}")
        installation.command("ready", "--preparing", text)

    try:
        installation.command("init")
        if not finished and not begun(home, wanted):
            begin_anew(home, wanted)
            installation.command("init")
        if not finished:
            installation.command("ready", "--preparing", "starting")
        with installation.serving() as server:
            if not finished:
                driver = CityDriver(installation, home / "drop", home / "twin", step=step)
                prepare(driver, options, Progress(home / PROGRESS).once)
                marker.write_text(json.dumps(wanted))
            installation.command("ready")
            show_accounts(installation)
            server.wait()
    except KeyboardInterrupt:
        say("\nstopped")
        return 0
    except CommandError as error:
        say(str(error))
        return 1
    return 0


def begun(home: Path, wanted: dict[str, object]) -> bool:
    """Tell whether the preparation of just this city was begun here."""
    marker = home / BEGUN
    return marker.is_file() and json.loads(marker.read_text()) == wanted


def begin_anew(home: Path, wanted: dict[str, object]) -> None:
    """Forget whatever other city is kept here."""
    for part in home.iterdir():
        shutil.rmtree(part) if part.is_dir() else part.unlink()
    (home / BEGUN).write_text(json.dumps(wanted))


if __name__ == "__main__":
    sys.exit(main())
