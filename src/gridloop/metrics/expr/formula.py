"""The small language in which tags and measures are written, compiled to Ibis.

Python's own syntax, cut down to what can be understood at a glance: comparisons (also chained), ``and or not``, ``in``
a list of constants, arithmetic, constants, column names, and ``missing(column)``. Anything else is refused with the
place in the text. Nothing is ever evaluated.

What is unknown stays unknown: in a comparison, in arithmetic, in a list, under ``not``; division by zero is unknown.
``x and y`` is false when one of them is, ``x or y`` true when one of them is, whatever the other. Only ``missing(x)``
always has an answer. A condition that ends up unknown counts as not true.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ibis
from ibis.common.annotations import ValidationError
from ibis.common.exceptions import IbisError

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


LONGEST = 2_000
_LARGEST = 10**18
"""No number in a formula is larger: whole numbers beyond it are held by no engine."""


class FormulaError(ValueError):
    """The text is not in the language, or names an unknown column.

    ``code`` and ``params`` say what is wrong (messages ``metrics.formula_<code>``), ``position`` is the character it
    concerns, counted from 1.
    """

    def __init__(self, text: str, position: int, code: str, **params: object) -> None:
        self.position = position
        self.code = code
        self.params = params
        detail = " ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{code} {detail}at character {position} of: {text}")


def compile_formula(text: str, table: ir.Table) -> ir.Value:
    """Return the Ibis value of a formula over a table's columns; raises ``FormulaError``."""
    tree = parse_formula(text)
    return _Compiler(text, table).value(tree)


def parse_formula(text: str) -> ast.expr:
    """Return the syntax tree of a formula; raises ``FormulaError`` when it is none."""
    if len(text) > LONGEST:
        raise FormulaError(text[:80], LONGEST, "too_long", most=LONGEST)
    if not text.strip():
        raise FormulaError(text, 1, "empty")
    try:
        return ast.parse(_one_line(text), mode="eval").body
    except SyntaxError as error:
        # Python says 0 where the text ends too early
        raise FormulaError(text, error.offset or len(text), "syntax") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(text, 1, "syntax") from error


def _one_line(text: str) -> str:
    """Return the text with every blank as a space, without those at its beginning, which Python would mind.

    The length of what is taken away is given back by ``_position``.
    """
    return "".join(" " if letter in "\n\r\t\u3000" else letter for letter in text).lstrip()


def _position(text: str, node: ast.AST) -> int:
    """Return the character of the text, counted from 1, at which a node begins (Python counts bytes)."""
    line = _one_line(text)
    before = line.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")
    return len(text) - len(text.lstrip()) + len(before) + 1


def compile_condition(text: str, table: ir.Table) -> ir.BooleanValue:
    """Return a condition over a table's columns; what is unknown counts as not true."""
    value = compile_formula(text, table)
    if not value.type().is_boolean():
        raise FormulaError(text, 1, "not_a_condition")
    return value.fill_null(False)


