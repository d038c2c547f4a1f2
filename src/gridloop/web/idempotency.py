"""A POST that carries an Idempotency-Key is done once: a repeat gets the stored answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from gridloop.kernel import clock
from gridloop.kernel.api import REGISTRY, Operation
from gridloop.kernel.models import Account, IdempotentAnswer

_LONGEST_KEY = 80


class IdempotencyMiddleware:
    """Keeps the answer to a successful POST in the same transaction as its effect.

    Around an operation that is declared ``apart`` no transaction is held: its answer is kept once it is there. Should
    the process die in between, the repeat is refused by what the operation itself guards, and does nothing twice. One
    that only ``reads`` is answered anew each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")[:_LONGEST_KEY]
        if request.method != "POST" or not key or not isinstance(request.user, Account):
            return self.get_response(request)
        route = _route(request.path_info)  # reading the addresses declares the operations
        operation = _posts().get(route)
        if operation is not None and operation.reads:
            return self.get_response(request)
        stored = self._stored(request, key)
        if stored is not None:
            return stored
        if operation is not None and operation.apart:
            return self._answer_then_keep(request, key)
        try:
            return self._answer_and_keep(request, key)
        except IntegrityError:  # the same request ran at the same time and won
            return self._stored(request, key) or HttpResponse(status=409)

    def _stored(self, request: HttpRequest, key: str) -> HttpResponse | None:
        row = IdempotentAnswer.objects.filter(account=request.user.pk, key=key, path=request.path).first()
        if row is None:
            return None
        answer = HttpResponse(row.body, status=row.status, content_type="application/json")
        answer["Idempotent-Replayed"] = "true"
        return answer

    def _answer_and_keep(self, request: HttpRequest, key: str) -> HttpResponse:
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 400 or response.streaming:
                transaction.set_rollback(response.status_code >= 400)
                return response
            self._keep(request, key, response)
        return response

    def _answer_then_keep(self, request: HttpRequest, key: str) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 and not response.streaming:
            with suppress(IntegrityError), transaction.atomic():  # the same request ran at the same time
                self._keep(request, key, response)
        return response

    def _keep(self, request: HttpRequest, key: str, response: HttpResponse) -> None:
        IdempotentAnswer.objects.create(
            account=cast("Account", request.user),
            key=key,
            path=request.path,
            status=response.status_code,
            body=response.content.decode(),
            created_at=clock.now(),
        )


@cache
def _posts() -> dict[str, Operation]:
    return {one.path: one for one in REGISTRY if one.method == "POST"}


def _route(path: str) -> str:
    """Return an address as its operation declares it (``/api/lake/batches/{batch_id}``); empty for none."""
    try:
        return f"/{resolve(path).route.replace('<', '{').replace('>', '}')}"
    except Resolver404:
        return ""
