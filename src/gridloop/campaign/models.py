"""Campaigns, the targets they chose, and saved audiences."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from gridloop.campaign.types import (
    Arm,
    CampaignChannel,
    CampaignState,
    Direction,
    Objective,
    OfferChoice,
    Routing,
)


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Campaign(models.Model):
    """One plan for one objective in one cycle, from draft to close."""

    code = models.CharField(max_length=20, unique=True)
    plan_key = models.CharField(max_length=60, default="", blank=True, help_text="its name in a plan file")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    objective = models.CharField(max_length=10, choices=_choices(Objective))
    model = models.CharField(max_length=40, default="", blank=True)
    cycle = models.CharField(max_length=7, db_index=True)
    org_code = models.CharField(max_length=40, db_index=True, help_text="the unit whose customers are meant")
    direction = models.CharField(max_length=10, choices=_choices(Direction))
    state = models.CharField(
        max_length=10,
        choices=_choices(CampaignState),
        default=CampaignState.DRAFT.value,
        db_index=True,
    )
    priority = models.PositiveSmallIntegerField(default=50)

    audience = models.JSONField(default=dict)
    exclusions = models.JSONField(default=dict)
    channel = models.CharField(max_length=8, choices=_choices(CampaignChannel), default=CampaignChannel.VISIT.value)
    routing = models.CharField(max_length=12, choices=_choices(Routing), default=Routing.OWNER.value)
    offer_choice = models.CharField(max_length=10, choices=_choices(OfferChoice), default=OfferChoice.MATCHING.value)
    offer_code = models.CharField(max_length=40, default="", blank=True)
    scripts = models.JSONField(default=dict)

    goal_successes = models.PositiveIntegerField(default=0)
    goal_revenue_fen = models.BigIntegerField(default=0)
    budget_fen = models.BigIntegerField(default=0)
    unit_costs_fen = models.JSONField(default=dict)
    starts_on = models.DateField()
    ends_on = models.DateField()
    success_window_days = models.PositiveSmallIntegerField()
    control_share = models.FloatField()
    capacity_share = models.FloatField(default=1.0)
    max_targets = models.PositiveIntegerField(null=True, blank=True)

    forecast = models.JSONField(default=dict)
    launch_run = models.CharField(max_length=32, default="", blank=True, help_text="the launch under way")
    launch_reads = models.JSONField(default=dict, help_text="versions of the datasets the launch read")
    verdicts = models.JSONField(default=dict, help_text="how many customers got each verdict")

    drafted_by = models.CharField(max_length=150)
    submitted_by = models.CharField(max_length=150, default="", blank=True)
    decided_by = models.CharField(max_length=150, default="", blank=True)
    decision_note = models.CharField(max_length=1000, default="", blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    launched_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="when it was over, ended or closed")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "plan_key"], condition=~Q(plan_key=""), name="one_campaign_per_plan_key"
            ),
            models.CheckConstraint(
                condition=Q(submitted_by="") | Q(decided_by="") | ~Q(submitted_by=models.F("decided_by")),
                name="nobody_decides_his_own_plan",
            ),
        ]


class CampaignTarget(models.Model):
    """One customer chosen for one step of a campaign, to be contacted or left alone as control."""

    if TYPE_CHECKING:
        campaign_id: int
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    customer_id = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField(default=1)
    rank = models.PositiveIntegerField()
    arm = models.CharField(max_length=8, choices=_choices(Arm))
    offer_code = models.CharField(max_length=40, default="", blank=True)
    probability = models.FloatField(null=True, blank=True)
    uplift = models.FloatField(null=True, blank=True)
    expected_value_fen = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=list)
    assignee_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "customer_id", "step"], name="one_target_per_campaign_customer_step"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "rank"], name="target_by_rank"),
            models.Index(fields=["campaign", "grid_code", "assignee_code"], name="target_by_place"),
            models.Index(fields=["customer_id"], name="target_by_customer"),
        ]


class AudienceTemplate(models.Model):
    """An audience kept under a name, for everybody of the unit it was saved for and the units above."""

    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    org_code = models.CharField(max_length=40, db_index=True)
    audience = models.JSONField(default=dict)
    exclusions = models.JSONField(default=dict)
    created_by = models.CharField(max_length=150)
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name_zh"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["org_code", "name_zh"], name="one_template_per_name_and_unit")
        ]
