"""A POST with an Idempotency-Key is done once, and none that takes its time keeps the other writers waiting."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from gridloop.conftest import Operator
from gridloop.kernel.models import IdempotentAnswer
from gridloop.kernel.problems import Problem
from gridloop.lake.api import batches, contracts, feeds
from gridloop.metrics.api import definitions

REACHED = "kernel.not_found"
KEY = {"Idempotency-Key": "one"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note whether a transaction is held when the work of an operation begins, and go no further."""
    seen: list[bool] = []

    def note(*given: Any, **named: Any) -> None:
        seen.append(connection.in_atomic_block)
        raise Problem(REACHED, 404, kind="work", key="begun")

    monkeypatch.setattr(contracts, "draft_contract", note)
    monkeypatch.setattr(feeds, "receive_upload", note)
    monkeypatch.setattr(definitions.queries, "tag_preview", note)
    monkeypatch.setattr(batches.queries, "batch", note)
    monkeypatch.setattr(batches.queries, "quarantined_row", note)
    return seen


def post(client: Any, path: str, body: Any) -> None:
    """Post, as far as the work."""
    form = {} if "file" in body else {"content_type": "application/json"}
    assert client.post(f"/api{path}", body, **form, headers=KEY).json()["code"] == REACHED


def test_what_takes_its_time_holds_no_transaction_around_it(operator: Operator, held: list[bool]) -> None:
    steward = operator.client("DATA1")

    def sample() -> dict[str, Any]:
        return {"file": SimpleUploadedFile("x.csv", b"a\n1\n")}

    post(steward, "/lake/contracts/draft", sample())
    post(steward, "/lake/feeds/bill/files", sample())
    post(operator.client("PLAN1"), "/metrics/tag-previews", {"condition": "age > 1"})
    post(steward, "/lake/batches/1/rollback", {"reason": "x"})
    post(steward, "/lake/batches/1/replay", {})
    post(steward, "/lake/quarantine/1/replay", {"values": {}})
    post(steward, "/lake/batches/1/quarantine/sheet", {"purpose": ""})
    post(steward, "/lake/batches/1/quarantine/returned", sample())
    assert held == [False] * 8


TEMPLATE = {"name_zh": "客群", "name_en": "Audience", "audience": {"combinator": "and", "rules": []}}


def test_a_repeat_gets_the_first_answer_and_does_nothing(operator: Operator) -> None:
    planner = operator.client("PLAN1")

    def save() -> Any:
        return planner.post(
            "/api/campaign/templates", json.dumps(TEMPLATE), content_type="application/json", headers=KEY
        )

    first, second = save(), save()
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second["Idempotent-Replayed"] == "true"
    assert planner.get("/api/campaign/templates").json()["total"] == 1


def test_a_question_is_answered_anew_each_time(operator: Operator) -> None:
    steward = operator.client("DATA1")
    for _ in range(2):
        told = steward.post(
            "/api/lake/contracts/check", json.dumps({"yaml": "x: 1"}), content_type="application/json", headers=KEY
        )
        assert told.status_code == 200
        assert "Idempotent-Replayed" not in told
    assert not IdempotentAnswer.objects.exists()
