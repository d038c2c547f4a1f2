"""No audit row without its change."""

from __future__ import annotations

import pytest
from django.db import transaction

from gridloop.kernel.services import audit


@pytest.mark.django_db(transaction=True)
def test_an_audit_row_outside_a_transaction_is_a_defect(actor):
    with pytest.raises(RuntimeError):
        audit.record(actor=actor, action="x", object_kind="y", object_id=1)


@pytest.mark.parametrize(("who", "status"), [("AUDIT1", 200), ("ADMIN1", 200), ("EXEC1", 403), ("BM01", 403)])
def test_the_trail_is_for_auditors(operator, who, status):
    assert operator.client(who).get("/api/kernel/audit").status_code == status


def test_what_was_done_to_one_object_is_found_by_its_number_and_by_nothing_like_it(operator, actor):
    with transaction.atomic():
        for number in ("C000000001", "C00000000", "C0000000011"):
            audit.record(actor=actor, action="lake.reveal_phone", object_kind="customer", object_id=number, purpose="x")
    found = operator.client("AUDIT1").get("/api/kernel/audit?q=C000000001").json()["items"]
    assert [(line["object_id"], line["detail"]["purpose"]) for line in found] == [("C000000001", "x")]
    assert operator.client("AUDIT1").get("/api/kernel/audit?q=reveal").json()["total"] == 3
