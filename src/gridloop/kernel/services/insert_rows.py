"""Bulk arrival of rows on any of our databases: one statement, prepared once, that passes over what is there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models, transaction


def insert_missing(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; those that break a uniqueness constraint are passed over.

    Several times faster than ``bulk_create``, which binds a limited number of values a statement. Keys made by the
    database are not read back.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, values)
