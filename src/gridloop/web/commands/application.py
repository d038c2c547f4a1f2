"""The command-line application itself."""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Gridloop: grid marketing for telecom operators, as one closed loop.

An operator's scheduler drives the loop with these commands, in this order:

  every morning     load -> prepare -> score -> dispatch

  every month       plan -> (people approve) -> launch, and evaluate for the month that ended

Every command may be run again: for the same business date and the same input it changes nothing. Exit codes:
0 done, 2 wrong usage, 3 refused (the reason and how to mend it are printed), 1 a defect.""",
)
