"""Goals, the operator's own definitions, and manual tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gridloop.metrics.alert_types import AlertKind, AlertState
from gridloop.metrics.types import LibraryKind, State


class Goal(models.Model):
    """One goal. Exactly one of ``org_code`` and ``person_code`` is filled; the other is empty text."""

    indicator = models.CharField(max_length=60)
    org_code = models.CharField(max_length=40, default="", blank=True)
    person_code = models.CharField(max_length=40, default="", blank=True)
    cycle = models.CharField(max_length=7)
    value = models.FloatField(help_text="in the indicator's own unit: fen, a count, or a part of one")
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["cycle", "indicator", "org_code", "person_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "org_code", "person_code", "cycle"], name="one_goal_per_holder"
            ),
            models.CheckConstraint(condition=Q(org_code="") ^ Q(person_code=""), name="goal_of_a_unit_or_of_a_person"),
        ]


class LibraryEntry(models.Model):
    """A tag or indicator that the operator defined himself (``own``), or what he decided on one that is shipped.

    ``body`` is the published definition, in the words of the shipped files; ``draft`` is what is being worked on and
    counts nowhere. A shipped definition has a row only when it was retired.
    """

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LibraryKind])
    code = models.CharField(max_length=60)
    own = models.BooleanField(default=True)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in State], default=State.DRAFT.value
    )
    version = models.PositiveIntegerField(default=0, help_text="0 until published")
    body = models.JSONField(default=dict, blank=True)
    draft = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=500, default="", blank=True, help_text="why it was retired")
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "code"], name="one_definition_per_code")]


class IndicatorMonth(models.Model):
    """By which definition an indicator's published numbers of a month were worked out.

    Written in the transaction that publishes the numbers. Without a row, nobody wrote down what they stand on.
    """

    indicator = models.CharField(max_length=60)
    month = models.DateField()
    definition = models.CharField(max_length=16, help_text="digest of what the numbers depend on")
    version = models.PositiveIntegerField(help_text="the version that the library showed")
    computed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["indicator", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "month"], name="one_definition_per_indicator_month")
        ]


class TagMark(models.Model):
    """A manual tag on one customer, set by a person who says why; in the lake from the next build on."""

    tag = models.CharField(max_length=60)
    customer_id = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["tag", "customer_id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "customer_id"], name="one_mark_per_customer")]
        indexes: ClassVar = [models.Index(fields=["customer_id"], name="marks_of_a_customer")]


class AlertRule(models.Model):
    """A shipped alert rule that the operator tuned."""

    code = models.CharField(max_length=60, unique=True)
    limit = models.FloatField()
    active = models.BooleanField(default=True)
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]


class Alert(models.Model):
    """What a rule found in a grid in a cycle; ``silenced_until`` is the last cycle in which it stays silent."""

    rule = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in AlertKind])
    indicator = models.CharField(max_length=60)
    org_code = models.CharField(max_length=40)
    cycle = models.CharField(max_length=7)
    value = models.FloatField()
    expected = models.FloatField(help_text="what the history says, the limit, or the goal")
    score = models.FloatField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in AlertState], default=AlertState.OPEN.value
    )
    reason = models.CharField(max_length=500, default="", blank=True, help_text="why it was silenced")
    silenced_by = models.CharField(max_length=150, default="", blank=True)
    silenced_until = models.CharField(max_length=7, default="", blank=True)
    raised_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-cycle", "-score", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "org_code", "cycle"], name="one_alert_per_rule_grid_cycle")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "org_code"], name="open_alerts_of_a_grid")]
