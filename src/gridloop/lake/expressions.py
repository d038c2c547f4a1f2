"""The SQL expressions that a contract may use: a row's own columns, constants, and a list of plain functions.

An expression is parsed, every node of it is checked against the lists below, and it is written out again; what is
run is never the text that somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import sqlglot
from sqlglot import expressions as nodes
from sqlglot.errors import SqlglotError

from gridloop.lake.contract_faults import ContractFault

PLAIN_NODES: tuple[type[Any], ...] = (
    nodes.Column,
    nodes.Identifier,
    nodes.Literal,
    nodes.Boolean,
    nodes.Null,
    nodes.Paren,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.IntDiv,
    nodes.Mod,
    nodes.DPipe,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.EQ,
    nodes.NEQ,
    nodes.GT,
    nodes.GTE,
    nodes.LT,
    nodes.LTE,
    nodes.Is,
    nodes.In,
    nodes.Between,
    nodes.Like,
    nodes.Tuple,
    nodes.Case,
    nodes.If,
    nodes.Cast,
    nodes.TryCast,
    nodes.DataType,
    nodes.DataTypeParam,
    nodes.Interval,
    nodes.Var,
)
FUNCTION_NODES: tuple[type[Any], ...] = (
    nodes.Abs,
    nodes.Ceil,
    nodes.Coalesce,
    nodes.Concat,
    nodes.Date,
    nodes.DateAdd,
    nodes.DateDiff,
    nodes.DateTrunc,
    nodes.Floor,
    nodes.Greatest,
    nodes.Least,
    nodes.Left,
    nodes.Length,
    nodes.Lower,
    nodes.Nullif,
    nodes.Pad,
    nodes.Replace,
    nodes.Right,
    nodes.Round,
    nodes.SplitPart,
    nodes.StartsWith,
    nodes.Substring,
    nodes.TimestampTrunc,
    nodes.TimeToStr,
    nodes.Trim,
    nodes.Upper,
)
NAMED_FUNCTIONS = frozenset({"TO_MONTHS", "TO_DAYS", "TO_YEARS", "LAST_DAY"})
"""Functions that the parser knows by name only."""


_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_CONSTANTS = frozenset({"true", "false", "null"})


class ExpressionError(ContractFault):
    """The expression cannot be read, or uses something that is not allowed; the message says what."""


def _parsed(text: str) -> nodes.Expression:
    if _NAME.fullmatch(text.strip()) and text.strip() not in _CONSTANTS:
        return nodes.column(text.strip())  # a column may be called like a word of SQL: map, order, group
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except SqlglotError as error:
        raise ExpressionError("expression_unreadable", text=text) from error
    if tree is None:
        raise ExpressionError("expression_empty")
    return tree


def _check_node(node: nodes.Expression, columns: Collection[str]) -> None:
    if isinstance(node, nodes.Anonymous):
        if str(node.name).upper() not in NAMED_FUNCTIONS:
            raise ExpressionError("expression_function", name=node.name)
        return
    if not isinstance(node, PLAIN_NODES + FUNCTION_NODES):
        raise ExpressionError("expression_not_allowed", text=node.sql("duckdb"))
    if isinstance(node, nodes.Column):
        if len(node.parts) != 1:
            raise ExpressionError("expression_table", text=node.sql("duckdb"))
        if node.name not in columns:
            raise ExpressionError("expression_column", name=node.name, known=", ".join(sorted(columns)))


def columns_in(text: str) -> frozenset[str]:
    """Return the names of the columns (and parameters) an expression uses."""
    return frozenset(str(column.name) for column in _parsed(text).find_all(nodes.Column))


def compile_expression(text: str, columns: Collection[str], parameters: Mapping[str, str]) -> str:
    """Return the expression as SQL for the engine; ``parameters`` maps names to SQL constants put in their place.

    Raises ``ExpressionError`` when it uses anything but the given columns and parameters, constants, operators
    and the functions listed in this module.
    """
    tree = _parsed(text)
    known = set(columns) | set(parameters)
    for node in tree.walk():
        _check_node(node, known)

    def put(node: nodes.Expression) -> nodes.Expression:
        if isinstance(node, nodes.Column):
            if node.name in parameters:
                return _parsed(parameters[node.name])
            return nodes.column(node.name, quoted=True)
        return node

    return str(tree.transform(put).sql("duckdb"))
