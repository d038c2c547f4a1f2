"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The care stage."""

    name = "gridloop.care"
    label = "care"
