"""How a bench states a figure: one ``BAR`` line that a person and a script can both read."""

from __future__ import annotations

import argparse
from typing import Literal

Size = Literal["short", "full"]


def size_parser(description: str | None) -> argparse.ArgumentParser:
    """Return the parser of a bench's command line: ``--size short|full`` and ``--seed``."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=("short", "full"), default="short")
    parser.add_argument("--seed", type=int, default=7)
    return parser


def bar(name: str, *, value: float, baseline: float, limit: str, held: bool | None) -> None:
    """Print one bar; ``held=None`` says that this size cannot tell (the bar speaks of the full size)."""
    verdict = "n/a" if held is None else ("ok" if held else "short")
    print(f"BAR {name} value={value:.4g} baseline={baseline:.4g} bar={limit} {verdict}", flush=True)
