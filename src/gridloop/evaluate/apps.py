"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluateConfig(AppConfig):
    """The evaluate stage."""

    name = "gridloop.evaluate"
    label = "evaluate"
