"""The loop, in order: the one list that installs the apps, mounts their routers and orders docs and tests.

A stage may import only stages that stand before it (enforced by import-linter, see pyproject's sibling
``.importlinter``). The loop closes through data in the lake, never through an import.
"""

from __future__ import annotations

STAGES: tuple[str, ...] = (
    "kernel",
    "lake",
    "territory",
    "metrics",
    "catalog",
    "contact",
    "mining",
    "campaign",
    "dispatch",
    "care",
    "field",
    "evaluate",
    "partner",
    "monitor",
)
