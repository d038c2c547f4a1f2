"""Places are given to another seller; the history is kept."""

from __future__ import annotations

import pytest

from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.territory.models import PlaceAssignment
from gridloop.territory.services.reassign_place import reassign_place

pytestmark = pytest.mark.django_db


def test_the_former_assignment_is_closed_and_kept(owned_city, actor):
    changed = reassign_place(
        scope=owned_city.scope("GM0101"), actor=actor, place_codes=["P1", "P2"], assignee_code="CM010102"
    )
    assert changed == 1, "P2 was his already"
    rows = list(PlaceAssignment.objects.filter(place_code="P1").values_list("assignee_code", "valid_to"))
    assert [code for code, _ in rows] == ["CM010101", "CM010102"]
    assert rows[0][1] is not None
    assert rows[1][1] is None
    assert AuditEntry.objects.filter(action="place.reassign").count() == 1
    assert Job.objects.filter(kind="territory.derive_ownership").count() == 1


def test_only_places_of_the_scope_and_people_who_serve_them(owned_city, actor):
    scope = owned_city.scope("GM0101")
    with pytest.raises(NotFoundProblem):
        reassign_place(scope=scope, actor=actor, place_codes=["P1", "P3"], assignee_code="CM010102")
    with pytest.raises(Problem) as refused:
        reassign_place(scope=scope, actor=actor, place_codes=["P1"], assignee_code="CM020101")
    assert refused.value.code == "territory.assignee_elsewhere"
    assert PlaceAssignment.objects.count() == 4
