"""A workbook as the answer to a request."""

from __future__ import annotations

from urllib.parse import quote

from django.http import StreamingHttpResponse

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(name: str, content: bytes) -> StreamingHttpResponse:
    """Return a workbook to be saved under a name. It is streamed, so that no repeatable answer is kept of it."""
    answer = StreamingHttpResponse(iter([content]), content_type=_XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer
