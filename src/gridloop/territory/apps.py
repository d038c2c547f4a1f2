"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The territory stage."""

    name = "gridloop.territory"
    label = "territory"
