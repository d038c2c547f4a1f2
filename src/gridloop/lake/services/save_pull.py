"""Sets up what is pulled from a database, and takes it away: ``sources.yaml`` and the audit row."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.intake.database import Relation, connected, failed
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.library import contract_of
from gridloop.lake.sources import (
    VARIABLES,
    Pull,
    Sources,
    check_follows,
    read_sources,
    source_named_by,
    written_sources,
)

_LOCK = "sources.yaml"


def declared_sources() -> Sources:
    """Return what is declared; nothing without ``sources.yaml``."""
    file = Path(settings.HOME) / "sources.yaml"
    return read_sources(file.read_text(encoding="utf-8")) if file.is_file() else Sources()


def known_sources() -> Mapping[str, str]:
    """Return the databases that a pull may name, each with its variable: declared, or given to the server."""
    given = {source_named_by(name): name for name in sorted(os.environ) if name.startswith(VARIABLES)}
    return {name: variable for name, variable in given.items() if name} | dict(declared_sources().variables)


def wanted_pull(*, feed: str, source: str, table: str, follow: str, columns: Mapping[str, str]) -> Pull:
    """Return a pull that somebody asks for; raises ``Problem`` (422) where its source is not known or a table lacks."""
    known = known_sources()
    if source not in known:
        raise Problem("lake.pull_source_unknown", 422, source=source, known=", ".join(known) or "–")
    if not table.strip():
        raise Problem("lake.pull_table_wanted", 422)
    chosen = {name: theirs for name, theirs in columns.items() if theirs}
    return Pull(feed, source, known[source], table=table.strip(), follow=follow, columns=chosen)


def save_pull(*, pull: Pull, actor: Actor) -> Pull:
    """Declare a pull, in the place of the one there is of its feed.

    Raises ``Problem``: 422 where the database cannot be read so, or the feed not bit by bit; 409 for one that reads by
    a query, which is set in the file.
    """
    contract = contract_of(pull.feed)
    check_follows(pull, contract)
    try:
        with connected(pull.source, pull.url_variable) as connection:
            relation = Relation(connection, pull)
            relation.chosen(contract)
            if pull.follow:
                relation.found(pull.follow)
    except DatabaseError as error:
        raise failed(pull, error) from error
    with feed_lock(_LOCK):
        declared = declared_sources()
        before = declared.pulls.get(pull.feed)
        if before is not None and before.query:
            raise Problem("lake.pull_by_query", 409, feed=pull.feed)
        _write(declared.with_pull(pull), "lake.pull_save", pull, actor, before)
    return pull


def remove_pull(*, feed: str, actor: Actor) -> None:
    """Take a pull away; what it brought stays, and so does how far it was read. Raises ``NotFoundProblem``."""
    with feed_lock(_LOCK):
        declared = declared_sources()
        if feed not in declared.pulls:
            raise NotFoundProblem("pull", feed)
        _write(declared.without_pull(feed), "lake.pull_remove", declared.pulls[feed], actor)


def _write(sources: Sources, action: str, pull: Pull, actor: Actor, before: Pull | None = None) -> None:
    """Keep who did it, and replace the file as a whole last: one that cannot be written leaves no audit row."""
    with transaction.atomic():
        audit.record(
            actor=actor,
            action=action,
            object_kind="feed",
            object_id=pull.feed,
            source=pull.source,
            table=pull.table,
            follow=pull.follow,
            columns=dict(pull.columns),
            before=f"{before.source} {before.table} {before.follow}".strip() if before else "",
        )
        file = Path(settings.HOME) / "sources.yaml"
        part = file.with_name(f".{file.name}.part")
        with part.open("w", encoding="utf-8") as out:
            out.write(written_sources(sources))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
