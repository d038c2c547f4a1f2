"""The one HTTP API: every stage's router in loop order, every error a problem document."""

from __future__ import annotations

import logging
import uuid
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from gridloop.kernel.problems import Problem
from gridloop.kernel.wording import Language, say, say_mend
from gridloop.loop import STAGES
from gridloop.web.problem_document import problem_document
from gridloop.web.stages import register_stages

log = logging.getLogger(__name__)


class OrjsonRenderer(BaseRenderer):
    """Writes JSON bodies with orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return the body's bytes; a page's total also stands in ``X-Total-Count`` (see ``with_total``)."""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


class OrjsonParser(Parser):
    """Reads JSON bodies with orjson."""

    def parse_body(self, request: HttpRequest) -> dict[Any, Any]:
        """Return the parsed body."""
        body: dict[Any, Any] = orjson.loads(request.body)
        return body


class GridloopAPI(NinjaAPI):
    """Adds ``X-Total-Count`` to pages."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """Return the rendered response."""
        response: HttpResponse = super().create_response(request, data, **options)
        if isinstance(data, dict) and {"items", "total", "offset", "limit"} <= data.keys():
            response["X-Total-Count"] = str(data["total"])
        return response


api = GridloopAPI(
    title="Gridloop",
    version="1",
    docs_url=None,  # its page would load scripts from elsewhere; /api/openapi.json is read with any viewer
    renderer=OrjsonRenderer(),
    parser=OrjsonParser(),
)


def _language(request: HttpRequest) -> Language:
    language: Language = getattr(request, "language", "zh")
    return language


@api.exception_handler(Problem)
def answer_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    """Answer a refusal of ours."""
    language = _language(request)
    errors = [
        {
            "where": trouble.where,
            "what": say(trouble.code, language, **trouble.params),
            "mend": say_mend(trouble.code, language, **trouble.params),
        }
        for trouble in error.troubles
    ]
    mend = say_mend(error.code, language, **error.params)
    if mend and not errors:
        errors = [{"where": "", "what": error.title(language), "mend": mend}]
    return problem_document(error.status, error.code, error.title(language), errors)


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer input that does not have the declared shape."""
    errors = [
        {"where": ".".join(str(part) for part in item["loc"][1:]), "what": str(item["msg"]), "mend": ""}
        for item in error.errors
    ]
    title = say("kernel.invalid_input", _language(request), count=len(errors))
    return problem_document(422, "kernel.invalid_input", title, errors)


@api.exception_handler(Http404)
def answer_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer an address that leads nowhere."""
    title = say("kernel.not_found", _language(request), kind="", key=request.path)
    return problem_document(404, "kernel.not_found", title, [])


@api.exception_handler(Exception)
def answer_broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a defect: the log has the trace under the reference the user is given."""
    reference = uuid.uuid4().hex[:8]
    log.exception("request failed [%s] %s %s", reference, request.method, request.path, exc_info=error)
    title = say("kernel.internal_error", _language(request), reference=reference)
    return problem_document(500, "kernel.internal_error", title, [])


def mount() -> None:
    """Mount the router of every stage that has one."""
    for stage in STAGES:
        module = "gridloop.kernel.api.endpoints" if stage == "kernel" else f"gridloop.{stage}.api"
        if find_spec(module) is not None:
            api.add_router(f"/{stage}", import_module(module).router)


register_stages()
mount()
