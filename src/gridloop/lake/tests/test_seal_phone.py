"""Clear phone numbers are in one guarded table; everywhere else there is a hash and four digits."""

from __future__ import annotations

import pytest

from gridloop.kernel.models import AuditEntry
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.lake.models import FeedBatch, QuarantinedRow, SealedPhone, SealedRow
from gridloop.lake.queries import phone_hash
from gridloop.lake.services.reveal_phone import masked, reveal_phone
from gridloop.lake.services.roll_back import roll_back
from gridloop.lake.tests.conftest import customers, rows_of

PHONE = "13800001234"


def test_the_lake_gets_a_keyed_hash_and_four_digits(deliver, settings):
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01", "C2|乙||2020-01-01"))
    first, second = rows_of("customer")
    assert (first["phone_hash"], first["phone_last4"]) == (phone_hash("138-0000 1234"), "1234")
    assert (second["phone_hash"], second["phone_last4"]) == (None, None)
    assert len(first["phone_hash"]) == 64
    before = phone_hash(PHONE)
    settings.SECRET_KEY = "another installation"
    assert phone_hash(PHONE) != before


def test_a_number_is_sealed_once_and_follows_the_latest_delivery(deliver):
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01"))
    deliver("customer", customers("C1|甲|１３９００００５６７８|2020-01-01"), day="2026-11-01")
    assert list(SealedPhone.objects.values_list("customer_id", "phone")) == [("C1", "13900005678")]


def test_a_late_delivery_does_not_bring_an_old_number_back(deliver):
    deliver("customer", customers("C1|甲|13900005678|2020-01-01"), day="2026-11-01")
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01"), day="2026-10-01")
    assert SealedPhone.objects.get().phone == "13900005678"


def test_only_numbers_that_differ_are_kept_anew(deliver):
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01", "C2|乙|13900005678|2020-01-01"), day="2026-09-01")
    SealedPhone.objects.update(phone="untouched")
    changed = customers(f"C1|甲|{PHONE}|2020-01-01", "C2|乙|13700000000|2020-01-01", "C3|丙|13600001111|2020-01-01")
    deliver("customer", changed, day="2026-10-01")
    kept = {"C1": "untouched", "C2": "13700000000", "C3": "13600001111"}
    assert dict(SealedPhone.objects.values_list("customer_id", "phone")) == kept


def test_a_number_that_is_delivered_no_more_is_forgotten(deliver, actor):
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01", "C2|乙|13900005678|2020-01-01"), day="2026-09-01")
    deliver("customer", customers("C1|甲||2020-01-01"), day="2026-10-01")
    assert not SealedPhone.objects.exists()
    with pytest.raises(NotFoundProblem):
        reveal_phone(customer_id="C1", purpose="x", actor=actor)


def test_a_load_that_died_after_sealing_leaves_no_wrong_number(deliver, monkeypatch):
    day = "2026-10-01"
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01"), day="2026-09-01")

    def dies(**arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("gridloop.lake.services.load_feed.commit_delivery", dies)
        deliver("customer", customers("C1|甲|13700000000|2020-01-01"), day=day)
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-02"), day=day)
    assert SealedPhone.objects.get().phone == PHONE


def test_numbers_are_sealed_again_after_a_batch_was_taken_back(deliver, actor):
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01"), day="2026-09-01")
    wrong = deliver("customer", customers("C1|甲|13700000000|2020-01-01"), day="2026-09-15")
    roll_back(batch_id=wrong.batch_id, reason="scrambled", actor=actor)
    assert not SealedPhone.objects.exists()
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01", "C2|乙||2020-01-01"), day="2026-10-01")
    assert SealedPhone.objects.get().phone == PHONE


def test_revealing_needs_a_purpose_and_is_audited(deliver, actor):
    deliver("customer", customers(f"C1|甲|{PHONE}|2020-01-01"))
    assert reveal_phone(customer_id="C1", purpose="call for order 7", actor=actor) == PHONE
    entry = AuditEntry.objects.get(action="lake.reveal_phone")
    assert (entry.object_id, entry.detail) == ("C1", {"purpose": "call for order 7"})
    with pytest.raises(Problem, match="needed for"):
        reveal_phone(customer_id="C1", purpose="  ", actor=actor)
    with pytest.raises(NotFoundProblem):
        reveal_phone(customer_id="C9", purpose="x", actor=actor)


def test_a_masked_number_shows_four_digits():
    assert (masked("1234"), masked(None), masked("")) == ("*******1234", "", "")


def test_no_table_but_the_guarded_ones_holds_a_clear_number(deliver):
    rows = [f"C1|甲|{PHONE}|不详", f"C2|乙|{PHONE}|2020-01-01"]
    ragged = f"C3|{PHONE}|x\n".encode()
    deliver("customer", customers(*rows) + ragged)
    assert QuarantinedRow.objects.count() == 2
    for row in QuarantinedRow.objects.all():
        assert PHONE not in f"{row.raw} {row.values} {row.params}"
        assert PHONE in SealedRow.objects.get(row=row).values.values()
    assert PHONE not in str([batch.__dict__ for batch in FeedBatch.objects.all()])
    assert PHONE not in str(rows_of("customer"))
