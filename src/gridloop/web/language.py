"""Which of the two languages a request is answered in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gridloop.kernel.wording import Language


def language_of(header: str) -> Language:
    """Return the first supported language of an Accept-Language header; the installation's when none is named."""
    for part in header.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("en"):
            return "en"
        if tag.startswith("zh"):
            return "zh"
    return "en" if settings.TENANT_LANGUAGE == "en" else "zh"


class LanguageMiddleware:
    """Sets ``request.language`` and answers with a matching Content-Language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.language = language_of(request.headers.get("Accept-Language", ""))  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.language)  # type: ignore[attr-defined]
        return response
