"""Which version of each dataset is current, what was delivered, what was refused, and sealed phone numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gridloop.lake.types import BatchState, RowReason


class DatasetVersion(models.Model):
    """One committed version of a dataset; the newest row of a dataset is the current one."""

    dataset = models.CharField(max_length=60)
    version = models.BigIntegerField(help_text="version in the table's own log")
    rows = models.BigIntegerField(help_text="rows of the whole dataset in this version")
    columns = models.JSONField(default=dict)
    run = models.CharField(max_length=120, help_text="what produced it")
    reads = models.JSONField(default=dict, help_text="versions of the datasets that were read")
    origins = models.JSONField(
        default=dict, help_text="part (month or 'all') -> feed -> business date and files it came from"
    )
    phones_sealed = models.BooleanField(default=False, help_text="the clear number of each of its phones is sealed")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["dataset", "-id"])]


class DatasetLock(models.Model):
    """The row a publisher holds while it commits a version of a dataset."""

    dataset = models.CharField(max_length=60, primary_key=True)


class FeedBatch(models.Model):
    """One file delivered for a feed, and what became of its rows: read = loaded + quarantined, always."""

    feed = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    business_date = models.DateField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(help_text="bytes")
    source_path = models.CharField(
        max_length=1000, default="", blank=True, help_text="where the file lay when it was read; it may be gone"
    )
    receipt_path = models.CharField(
        max_length=1000, default="", blank=True, help_text="where its receipt lies; empty for a file without one"
    )
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in BatchState])
    contract_version = models.CharField(max_length=20)
    rows_read = models.BigIntegerField(default=0)
    rows_loaded = models.BigIntegerField(default=0)
    rows_quarantined = models.BigIntegerField(default=0)
    rows_replayed = models.BigIntegerField(default=0, help_text="of the loaded: mended in quarantine first")
    published = models.JSONField(default=dict, help_text="dataset -> version")
    notes = models.JSONField(default=list, help_text="message codes with parameters: columns left out, …")
    error_code = models.CharField(max_length=60, default="", blank=True)
    error_params = models.JSONField(default=dict)
    timings = models.JSONField(default=dict, help_text="seconds per step")
    measures = models.JSONField(
        default=dict, blank=True, help_text="rows of the whole delivery and the months it brought"
    )
    accepted = models.JSONField(
        default=dict, blank=True, help_text="who let a delivery pass that differs too much: by, at, reason"
    )
    rolled_back = models.JSONField(default=dict, blank=True, help_text="who took it back: by, at, reason")
    loaded_by = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["feed", "-business_date"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feed", "business_date", "sha256"], name="one_batch_per_file"),
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_loaded") + F("rows_quarantined")), name="batch_counts_reconcile"
            ),
        ]


class BatchVersion(models.Model):
    """A version that a batch published, by its load or by the replay of its rows."""

    batch = models.ForeignKey(FeedBatch, on_delete=models.PROTECT, related_name="versions")
    dataset = models.CharField(max_length=60)
    version = models.BigIntegerField(help_text="version in the table's own log")
    undone = models.BooleanField(default=False, help_text="what it brought was taken back")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["dataset", "version"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "dataset", "version"], name="one_row_per_batch_and_version")
        ]


class ContractVersion(models.Model):
    """One version of a feed's contract that is or was in force; the one in force is the file."""

    feed = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    yaml = models.TextField()
    own = models.BooleanField(help_text="the operator's own, not one that ships with Gridloop")
    note = models.TextField(default="", blank=True, help_text="what the person who saved it said about it")
    saved_by = models.CharField(max_length=150, default="", blank=True, help_text="empty when it came as a file")
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "version"], name="one_contract_per_version")]


class PullRun(models.Model):
    """One file that was pulled from a database; the newest of a feed tells how far was read."""

    feed = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    mark = models.TextField(default="", blank=True, help_text="highest value of the column that is followed; as text")
    file = models.CharField(max_length=1000, help_text="where the file lies, or will lie once it is handed over")
    rows = models.BigIntegerField()
    control = models.JSONField(help_text="what the control file says")
    handed_over = models.BooleanField(default=False, help_text="file and control file lie in the drop folder")
    pulled_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["feed", "-id"])]


class PullAttempt(models.Model):
    """What came of the latest attempt to pull a feed, whoever made it and whether or not it brought a file."""

    feed = models.CharField(max_length=60, primary_key=True)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    rows = models.BigIntegerField(default=0)
    without_mark = models.BigIntegerField(
        default=0, help_text="rows that are never read because the followed column is empty in them"
    )
    file_name = models.CharField(max_length=255, default="", blank=True)
    error_code = models.CharField(max_length=60, default="", blank=True)
    error_params = models.JSONField(default=dict)


class QuarantinedRow(models.Model):
    """One row that was refused, with the reason; sensitive values are masked here and kept in ``SealedRow``."""

    class State(models.TextChoices):
        """Life of a refused row."""

        OPEN = "open"
        REPLAYED = "replayed"

    batch = models.ForeignKey(FeedBatch, on_delete=models.PROTECT, related_name="quarantined")
    line_no = models.BigIntegerField(help_text="physical line of the file (row of the sheet), from 1")
    raw = models.TextField(help_text="the row as it stands in the file")
    values = models.JSONField(default=dict, help_text="column -> text; positional for ragged rows")
    reason = models.CharField(max_length=24, choices=[(r.value, r.value) for r in RowReason])
    column = models.CharField(max_length=120, default="", blank=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    replayed_at = models.DateTimeField(null=True, blank=True)
    replayed_by = models.CharField(max_length=150, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["batch", "line_no"]
        indexes: ClassVar = [models.Index(fields=["batch", "state", "reason"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "line_no"], name="one_quarantined_row_per_line")
        ]


class SealedRow(models.Model):
    """The sensitive values of a quarantined row in clear; read by the replay only."""

    row = models.OneToOneField(QuarantinedRow, primary_key=True, on_delete=models.CASCADE, related_name="sealed")
    values = models.JSONField(default=dict, help_text="column -> text")


class SealedPhone(models.Model):
    """A customer's phone number in clear; read through ``services.reveal_phone`` only, which is audited."""

    customer_id = models.CharField(max_length=60, primary_key=True)
    phone = models.CharField(max_length=40)
