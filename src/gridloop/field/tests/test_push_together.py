"""A phone that sends the same batch over several connections at once, and again when it got no answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import OperationalError, connection

from gridloop.field.models import Device, MutationLog
from gridloop.field.services.push import push
from gridloop.field.tests.conftest import letters, name_of
from gridloop.field.types import Carrier, PushReport

SENDERS = 4
TEXT = "abcdefgh"
PATIENCE = 500


@pytest.mark.django_db(transaction=True)
def test_each_mutation_is_applied_once(carrier: Carrier) -> None:
    together = Barrier(SENDERS)

    def send(sender: int) -> PushReport:
        together.wait()
        try:
            for _ in range(PATIENCE):
                try:
                    return push(carrier=carrier, mutations=letters(1, TEXT))
                except OperationalError:  # a busy database refuses nothing: the phone sends again
                    sleep(0.005 * (sender + 1))
            raise AssertionError("the database never answered")
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        reports = list(pool.map(send, range(SENDERS)))
    assert name_of() == TEXT
    assert {report.last_mutation_id for report in reports} == {len(TEXT)}
    assert {result.status.value for report in reports for result in report.results} <= {"applied", "exists"}
    assert MutationLog.objects.count() == len(TEXT)
    assert Device.objects.get().last_mutation_id == len(TEXT)
