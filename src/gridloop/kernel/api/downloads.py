"""Files as answers."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(name: str, content: bytes) -> HttpResponse:
    """Return a workbook to be kept under a name, never by a cache."""
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer
