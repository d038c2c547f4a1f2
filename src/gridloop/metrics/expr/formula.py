"""The small language in which tags and measures are written, compiled to Ibis.

Python's own syntax, cut down to what can be understood at a glance: comparisons (also chained), ``and or not``, ``in``
a list of constants, arithmetic, constants, column names, and ``missing(column)``. Anything else is refused with the
place in the text. Nothing is ever evaluated.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class FormulaError(ValueError):
    """The text is not in the language, or names an unknown column."""

    def __init__(self, text: str, node: ast.AST | None, why: str) -> None:
        column = getattr(node, "col_offset", 0) + 1
        super().__init__(f"{why}, at character {column} of: {text}")


def compile_formula(text: str, table: ir.Table) -> ir.Value:
    """Return the Ibis value of a formula over a table's columns; raises ``FormulaError``."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise FormulaError(text, None, "this is no formula") from error
    return _Compiler(text, table).value(tree.body)


def compile_condition(text: str, table: ir.Table) -> ir.BooleanValue:
    """Return a condition over a table's columns; what is unknown counts as not true."""
    value = compile_formula(text, table)
    if not value.type().is_boolean():
        raise FormulaError(text, None, "a condition must be true or false")
    return value.fill_null(False)


def columns_named(text: str) -> frozenset[str]:
    """Return the column names that a formula uses."""
    calls = {node.func for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Call)}
    nodes = ast.walk(ast.parse(text.strip(), mode="eval"))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return frozenset(names - {func.id for func in calls if isinstance(func, ast.Name)})


class _Compiler:
    def __init__(self, text: str, table: ir.Table) -> None:
        self._text = text
        self._table = table

    def value(self, node: ast.expr) -> Any:
        """Return the Ibis value (or Python constant) of one node."""
        compilers: dict[type[ast.expr], Callable[[Any], Any]] = {
            ast.BoolOp: self._bool,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.Compare: self._compare,
            ast.Call: self._call,
            ast.Name: self._column,
            ast.Constant: self._constant,
        }
        compiler = compilers.get(type(node))
        if compiler is None:
            raise self._refuse(node, f"{type(node).__name__} is not part of the language")
        return compiler(node)

    def _refuse(self, node: ast.AST, why: str) -> FormulaError:
        return FormulaError(self._text, node, why)

    def _column(self, node: ast.Name) -> Any:
        if node.id not in self._table.columns:
            raise self._refuse(node, f"there is no column {node.id}")
        return self._table[node.id]

    def _constant(self, node: ast.Constant) -> Any:
        if not isinstance(node.value, bool | int | float | str):
            raise self._refuse(node, f"{node.value!r} is not a constant of the language")
        return ibis.literal(node.value)

    def _bool(self, node: ast.BoolOp) -> Any:
        values = [self.value(part) for part in node.values]
        whole = values[0]
        for value in values[1:]:
            whole = (whole & value) if isinstance(node.op, ast.And) else (whole | value)
        return whole

    def _unary(self, node: ast.UnaryOp) -> Any:
        if isinstance(node.op, ast.Not):
            return ~self.value(node.operand)
        if isinstance(node.op, ast.USub):
            return -self.value(node.operand)
        raise self._refuse(node, "this sign is not part of the language")

    def _arithmetic(self, node: ast.BinOp) -> Any:
        compute = _ARITHMETIC.get(type(node.op))
        if compute is None:
            raise self._refuse(node, "only + - * / are part of the language")
        return compute(self.value(node.left), self.value(node.right))

    def _compare(self, node: ast.Compare) -> Any:
        left, whole = node.left, None
        for sign, right in zip(node.ops, node.comparators, strict=True):
            part = self._compare_two(left, sign, right)
            whole = part if whole is None else whole & part
            left = right
        return whole

    def _compare_two(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Any:
        if isinstance(sign, ast.In | ast.NotIn):
            found = self.value(left).isin(self._constants(right))
            return found if isinstance(sign, ast.In) else ~found
        compare = _COMPARE.get(type(sign))
        if compare is None:
            raise self._refuse(right, "this comparison is not part of the language")
        return compare(self.value(left), self.value(right))

    def _constants(self, node: ast.expr) -> list[Any]:
        if not isinstance(node, ast.Tuple | ast.List) or not node.elts:
            raise self._refuse(node, "after 'in' stands a list of constants")
        found = [part.value for part in node.elts if isinstance(part, ast.Constant)]
        if len(found) != len(node.elts):
            raise self._refuse(node, "after 'in' stands a list of constants")
        return found

    def _call(self, node: ast.Call) -> Any:
        named = isinstance(node.func, ast.Name) and node.func.id == "missing"
        if not named or node.keywords or len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
            raise self._refuse(node, "the only function is missing(column)")
        return self._column(node.args[0]).isnull()
