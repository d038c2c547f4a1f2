"""Workbooks of what the screens of metrics show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridloop.kernel.api.downloads import workbook_answer
from gridloop.metrics.services.export_table import export_table

if TYPE_CHECKING:
    from gridloop.kernel.api import ScopedRequest
    from gridloop.metrics.sheet_types import SheetTable


def sheet_answer(request: ScopedRequest, table: SheetTable, name: str, cycle: str | None) -> Any:
    """Answer with a table as a workbook; the export is audited under its name."""
    content = export_table(
        table=table,
        language=request.language,
        actor=request.actor,
        action="metrics.export_grids" if name == "grids" else "metrics.export_table",
        object_id=f"{name} {cycle or ''}".strip(),
    )
    return workbook_answer(f"gridloop-{name}{f'-{cycle}' if cycle else ''}.xlsx", content)
