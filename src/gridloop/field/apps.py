"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """The field stage."""

    name = "gridloop.field"
    label = "field"
