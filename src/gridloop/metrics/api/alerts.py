"""Benchmarks of a grid, alerts, and the rules that raise them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ninja import Field, Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.api.paging import ordering
from gridloop.kernel.models import OrgUnit
from gridloop.kernel.queries import ActorNames, org_unit
from gridloop.kernel.types import LEADERS, Role
from gridloop.metrics import queries
from gridloop.metrics.alert_types import AlertKind, AlertState
from gridloop.metrics.api.exports import sheet_answer
from gridloop.metrics.api.figures import SeriesPointOut
from gridloop.metrics.api.readers import READERS
from gridloop.metrics.models import Alert
from gridloop.metrics.queries.alerts import alert_rules, alerts
from gridloop.metrics.queries.peers import benchmark
from gridloop.metrics.queries.sheets import SheetWords, alerts_sheet, peers_sheet, say_domain
from gridloop.metrics.services.tune_alerts import silence_alert, tune_rule, wake_alert, watch_indicator
from gridloop.metrics.types import Domain, GridKind, Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet


class BenchmarkOut(Schema):
    """An indicator of a unit beside its peers."""

    indicator: str
    value: float | None
    previous: float | None
    year_ago: float | None
    goal: float | None
    peer_kind: GridKind | None
    peers: int
    peer_median: float | None
    percentile: float | None
    trend: list[SeriesPointOut]


class BenchmarkParams(Schema):
    """Whose indicators, of which month and part of the business."""

    org_code: str
    cycle: str | None = None
    domain: Domain | None = None


class AlertOut(Schema):
    """One alert; ``people`` is the tag of the customers behind the indicator, empty where there is none."""

    id: int
    rule: str
    kind: AlertKind
    indicator: str
    indicator_name_zh: str
    indicator_name_en: str
    unit: Unit
    people: str
    org_code: str
    org_name_zh: str
    org_name_en: str
    cycle: str
    value: float
    expected: float
    score: float
    state: AlertState
    reason: str
    silenced_by: str
    silenced_by_name: str
    silenced_until: str
    raised_at: datetime


class AlertParams(PageParams):
    """Filters of alerts; without ``state`` the open ones."""

    state: AlertState = AlertState.OPEN
    indicator: str | None = None
    org_code: str | None = None
    cycle: str | None = None


class SilenceIn(Schema):
    """Why, and for how many months from the alert's own on."""

    reason: str = Field(max_length=500)
    cycles: int = 1


class AlertRuleOut(Schema):
    """What is watched in every grid."""

    code: str
    indicator: str
    kind: AlertKind
    limit: float
    active: bool
    tuned: bool


class NewAlertRuleIn(Schema):
    """An indicator to watch: ``limit`` counts as in the rules that are shipped."""

    indicator: str = Field(max_length=40)
    kind: AlertKind
    limit: float


class AlertRuleIn(Schema):
    """A rule as it shall be."""

    limit: float
    active: bool


