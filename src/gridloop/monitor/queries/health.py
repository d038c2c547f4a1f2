"""Is everything healthy?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from gridloop.kernel import clock
from gridloop.kernel.queries import jobs
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say, say_day
from gridloop.lake.queries import FeedFacts, current_version_rows, dataset_title, feeds
from gridloop.lake.services.held_delivery import is_held

if TYPE_CHECKING:
    from gridloop.kernel.models import Job

LONG_WAIT_MINUTES = 10
REMEMBERED = timedelta(days=7)
"""A failure that nobody tried again is history after this: the list of jobs keeps it."""
_RANK = {"ok": 0, "late": 1, "broken": 2}


def health(scope: Scope, language: Language) -> dict[str, Any]:
    """Return what is watched (jobs, feeds, datasets), each with its state, and the worst state of all."""
    lines = {
        "jobs": _jobs(scope, language),
        "feeds": [_feed(facts, language) for facts in feeds(scope)],
        "datasets": _datasets(scope, language),
    }
    states = [line["state"] for group in lines.values() for line in group]
    return {"as_of": clock.now(), "state": max(states, key=_RANK.__getitem__, default="ok"), **lines}


def _line(code: str, name: str, state: str, text: str, at: Any, link: str) -> dict[str, Any]:
    return {"code": code, "name": name, "state": state, "text": text, "at": at, "link": link}


def _jobs(scope: Scope, language: Language) -> list[dict[str, Any]]:
    rows = jobs(scope)
    failed = _open_failures(rows)
    waiting = rows.filter(state__in=["queued", "running"])
    oldest = rows.filter(state="queued").order_by("created_at").first()
    newest_failure = failed.order_by("-finished_at").first()
    minutes = int((clock.now() - oldest.created_at).total_seconds() // 60) if oldest else 0
    wait = (
        say("monitor.health_text_minutes", language, kind=oldest.kind, minutes=minutes)
        if oldest
        else say("monitor.health_text_none", language)
    )
    return [
        _line(
            "jobs_failed",
            say("monitor.health_jobs_failed", language),
            "broken" if newest_failure else "ok",
            say("monitor.health_text_count", language, count=failed.count()),
            newest_failure.finished_at if newest_failure else None,
            "/kernel/jobs?sort=-created_at",
        ),
        _line(
            "jobs_open",
            say("monitor.health_jobs_open", language),
            "ok",
            say("monitor.health_text_count", language, count=waiting.count()),
            None,
            "/kernel/jobs",
        ),
        _line(
            "jobs_oldest",
            say("monitor.health_jobs_oldest", language),
            "late" if minutes >= LONG_WAIT_MINUTES else "ok",
            wait,
            oldest.created_at if oldest else None,
            "/kernel/jobs",
        ),
    ]


def _open_failures(rows: QuerySet[Job]) -> QuerySet[Job]:
    """Return the jobs that failed of late and whose work was not done since."""
    again = rows.filter(kind=OuterRef("kind"), key=OuterRef("key"), state="done", pk__gt=OuterRef("pk"))
    return rows.filter(~Exists(again), state="failed", finished_at__gt=clock.now() - REMEMBERED)


def _feed(facts: FeedFacts, language: Language) -> dict[str, Any]:
    state = {"fresh": "late" if facts.open_quarantine else "ok", "late": "late", "never": "broken"}[facts.freshness]
    refused = facts.refused
    numbers = {"day": say_day(facts.last_business_date, language), "rows": f"{facts.rows:,}"}
    if refused is not None:
        why = say(refused.error_code, language, **refused.error_params)
        code = "monitor.health_feed_held" if is_held(refused) else "monitor.health_feed_refused"
        text = say(code, language, file=refused.file_name, why=why)
    elif facts.freshness == "never":
        text = say("monitor.health_feed_never", language) + _whom_to_ask(facts, language)
    elif facts.due_on is not None and facts.freshness == "late":
        told = {"days": (clock.today() - facts.due_on).days, "due": say_day(facts.due_on, language)}
        text = say("monitor.health_feed_late", language, day=numbers["day"], **told)
        text += _whom_to_ask(facts, language)
    elif facts.open_quarantine:
        text = say("monitor.health_feed_quarantine", language, count=f"{facts.open_quarantine:,}", **numbers)
    else:
        text = say("monitor.health_feed_fresh", language, **numbers)
    return _line(
        facts.contract.feed,
        facts.contract.title_zh if language == "zh" else facts.contract.title_en,
        "broken" if refused is not None else state,
        text,
        facts.last_batch.started_at if facts.last_batch else None,
        f"/lake/batches/{refused.pk}" if refused is not None else f"/lake/feeds/{facts.contract.feed}",
    )


def _whom_to_ask(facts: FeedFacts, language: Language) -> str:
    contact = facts.contract.contact
    return say("monitor.health_feed_contact", language, contact=contact) if contact else ""


def _datasets(scope: Scope, language: Language) -> list[dict[str, Any]]:
    return [
        _line(
            name,
            dataset_title(name, language),
            "ok",
            say("monitor.health_dataset", language, version=row.version, rows=f"{row.rows:,}"),
            row.created_at,
            f"/lake/datasets/{name}",
        )
        for name, row in sorted(current_version_rows(scope).items())
    ]
