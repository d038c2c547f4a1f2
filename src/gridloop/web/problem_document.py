"""RFC 9457 problem documents."""

from __future__ import annotations

import orjson
from django.http import HttpResponse


def problem_document(status: int, code: str, title: str, errors: list[dict[str, str]]) -> HttpResponse:
    """Return the answer to a refused request; each of ``errors`` says ``what``, ``where`` and how to ``mend`` it."""
    body = {
        "type": f"urn:gridloop:problem:{code}",
        "title": title,
        "status": status,
        "detail": errors[0]["what"] if errors else title,
        "code": code,
        "errors": errors,
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")
