"""The installation's secret key: given by the environment, or made once and kept in the home folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return ``GRIDLOOP_SECRET_KEY``, or the key file of ``home``, made (mode 600) on first use."""
    given = os.environ.get("GRIDLOOP_SECRET_KEY")
    if given:
        return given
    file = home / "secret.key"
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
