"""Django's registration of the composition root."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Settings, addresses, commands: where the stages are put together."""

    name = "gridloop.web"
    label = "web"
