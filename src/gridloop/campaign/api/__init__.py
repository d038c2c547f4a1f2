"""The HTTP API of campaign planning."""

from __future__ import annotations

from gridloop.campaign.api.audience import add_audience
from gridloop.campaign.api.campaigns import add_campaigns
from gridloop.kernel.api import StageRouter

router = StageRouter("campaign")
add_audience(router)
add_campaigns(router)
