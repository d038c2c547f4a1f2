"""A delivery's good rows as rows of a dataset: a contract's mappings written as one query per dataset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gridloop.lake.contract_types import Contract, Publish
from gridloop.lake.datasets import DATASETS
from gridloop.lake.expressions import compile_expression
from gridloop.lake.intake.checks import quoted
from gridloop.lake.intake.staging import GOOD
from gridloop.lake.types import DUCKDB_TYPES, ColumnType, Dataset


def dataset_query(contract: Contract, dataset: str, business_date: date) -> str:
    """Return the query of everything a contract maps to one dataset."""
    mapped = [publish for publish in contract.publishes if publish.dataset == dataset]
    parts = [
        query
        for publish in mapped
        for query in (
            _trait_queries(contract, publish, business_date)
            if publish.traits
            else [_columns_query(contract, publish, business_date)]
        )
    ]
    return " UNION ALL ".join(parts)


def key_queries(contract: Contract, business_date: date) -> list[tuple[str, str]]:
    """Return (dataset, query of file_no, line_no and the dataset's key) for every mapping row by row."""
    return [
        (
            publish.dataset,
            f"SELECT file_no, line_no, {_selected(contract, publish, DATASETS[publish.dataset].key, business_date)} "
            f"FROM {GOOD}{_where(contract, publish, business_date)}",
        )
        for publish in contract.publishes
        if not publish.distinct and not publish.traits
    ]


def constants(contract: Contract, business_date: date) -> dict[str, str]:
    """Return the contract's parameters as SQL constants."""
    delivered = f"CAST('{business_date}' AS DATE)"
    return {name: delivered if value == "business_date" else value for name, value in contract.parameters.items()}


def _compiled(contract: Contract, expression: str, business_date: date) -> str:
    return compile_expression(expression, contract.typed_columns, constants(contract, business_date))


def _where(contract: Contract, publish: Publish, business_date: date) -> str:
    return f" WHERE {_compiled(contract, publish.where, business_date)}" if publish.where else ""


def _selected(contract: Contract, publish: Publish, names: tuple[str, ...], business_date: date) -> str:
    kinds = DATASETS[publish.dataset].types
    compiled: Mapping[str, str] = {
        name: _compiled(contract, publish.columns[name], business_date) for name in names if name in publish.columns
    }
    return ", ".join(f'CAST({compiled.get(name, "NULL")} AS {DUCKDB_TYPES[kinds[name]]}) AS "{name}"' for name in names)


def _columns_query(contract: Contract, publish: Publish, business_date: date) -> str:
    dataset = DATASETS[publish.dataset]
    names = tuple(dataset.types)
    selected = _selected(contract, publish, names, business_date)
    source = f"FROM {GOOD}{_where(contract, publish, business_date)}"
    if not publish.distinct:
        return f"SELECT {selected} {source}"
    columns = ", ".join(f'"{name}"' for name in names)
    return (
        f"SELECT {columns} FROM (SELECT {columns}, row_number() OVER (PARTITION BY {_key(dataset)} "
        f"ORDER BY file_no, line_no) AS nth FROM (SELECT {selected}, file_no, line_no {source})) WHERE nth = 1"
    )


def _key(dataset: Dataset) -> str:
    return ", ".join(f'"{name}"' for name in dataset.key)


def _trait_queries(contract: Contract, publish: Publish, business_date: date) -> list[str]:
    """One row per customer and trait; a trait that is empty for a customer has no row."""
    kinds = contract.typed_columns
    condition = f" AND ({_compiled(contract, publish.where, business_date)})" if publish.where else ""
    queries = []
    for trait in publish.traits:
        is_text = kinds[trait] in (ColumnType.TEXT, ColumnType.DAY, ColumnType.INSTANT)
        text = f'CAST("{trait}" AS VARCHAR)' if is_text else "NULL"
        number = "NULL" if is_text else f'CAST("{trait}" AS DOUBLE)'
        queries.append(
            f"SELECT customer_id, {quoted(trait)} AS trait, CAST({text} AS VARCHAR) AS text_value, "
            f'CAST({number} AS DOUBLE) AS number_value FROM {GOOD} WHERE "{trait}" IS NOT NULL{condition}'
        )
    return queries
