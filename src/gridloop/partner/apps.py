"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class PartnerConfig(AppConfig):
    """The partner stage."""

    name = "gridloop.partner"
    label = "partner"
