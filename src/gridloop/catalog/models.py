"""Offers and who may hold them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridloop.catalog.types import OfferKind


class Offer(models.Model):
    """One thing the operator sells. Fee and cost are fen a month."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OfferKind])
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    monthly_fee_fen = models.BigIntegerField()
    cost_fen = models.BigIntegerField()
    contract_months = models.PositiveIntegerField(default=0)
    data_mb = models.BigIntegerField(null=True, blank=True)
    speed_mbps = models.IntegerField(null=True, blank=True)
    bundle_tier = models.CharField(max_length=10, default="", blank=True)
    discount_percent = models.FloatField(default=0)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]


class OfferRule(models.Model):
    """Who may hold an offer, as structured conditions; a customer must fulfil the derived and the added ones."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="rule")
    derived = models.JSONField(default=list, help_text="follow from the offer's fields and change with them")
    added = models.JSONField(default=list, help_text="set by a planner")
    set_by = models.CharField(max_length=150, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["offer__code"]
