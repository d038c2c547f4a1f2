"""The table operation x role, as the code declares it and as ``matrix.csv`` keeps it reviewed.

``python -m tests.permissions.matrix`` writes the file anew; read the difference before committing it.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

FILE = Path(__file__).with_name("matrix.csv")
Matrix = dict[tuple[str, str], frozenset[str]]
ANYBODY = "anybody"


def declared() -> Matrix:
    """Return which roles the code lets do each (method, path)."""
    import gridloop.web.api  # noqa: F401 - mounts every stage's router
    from gridloop.kernel.api import REGISTRY

    return {
        (operation.method, operation.path): frozenset(
            {ANYBODY} if operation.public else {role.value for role in operation.allow}
        )
        for operation in REGISTRY
    }


def reviewed() -> Matrix:
    """Return what the file says."""
    with FILE.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return {(row["method"], row["path"]): frozenset(name for name, mark in row.items() if mark == "x") for row in rows}


def write(matrix: Matrix) -> None:
    """Write the file, one line per operation."""
    from gridloop.kernel.types import Role

    columns = [ANYBODY, *(role.value for role in Role)]
    with FILE.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["method", "path", *columns])
        for (method, path), roles in sorted(matrix.items(), key=lambda item: (item[0][1], item[0][0])):
            writer.writerow([method, path, *("x" if column in roles else "" for column in columns)])


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    django.setup()
    write(declared())