def add_alerts(router: StageRouter) -> None:
    """Declare the operations on benchmarks and alerts."""

    @router.get("/benchmark", response=list[BenchmarkOut], allow=READERS)
    def read_benchmark(request: ScopedRequest, params: Query[BenchmarkParams]) -> Any:
        """Return the indicators of a unit beside comparable ones."""
        month = queries.month_of_cycle(params.cycle)
        return benchmark(request.scope, params.org_code, month=month, domain=params.domain)

    @router.get("/benchmark.xlsx", allow=READERS)
    def export_benchmark(request: ScopedRequest, params: Query[BenchmarkParams]) -> Any:
        """Give the indicators of a unit beside comparable ones as a workbook."""
        words, month = SheetWords(request.language), queries.month_of_cycle(params.cycle)
        rows = benchmark(request.scope, params.org_code, month=month, domain=params.domain)
        domain = say_domain(words, params.domain.value) if params.domain else None
        known = queries.indicators_by_code()
        cycle = params.cycle or (rows[0].trend[-1].cycle if rows else None)
        late = words.outdated_names([known[row.indicator] for row in rows], cycle)
        notes = words.notes(month=params.cycle, unit=params.org_code, domain=domain, outdated_names=late)
        unit = org_unit(request.scope, params.org_code)
        table = peers_sheet(words, unit, rows, known, notes)
        return sheet_answer(request, table, f"peers-{params.org_code}", params.cycle)

    @router.get("/alerts", response=Page[AlertOut], allow=READERS)
    def list_alerts(request: ScopedRequest, params: Query[AlertParams]) -> dict[str, Any]:
        """List the alerts of the grids the reader may see."""
        return paged(_alerts(request, params), params, _Shown().row)

    @router.get("/alerts.xlsx", allow=READERS)
    def export_alerts(request: ScopedRequest, params: Query[AlertParams]) -> Any:
        """Give the same alerts, in the same order, as a workbook."""
        words, shown = SheetWords(request.language), _Shown()
        known = queries.indicators_by_code()
        indicator = words.name(known[params.indicator]) if params.indicator in known else params.indicator
        notes = words.notes(
            filter=words.say(f"alerts_{params.state.value}"),
            indicator=indicator,
            unit=params.org_code,
            month=params.cycle,
            sort=params.sort,
        )
        table = alerts_sheet(words, [shown.row(one) for one in _alerts(request, params)], known, notes)
        return sheet_answer(request, table, "alerts", params.cycle)

    @router.post("/alerts/{alert_id}/silence", response=AlertOut, allow=LEADERS)
    def silence(request: ScopedRequest, alert_id: int, given: SilenceIn) -> dict[str, Any]:
        """Silence an alert with a reason."""
        found = silence_alert(scope=request.scope, actor=request.actor, alert_id=alert_id, **given.dict())
        return _Shown().row(found)

    @router.post("/alerts/{alert_id}/wake", response=AlertOut, allow=LEADERS)
    def wake(request: ScopedRequest, alert_id: int) -> dict[str, Any]:
        """Open a silenced alert again."""
        return _Shown().row(wake_alert(scope=request.scope, actor=request.actor, alert_id=alert_id))

    @router.get("/alert-rules", response=list[AlertRuleOut], allow=READERS)
    def list_rules(request: ScopedRequest) -> Any:
        """List what is watched."""
        return list(alert_rules())

    @router.post("/alert-rules", response={201: AlertRuleOut}, allow={Role.PLANNER}, apart=True)
    def watch(request: ScopedRequest, given: NewAlertRuleIn) -> tuple[int, Any]:
        """Have an indicator watched in every grid."""
        return 201, watch_indicator(actor=request.actor, **given.dict())

    @router.put("/alert-rules/{code}", response=AlertRuleOut, allow={Role.PLANNER})
    def tune(request: ScopedRequest, code: str, given: AlertRuleIn) -> Any:
        """Change a rule's limit, or switch it off or on."""
        return tune_rule(actor=request.actor, code=code, **given.dict())


def _alerts(request: ScopedRequest, params: AlertParams) -> QuerySet[Alert]:
    wanted = {name: getattr(params, name) for name in ("state", "indicator", "org_code", "cycle")}
    allowed = {"cycle": "cycle", "score": "score", "org_code": "org_code", "indicator": "indicator"}
    return alerts(request.scope, **wanted).order_by(*ordering(params.sort, allowed, ["-cycle", "-score"]))


class _Shown:
    """Alerts as rows, with the names of grids and people."""

    def __init__(self) -> None:
        self._names = {code: (zh, en) for code, zh, en in OrgUnit.objects.values_list("code", "name_zh", "name_en")}
        self._known = queries.indicators_by_code()
        self._actors = ActorNames()

    def row(self, found: Alert) -> dict[str, Any]:
        """Return the body of ``AlertOut``."""
        stored = {name: getattr(found, name) for name in AlertOut.model_fields if hasattr(found, name)}
        zh, en = self._names.get(found.org_code, (found.org_code, found.org_code))
        one = self._known.get(found.indicator)
        return {
            **stored,
            "people": one.people if one else "",
            "indicator_name_zh": one.name_zh if one else found.indicator,
            "indicator_name_en": one.name_en if one else found.indicator,
            "unit": one.unit if one else Unit.NUMBER,
            "org_name_zh": zh,
            "org_name_en": en,
            "silenced_by_name": self._actors.of(found.silenced_by),
        }
