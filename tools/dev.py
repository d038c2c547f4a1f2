"""``make dev``: the back end with reload on :8000, a job worker, and the console with hot reload on :5173."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from prepare import BIN, ROOT, node_path

HOME = ROOT / "var" / "demo"
PYTHON = BIN / "python"


def main() -> int:
    """Run the three until the first ends or Ctrl-C; work on the demo city when there is one."""
    env = {
        **os.environ,
        "PATH": node_path(),
        "GRIDLOOP_HOME": os.environ.get("GRIDLOOP_HOME", str(HOME)),
        "GRIDLOOP_SIMULATION": "1",
        "GRIDLOOP_DEBUG": "1",
    }
    subprocess.run([PYTHON, "-m", "gridloop", "init"], cwd=ROOT, env=env, check=True)
    commands = [
        ([PYTHON, "-m", "gridloop.web.manage", "runserver", "8000"], ROOT),
        ([PYTHON, "-m", "gridloop", "worker"], ROOT),
        (["npm", "run", "dev", "--workspace", "apps/console"], ROOT / "frontend"),
    ]
    running = [subprocess.Popen([str(w) for w in words], cwd=folder, env=env) for words, folder in commands]
    try:
        return running[0].wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in running:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
