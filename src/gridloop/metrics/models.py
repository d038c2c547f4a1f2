"""Goals: numbers to reach, of an indicator, for a unit or a person and a cycle."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


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
