"""How commands speak: progress on standard output, refusals on standard error, in the operator's language."""

from __future__ import annotations

import os

import typer

from gridloop.kernel.problems import Problem
from gridloop.kernel.wording import Language, say, say_mend


def command_language() -> Language:
    """Return GRIDLOOP_LANGUAGE, or the locale's language: zh or en."""
    chosen = os.environ.get("GRIDLOOP_LANGUAGE") or os.environ.get("LANG", "en")
    return "zh" if chosen.lower().startswith("zh") else "en"


def progress(text: str) -> None:
    """Print one line of progress at once."""
    typer.echo(text)


def show_problem(problem: Problem) -> None:
    """Print what was refused, where, and how to mend it."""
    language = command_language()
    typer.echo(problem.title(language), err=True)
    mend = say_mend(problem.code, language, **problem.params)
    if mend:
        typer.echo(f"  → {mend}", err=True)
    for trouble in problem.troubles:
        typer.echo(f"  {trouble.where}: {say(trouble.code, language, **trouble.params)}", err=True)
