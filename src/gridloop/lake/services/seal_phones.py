"""Puts customers' clear phone numbers where only an audited look-up reads them."""

from __future__ import annotations

import duckdb
from django.db import connection as database
from django.db import transaction

from gridloop.lake.intake.staging import GOOD
from gridloop.lake.models import SealedPhone

CHUNK = 5_000


def seal_phones(*, connection: duckdb.DuckDBPyConnection, phone_column: str) -> int:
    """Keep the good rows' phones under their customers' ids; safe to repeat. Returns how many rows had one."""
    table = SealedPhone._meta.db_table
    upsert = (
        f"INSERT INTO {table} (customer_id, phone) VALUES (%s, %s) "
        "ON CONFLICT (customer_id) DO UPDATE SET phone = excluded.phone"
    )
    found = connection.execute(
        f'SELECT customer_id, "{phone_column}" FROM {GOOD} WHERE phone_hash IS NOT NULL ORDER BY customer_id'
    )
    count = 0
    while rows := found.fetchmany(CHUNK):
        with transaction.atomic(), database.cursor() as cursor:
            cursor.executemany(upsert, rows)
        count += len(rows)
    return count
