"""What the morning's commands did, told in words instead of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from gridloop.campaign.types import LaunchReport
from gridloop.catalog.types import OfferSyncReport
from gridloop.contact.queries import ConsentCounts
from gridloop.dispatch.queries.orders import state_reason
from gridloop.dispatch.services.expire_orders import ExpiryReport
from gridloop.dispatch.types import GenerationReport
from gridloop.kernel.money import fen_to_yuan_text
from gridloop.kernel.wording import Language, say, say_both
from gridloop.metrics.types import BuildReport
from gridloop.mining.batch.learn import FEWEST_EVENTS
from gridloop.mining.types import ScoreReport, TrainingReport
from gridloop.territory.queries import OwnershipState
from gridloop.territory.types import OwnershipReport, SyncReport

_MOST_LEFT_OUT = 5


def synced(report: SyncReport, language: Language) -> Iterator[str]:
    """Tell a sync of the territory, with the first rows that could not be used."""
    yield say(
        "territory.line_sync",
        language,
        units=f"{report.units:,}",
        people=f"{report.people:,}",
        places=f"{report.places:,}",
        assignments_changed=f"{report.assignments_changed:,}",
        left_out=f"{len(report.left_out):,}",
    )
    for row in report.left_out[:_MOST_LEFT_OUT]:
        yield say("territory.line_left_out", language, row=row)


def owned(report: OwnershipReport, state: OwnershipState, language: Language) -> Iterator[str]:
    """Tell a derivation of ownership and its check."""
    named = {say(f"territory.rule_{rule}", language): number for rule, number in sorted(report.by_rule.items())}
    yield say(
        "territory.line_ownership",
        language,
        customers=f"{report.customers:,}",
        rules=_counted(named),
        conflicts=f"{sum(report.conflicts.values()):,}",
    )
    checks = ("without_owner", "owned_twice", "unknown_grid", "wrong_assignee")
    yield say("territory.line_check", language, **{name: getattr(state, name) for name in checks})


def offered(report: OfferSyncReport, language: Language) -> str:
    """Tell a sync of the catalogue."""
    counts = {"offers": report.offers, "blocked": report.blocked, "withdrawn": report.withdrawn}
    return say("catalog.line_offers", language, **counts, left_out=len(report.left_out))


def consented(counts: ConsentCounts, language: Language) -> str:
    """Tell how many customers may be contacted."""
    if not counts.recorded:
        return say("contact.line_no_consent", language)
    granted = {channel: f"{number:,}" for channel, number in counts.granted.items()}
    return say("contact.line_consent", language, customers=f"{counts.customers:,}", **granted)


def built(kind: str, report: BuildReport, language: Language) -> str:
    """Tell what was built of a month: ``profile``, ``tags``, ``places`` or ``indicators``."""
    rows, parts = f"{report.rows:,}", _counted(report.parts)
    given = {"profile": {"month": f"{report.month:%Y-%m}", "rows": rows}, "tags": {"parts": parts}}
    return say(f"metrics.line_{kind}", language, **given.get(kind, {"rows": rows, "parts": parts}))


def trained(reports: Iterable[TrainingReport], language: Language) -> Iterator[str]:
    """Tell what training did to each model, and how far its figure can be trusted."""
    for one in reports:
        model = say_both(f"mining.model_{one.model}")[language]
        if one.version is None:
            yield say("mining.line_untrained", language, model=model, events=FEWEST_EVENTS)
            continue
        yield say(
            f"mining.line_{one.state}",
            language,
            model=model,
            version=one.version,
            auc="–" if one.auc is None else f"{one.auc:.3f}",
            validation=say(f"mining.validation_{one.validation}", language),
            leaks=one.leaks,
        )


def scored(report: ScoreReport, language: Language) -> Iterator[str]:
    """Tell how many customers each model scored."""
    for model, rows in sorted(report.rows.items()):
        yield say(
            "mining.line_scored",
            language,
            model=say(f"mining.model_{model}", language),
            rows=f"{rows:,}",
            with_offer=f"{report.with_offer[model]:,}",
        )


def planned(code: str, forecast: Mapping[str, Any] | None, language: Language) -> str:
    """Tell what a plan will do, where it was foretold."""
    if forecast is None:
        return code
    counts = {name: f"{forecast[name]:,}" for name in ("audience", "allowed", "targets", "control", "contacts")}
    money = {name: fen_to_yuan_text(forecast[f"{name}_fen"]) for name in ("cost", "revenue")}
    verdicts = _verdicts(forecast["verdicts"], language)
    return say("campaign.line_forecast", language, campaign=code, verdicts=verdicts, **counts, **money)


def launched(report: LaunchReport, language: Language) -> str:
    """Tell what a launch chose."""
    counts = {name: f"{getattr(report, name):,}" for name in ("audience", "treated", "control")}
    verdicts = _verdicts(report.verdicts, language)
    return say("campaign.line_launched", language, campaign=report.campaign_code, verdicts=verdicts, **counts)


def expired(report: ExpiryReport, language: Language) -> str:
    """Tell which orders ended because their time was over."""
    return say("dispatch.line_expired", language, **asdict(report))


def dispatched(report: GenerationReport, language: Language) -> str:
    """Tell which orders were made, and which are held back and why."""
    held = {_why_held(reason, language): number for reason, number in sorted(report.held.items())}
    counts = {name: f"{getattr(report, name):,}" for name in ("targets", "made", "existing", "released")}
    return say("dispatch.line_dispatched", language, campaign=report.campaign_code, held=_counted(held), **counts)


def _why_held(reason: str, language: Language) -> str:
    return (state_reason(reason, ended="") or {language: reason})[language]


def _verdicts(counts: Mapping[str, int], language: Language) -> str:
    return _counted({say(f"campaign.count_{name}", language): number for name, number in sorted(counts.items())})


def _counted(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in parts.items()) or "–"
