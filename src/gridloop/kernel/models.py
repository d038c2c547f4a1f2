"""Accounts, the org tree, people, the audit trail, jobs and the tenant's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from gridloop.kernel.types import OrgKind, Role, Scope


def _choices(values: type[Role] | type[OrgKind]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class OrgUnitQuerySet(models.QuerySet["OrgUnit"]):
    """Org units, narrowed to what somebody may see."""

    def within(self, scope: Scope) -> OrgUnitQuerySet:
        """Return the units inside the scope's paths."""
        condition = Q(pk__in=[])
        for prefix in scope.org_paths:
            condition |= Q(path__startswith=prefix)
        return self.filter(condition)


class OrgUnit(models.Model):
    """One unit of the org tree. ``path`` is the materialised path ``/root/…/code/``."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=_choices(OrgKind))
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=400, db_index=True)
    active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[OrgUnit]] = OrgUnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["path"]


class Person(models.Model):
    """A member of staff or a partner's seller; ``code`` is the operator's own number (工号)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=24, choices=_choices(Role))
    org_unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="people")
    hired_on = models.DateField(null=True, blank=True)
    daily_capacity = models.PositiveIntegerField(default=12, help_text="contacts per working day")
    active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [models.Index(fields=["org_unit", "role"])]


class Account(AbstractUser):
    """Somebody who can sign in, with one role on one org unit."""

    if TYPE_CHECKING:
        person_id: int | None
        org_unit_id: int | None
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=24, choices=_choices(Role), default=Role.COMMUNITY_MANAGER.value)
    org_unit = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=2, default="zh")
    must_change_password = models.BooleanField(default=False, help_text="somebody else knows it, who made it")

    class Meta:
        ordering: ClassVar = ["username"]


class AuditEntry(models.Model):
    """One state change or look-up of protected data; written in the same transaction, never changed."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["object_kind", "object_id"]),
            models.Index(fields=["actor", "at"]),
        ]


class Job(models.Model):
    """Long work that outlives a process: a lease says who works on it, a cursor where to go on."""

    class State(models.TextChoices):
        """Life of a job."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED, db_index=True)
    payload = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    requested_by = models.CharField(max_length=150)
    holder = models.CharField(max_length=80, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["queued", "running"]),
                name="one_open_job_per_key",
            )
        ]


class IdempotentAnswer(models.Model):
    """The stored answer to a POST that carried an Idempotency-Key: a repeat gets the same answer."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key", "path"], name="one_answer_per_idempotency_key")
        ]


class Tenant(models.Model):
    """The one row of installation-wide state: the moved clock, and whether the city is ready to be seen."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    clock_offset_seconds = models.BigIntegerField(default=0)
    preparing = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_tenant_row")]
