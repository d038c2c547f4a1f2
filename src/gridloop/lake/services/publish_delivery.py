"""Publishes what a delivery's good rows become: each dataset merged with or replacing what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.contract_types import Contract
from gridloop.lake.datasets import DATASETS
from gridloop.lake.engine import Lake
from gridloop.lake.intake.mapping import dataset_query, keeps_apart, keeps_order, takes_rows_over
from gridloop.lake.models import DatasetVersion
from gridloop.lake.rules import WHOLE, Delivery, PartAction, next_origins, part_action
from gridloop.lake.services.merge_by_key import merge_by_key, taken_keys
from gridloop.lake.services.publish import Known, PreparedVersion, commit_version, nothing_else, prepare_version
from gridloop.lake.types import Dataset, Semantics

_MAPPED, _MAPPED_KEPT = "mapped_rows", "mapped_rows_kept"


@dataclass(frozen=True, slots=True)
class PreparedDataset:
    """One dataset of a delivery, ready to be committed."""

    version: PreparedVersion
    origins: dict[str, Any]
    basis: int
    as_delivered: bool = False
    """Its rows are those of the delivery, and no others."""


@dataclass(frozen=True, slots=True)
class PreparedDelivery:
    """All datasets of a delivery, and the parts left alone because a later delivery is in force."""

    datasets: tuple[PreparedDataset, ...]
    superseded: tuple[tuple[str, str], ...]
    """Dataset and part."""
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """Dataset -> rows that what is known under their key holds against (deliveries by key)."""


def prepare_delivery(
    *,
    contract: Contract,
    delivery: Delivery,
    lake: Lake,
    replayed: bool = False,
    by_key: bool = False,
    meanwhile: Callable[[], None] = nothing_else,
) -> PreparedDelivery:
    """Write the good rows beside each dataset they go to; nobody sees them before ``commit_delivery``.

    ``replayed`` rows join what is there and replace nothing. ``by_key`` says that the good rows come in the order of
    the contract's key. ``meanwhile`` is called each time the engine writes. Raises ``Problem`` when a mapping cannot
    be run.
    """
    if contract.semantics.by_key:
        return _prepare_by_key(contract, delivery, lake)
    prepared, superseded = [], []
    for name in contract.datasets:
        dataset = DATASETS[name]
        with _mapping_errors(contract, dataset):
            parts = _map(contract, dataset, delivery, lake)
        row = DatasetVersion.objects.filter(dataset=name).first()
        _check_same(name, row, lake)
        origins = row.origins if row else {}
        actions = {part: part_action(delivery, part, origins) for part in parts}
        superseded += [(name, part) for part, action in actions.items() if action is PartAction.SKIP]
        if replayed:
            actions = {p: PartAction.MERGE if a is PartAction.REPLACE else a for p, a in actions.items()}
        if any(action is not PartAction.SKIP for action in actions.values()):
            query = _merged_query(dataset, actions, lake, keep_existing=replayed)
            plain = {*actions.values()} <= {PartAction.REPLACE, PartAction.SKIP}
            known = Known(
                held=plain,
                unique=plain and keeps_apart(contract, dataset),
                in_order=plain and by_key and keeps_order(contract, dataset),
            )
            version = _prepared(contract, dataset, query, lake, known=known, meanwhile=meanwhile)
            kept = next_origins(delivery, actions, origins)
            prepared.append(PreparedDataset(version, kept, row.pk if row else 0, as_delivered=plain))
    return PreparedDelivery(tuple(prepared), tuple(superseded))


def _prepare_by_key(contract: Contract, delivery: Delivery, lake: Lake) -> PreparedDelivery:
    prepared, passed_over = [], {}
    for name in contract.datasets:
        dataset = DATASETS[name]
        with _mapping_errors(contract, dataset):
            _keep_mapped(dataset_query(contract, name, delivery.business_date), lake)
        row = DatasetVersion.objects.filter(dataset=name).first()
        _check_same(name, row, lake)
        merge = merge_by_key(
            contract=contract,
            dataset=dataset,
            delivery=delivery,
            origins=row.origins if row else {},
            lake=lake,
            mapped=_MAPPED,
        )
        if merge.passed_over:
            passed_over[name] = merge.passed_over
        if merge.written:
            months = [date.fromisoformat(part) for part in merge.written if part != WHOLE]
            version = _prepared(contract, dataset, merge.query, lake, months)
            prepared.append(PreparedDataset(version, merge.origins, row.pk if row else 0))
    return PreparedDelivery(tuple(prepared), (), passed_over)


def keys_that_hold(contract: Contract, name: str, business_date: date, lake: Lake, *, corrections: bool) -> str:
    """Return the query of a dataset's keys against which rows of a business date cannot stand; see ``taken_keys``."""
    row = DatasetVersion.objects.filter(dataset=name).first()
    return taken_keys(
        contract=contract,
        dataset=DATASETS[name],
        business_date=business_date,
        origins=row.origins if row else {},
        lake=lake,
        corrections=corrections,
    )


