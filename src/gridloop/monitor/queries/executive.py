"""How are we doing against target, and which grids need attention?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridloop.evaluate.queries import cycle_summary
from gridloop.kernel import clock
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import Language, say
from gridloop.metrics.alert_types import AlertState
from gridloop.metrics.queries import indicators_by_code
from gridloop.metrics.queries.alerts import alerts
from gridloop.metrics.types import Unit as IndicatorUnit
from gridloop.monitor.queries.funnel import empty_row, funnel
from gridloop.monitor.queries.indicators import FIVE, IndicatorBook, figures, read_book
from gridloop.monitor.queries.team import reasons
from gridloop.monitor.queries.units import Unit, Units, cycle_or_present, narrowed, own_unit, units
from gridloop.monitor.rules import UNUSUAL, GridState, attention, deviations, severity, usual
from gridloop.territory.queries import grid_heads, person_names

MOST_CHANGES = 8
MOST_GRIDS = 12


def executive_home(scope: Scope, *, org_code: str = "", cycle: str = "", language: Language) -> dict[str, Any]:
    """Return the home of whoever leads a unit: five figures, what changed, which grids need attention, the funnel."""
    unit, tree, book = own_unit(scope, org_code), units(), read_book()
    chosen = cycle_or_present(cycle)
    live = funnel(narrowed(scope, unit.code), by="grid", cycle=chosen)
    worth = _worth(scope, chosen)
    return {
        "cycle": chosen,
        "month": book.latest,
        "as_of": clock.now(),
        "org_code": unit.code,
        "figures": figures(scope, book, FIVE, unit.code, tree.grids_ever(unit.path)),
        "changes": _changes(book, tree, unit, language),
        "attention": _attention(book, tree, unit, live.rows, _open_alerts(scope, language), language),
        "funnel": {**live.whole, "key": unit.code, "name_zh": unit.name_zh, "name_en": unit.name_en},
        **worth,
    }


def _worth(scope: Scope, cycle: str) -> dict[str, Any]:
    """Return what the newest evaluated cycle was worth: the chosen one, else the one before."""
    before = clock.cycle_of(clock.previous_month(clock.month_of(cycle)))
    for one in (cycle, before):
        found = cycle_summary(scope, one)
        if found["incremental_revenue_fen"] is not None:
            return {
                "worth_cycle": one,
                "confirmed_successes": found["treated_successes"],
                "incremental_revenue_fen": found["incremental_revenue_fen"]["estimate"],
                "roi": found["roi"]["estimate"] if found["roi"] else None,
            }
    return {"worth_cycle": None, "confirmed_successes": None, "incremental_revenue_fen": None, "roi": None}


def _changes(book: IndicatorBook, tree: Units, unit: Unit, language: Language) -> list[dict[str, Any]]:
    """Return what changed most below a unit, counted in the usual deviations of the units beside it."""
    children = tree.children(unit.path)
    found: list[tuple[float, dict[str, Any]]] = []
    for code in FIVE:
        month = book.latest_of(code)
        if month is None:
            continue
        changes = {child.code: book.change(code, tree.grids_ever(child.path), month) for child in children}
        middle = usual(list(changes.values()))
        for child, score in deviations(changes).items():
            change = changes[child]
            if abs(score) >= UNUSUAL and change is not None and middle is not None:
                found.append((abs(score), _change(book, tree, code, child, change, middle, language)))
    return [change for _, change in sorted(found, key=lambda pair: -pair[0])[:MOST_CHANGES]]


def _change(
    book: IndicatorBook, tree: Units, code: str, org_code: str, change: float, middle: float, language: Language
) -> dict[str, Any]:
    better = bool(book.better(code, change - middle))
    indicator = book.definitions[code]
    zh, en = tree.names(org_code)
    points = indicator.unit is IndicatorUnit.SHARE
    text = say(
        f"monitor.change_{'better' if better else 'worse'}",
        language,
        unit=zh if language == "zh" else en,
        indicator=indicator.name_zh if language == "zh" else indicator.name_en,
        change=_said(change, points, language),
        usual=_said(middle, points, language),
    )
    return {
        "code": "better" if better else "worse",
        "text": text,
        "indicator": code,
        "org_code": org_code,
        "better": better,
        "change": change,
    }


def _said(change: float, points: bool, language: Language) -> str:
    unit = ("个百分点" if language == "zh" else " points") if points else "%"
    return f"{change * 100:+z.1f}{unit}"


def _open_alerts(scope: Scope, language: Language) -> dict[str, list[str]]:
    """Return what is out of line in each grid of the scope, the farthest off first."""
    known = indicators_by_code()
    found: dict[str, list[str]] = {}
    for grid, code in alerts(scope, state=AlertState.OPEN).values_list("org_code", "indicator"):
        name = (known[code].name_zh if language == "zh" else known[code].name_en) if code in known else code
        named = found.setdefault(grid, [])
        if name not in named:
            named.append(name)
    return found


def _attention(
    book: IndicatorBook,
    tree: Units,
    unit: Unit,
    rows: Sequence[Mapping[str, Any]],
    out_of_line: Mapping[str, Sequence[str]],
    language: Language,
) -> list[dict[str, Any]]:
    """Return the grids below a unit that need attention, the most urgent first; all grids are their peers."""
    live = {row["key"]: row for row in rows}
    scores, heads = _scores(book, tree.grids("/")), grid_heads()
    found = []
    for grid in tree.grids(unit.path):
        row = live.get(grid) or empty_row()
        counts = {name: row[name] for name in ("orders", "overdue", "planned_to_date", "contacted")}
        strayed = out_of_line.get(grid, ())
        said = ("、" if language == "zh" else ", ").join(strayed)
        state = GridState(**counts, changes=scores.get(grid, {}), alerts=len(strayed), alerted=said)
        findings = attention(state)
        if findings:
            found.append((severity(findings), row["overdue"], _grid(tree, grid, findings, language)))
    ordered = sorted(found, key=lambda item: (-item[0], -item[1], item[2]["grid_code"]))
    shown = [body for _, _, body in ordered[:MOST_GRIDS]]
    names = person_names(heads.get(one["grid_code"]) for one in shown)
    return [{**one, "manager_name": names.get(heads.get(one["grid_code"], ""), "")} for one in shown]


def _scores(book: IndicatorBook, grids: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return each grid's changes, above 0 for the better, counted in all grids' usual deviations."""
    found: dict[str, dict[str, float]] = {}
    for code in FIVE:
        month = book.latest_of(code)
        if month is None:
            continue
        sign = 1 if book.better(code, 1.0) else -1
        scores = deviations({grid: book.change(code, [grid], month) for grid in grids})
        for grid, score in scores.items():
            found.setdefault(grid, {})[code] = sign * score
    return found


def _grid(tree: Units, grid: str, findings: Any, language: Language) -> dict[str, Any]:
    branch = tree.branch_of(grid)
    zh, en = tree.names(grid)
    return {
        "grid_code": grid,
        "name_zh": zh,
        "name_en": en,
        "branch_code": branch.code if branch else "",
        "branch_name_zh": branch.name_zh if branch else "",
        "branch_name_en": branch.name_en if branch else "",
        "severity": severity(findings),
        "reasons": reasons(findings, language),
    }
