"""Launching an approved campaign: its targets are written, and a reason is kept for everybody else.

The launch may be killed anywhere and run again. Nobody sees a target before the campaign is launched, which is the
last thing that happens; a second run removes what the first would not have chosen today and adds what is missing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction

from gridloop.campaign.batch.choose import arm_of
from gridloop.campaign.models import Campaign, CampaignTarget
from gridloop.campaign.queries.campaigns import campaign_row, plan_of
from gridloop.campaign.rules import after
from gridloop.campaign.services.choose_targets import Choice, choose_targets
from gridloop.campaign.services.read_draft import planning_unit
from gridloop.campaign.types import Arm, CampaignState, LaunchReport
from gridloop.kernel import clock
from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.kernel.services import audit, jobs
from gridloop.kernel.services.insert_rows import insert_missing
from gridloop.kernel.types import Actor, Role, Scope
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish_expression

CHUNK = 2_000
STEP = 1
Progress = Callable[[int, int], None]


def start_launch(*, code: str, scope: Scope, actor: Actor) -> int:
    """Queue the launch of an approved campaign and return the job's id; raises ``Problem`` where that cannot be."""
    row = campaign_row(scope, code)
    if scope.role is not Role.EXECUTIVE:
        planning_unit(scope, row.org_code)
    _check_launchable(row)
    return jobs.start(kind="campaign.launch", key=code, payload={"campaign_code": code}, actor=actor).pk


def launch_campaign(
    *, campaign_code: str, actor: Actor, on: date | None = None, report: Progress = lambda done, total: None
) -> LaunchReport:
    """Choose and write the targets of an approved campaign; one that is launched already is left as it is."""
    row = Campaign.objects.filter(code=campaign_code).first()
    if row is None:
        raise NotFoundProblem("campaign", campaign_code)
    if row.launched_at is not None:
        return _report(row)
    run = _claim(row)
    choice = choose_targets(plan=plan_of(row), on=on or clock.today())
    if choice.month != clock.month_of(row.cycle):
        raise Problem("campaign.profile_stale", 409, cycle=row.cycle, month=f"{choice.month:%Y-%m}")
    report(0, choice.rows.num_rows)
    wanted = _targets(row, choice)
    _remove_unwanted(row, run, wanted)
    for done in _insert(row, run, wanted):
        report(done, len(wanted))
    _publish_verdicts(row, choice, actor)
    return _finish(row, run, choice, len(wanted), actor)


def _check_launchable(row: Campaign) -> None:
    if after(CampaignState(row.state), "launch") is None:
        raise Problem("campaign.wrong_state", 409, code=row.code, state=row.state, verb="launch")
    if row.ends_on < clock.today():
        raise Problem("campaign.over_before_launch", 409, code=row.code, last_day=row.ends_on.isoformat())


def _claim(row: Campaign) -> str:
    """Make this run the one that may write; one that is under way elsewhere stops at its next chunk."""
    run = uuid.uuid4().hex
    with transaction.atomic():
        fresh = Campaign.objects.select_for_update().get(pk=row.pk)
        _check_launchable(fresh)
        fresh.launch_run = run
        fresh.save(update_fields=["launch_run"])
    return run


def _locked(row: Campaign, run: str) -> Campaign:
    fresh = Campaign.objects.select_for_update().get(pk=row.pk)
    if fresh.launch_run != run:
        raise Problem("campaign.launched_elsewhere", 409, code=row.code)
    _check_launchable(fresh)
    return fresh


