"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """The contact stage."""

    name = "gridloop.contact"
    label = "contact"
