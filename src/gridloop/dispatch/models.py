"""Work orders, where they left somebody's phone, and what sellers report from the street."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gridloop.dispatch.types import EndReason, IntelligenceKind, LeftReason, OrderState, SourceKind


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class WorkOrder(models.Model):
    """One customer to be contacted for one step of one source in one cycle, by one assignee.

    ``id`` is made of those words (``rules.order_id``), so that the same order always has the same id.
    ``first_planned_on`` is the day it was first handed out for; ``planned_on`` moves with what the customer asks for.
    ``change_seq`` is taken from the one counter in every transaction that changes an order.
    """

    id = models.UUIDField(primary_key=True)
    customer_id = models.CharField(max_length=40)
    source_kind = models.CharField(max_length=10, choices=_choices(SourceKind))
    source_id = models.CharField(max_length=60)
    step = models.PositiveSmallIntegerField()
    cycle = models.CharField(max_length=7)
    assignee_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    offer_code = models.CharField(max_length=40, default="", blank=True)
    priority = models.PositiveSmallIntegerField()
    expected_value_fen = models.BigIntegerField(default=0)
    planned_on = models.DateField(null=True, blank=True, help_text="empty while the order is held")
    first_planned_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    next_on = models.DateField(null=True, blank=True, help_text="the day the customer asked for")
    state = models.CharField(max_length=12, choices=_choices(OrderState))
    held_reason = models.CharField(max_length=40, default="", blank=True)
    end_reason = models.CharField(max_length=20, choices=_choices(EndReason), default="", blank=True)
    outcome = models.CharField(max_length=16, default="", blank=True, help_text="of the newest contact")
    objection = models.CharField(max_length=20, default="", blank=True)
    contacts = models.PositiveSmallIntegerField(default=0)
    not_reached = models.PositiveSmallIntegerField(default=0)
    reached = models.BooleanField(default=False)
    interested = models.BooleanField(default=False)
    first_contact_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    card = models.JSONField(default=dict, help_text="what the phone shows; least fields")
    created_at = models.DateTimeField()
    change_seq = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["planned_on", "-priority", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer_id", "source_kind", "source_id", "step", "cycle"], name="one_order_per_target"
            ),
            models.CheckConstraint(
                condition=Q(state="held", planned_on__isnull=True, held_reason__gt="")
                | Q(~Q(state="held"), held_reason=""),
                name="held_orders_have_a_reason_and_no_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["pending", "acknowledged", "in_progress"])
                | Q(planned_on__isnull=False, completed_at__isnull=True),
                name="open_orders_have_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assignee_code", "change_seq"], name="order_by_change"),
            models.Index(fields=["assignee_code", "state", "planned_on"], name="order_by_day"),
            models.Index(fields=["grid_code", "state"], name="order_by_grid"),
            models.Index(fields=["source_kind", "source_id", "state"], name="order_by_source"),
            models.Index(fields=["customer_id"], name="order_by_customer"),
            models.Index(fields=["cycle", "state"], name="order_by_cycle"),
        ]


class OrderRemoval(models.Model):
    """An order that left somebody's hands: his phone forgets it when it asks for changes after ``seq``."""

    person_code = models.CharField(max_length=40)
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="removals")
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["person_code", "seq"], name="removal_by_change")]


class ChangeCounter(models.Model):
    """The one number that every change of an order takes, under lock until its transaction ends.

    Changes therefore become visible in the order of their numbers, and "everything after n" misses nothing.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_change_counter")]

    @classmethod
    def take(cls) -> int:
        """Return the next number; must be called inside a transaction, before anything else is locked."""
        if not cls.objects.filter(pk=1).update(value=F("value") + 1):
            ChangeCounter.objects.bulk_create([ChangeCounter(pk=1, value=0)], ignore_conflicts=True)
            cls.objects.filter(pk=1).update(value=F("value") + 1)
        return cls.current()

    @classmethod
    def current(cls) -> int:
        """Return the last number that was taken."""
        row = cls.objects.filter(pk=1).first()
        return row.value if row else 0


class OptOutCursor(models.Model):
    """Up to which opt-out the open orders have been taken back."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    opt_out_id = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_opt_out_cursor")]

    @classmethod
    def position(cls) -> int:
        """Return the id of the last opt-out that was followed."""
        return cls.objects.filter(pk=1).values_list("opt_out_id", flat=True).first() or 0

    @classmethod
    def move(cls, opt_out_id: int) -> None:
        """Note that everything up to an opt-out was followed."""
        cls.objects.update_or_create(pk=1, defaults={"opt_out_id": opt_out_id})


class Intelligence(models.Model):
    """What a seller saw or heard: a competitor's promotion, a new resident, a lead, wrong data."""

    id = models.UUIDField(primary_key=True, help_text="made on the device before sending")
    kind = models.CharField(max_length=24, choices=_choices(IntelligenceKind))
    place_code = models.CharField(max_length=40, default="", blank=True)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    text = models.CharField(max_length=1000)
    person_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True, db_index=True)
    reported_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-reported_at", "id"]


class DayClose(models.Model):
    """Somebody closed his day. Counts are those his phone knew, what is left stays planned as it was.

    He may close a day again; the newest word (by his phone's clock) stands.
    """

    person_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    day = models.DateField()
    planned = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    left_open = models.PositiveIntegerField()
    left_reason = models.CharField(max_length=16, choices=_choices(LeftReason), default="", blank=True)
    claimed_at = models.DateTimeField(help_text="by the phone's clock")
    closed_at = models.DateTimeField(help_text="when it reached the server")

    class Meta:
        ordering: ClassVar = ["-day", "person_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_code", "day"], name="one_close_per_day"),
            models.CheckConstraint(
                condition=Q(left_open=0, left_reason="") | Q(left_open__gt=0, left_reason__gt=""),
                name="what_is_left_has_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["day", "grid_code"], name="close_by_grid")]
