"""A POST that carries an Idempotency-Key is done once: a repeat gets the stored answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from gridloop.kernel import clock
from gridloop.kernel.models import Account, IdempotentAnswer

_LONGEST_KEY = 80


class IdempotencyMiddleware:
    """Keeps the answer to a successful POST in the same transaction as its effect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")[:_LONGEST_KEY]
        if request.method != "POST" or not key or not isinstance(request.user, Account):
            return self.get_response(request)
        stored = self._stored(request, key)
        if stored is not None:
            return stored
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
            IdempotentAnswer.objects.create(
                account=cast("Account", request.user),
                key=key,
                path=request.path,
                status=response.status_code,
                body=response.content.decode(),
                created_at=clock.now(),
            )
        return response
