"""The contact log, opt-outs, slot reservations and the versions of the policy."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q

from gridloop.contact.types import BestTime, Channel, Direction, Objection, Outcome


class AppendOnlyError(Exception):
    """Somebody tried to change what is written once."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that can be added and read, nothing else."""

    def update(self, **changes: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuse to change one that is there."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class Contact(AppendOnly):
    """One contact, made or tried. Corrections are contacts of their own."""

    id = models.UUIDField(primary_key=True, help_text="made on the device before sending")
    customer_id = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    direction = models.CharField(max_length=10, choices=_choices(Direction))
    outcome = models.CharField(max_length=16, choices=_choices(Outcome))
    uses_slot = models.BooleanField(help_text="counts against the caps")
    objection = models.CharField(max_length=20, choices=_choices(Objection), default="", blank=True)
    competitor = models.CharField(max_length=80, default="", blank=True)
    competitor_contract_end_on = models.DateField(null=True, blank=True)
    best_time = models.CharField(max_length=10, choices=_choices(BestTime), default="", blank=True)
    next_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    longitude = models.FloatField(null=True, blank=True, help_text="one fix per visit, WGS 84")
    latitude = models.FloatField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="by the device's clock")
    made_at = models.DateTimeField(help_text="by the server's clock")
    made_on = models.DateField(help_text="the tenant's day of made_at")
    made_by = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    source_kind = models.CharField(max_length=16, default="", blank=True)
    source_id = models.CharField(max_length=60, default="", blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    cycle = models.CharField(max_length=7, default="", blank=True)
    order_id = models.CharField(max_length=40, default="", blank=True)
    after_opt_out = models.BooleanField(default=False, help_text="made although he had said no by then")

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["customer_id", "made_on"]),
            models.Index(fields=["made_on"]),
            models.Index(fields=["source_kind", "source_id"]),
            models.Index(fields=["order_id"]),
        ]


class OptOut(AppendOnly):
    """A customer does not want to be disturbed, on one channel (or ``all``). Final."""

    customer_id = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[("all", "all"), *_choices(Channel)])
    since = models.DateTimeField()
    said_to = models.CharField(max_length=150)
    source = models.CharField(max_length=60)
    note = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer_id", "channel"], name="one_opt_out_per_channel")
        ]


class SlotReservation(models.Model):
    """A place in a customer's calendar, taken for a planned contact or used by one that was made.

    ``sequence`` counts a customer's rows. Whoever takes a slot has read the last number before he counted contacts, and
    takes the next one: if anybody else did so meanwhile, the numbers collide and the later one must count again. The
    constraint, not a lock, thus keeps two campaigns from both taking the last slot.
    """

    class State(models.TextChoices):
        """Life of a slot."""

        PLANNED = "planned"
        USED = "used"
        RELEASED = "released"

    customer_id = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    planned_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    source_kind = models.CharField(max_length=16)
    source_id = models.CharField(max_length=60)
    step = models.PositiveSmallIntegerField()
    cycle = models.CharField(max_length=7)
    token = models.UUIDField(help_text="of the transaction that took it")
    reserved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["customer_id", "sequence"]
        indexes: ClassVar = [
            models.Index(fields=["planned_on", "state"]),
            models.Index(fields=["source_kind", "source_id", "step"]),
            models.Index(fields=["token"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer_id", "sequence"], name="one_slot_per_number"),
            models.UniqueConstraint(
                fields=["customer_id", "source_kind", "source_id", "step", "cycle"],
                condition=Q(state="planned"),
                name="one_planned_slot_per_source",
            ),
        ]


class ContactPolicy(AppendOnly):
    """One version of the contact policy; the newest is in force."""

    version = models.PositiveIntegerField(unique=True)
    terms = models.JSONField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-version"]


class CompetitorList(AppendOnly):
    """One version of the competitors that a seller may name; the newest is in force."""

    version = models.PositiveIntegerField(unique=True)
    items = models.JSONField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-version"]
