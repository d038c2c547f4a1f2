"""Places, who looks after them since when, overrides of ownership, and what derivations found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gridloop.territory.types import OverrideState


class Place(models.Model):
    """One basic unit of a grid: a compound, village, building, park, market or street."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    grid_code = models.CharField(max_length=40, db_index=True)
    district = models.CharField(max_length=60, default="", blank=True)
    households = models.PositiveIntegerField(default=0)
    is_rural = models.BooleanField(default=False)
    longitude = models.FloatField(null=True, blank=True, help_text="WGS 84 degrees")
    latitude = models.FloatField(null=True, blank=True, help_text="WGS 84 degrees")
    boundary = models.TextField(default="", blank=True, help_text="GeoJSON geometry, WGS 84; empty: unknown")
    delivered_assignee_code = models.CharField(
        max_length=40, default="", blank=True, help_text="as the feed last said; a change here ends a manual choice"
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]


class PlaceAssignment(models.Model):
    """Who looks after a place, from a day on, up to but not including ``valid_to``."""

    place_code = models.CharField(max_length=40)
    assignee_code = models.CharField(max_length=40, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["place_code", "valid_from", "id"]
        indexes: ClassVar = [models.Index(fields=["place_code", "valid_from"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code"], condition=Q(valid_to__isnull=True), name="one_open_assignment_per_place"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
        ]


class OwnershipOverride(models.Model):
    """A customer given to somebody else than the rules would, for a reason, with approval."""

    customer_id = models.CharField(max_length=40, db_index=True)
    assignee_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, db_index=True)
    former_assignee_code = models.CharField(max_length=40, default="", blank=True)
    former_grid_code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in OverrideState])
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer_id"],
                condition=Q(state=OverrideState.APPROVED.value),
                name="one_approved_override_per_customer",
            ),
            models.UniqueConstraint(
                fields=["customer_id"],
                condition=Q(state=OverrideState.PENDING.value),
                name="one_pending_override_per_customer",
            ),
        ]


class GridArea(models.Model):
    """A grid's polygon, the union of its places, as drawn on the map; kept until the places change."""

    grid_code = models.CharField(max_length=40, unique=True)
    outline = models.TextField(help_text="GeoJSON geometry, simplified together with its neighbours")
    area_km2 = models.FloatField()
    approximate = models.BooleanField(default=False, help_text="its places have points only, no boundaries")
    fingerprint = models.CharField(max_length=32, help_text="digest of what all the polygons were made of")


class OwnershipRun(models.Model):
    """One derivation of ownership: what it read and found. The newest row belongs to the current dataset."""

    as_of = models.DateField()
    version = models.BigIntegerField(help_text="version of the dataset ownership")
    customers = models.BigIntegerField()
    by_rule = models.JSONField(default=dict)
    conflicts = models.JSONField(default=dict)
    without_assignee = models.BigIntegerField(default=0)
    lapsed_overrides = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]


class TerritorySync(models.Model):
    """One sync from the lake, with the delivered rows that could not be used."""

    version = models.JSONField(default=dict, help_text="versions of the datasets that were read")
    left_out = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
