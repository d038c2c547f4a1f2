"""Which version of each dataset is current, what was delivered, what was refused, and sealed phone numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DatasetVersion(models.Model):
    """One committed version of a dataset; the newest row of a dataset is the current one."""

    dataset = models.CharField(max_length=60)
    version = models.BigIntegerField(help_text="version in the table's own log")
    rows = models.BigIntegerField(help_text="rows of the whole dataset in this version")
    columns = models.JSONField(default=dict)
    run = models.CharField(max_length=120, help_text="what produced it")
    reads = models.JSONField(default=dict, help_text="versions of the datasets that were read")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["dataset", "-id"])]


class DatasetLock(models.Model):
    """The row a publisher holds while it commits a version of a dataset."""

    dataset = models.CharField(max_length=60, primary_key=True)
