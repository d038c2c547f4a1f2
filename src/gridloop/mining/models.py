"""The model registry: every trained version with what it was trained on and how honest tests judged it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ModelVersion(models.Model):
    """One trained version of a model. At most one version of a name is active."""

    class State(models.TextChoices):
        """Life of a version."""

        ACTIVE = "active"
        RETIRED = "retired"

    name = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    month = models.DateField(help_text="the first day on which everything it learnt from was known")
    state = models.CharField(max_length=8, choices=State.choices)
    metrics = models.JSONField(default=dict)
    features = models.JSONField(default=list, help_text="[{name, importance}], most important first")
    reads = models.JSONField(default=dict, help_text="dataset versions read")
    folder = models.CharField(max_length=200, help_text="folder of its files below HOME")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="one_row_per_model_version"),
            models.UniqueConstraint(fields=["name"], condition=Q(state="active"), name="one_active_version_per_model"),
        ]
