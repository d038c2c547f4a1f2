"""What an engine has to do for the lake: hold tables under their names, and run expressions over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from gridloop.lake.types import EVERYBODY, CustomerRange

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class View:
    """A dataset as an engine shows it: the files of one version, some of its columns, and which customers of it.

    Without files it is an empty table with the same columns. Files that are ``alike`` were written together, and all
    have the columns of the first.
    """

    name: str
    columns: Mapping[str, str]
    files: tuple[str, ...]
    part: CustomerRange = EVERYBODY
    alike: bool = False

    def covers(self, other: View) -> bool:
        """Tell whether all that the other shows is shown already."""
        return other.columns.items() <= self.columns.items() and replace(other, columns=self.columns) == self


class Executor(Protocol):
    """An engine that runs Ibis expressions over unbound tables; every engine answers with the same Arrow types."""

    def present(self, view: View) -> None:
        """Make a dataset readable under its name, as the view says from now on."""

    def attach(self, name: str, rows: pa.Table) -> None:
        """Make an Arrow table readable under a name."""

    def keep(self, name: str, expression: ir.Table) -> None:
        """Work an expression out and make its rows readable under a name."""

    def table(self, expression: ir.Expr) -> pa.Table:
        """Return the result of an expression."""

    def batches(self, expression: ir.Expr, rows: int) -> pa.RecordBatchReader:
        """Return the result in batches of at most ``rows`` rows, read as they are asked for."""

    def value(self, expression: ir.Expr) -> object:
        """Return the single value of an expression, None when there is none."""

    def query(self, expression: ir.Expr) -> str:
        """Return SQL that gives the rows of the result on the lake's embedded connection."""

    def close(self) -> None:
        """Let go of what was kept for the results."""
