"""Confirmed outcomes, campaign results, truth checks, the points ledger, monthly closes, appeals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q

from gridloop.evaluate.types import (
    Account,
    AppealReason,
    AppealState,
    CheckKind,
    CheckState,
    Measure,
    OutcomeState,
    Rule,
    Verdict,
)


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class ConfirmedOutcome(models.Model):
    """What the evidence says about one treated target that became a work order (the ledger's evidence).

    ``counted`` targets form the success rate: dispatched and due, neither recalled nor held by policy.
    A confirmed success ``pays`` unless it is the same sale told twice (``unpaid_because`` says how).
    """

    campaign_code = models.CharField(max_length=40)
    customer_id = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField(default=1)
    cycle = models.CharField(max_length=7)
    order_id = models.CharField(max_length=40)
    contact_id = models.CharField(max_length=40, default="", blank=True, help_text="of the newest report")
    offer_code = models.CharField(max_length=40, default="", blank=True)
    offer_kind = models.CharField(max_length=20, default="", blank=True)
    assignee_code = models.CharField(max_length=40, default="", blank=True)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    channel = models.CharField(max_length=12, default="", blank=True)
    outcome = models.CharField(max_length=20, default="", blank=True, help_text="as reported")
    expected = models.FloatField(null=True, blank=True, help_text="chance of success that a model foretold")
    reported_at = models.DateTimeField(null=True, blank=True)
    first_contact_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    dispatched_on = models.DateField()
    due_on = models.DateField()
    window_ends_on = models.DateField()
    counted = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=_choices(OutcomeState), default=OutcomeState.WAITING.value)
    confirmed_on = models.DateField(null=True, blank=True)
    subscription_id = models.CharField(max_length=40, default="", blank=True)
    pays = models.BooleanField(default=False)
    unpaid_because = models.CharField(max_length=20, default="", blank=True)
    churned = models.BooleanField(default=False)
    revenue_before_fen = models.BigIntegerField(null=True, blank=True)
    revenue_after_fen = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign_code", "customer_id", "step", "cycle"], name="one_outcome_per_target"
            ),
            models.UniqueConstraint(
                fields=["subscription_id", "confirmed_on"], condition=Q(pays=True), name="one_sale_pays_once"
            ),
            models.CheckConstraint(
                condition=Q(pays=False) | (Q(state="confirmed") & ~Q(subscription_id="")),
                name="only_evidence_pays",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "assignee_code"]),
            models.Index(fields=["order_id"]),
        ]


class CampaignResult(models.Model):
    """What a campaign was worth, as far as the evidence reaches. Recomputed whenever evidence arrives."""

    campaign_code = models.CharField(max_length=40, unique=True)
    cycle = models.CharField(max_length=7, db_index=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    objective = models.CharField(max_length=24, default="", blank=True)
    evidence_through = models.DateField(null=True, blank=True, help_text="last day the feeds speak of")
    evidence_complete = models.BooleanField(default=False)
    revenue_months = models.PositiveSmallIntegerField(default=0)
    treated = models.PositiveIntegerField(default=0)
    control = models.PositiveIntegerField(default=0)
    dispatched = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    contacted = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    contacts = models.JSONField(default=dict, help_text="contacts made by channel")
    reported = models.PositiveIntegerField(default=0, help_text="reported as accepted")
    treated_successes = models.PositiveIntegerField(default=0)
    control_successes = models.PositiveIntegerField(default=0)
    treated_churned = models.PositiveIntegerField(default=0)
    control_churned = models.PositiveIntegerField(default=0)
    contact_cost_fen = models.BigIntegerField(default=0)
    incentive_cost_fen = models.BigIntegerField(default=0)
    everybody = models.PositiveIntegerField(default=0, help_text="customers whom a contact to everybody would meet")
    everybody_cost_fen = models.BigIntegerField(default=0)
    verdict = models.CharField(max_length=20, choices=_choices(Verdict), default=Verdict.NO_EVIDENCE.value)
    reads = models.JSONField(default=dict, help_text="versions of the datasets that were read")
    computed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-cycle", "campaign_code"]


class CampaignEffect(models.Model):
    """One measure of a campaign: treated against control, with the interval of the difference."""

    result = models.ForeignKey(CampaignResult, on_delete=models.CASCADE, related_name="effects")
    measure = models.CharField(max_length=20, choices=_choices(Measure))
    treated = models.FloatField()
    control = models.FloatField()
    estimate = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    verdict = models.CharField(max_length=20, choices=_choices(Verdict))

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result", "measure"], name="one_effect_per_measure"),
            models.CheckConstraint(
                condition=Q(low__lte=F("estimate")) & Q(high__gte=F("estimate")), name="interval_holds_estimate"
            ),
        ]


class TruthCheck(models.Model):
    """A question about one report that only a person answers: nothing is debited before he has."""

    kind = models.CharField(max_length=20, choices=_choices(CheckKind))
    state = models.CharField(max_length=8, choices=_choices(CheckState), default=CheckState.OPEN.value)
    cycle = models.CharField(max_length=7)
    person_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    campaign_code = models.CharField(max_length=40, default="", blank=True)
    customer_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40, default="", blank=True)
    contact_id = models.CharField(max_length=40)
    channel = models.CharField(max_length=12, default="", blank=True)
    claim = models.CharField(max_length=20)
    claimed_at = models.DateTimeField()
    detail = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, default="", blank=True)
    note = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["-claimed_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "contact_id"], name="one_question_of_a_kind_per_contact")
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "person_code", "state"])]


class LedgerIsAppendOnlyError(Exception):
    """Somebody tried to change or remove a ledger entry; corrections are new entries."""


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    """Ledger entries: read and added, never changed."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        raise LedgerIsAppendOnlyError

    def bulk_update(self, objs: Any, fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        """Refuse."""
        raise LedgerIsAppendOnlyError

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[LedgerEntry]:
        """Add entries; refuse to overwrite any."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise LedgerIsAppendOnlyError
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise LedgerIsAppendOnlyError


class LedgerEntry(models.Model):
    """One transfer of points from a debit account to a credit account; append-only.

    ``millipoints`` are thousandths of a point, whole and above zero. Every account but ``issued`` belongs to
    the entry's person. ``key`` is made from what the entry is about, so that posting twice is one entry.
    """

    key = models.CharField(max_length=160, unique=True)
    cycle = models.CharField(max_length=7, help_text="the month the points are for")
    person_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    scheme_version = models.CharField(max_length=20)
    rule = models.CharField(max_length=16, choices=_choices(Rule))
    debit = models.CharField(max_length=12, choices=_choices(Account))
    credit = models.CharField(max_length=12, choices=_choices(Account))
    millipoints = models.BigIntegerField()
    evidence = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    posted_by = models.CharField(max_length=150)

    objects: ClassVar[models.Manager[LedgerEntry]] = LedgerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(millipoints__gt=0), name="ledger_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_has_two_sides"),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "person_code"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; refuse to change one that exists."""
        if not self._state.adding:
            raise LedgerIsAppendOnlyError
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise LedgerIsAppendOnlyError


class CycleClose(models.Model):
    """The monthly close of a cycle: what a point was worth, and the digest of its lines."""

    cycle = models.CharField(max_length=7, unique=True)
    scheme_version = models.CharField(max_length=20)
    fen_per_point = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    pay_total_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="of all lines, to prove a recomputation equal")
    reads = models.JSONField(default=dict)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150)

    class Meta:
        ordering: ClassVar = ["-cycle"]


