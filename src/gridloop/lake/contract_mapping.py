"""What a contract's rows become: its mappings to datasets, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridloop.lake.contract_faults import ContractFault, ContractFaultAt, fault_of
from gridloop.lake.contract_types import Contract, Publish
from gridloop.lake.datasets import DATASETS, FED
from gridloop.lake.expressions import columns_in, compile_expression
from gridloop.lake.types import Dataset

_TRAIT = "customer_trait"
_LABEL = "customer_label"
_CUSTOMER, _LEFT_ON = "customer", "left_on"
_FIELDS = frozenset({"dataset", "columns", "traits", "where", "distinct"})


def identity_publish(contract: Contract) -> Publish:
    """Return the mapping of a feed to the dataset of its own name, column by column.

    Raises ``ValueError`` when there is no such dataset, or it has a column that is never empty which the feed
    does not have.
    """
    dataset = _dataset(contract.feed)
    if contract.semantics is not dataset.semantics and not contract.semantics.by_key:
        raise ContractFault("contract_semantics", semantics=dataset.semantics.value, dataset=dataset.name)
    shared = [column for column in dataset.types if column in contract.typed_columns]
    publish = Publish(dataset.name, {column: f'"{column}"' for column in shared})
    _check_publish(contract, publish)
    return publish


def read_publishes(contract: Contract, declared: object) -> tuple[Publish, ...]:
    """Return the mappings a contract declares; raises ``ValueError`` for the first one that cannot be used."""
    if not isinstance(declared, list):
        raise ContractFault("contract_mappings_list")
    publishes = []
    for number, entry in enumerate(declared):
        try:
            publish = _publish(entry)
            _check_publish(contract, publish)
        except (KeyError, ValueError) as error:
            fault = fault_of(error)
            where = f"[{number}] ({entry.get('dataset', '?')})"
            raise ContractFaultAt(where, fault.code.removeprefix("lake."), **fault.params) from error
        publishes.append(publish)
    return tuple(publishes)


def _publish(entry: Mapping[str, Any]) -> Publish:
    unknown = sorted(set(entry) - _FIELDS)
    if unknown:
        raise ContractFault("contract_unknown_fields", names=", ".join(unknown), known=", ".join(sorted(_FIELDS)))
    traits = tuple(str(name) for name in entry.get("traits", []))
    columns = {str(name): str(expression) for name, expression in entry.get("columns", {}).items()}
    if traits and (entry["dataset"] != _TRAIT or columns):
        raise ContractFault("contract_traits_alone", dataset=_TRAIT)
    return Publish(
        dataset=str(entry["dataset"]),
        columns=columns,
        traits=traits,
        where=str(entry.get("where", "")),
        distinct=bool(entry.get("distinct", False)),
    )


def _dataset(name: str) -> Dataset:
    if name not in FED:
        raise ContractFault("contract_no_dataset", dataset=name, allowed=", ".join(sorted(FED)))
    return DATASETS[name]


def _check_publish(contract: Contract, publish: Publish) -> None:
    dataset = _dataset(publish.dataset)
    for expression in publish.expressions:
        compile_expression(expression, contract.typed_columns, contract.parameters)
    if publish.traits:
        if "customer_id" not in contract.typed_columns:
            raise ContractFault("contract_traits_of_whom")
        if contract.gone_column and "customer_id" not in contract.key:
            raise ContractFault("contract_gone_of_whom")
    else:
        _check_columns(dataset, publish.columns)
        _check_gone(contract, dataset, publish)
    _check_leaks(contract, publish)


def _check_columns(dataset: Dataset, mapped: Iterable[str]) -> None:
    given = set(mapped)
    unknown = sorted(given - set(dataset.types))
    if unknown:
        raise ContractFault("contract_no_column", dataset=dataset.name, columns=", ".join(unknown))
    missing = [c.name for c in dataset.columns if not c.nullable and c.name not in given]
    if missing:
        raise ContractFault("contract_dataset_needs", dataset=dataset.name, columns=", ".join(missing))


def _check_gone(contract: Contract, dataset: Dataset, publish: Publish) -> None:
    """A row that is gone carries its key only: what finds it in the dataset must be made of nothing else."""
    if not contract.gone_column:
        return
    allowed = {*contract.key, *contract.parameters}
    for column in dataset.key:
        others = sorted(columns_in(publish.columns[column]) - allowed)
        if others:
            raise ContractFault("contract_gone_key", dataset=dataset.name, column=column, others=", ".join(others))


def _check_leaks(contract: Contract, publish: Publish) -> None:
    """A column that gives an answer away may become that very label, and nothing else.

    One exception: an answer may say on which day a customer left. No feature is made of that day, and without it
    people who are gone would be offered something to stay.
    """
    leaking = {p.typed_name: p.leaks for p in contract.properties if p.leaks}
    expressions = dict(publish.columns)
    if publish.dataset == _CUSTOMER:
        expressions.pop(_LEFT_ON, None)
    checked = publish.traits + ((publish.where,) if publish.where else ()) + tuple(expressions.values())
    for expression in checked:
        for column in sorted(columns_in(expression) & leaking.keys()):
            label = leaking[column]
            if publish.dataset != _LABEL or publish.columns.get("label") != f"'{label}'":
                raise ContractFault("contract_leaks", column=column, label=label, dataset=publish.dataset)
