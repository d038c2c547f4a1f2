"""All checks and tests in one go: ``python3 tools/test.py [--lint-only]``. The last output is pytest's own summary."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from prepare import BIN, ROOT, node_path

PYTHON = BIN / "python"
FRONTEND = ROOT / "frontend"
HOME = ROOT / "var" / "test"


@dataclass(frozen=True, slots=True)
class Step:
    """One check: its name, the command and where it runs."""

    name: str
    command: tuple[str | Path, ...]
    cwd: Path = ROOT


CHECKS = (
    Step("ruff", (BIN / "ruff", "check", "src", "twin", "tests", "bench", "tools")),
    Step("format", (BIN / "ruff", "format", "--check", "--quiet", "src", "twin", "tests", "bench", "tools")),
    Step("layers", (BIN / "lint-imports", "--no-cache")),
    Step("types", (BIN / "mypy",)),
    Step("migrations", (PYTHON, "-m", "gridloop.web.manage", "makemigrations", "--check", "--dry-run")),
    Step("front end: eslint and types", ("npm", "run", "lint"), FRONTEND),
)
FRONT_END = Step("front end: tests", ("npm", "test"), FRONTEND)
# In one process: a second Spark would only fight with the first for the same two cores.
SPARK = Step("the same definitions on Spark", (PYTHON, "-m", "pytest", "-m", "spark", "-rs", "src/gridloop"))
SERVICES = Step(
    "services on PostgreSQL",
    (
        *(PYTHON, ROOT / "tools" / "with_postgres.py", PYTHON, "-m", "pytest", "-n", "2"),
        *("-m", "database and not spark and not own_database", "--durations", "12", "src/gridloop"),
    ),
)
# What takes long begins first, or one core would wait for the other at the end.
EVERYTHING = Step(
    "everything on SQLite, in the browser",
    (
        *(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-rs", "--no-loadscope-reorder"),
        *("-m", "not spark", "--durations", "12", "tests", "twin/tests", "src/gridloop"),
    ),
)


def run(steps: Sequence[Step], *, beside_others: bool = False) -> str:
    """Run steps until one fails, and return what failed; ``beside_others`` shows each one's output when it is over."""
    for step in steps:
        started = time.monotonic()
        if not beside_others:
            print(f"== {step.name}", flush=True)
        env = {**os.environ, "PATH": node_path(), "GRIDLOOP_HOME": str(HOME)}
        done = subprocess.run(
            [str(word) for word in step.command],
            cwd=step.cwd,
            env=env,
            check=False,
            stdout=subprocess.PIPE if beside_others else None,
            stderr=subprocess.STDOUT if beside_others else None,
        )
        said = f"== {step.name}\n{done.stdout.decode(errors='replace')}" if beside_others else ""
        if done.returncode != 0:
            print(said, end="", flush=True)
            return f"== {step.name}: failed ({done.returncode})"
        print(f"{said}== {step.name}: {time.monotonic() - started:.0f} s", flush=True)
    return ""


def run_beside(*lanes: Sequence[Step]) -> str:
    """Run lanes of steps side by side: each of them keeps little more than one core busy."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        ends = list(pool.map(lambda steps: run(steps, beside_others=True), lanes))
    return "\n".join(end for end in ends if end)


def main() -> None:
    """Run the checks and, unless only those are asked for, all tests."""
    if "--lint-only" in sys.argv:
        sys.exit(run(CHECKS) or 0)
    sys.exit(run_beside((*CHECKS, FRONT_END), (SPARK,)) or run((SERVICES, EVERYTHING)) or 0)


if __name__ == "__main__":
    main()
