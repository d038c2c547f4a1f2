"""The commands of ``gridloop``, grouped by what they are for."""

from __future__ import annotations

from gridloop.web.commands import installation, loop, running  # noqa: F401 - they register their commands
from gridloop.web.commands.application import app
from gridloop.web.commands.printing import show_problem

__all__ = ["app", "show_problem"]
