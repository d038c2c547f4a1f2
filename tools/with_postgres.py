"""Runs a command beside a PostgreSQL of its own, on a free port, gone afterwards.

    python tools/with_postgres.py COMMAND...

``GRIDLOOP_DATABASE_URL`` points the command to it. PostgreSQL refuses to run as root, so as root the server runs as the
user ``postgres`` (or ``nobody``). Without PostgreSQL's programs it says so and exits with 0, or with 1 when CI=true.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: float(file.parts[4]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_user() -> str | None:
    """Return the ordinary user the server must run as; None when we are one."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def as_user(user: str | None, *command: str | Path) -> list[str]:
    """Return the command, run as ``user``."""
    words = [str(word) for word in command]
    return ["runuser", "-u", user, "--", *words] if user else words


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; return the command's exit code."""
    bin_folder = programs()
    if bin_folder is None:
        print("PostgreSQL's programs are not here: the tests on PostgreSQL are skipped", flush=True)
        return 1 if os.environ.get("CI") == "true" else 0
    user = server_user()
    with tempfile.TemporaryDirectory(prefix="gridloop-pg-", ignore_cleanup_errors=True) as folder:
        if user:
            shutil.chown(folder, user)
        data, port = Path(folder) / "data", free_port()
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        quiet = {"stdout": subprocess.DEVNULL, "cwd": folder}
        subprocess.run(
            as_user(user, bin_folder / "initdb", "-D", data, "-U", "gridloop", "-A", "trust", "-E", "UTF8"),
            check=True,
            **quiet,
        )
        start = as_user(user, bin_folder / "pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        subprocess.run(start, check=True, **quiet)
        try:
            url = f"postgres://gridloop@127.0.0.1:{port}/postgres"
            return subprocess.run(command, env={**os.environ, "GRIDLOOP_DATABASE_URL": url}, check=False).returncode
        finally:
            stop = as_user(user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
            subprocess.run(stop, check=False, **quiet)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
