"""What an address that leads nowhere answers."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_operation_is_a_problem_and_never_the_console(db, method):
    answer = getattr(Client(), method)("/api/evaluate/no-such-thing", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "kernel.not_found" and "/api/evaluate/no-such-thing" in answer.json()["title"]


def test_the_api_describes_itself_and_no_page_of_it_loads_scripts_from_elsewhere(db):
    assert Client().get("/api/openapi.json").json()["info"]["title"] == "Gridloop"
    assert Client().get("/api/docs").status_code == 404
