"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The dispatch stage."""

    name = "gridloop.dispatch"
    label = "dispatch"
