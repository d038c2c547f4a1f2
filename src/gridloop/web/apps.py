"""Django's registration of the composition root."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

from gridloop.loop import STAGES


class WebConfig(AppConfig):
    """Settings, addresses, commands: where the stages are put together."""

    name = "gridloop.web"
    label = "web"

    def ready(self) -> None:
        """Register every stage's jobs, and what each stage sends to a phone."""
        for stage in STAGES:
            for room in ("jobs", "sync"):
                if find_spec(f"gridloop.{stage}.{room}") is not None:
                    import_module(f"gridloop.{stage}.{room}")