class PayLine(models.Model):
    """The addition to one person's base pay made by one close."""

    cycle = models.CharField(max_length=7)
    person_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    millipoints = models.BigIntegerField()
    fen_per_point = models.PositiveIntegerField()
    pay_fen = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["cycle", "person_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "person_code"], name="one_pay_line_per_close"),
            models.CheckConstraint(condition=Q(pay_fen__gte=0), name="pay_never_below_base"),
        ]


class Appeal(models.Model):
    """A person's objection to points of a cycle, and what was decided."""

    cycle = models.CharField(max_length=7)
    person_code = models.CharField(max_length=40)
    grid_code = models.CharField(max_length=40, default="", blank=True)
    rule = models.CharField(max_length=16, choices=_choices(Rule))
    text = models.CharField(max_length=1000, default="", blank=True)
    reason = models.CharField(max_length=20, choices=_choices(AppealReason), default="", blank=True)
    key = models.UUIDField(unique=True, null=True, blank=True, help_text="made on the device before sending")
    state = models.CharField(max_length=8, choices=_choices(AppealState), default=AppealState.OPEN.value)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, default="", blank=True)
    answer = models.CharField(max_length=1000, default="", blank=True)
    granted_millipoints = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "person_code", "rule"],
                condition=Q(state="open"),
                name="one_open_appeal_per_rule",
            ),
            models.CheckConstraint(condition=~Q(text="", reason=""), name="appeal_says_why"),
        ]
