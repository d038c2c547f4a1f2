"""The answer to somebody who failed to sign in too often."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from gridloop.kernel.wording import Language, say
from gridloop.web.problem_document import problem_document


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Return the problem document for a locked user name and address."""
    language: Language = getattr(request, "language", "zh")
    return problem_document(429, "kernel.sign_in_locked", say("kernel.sign_in_locked", language), [])
