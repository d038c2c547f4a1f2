"""Who did something is told by name, not by user name."""

from __future__ import annotations

from django.db import transaction

from gridloop.kernel.queries import ActorNames
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor


def test_user_names_become_names_and_parts_of_the_system_stay(operator):
    names = ActorNames()
    assert [names.of(actor) for actor in ("plan1", "system:command-line", "somebody", "")] == [
        "员工PLAN1",
        "system:command-line",
        "somebody",
        "",
    ]


def test_names_are_read_once(operator, django_assert_num_queries):
    names = ActorNames()
    with django_assert_num_queries(1):
        assert names.of("plan1") != names.of("bm01")


def test_the_trail_tells_who_acted_by_name(operator):
    with transaction.atomic():
        audit.record(actor=Actor(name="plan1"), action="x.y", object_kind="thing", object_id=1)
    (line,) = operator.client("AUDIT1").get("/api/kernel/audit?q=x.y").json()["items"]
    assert (line["actor"], line["actor_name"]) == ("plan1", "员工PLAN1")
