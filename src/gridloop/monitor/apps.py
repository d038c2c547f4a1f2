"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """The monitor stage."""

    name = "gridloop.monitor"
    label = "monitor"
