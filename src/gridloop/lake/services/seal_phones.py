"""Puts customers' clear phone numbers where only an audited look-up reads them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection as database
from django.db import transaction

from gridloop.lake.contract_types import Contract
from gridloop.lake.engine import Lake
from gridloop.lake.intake.staging import GOOD
from gridloop.lake.models import DatasetVersion, SealedPhone
from gridloop.lake.services.publish import PreparedVersion
from gridloop.lake.services.publish_delivery import PreparedDelivery

CUSTOMERS = "customer"
_CHUNK = 5_000
_ONE_QUERY = 500
_WRITTEN, _BEFORE = "phones written", "phones before"


def seal_phones(*, contract: Contract, prepared: PreparedDelivery, lake: Lake) -> bool:
    """Keep the clear numbers of customers that are about to be published; safe to repeat.

    Only what differs from the version in force is kept anew, as long as all of that version's numbers were: most
    customers have the phone they had. Numbers of customers who have none any more are forgotten. Returns whether
    every number of what is written is sealed then, which ``mark_sealed`` says of the version it becomes.
    """
    ours = next((one for one in prepared.datasets if one.version.dataset == CUSTOMERS), None)
    if contract.phone is None or ours is None:
        return False
    before = DatasetVersion.objects.filter(dataset=CUSTOMERS).first()
    known = before is not None and before.phones_sealed
    _lay_out(lake, ours.version)
    phone = contract.phone.typed_name
    fresh = f'SELECT customer_id, phone_hash, "{phone}" AS phone FROM {GOOD} WHERE phone_hash IS NOT NULL'
    if not ours.as_delivered:
        fresh = f'SELECT * FROM ({fresh}) SEMI JOIN "{_WRITTEN}" USING (customer_id, phone_hash)'
    if known:
        fresh = f'SELECT * FROM ({fresh}) ANTI JOIN "{_BEFORE}" USING (customer_id, phone_hash)'
    complete = known or ours.as_delivered or not _others(lake)
    # until the version is there that these numbers are of, nobody may take them for those of the version in force
    DatasetVersion.objects.filter(dataset=CUSTOMERS, phones_sealed=True).update(phones_sealed=False)
    _keep(lake, f"SELECT customer_id, phone FROM ({fresh}) ORDER BY customer_id")
    _forget(
        lake, f'SELECT customer_id FROM "{_BEFORE}" ANTI JOIN "{_WRITTEN}" USING (customer_id) ORDER BY customer_id'
    )
    return complete


def mark_sealed(*, published: Mapping[str, int]) -> None:
    """Say that all numbers of the customers' new version are sealed; call in the transaction that publishes it."""
    version = published[CUSTOMERS]
    DatasetVersion.objects.filter(dataset=CUSTOMERS, version=version).update(phones_sealed=True)


def _lay_out(lake: Lake, written: PreparedVersion) -> None:
    """Show the engine whose phone is what, in the version in force and in the one that is written."""
    files = ", ".join(f"'{file}'" for file, _, _ in written.files)
    after = f"SELECT customer_id, phone_hash FROM read_parquet([{files}])"
    before = f"{after} LIMIT 0"
    if CUSTOMERS in lake.versions:
        before = lake.sql(lake.table(CUSTOMERS).select("customer_id", "phone_hash"))
    for name, rows in ((_WRITTEN, after), (_BEFORE, before)):
        lake.connection.execute(
            f'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT * FROM ({rows}) WHERE phone_hash IS NOT NULL'
        )


def _others(lake: Lake) -> bool:
    """Tell whether phones are written that this delivery did not bring."""
    query = f'SELECT 1 FROM "{_WRITTEN}" ANTI JOIN {GOOD} USING (customer_id, phone_hash) LIMIT 1'
    return lake.connection.execute(query).fetchone() is not None


def _keep(lake: Lake, query: str) -> None:
    upsert = (
        f"INSERT INTO {SealedPhone._meta.db_table} (customer_id, phone) VALUES (%s, %s) "
        "ON CONFLICT (customer_id) DO UPDATE SET phone = excluded.phone"
    )
    found = lake.connection.execute(query)
    while rows := found.fetchmany(_CHUNK):
        with transaction.atomic(), database.cursor() as cursor:
            cursor.executemany(upsert, rows)


def _forget(lake: Lake, query: str) -> None:
    found = lake.connection.execute(query)
    while rows := found.fetchmany(_CHUNK):
        customers = [customer for (customer,) in rows]
        for start in range(0, len(customers), _ONE_QUERY):
            SealedPhone.objects.filter(customer_id__in=customers[start : start + _ONE_QUERY]).delete()
