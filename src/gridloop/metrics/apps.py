"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """The metrics stage."""

    name = "gridloop.metrics"
    label = "metrics"
