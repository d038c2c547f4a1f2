"""Health, and the files of the two web apps (built by Vite, served with their index as fallback)."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from gridloop.kernel.models import Tenant
from gridloop.kernel.wording import Language, say
from gridloop.web.problem_document import problem_document

_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2?|png|svg|json)$")


def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the database answers and the city is ready; 503 with what is being prepared before."""
    preparing = Tenant.objects.filter(pk=1).values_list("preparing", flat=True).first() or ""
    return JsonResponse(
        {"status": "preparing" if preparing else "ok", "step": preparing}, status=503 if preparing else 200
    )


def _serve(dist: Path, asset: str) -> HttpResponseBase:
    file = (dist / asset).resolve()
    if not asset or not file.is_relative_to(dist) or not file.is_file():
        if "." in asset.rsplit("/", 1)[-1]:
            return HttpResponse(status=404)
        file = dist / "index.html"
    if not file.is_file():
        return HttpResponse("The web app is not built: run `make build`.", status=503, content_type="text/plain")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = FileResponse(file.open("rb"), content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if _HASHED.search(file.name) else "no-cache"
    return response


def no_such_operation(request: HttpRequest) -> HttpResponse:
    """Answer an address below ``/api/`` that leads nowhere: never with the console, which a program cannot read."""
    language: Language = getattr(request, "language", "zh")
    title = say("kernel.not_found", language, kind="", key=request.path)
    return problem_document(404, "kernel.not_found", title, [])


def console(request: HttpRequest, asset: str) -> HttpResponseBase:
    """Serve the console."""
    return _serve(settings.FRONTEND / "apps" / "console" / "dist", asset)


def field_app(request: HttpRequest, asset: str | None = None) -> HttpResponseBase:
    """Serve the field app."""
    return _serve(settings.FRONTEND / "apps" / "field" / "dist", asset or "")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a defect outside the API."""
    return HttpResponse("Internal error", status=500, content_type="text/plain")
