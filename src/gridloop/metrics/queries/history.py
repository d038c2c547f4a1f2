"""By which definition each month's numbers were worked out, beside the definitions in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gridloop.kernel.clock import cycle_of
from gridloop.kernel.models import Job
from gridloop.lake.queries import open_lake
from gridloop.metrics.expr.fingerprint import fingerprint
from gridloop.metrics.expr.semantics import Metric, SemanticLayer
from gridloop.metrics.models import IndicatorMonth, LibraryEntry
from gridloop.metrics.queries.library import semantic_layer
from gridloop.metrics.rules import months_before
from gridloop.metrics.types import Indicator, IndicatorKind, LibraryKind, OutdatedMonth

REFRESH = "metrics.refresh_indicator"
"""Kind of the job that works an indicator out as soon as it is published."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition as the numbers see it: its digest, the version shown, whether only the present tells it.

    The ``first`` of an operator's own: no number can follow an earlier one.
    """

    digest: str
    version: int
    snapshot: bool
    first: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions in force, and those that months were worked out by; a month without one was not written down."""

    in_force: Mapping[str, Definition]
    used: Mapping[tuple[str, date], Definition]

    def is_outdated(self, indicator: Indicator, month: date) -> bool:
        """Tell whether a month's numbers are not known to be what the definition in force says."""
        return any(self._outdated(code, day) for code, day in self._made_of(indicator, month))

    def comparable(self, indicator: Indicator, month: date, other: date) -> bool:
        """Tell whether two months' numbers were worked out by the same definition."""
        pairs = zip(self._made_of(indicator, month), self._made_of(indicator, other), strict=True)
        return all(self._digest(*one) == self._digest(*two) for one, two in pairs)

    def version(self, indicator: Indicator, month: date) -> int | None:
        """Return the version that a month's numbers follow; None where nobody wrote it down, or for derived ones."""
        found = self.used.get((indicator.code, month))
        return found.version if found else None

    def months_awaited(self, code: str, months: Iterable[date], billed: Collection[date], newest: date) -> list[date]:
        """Return those of the months that are to be worked out by the definition in force, newest first."""
        wanted = self.in_force[code]
        able = (month for month in months if month in billed and (not wanted.snapshot or month == newest))
        return sorted((month for month in able if self._digest(code, month) != wanted.digest), reverse=True)

    def _outdated(self, code: str, month: date) -> bool:
        held, wanted = self.used.get((code, month)), self.in_force.get(code)
        if wanted is None:
            return False
        # what only the present tells was never worked out for most months: without a note there is nothing to say
        return held.digest != wanted.digest if held else not (wanted.snapshot or wanted.first)

    def _digest(self, code: str, month: date) -> str:
        held = self.used.get((code, month))
        return held.digest if held else ""

    def _made_of(self, indicator: Indicator, month: date) -> list[tuple[str, date]]:
        if indicator.kind is not IndicatorKind.DERIVED:
            return [(indicator.code, month)]
        return [(one.indicator, months_before(month, one.offset_months)) for one in indicator.inputs]


def definitions_in_force(layer: SemanticLayer) -> dict[str, Definition]:
    """Return the definitions of a layer by indicator."""
    own = dict(LibraryEntry.objects.filter(kind=LibraryKind.INDICATOR.value, own=True).values_list("code", "version"))
    return {
        one.name: _defined(layer, one, own.get(one.name, one.version), first=own.get(one.name) == 1)
        for one in layer.metrics
    }


def _defined(layer: SemanticLayer, metric: Metric, version: int, *, first: bool) -> Definition:
    return Definition(fingerprint(layer, metric), version, layer.is_snapshot(metric), first)


def read_definitions(layer: SemanticLayer | None = None) -> Definitions:
    """Return the definitions in force and those behind every published month."""
    rows = IndicatorMonth.objects.values_list("indicator", "month", "definition", "version")
    used = {(code, month): Definition(digest, version, snapshot=False) for code, month, digest, version in rows}
    return Definitions(definitions_in_force(layer or semantic_layer()), used)


def outdated_months(indicators: Iterable[Indicator]) -> dict[str, tuple[OutdatedMonth, ...]]:
    """Return the months of each indicator whose numbers are not those of the definition in force, newest first.

    ``awaited`` ones will be worked out again; the others stay, because their facts are gone.
    """
    with open_lake() as lake:
        months, billed = lake.months("indicator_value"), set(lake.months("bill"))
    known = read_definitions()

    def told(one: Indicator, month: date) -> OutdatedMonth:
        awaited = month in billed and (not one.snapshot or month == months[-1])
        return OutdatedMonth(cycle_of(month), known.version(one, month), awaited)

    return {
        one.code: tuple(told(one, month) for month in reversed(months) if known.is_outdated(one, month))
        for one in indicators
    }


def indicators_underway() -> frozenset[str]:
    """Return the indicators that were published and are being worked out."""
    going = Job.objects.filter(kind=REFRESH, state__in=(Job.State.QUEUED, Job.State.RUNNING))
    return frozenset(payload["code"] for payload in going.values_list("payload", flat=True))
