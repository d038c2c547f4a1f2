"""Feeds that are read from databases: where from, how far, and what came of it last. Never an address."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.types import Scope
from gridloop.lake.library import contracts
from gridloop.lake.loads import Load, open_loads
from gridloop.lake.models import FeedBatch, PullAttempt, PullRun
from gridloop.lake.services.pull_feed import last_mark
from gridloop.lake.sources import Pull, check_follows, read_pulls


@dataclass(frozen=True, slots=True)
class PullFacts:
    """One declared pull."""

    pull: Pull
    title_zh: str
    title_en: str
    problem: tuple[str, dict[str, object]] | None
    """Why it cannot run as it is declared."""
    mark: str
    """How far it was read: the highest value of the followed column."""
    run: PullRun | None
    """The latest run that brought a file."""
    batch: FeedBatch | None
    """What became of that file."""
    attempt: PullAttempt | None
    load: Load | None
    """The pull that waits or runs now."""


def sources_file() -> Path:
    """Return the file that declares the pulls."""
    return Path(settings.HOME) / "sources.yaml"


def declared_pulls(scope: Scope) -> list[PullFacts]:
    """Return every declared pull, none without ``sources.yaml``; raises ``Problem`` when it cannot be used."""
    if not scope.whole_company or not sources_file().is_file():
        return []
    going = {load.feed: load for load in open_loads(scope) if load.pulls}
    attempts = PullAttempt.objects.in_bulk()
    declared = read_pulls(sources_file().read_text(encoding="utf-8"))
    return [_facts(pull, attempts.get(feed), going.get(feed)) for feed, pull in declared.items()]


def declared_pull(scope: Scope, feed: str) -> PullFacts:
    """Return one declared pull; raises ``NotFoundProblem``."""
    found = next((one for one in declared_pulls(scope) if one.pull.feed == feed), None)
    if found is None:
        raise NotFoundProblem("pull", feed)
    return found


def _facts(pull: Pull, attempt: PullAttempt | None, load: Load | None) -> PullFacts:
    contract = contracts().get(pull.feed)
    run = PullRun.objects.filter(feed=pull.feed).first()
    marked = last_mark(pull)
    return PullFacts(
        pull=pull,
        title_zh=contract.title_zh if contract else pull.feed,
        title_en=contract.title_en if contract else pull.feed,
        problem=_problem(pull),
        mark=marked.mark.partition(" ")[2] if marked and pull.follow else "",
        run=run,
        batch=FeedBatch.objects.filter(feed=pull.feed, sha256=run.control["sha256"]).first() if run else None,
        attempt=attempt,
        load=load,
    )


def _problem(pull: Pull) -> tuple[str, dict[str, object]] | None:
    contract = contracts().get(pull.feed)
    if contract is None:
        return "lake.pull_no_contract", {"feed": pull.feed}
    if not os.environ.get(pull.url_variable):
        return "lake.pull_no_address", {"source": pull.source, "variable": pull.url_variable}
    try:
        check_follows(pull, contract)
    except Problem as problem:
        return problem.code, dict(problem.params)
    return None
