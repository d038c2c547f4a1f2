"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalog stage."""

    name = "gridloop.catalog"
    label = "catalog"
