"""No audit row without its change."""

from __future__ import annotations

import pytest

from gridloop.kernel.services import audit


@pytest.mark.django_db(transaction=True)
def test_an_audit_row_outside_a_transaction_is_a_defect(actor):
    with pytest.raises(RuntimeError):
        audit.record(actor=actor, action="x", object_kind="y", object_id=1)


@pytest.mark.parametrize(("who", "status"), [("AUDIT1", 200), ("ADMIN1", 200), ("EXEC1", 403), ("BM01", 403)])
def test_the_trail_is_for_auditors(operator, who, status):
    assert operator.client(who).get("/api/kernel/audit").status_code == status
