"""Background work of metrics."""

from __future__ import annotations

from gridloop.kernel.clock import month_of
from gridloop.kernel.services.jobs import JobHandle, job
from gridloop.metrics.queries import history
from gridloop.metrics.queries.alerts import alert_rules
from gridloop.metrics.queries.figures import indicator_cycles
from gridloop.metrics.queries.tags import REFRESH
from gridloop.metrics.rules import months_before
from gridloop.metrics.services.build_history import build_history
from gridloop.metrics.services.build_indicators import build_indicators
from gridloop.metrics.services.build_places import build_place_months, build_place_tags
from gridloop.metrics.services.build_profile import build_profile
from gridloop.metrics.services.build_tags import build_tags
from gridloop.metrics.services.raise_alerts import raise_alerts


@job("metrics.build")
def build_all(handle: JobHandle) -> dict[str, object]:
    """Build everything of ``payload["cycle"]`` and raise its alerts; from the start when it was interrupted."""
    month = month_of(handle.payload["cycle"])
    rows: dict[str, object] = {}
    builds = (build_profile, build_tags, build_place_months, build_place_tags, build_indicators)
    for done, build in enumerate(builds, start=1):
        report = build(month=month, actor=handle.actor)
        rows[report.dataset] = report.rows
        handle.advance(done, len(builds))
    rows["alerts"] = raise_alerts(month=month, actor=handle.actor)
    return rows


@job(REFRESH)
def refresh_tags(handle: JobHandle) -> dict[str, object]:
    """Work the tags of ``payload["cycle"]`` out again, and those of places with them."""
    month = month_of(handle.payload["cycle"])
    report = build_tags(month=month, actor=handle.actor)
    handle.advance(1, 2)
    build_place_tags(month=month, actor=handle.actor)
    handle.advance(2, 2)
    return {"tag": handle.payload["code"], "customers": report.parts.get(handle.payload["code"], 0)}


@job(history.REFRESH)
def refresh_indicator(handle: JobHandle) -> dict[str, object]:
    """Work every month of ``payload["code"]`` out by the definition in force, newest first, and raise its alerts.

    Interrupted, it goes on with the months that are left.
    """
    code = handle.payload["code"]
    months = build_history(actor=handle.actor, codes={code}, progress=handle.advance)
    if any(rule.active and rule.indicator == code for rule in alert_rules()):
        raise_alerts(month=months_before(indicator_cycles()[-1], -1), actor=handle.actor)
    handle.advance(months, months)
    return {"indicator": code, "months": months}
