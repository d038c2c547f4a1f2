"""Bulk arrival of rows on any of our databases: one statement, prepared once, that passes over what is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any

from django.db import connection, models, transaction

_TAKEN_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)


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
    readers = [_reader(field) for field in fields]
    values = [[read(row) for read in readers] for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _reader(field: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
    """Return what gives a row's value as the database takes it."""
    name, simple = field.attname, isinstance(field, _TAKEN_AS_THEY_ARE)

    def read(row: models.Model) -> Any:
        value = getattr(row, name)
        if simple and type(value) in (str, int, NoneType):  # asking the field would take ten times as long
            return value
        return field.get_db_prep_save(value, connection)

    return read
