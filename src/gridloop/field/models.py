"""Phones, what each of them sent, and what each of them holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gridloop.field.types import MutationStatus
from gridloop.kernel.types import SELLERS, Scope


class DeviceQuerySet(models.QuerySet["Device"]):
    """Phones, narrowed to what somebody may see."""

    def within(self, scope: Scope) -> DeviceQuerySet:
        """Return the phones of people in the scope's units; a seller sees his own only."""
        condition = Q(pk__in=[])
        for prefix in scope.org_paths:
            condition |= Q(account__org_unit__path__startswith=prefix)
        rows = self.filter(condition)
        if scope.role in SELLERS:
            rows = rows.filter(account__person__code=scope.person_code or "")
        return rows


class Device(models.Model):
    """One phone of one account. ``last_mutation_id`` moves only together with the effect of that mutation.

    ``session`` is the fingerprint of the session it last spoke in: a phone that was switched off must not come back
    as another one in the same session.
    """

    if TYPE_CHECKING:
        account_id: int
    device_id = models.UUIDField(unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=80)
    last_mutation_id = models.PositiveBigIntegerField(default=0)
    view_sequence = models.PositiveBigIntegerField(default=0)
    stage_cursors = models.JSONField(default=dict)
    oldest_cursor = models.PositiveBigIntegerField(default=0)
    clock_skew_seconds = models.BigIntegerField(default=0)
    session = models.CharField(max_length=32, default="", blank=True, db_index=True)
    registered_at = models.DateTimeField()
    last_seen = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Device]] = DeviceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-last_seen"]


class MutationLog(models.Model):
    """One mutation that arrived: applied, or refused with the reason. ``args`` is kept of refused ones only."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="mutations")
    mutation_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=60)
    status = models.CharField(
        max_length=8,
        choices=[(status.value, status.value) for status in (MutationStatus.APPLIED, MutationStatus.REFUSED)],
    )
    digest = models.CharField(max_length=32)
    args = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    claimed_at = models.DateTimeField()
    applied_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-applied_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "mutation_id"], name="one_mutation_per_number")
        ]
        indexes: ClassVar = [models.Index(fields=["status", "applied_at"])]


class HeldItem(models.Model):
    """One thing that a phone was told of; ``removed`` rows are tombstones.

    ``sequence`` is the device's ``view_sequence`` at which the phone was last told something new about it.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="held")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=32)
    sequence = models.PositiveBigIntegerField()
    removed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "kind", "key"], name="one_held_item_per_key")
        ]
