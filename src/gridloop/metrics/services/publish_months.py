"""Publishes numbers of indicators month by month, beside those of the others, with the definitions they follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import pyarrow as pa
from django.db import transaction
from ibis import _

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import WHOLE_COMPANY, Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import current_version_rows, open_lake
from gridloop.lake.services.publish import commit_version, made_from, prepare_rows
from gridloop.lake.types import PublishedVersion
from gridloop.metrics.models import IndicatorMonth
from gridloop.metrics.queries.history import Definition
from gridloop.metrics.queries.parts import DATASET, SPLITS, Computed, shaped

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out: numbers, the indicators of each month, and the versions of the lake they were read from."""

    computed: Computed
    names: Mapping[date, Collection[str]]
    reads: Mapping[str, int]


def publish_months(
    *, worked: Worked, definitions: Mapping[str, Definition], whole: bool, run: str, actor: Actor
) -> PublishedVersion:
    """Publish what was worked out and keep the other indicators of the same months; all of it or nothing.

    What somebody else published meanwhile is kept as well. ``whole`` says that the months were worked out again as
    such; else they stay as open to late data as they were, because the other indicators have not seen it.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _publish_once(worked, definitions, whole, run, actor)
        except Problem as problem:
            if problem.code != "lake.publish_outdated" or attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _publish_once(
    worked: Worked, definitions: Mapping[str, Definition], whole: bool, run: str, actor: Actor
) -> PublishedVersion:
    before = current_version_rows(WHOLE_COMPANY)
    months = sorted(worked.names)
    with open_lake() as lake:
        rows = {SPLITS: [worked.computed.splits], DATASET: [worked.computed.parts]}
        for dataset, tables in rows.items():
            tables += _others(lake, dataset, worked.names)
    prepared = [prepare_rows(dataset, pa.concat_tables(tables), months) for dataset, tables in rows.items()]
    with transaction.atomic():
        for one in prepared:
            row = before.get(one.dataset)
            held = {} if whole or row is None else row.origins
            origins = {str(month): held.get(str(month)) or made_from(worked.reads) for month in months}
            version = commit_version(
                prepared=one,
                run=run,
                actor=actor,
                reads=worked.reads,
                origins=origins,
                basis=row.pk if row else 0,
            )
        _note_definitions(worked.names, definitions)
    return version


def _others(lake: Lake, dataset: str, names: Mapping[date, Collection[str]]) -> list[pa.Table]:
    """Return what is published of the months' other indicators."""
    table = lake.table(dataset)
    found = []
    for some in {frozenset(one) for one in names.values()}:
        months = [month for month, these in names.items() if frozenset(these) == some]
        wanted = table.filter(_.month.isin(months), _.indicator.notin(sorted(some)) if some else ibis.literal(True))
        found.append(shaped(lake.run(wanted), dataset))
    return found


def _note_definitions(names: Mapping[date, Collection[str]], definitions: Mapping[str, Definition]) -> None:
    now = clock.now()
    IndicatorMonth.objects.bulk_create(
        [
            IndicatorMonth(
                indicator=name,
                month=month,
                definition=definitions[name].digest,
                version=definitions[name].version,
                computed_at=now,
            )
            for month, some in sorted(names.items())
            for name in sorted(some)
        ],
        update_conflicts=True,
        unique_fields=["indicator", "month"],
        update_fields=["definition", "version", "computed_at"],
    )
