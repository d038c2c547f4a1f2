"""``make demo``: a whole city through the loop, then the web app on localhost until Ctrl-C.

The first run takes some minutes and shows what it is doing; the address answers from the start, ``/healthz`` turns 200
when the city is ready. Later runs serve the same city at once.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from datetime import date
from pathlib import Path
from types import FrameType

import httpx

from twin.drive import DEMO_PASSWORD, ROOT, CityDriver, CommandError, Installation

HISTORY_ENDS = date(2026, 10, 1)
FIRST_CYCLE, SECOND_CYCLE = date(2026, 10, 8), date(2026, 11, 2)
"""Days on which the campaigns are launched: nobody calls on customers in the week of the National Day."""
PRESENT_DAY = date(2026, 11, 9)


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


def prepare(driver: CityDriver, options: argparse.Namespace) -> None:
    """Take the city through one whole cycle and into the middle of the second."""
    driver.step("building the city")
    driver.build(size=options.size, seed=options.seed, city=options.city)
    driver.receive(HISTORY_ENDS)
    driver.mine(HISTORY_ENDS)
    driver.campaign(FIRST_CYCLE)
    driver.work(FIRST_CYCLE, date(2026, 10, 31))
    driver.close(date(2026, 10, 1))
    driver.mine(date(2026, 11, 1))
    driver.campaign(SECOND_CYCLE)
    driver.work(SECOND_CYCLE, date(2026, 11, 7))
    driver.clock(PRESENT_DAY, "09:00")
    driver.evaluate(SECOND_CYCLE)


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
    marker = home / "city.json"
    wanted = {"size": options.size, "seed": options.seed, "city": options.city}
    finished = marker.is_file() and json.loads(marker.read_text()) == wanted
    installation = Installation(home, options.port, say)
    started = time.monotonic()

    def step(text: str) -> None:
        say(f"[{time.monotonic() - started:4.0f} s] {text}")
        installation.command("ready", "--preparing", text)

    try:
        installation.command("init")
        if not finished:
            begin_anew(home, installation)
        with installation.serving() as server:
            if not finished:
                prepare(CityDriver(installation, home / "drop", home / "twin", step=step), options)
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


def begin_anew(home: Path, installation: Installation) -> None:
    """Forget a city whose preparation was interrupted, so that the next one is whole."""
    import shutil  # noqa: PLC0415

    for part in home.iterdir():
        shutil.rmtree(part) if part.is_dir() else part.unlink()
    installation.command("init")
    installation.command("ready", "--preparing", "starting")


if __name__ == "__main__":
    sys.exit(main())
