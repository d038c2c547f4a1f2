"""A delivery's good rows as rows of a dataset: a contract's mappings written as one query per dataset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gridloop.lake.contract_types import Contract, Publish
from gridloop.lake.datasets import DATASETS
from gridloop.lake.expressions import compile_expression
from gridloop.lake.intake.numbers import quoted
from gridloop.lake.intake.staging import GOOD
from gridloop.lake.types import DUCKDB_TYPES, ColumnType, Dataset, Semantics


def dataset_query(contract: Contract, dataset: str, business_date: date) -> str:
    """Return the query of everything a contract maps to one dataset.

    For upserts there is one more column, ``gone``: true for rows whose key leaves the dataset, because they say so or
    because the mapping's ``where`` does not hold for them (any more).
    """
    mapped = [publish for publish in contract.publishes if publish.dataset == dataset]
    if contract.semantics is Semantics.UPSERT:
        return " UNION ALL ".join(
            query for publish in mapped for query in _upsert_queries(contract, publish, business_date)
        )
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


def keeps_apart(contract: Contract, dataset: Dataset) -> bool:
    """Tell whether rows with different keys in the file must become rows with different keys in the dataset."""
    mapped = [publish for publish in contract.publishes if publish.dataset == dataset.name]
    if len(mapped) != 1 or mapped[0].traits or not contract.key:
        return False
    taken_over = {mapped[0].columns.get(name, "").strip('"') for name in dataset.key}
    return set(contract.key) <= taken_over


def keeps_order(contract: Contract, dataset: Dataset) -> bool:
    """Tell whether rows in the order of the contract's key become rows in the order of the dataset's files."""
    if not takes_rows_over(contract, dataset):
        return False
    [mapped] = (publish for publish in contract.publishes if publish.dataset == dataset.name)
    taken_over = tuple(mapped.columns.get(name, "").strip('"') for name in dataset.order)
    return taken_over == contract.key[: len(taken_over)]


def takes_rows_over(contract: Contract, dataset: Dataset) -> bool:
    """Tell whether each row of the dataset is one good row of the file, whatever the other rows are."""
    mapped = [publish for publish in contract.publishes if publish.dataset == dataset.name]
    return len(mapped) == 1 and not mapped[0].traits and not mapped[0].distinct


def follows_lines(contract: Contract) -> bool:
    """Tell whether what becomes of a row depends on which rows stood before it in the file."""
    return contract.semantics.by_key or any(publish.distinct for publish in contract.publishes)


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


def _upsert_queries(contract: Contract, publish: Publish, business_date: date) -> list[str]:
    gone = [is_gone(contract, f'"{contract.gone_column}"')] if contract.gone_column else []
    if publish.where:
        gone.append(f"NOT coalesce(({_compiled(contract, publish.where, business_date)}), false)")
    if publish.traits:
        return [
            f"SELECT {_trait(contract, trait)}, {' OR '.join([*gone, _is_null(trait)])} AS gone FROM {GOOD}"
            for trait in publish.traits
        ]
    dataset = DATASETS[publish.dataset]
    names = tuple(dataset.types)
    selected = _selected(contract, publish, names, business_date)
    query = f"SELECT {selected}, {' OR '.join(gone) or 'false'} AS gone, file_no, line_no FROM {GOOD}"
    first = ""
    if publish.distinct:
        first = f" QUALIFY row_number() OVER (PARTITION BY {_key(dataset)} ORDER BY gone, file_no, line_no) = 1"
    return [f"SELECT * EXCLUDE (file_no, line_no) FROM ({query}){first}"]


def _is_null(name: str) -> str:
    return f'"{name}" IS NULL'


def is_gone(contract: Contract, text: str) -> str:
    """Return the SQL that tells whether a row is marked as gone; ``text`` names the SQL column of its mark."""
    return f"coalesce({text} IN ({', '.join(quoted(value) for value in contract.gone_values)}), false)"


def _trait_queries(contract: Contract, publish: Publish, business_date: date) -> list[str]:
    """One row per customer and trait; a trait that is empty for a customer has no row."""
    condition = f" AND ({_compiled(contract, publish.where, business_date)})" if publish.where else ""
    return [
        f'SELECT {_trait(contract, trait)} FROM {GOOD} WHERE "{trait}" IS NOT NULL{condition}'
        for trait in publish.traits
    ]


def _trait(contract: Contract, trait: str) -> str:
    is_text = contract.typed_columns[trait] in (ColumnType.TEXT, ColumnType.DAY, ColumnType.INSTANT)
    text = f'CAST("{trait}" AS VARCHAR)' if is_text else "NULL"
    number = "NULL" if is_text else f'CAST("{trait}" AS DOUBLE)'
    return (
        f"customer_id, {quoted(trait)} AS trait, CAST({text} AS VARCHAR) AS text_value, "
        f"CAST({number} AS DOUBLE) AS number_value"
    )
