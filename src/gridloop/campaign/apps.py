"""Django's registration of the stage."""

from __future__ import annotations

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    """The campaign stage."""

    name = "gridloop.campaign"
    label = "campaign"
