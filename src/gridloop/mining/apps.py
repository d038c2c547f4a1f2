"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class MiningConfig(AppConfig):
    """The mining stage."""

    name = "gridloop.mining"
    label = "mining"
