"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class LakeConfig(AppConfig):
    """The lake stage."""

    name = "gridloop.lake"
    label = "lake"
