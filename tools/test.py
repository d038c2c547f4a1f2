"""All checks and tests in one go: ``python3 tools/test.py [--lint-only]``. The last output is pytest's own summary."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from prepare import BIN, ROOT, node_path

PYTHON = BIN / "python"
FRONTEND = ROOT / "frontend"
HOME = ROOT / "var" / "test"


def step(name: str, *command: str | Path, cwd: Path = ROOT) -> None:
    """Run one check; show its output and stop at the first that fails."""
    started = time.monotonic()
    print(f"== {name}", flush=True)
    env = {**os.environ, "PATH": node_path(), "GRIDLOOP_HOME": str(HOME)}
    code = subprocess.run([str(word) for word in command], cwd=cwd, env=env, check=False).returncode
    if code != 0:
        sys.exit(f"== {name}: failed ({code})")
    print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)


def lint() -> None:
    """Check style, types, layers, migrations and translations."""
    step("ruff", BIN / "ruff", "check", "src", "twin", "tests", "bench", "tools")
    step("format", BIN / "ruff", "format", "--check", "--quiet", "src", "twin", "tests", "bench", "tools")
    step("layers", BIN / "lint-imports", "--no-cache")
    step("types", BIN / "mypy")
    step("migrations", PYTHON, "-m", "gridloop.web.manage", "makemigrations", "--check", "--dry-run")
    step("front end: eslint and types", "npm", "run", "lint", cwd=FRONTEND)


def test() -> None:
    """Run the front end's tests, the services on PostgreSQL, the definitions on Spark, then all on SQLite."""
    step("front end: tests", "npm", "test", cwd=FRONTEND)
    step(
        *("services on PostgreSQL", PYTHON, ROOT / "tools" / "with_postgres.py"),
        *(PYTHON, "-m", "pytest", "-n", "2", "-m", "database and not spark and not own_database"),
        *("--durations", "12", "src/gridloop"),
    )
    # In one process: a second Spark would only fight with the first for the same two cores.
    step("the same definitions on Spark", PYTHON, "-m", "pytest", "-m", "spark", "-rs", "src/gridloop")
    # What takes long begins first, or one core would wait for the other at the end.
    step(
        *("everything on SQLite, in the browser", PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-rs"),
        *("--no-loadscope-reorder", "-m", "not spark", "--durations", "12", "tests", "twin/tests", "src/gridloop"),
    )


if __name__ == "__main__":
    lint()
    if "--lint-only" not in sys.argv:
        test()
