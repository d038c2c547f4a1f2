"""Whether the database is there and of this version."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gridloop.kernel.problems import Problem


def require_database() -> None:
    """Raise ``Problem`` (503) while tables are missing or older than this version of Gridloop."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Problem("kernel.database_not_ready", 503)