def _targets(row: Campaign, choice: Choice) -> list[CampaignTarget]:
    """Return the rows to write, the best first."""
    found = [
        CampaignTarget(
            campaign_id=row.pk,
            customer_id=one["customer_id"],
            step=STEP,
            rank=one["rank"],
            arm=arm.value,
            offer_code=one["offer_code"],
            probability=one["probability"],
            uplift=one["uplift"],
            expected_value_fen=one["expected_value_fen"],
            reasons=json.loads(one["reasons"] or "[]"),
            assignee_code=one["assignee_code"],
            grid_code=one["grid_code"],
        )
        for one in choice.rows.filter(pa.compute.is_valid(choice.rows["rank"])).to_pylist()
        if (arm := arm_of(one["verdict"])) is not None
    ]
    return sorted(found, key=lambda target: target.rank)


def _identity(target: CampaignTarget) -> tuple[Any, ...]:
    return (target.customer_id, target.step, target.rank, target.arm, target.offer_code, target.assignee_code)


def _remove_unwanted(row: Campaign, run: str, wanted: list[CampaignTarget]) -> None:
    """Delete what an earlier, unfinished run wrote and this one would not."""
    kept = {_identity(target) for target in wanted}
    there = CampaignTarget.objects.filter(campaign_id=row.pk)
    unwanted = [target.pk for target in there.iterator() if _identity(target) not in kept]
    for start in range(0, len(unwanted), CHUNK):
        with transaction.atomic():
            _locked(row, run)
            CampaignTarget.objects.filter(pk__in=unwanted[start : start + CHUNK]).delete()


def _insert(row: Campaign, run: str, wanted: list[CampaignTarget]) -> Iterator[int]:
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        with transaction.atomic():
            _locked(row, run)
            insert_missing(chunk)
        yield start + len(chunk)


def _publish_verdicts(row: Campaign, choice: Choice, actor: Actor) -> None:
    """Publish the verdict on everybody, beside those of the cycle's other campaigns."""
    count = choice.rows.num_rows
    own = pa.table(
        {
            "campaign_code": pa.array([row.code] * count, pa.string()),
            "customer_id": choice.rows["customer_id"],
            "month": pa.array([clock.month_of(row.cycle)] * count, pa.date32()),
            "cycle": pa.array([row.cycle] * count, pa.string()),
            "verdict": choice.rows["verdict"],
            "reason": choice.rows["reason"],
        }
    )
    with transaction.atomic():
        # One launch of a cycle publishes at a time: each carries the verdicts of the others over.
        list(Campaign.objects.select_for_update().filter(cycle=row.cycle).order_by("pk"))
        with open_lake() as lake:
            verdicts = lake.table("campaign_verdict")
            others = verdicts.filter(
                verdicts.month == clock.month_of(row.cycle), verdicts.campaign_code != row.code
            ).select(*own.column_names)
            publish_expression(
                dataset="campaign_verdict",
                expression=others.union(lake.attach("launched_now", own)),
                lake=lake,
                run=f"launch {row.code}",
                actor=actor,
            )


def _finish(row: Campaign, run: str, choice: Choice, expected: int, actor: Actor) -> LaunchReport:
    with transaction.atomic():
        fresh = _locked(row, run)
        written = CampaignTarget.objects.filter(campaign_id=row.pk).count()
        if written != expected:
            raise Problem("campaign.launched_elsewhere", 409, code=row.code)
        fresh.state = CampaignState.LAUNCHED.value
        fresh.launched_at = clock.now()
        fresh.launch_run = ""
        fresh.launch_reads = dict(choice.reads)
        fresh.verdicts = choice.verdicts
        fresh.save()
        audit.record(
            actor=actor,
            action="campaign.launch",
            object_kind="campaign",
            object_id=row.code,
            targets=expected,
            verdicts=choice.verdicts,
            reads=dict(choice.reads),
        )
    return _report(fresh)


def _report(row: Campaign) -> LaunchReport:
    arms = CampaignTarget.objects.filter(campaign_id=row.pk)
    return LaunchReport(
        campaign_code=row.code,
        audience=sum(row.verdicts.values()),
        treated=arms.filter(arm=Arm.TREATED).count(),
        control=arms.filter(arm=Arm.CONTROL).count(),
        verdicts=row.verdicts,
    )