def commit_delivery(*, prepared: PreparedDelivery, run: str, actor: Actor, lake: Lake) -> dict[str, int]:
    """Make all prepared datasets current, inside the caller's transaction; return dataset -> version."""
    return {
        one.version.dataset: commit_version(
            prepared=one.version,
            run=run,
            actor=actor,
            reads=lake.reads,
            origins=one.origins,
            basis=one.basis,
        ).version
        for one in prepared.datasets
    }


def _map(contract: Contract, dataset: Dataset, delivery: Delivery, lake: Lake) -> list[str]:
    """Run the mapping to one dataset; return the parts its rows belong to."""
    query = dataset_query(contract, dataset.name, delivery.business_date)
    if takes_rows_over(contract, dataset):  # looking at the rows twice costs less than keeping them once more
        lake.connection.execute(f"CREATE OR REPLACE TEMP VIEW {_MAPPED} AS {query}")
    else:
        _keep_mapped(query, lake)
    if dataset.semantics is Semantics.PERIOD:
        months = lake.connection.execute(
            f"SELECT DISTINCT month FROM {_MAPPED} WHERE month IS NOT NULL ORDER BY month"
        ).fetchall()
        return [str(month) for (month,) in months]
    counted = lake.connection.execute(f"SELECT count(*) FROM {_MAPPED}").fetchone()
    return [WHOLE] if counted and counted[0] else []


def _keep_mapped(query: str, lake: Lake) -> None:
    lake.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_MAPPED_KEPT} AS {query}")
    lake.connection.execute(f"CREATE OR REPLACE TEMP VIEW {_MAPPED} AS FROM {_MAPPED_KEPT}")


@contextmanager
def _mapping_errors(contract: Contract, dataset: Dataset) -> Iterator[None]:
    """Tell which mapping it is that the engine cannot run."""
    try:
        yield
    except duckdb.Error as error:
        detail = str(error).splitlines()[0][:300]
        raise Problem("lake.mapping_failed", 422, feed=contract.feed, dataset=dataset.name, detail=detail) from error


def _check_same(name: str, row: DatasetVersion | None, lake: Lake) -> None:
    opened = lake.versions.get(name)
    if (row.version if row else None) != (opened.version if opened else None):
        raise Problem("lake.publish_outdated", 409, dataset=name)


def _merged_query(dataset: Dataset, actions: Mapping[str, PartAction], lake: Lake, *, keep_existing: bool) -> str:
    """Return the rows of the parts that are written: delivered ones, and in merged parts those that stay."""
    columns = ", ".join(f'"{name}"' for name in dataset.types)
    key = ", ".join(f'"{name}"' for name in dataset.key)
    by_action = {
        action: [part for part, found in actions.items() if found is action] for action in set(actions.values())
    }
    queries = []
    for action, parts in by_action.items():
        if action is PartAction.SKIP:
            continue
        delivered = f"SELECT {columns} FROM {_MAPPED}{_in_parts(dataset, parts)}"
        if action is PartAction.REPLACE or dataset.name not in lake.versions:
            queries.append(delivered)
            continue
        current = f"SELECT {columns} FROM ({lake.sql(lake.table(dataset.name))}){_in_parts(dataset, parts)}"
        stays = keep_existing or action is PartAction.FILL
        first, second = (current, delivered) if stays else (delivered, current)
        queries.append(
            f"(WITH first_rows AS ({first}), second_rows AS ({second}) SELECT * FROM first_rows UNION ALL "
            f"SELECT second_rows.* FROM second_rows ANTI JOIN first_rows USING ({key}))"
        )
    return " UNION ALL ".join(queries)


def _in_parts(dataset: Dataset, parts: list[str]) -> str:
    if dataset.semantics is Semantics.FULL:
        return ""
    listed = ", ".join(f"DATE '{part}'" for part in parts)
    return f" WHERE month IN ({listed})"


def _prepared(
    contract: Contract,
    dataset: Dataset,
    query: str,
    lake: Lake,
    months: Sequence[date] = (),
    *,
    known: Known = Known(),  # noqa: B008 - nothing can change it
    meanwhile: Callable[[], None] = nothing_else,
) -> PreparedVersion:
    kinds = {name: kind.value for name, kind in dataset.types.items()}
    with _mapping_errors(contract, dataset):
        return prepare_version(
            dataset=dataset.name,
            query=query,
            kinds=kinds,
            connection=lake.connection,
            months=months,
            known=known,
            meanwhile=meanwhile,
        )