def columns_named(text: str) -> frozenset[str]:
    """Return the column names that a formula uses; raises ``FormulaError`` when it is none."""
    nodes = list(ast.walk(parse_formula(text)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called)


def evaluate_formula(text: str, values: Mapping[str, float | None]) -> float | None:
    """Return what an arithmetic formula comes to; None where a value is missing or a divisor is zero.

    Raises ``FormulaError`` for anything but numbers, names and + - * /.
    """
    return _evaluated(parse_formula(text), text, values)


def _evaluated(node: ast.expr, text: str, values: Mapping[str, float | None]) -> float | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.Name):
        if node.id not in values:
            raise FormulaError(text, _position(text, node), "unknown_column", column=node.id)
        return values[node.id]
    if not isinstance(node, ast.BinOp) or type(node.op) not in _ARITHMETIC:
        raise FormulaError(text, _position(text, node), "not_in_language")
    left, right = _evaluated(node.left, text, values), _evaluated(node.right, text, values)
    if left is None or right is None or (isinstance(node.op, ast.Div) and not right):
        return None
    return float(_ARITHMETIC[type(node.op)](left, right))


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
            raise self._refuse(node, "not_in_language")
        try:
            return compiler(node)
        except (IbisError, ValidationError, TypeError, AttributeError) as error:
            raise self._refuse(node, "types") from error

    def _refuse(self, node: ast.AST, code: str, **params: object) -> FormulaError:
        return FormulaError(self._text, _position(self._text, node), code, **params)

    def _column(self, node: ast.Name) -> Any:
        if node.id not in self._table.columns:
            raise self._refuse(node, "unknown_column", column=node.id)
        return self._table[node.id]

    def _constant(self, node: ast.Constant) -> Any:
        return ibis.literal(self._known_constant(node, node.value))

    def _known_constant(self, node: ast.expr, value: object) -> bool | int | float | str:
        """Return a constant; refused when it is none that every engine can hold."""
        if not isinstance(value, bool | int | float | str):
            raise self._refuse(node, "bad_constant")
        if isinstance(value, int | float) and not abs(value) <= _LARGEST:
            raise self._refuse(node, "number_too_large")
        return value

    def _bool(self, node: ast.BoolOp) -> Any:
        values = [self._truth(part) for part in node.values]
        whole = values[0]
        for value in values[1:]:
            whole = (whole & value) if isinstance(node.op, ast.And) else (whole | value)
        return whole

    def _unary(self, node: ast.UnaryOp) -> Any:
        if isinstance(node.op, ast.Not):
            return ~self._truth(node.operand)
        if isinstance(node.op, ast.USub):
            return -self.value(node.operand)
        raise self._refuse(node, "not_in_language")

    def _arithmetic(self, node: ast.BinOp) -> Any:
        compute = _ARITHMETIC.get(type(node.op))
        if compute is None:
            raise self._refuse(node, "bad_arithmetic")
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Mult) and left.type().is_integer() and right.type().is_integer():
            left = left.cast("float64")  # a product of whole numbers may be too large for one, which stops a build
        if isinstance(node.op, ast.Div):
            right = right.nullif(0)  # unknown on every engine; else infinity on one and a stop on another
        return compute(left, right)

    def _compare(self, node: ast.Compare) -> Any:
        left, whole = node.left, None
        for sign, right in zip(node.ops, node.comparators, strict=True):
            part = self._compare_two(left, sign, right)
            whole = part if whole is None else whole & part
            left = right
        return whole

    def _compare_two(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Any:
        if isinstance(sign, ast.In | ast.NotIn):
            of, constants = self.value(left), self._constants(right)
            for constant in constants:
                self._alike(right, of, ibis.literal(constant))
            found = of.isin(constants)
            return found if isinstance(sign, ast.In) else ~found
        compare = _COMPARE.get(type(sign))
        if compare is None:
            raise self._refuse(right, "not_in_language")
        one, other = self.value(left), self.value(right)
        self._alike(right, one, other)
        return compare(one, other)

    def _truth(self, node: ast.expr) -> Any:
        value = self.value(node)
        if not value.type().is_boolean():
            raise self._refuse(node, "not_a_condition")
        return value

    def _alike(self, node: ast.expr, one: Any, other: Any) -> None:
        """Refuse to compare what is of different kinds: an engine would guess, or fail in the middle of a build."""
        if _kind(one) != _kind(other):
            raise self._refuse(node, "types")

    def _constants(self, node: ast.expr) -> list[Any]:
        if not isinstance(node, ast.Tuple | ast.List) or not node.elts:
            raise self._refuse(node, "list_wanted")
        return [self._member(node, part) for part in node.elts]

    def _member(self, node: ast.expr, part: ast.expr) -> Any:
        """Return one constant of a list; a number may have a minus before it."""
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub) and isinstance(part.operand, ast.Constant):
            value = part.operand.value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return -self._known_constant(part, value)  # type: ignore[operator]
        if not isinstance(part, ast.Constant):
            raise self._refuse(node, "list_wanted")
        return self._known_constant(part, part.value)

    def _call(self, node: ast.Call) -> Any:
        named = isinstance(node.func, ast.Name) and node.func.id == "missing"
        if not named or node.keywords or len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
            raise self._refuse(node, "only_missing")
        return self._column(node.args[0]).isnull()


def _kind(value: Any) -> str:
    kind = value.type()
    if kind.is_boolean():
        return "truth"
    if kind.is_numeric():
        return "number"
    return "text" if kind.is_string() else "time"
