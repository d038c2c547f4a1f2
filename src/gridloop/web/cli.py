"""``gridloop``: the loop from the command line, for an operator's scheduler."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Run one command. Exit codes: 0 done, 1 defect, 2 wrong usage, 3 refused with the reason printed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    django.setup()
    from gridloop.kernel.problems import Problem  # noqa: PLC0415 - models can be imported only after set-up
    from gridloop.web.commands import app, show_problem  # noqa: PLC0415

    try:
        app()
    except Problem as problem:
        show_problem(problem)
        sys.exit(3)


if __name__ == "__main__":
    main()
