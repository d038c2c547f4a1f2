"""Tables as they are exported: the same rows and columns as on the screen, named in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gridloop.kernel.wording import say
from gridloop.metrics.alert_types import AlertKind
from gridloop.metrics.queries.history import outdated_months
from gridloop.metrics.sheet_types import (
    CHANGE,
    PERCENT,
    POINTS,
    TENTHS,
    WHOLE_PERCENT,
    Amount,
    SheetColumn,
    SheetTable,
)
from gridloop.metrics.types import Unit

if TYPE_CHECKING:
    from gridloop.kernel.wording import Language
    from gridloop.metrics.queries.grid_table import GridTable
    from gridloop.metrics.queries.market import MarketAreas
    from gridloop.metrics.queries.splits import SplitTable
    from gridloop.metrics.types import Benchmark, Dashboard, Figure, Indicator, UnitFigures

Cell = str | float | Amount | None
Notes = Sequence[tuple[str, str]]


class SheetWords:
    """The words of exported tables in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def say(self, key: str, **params: object) -> str:
        """Return a word of exported tables."""
        return say(f"metrics.sheet_{key}", self.language, **params)

    def name(self, one: Any) -> str:
        """Return the name of whatever has one in both languages."""
        zh, en = (one["name_zh"], one["name_en"]) if isinstance(one, Mapping) else (one.name_zh, one.name_en)
        return str(zh if self.language == "zh" else en)

    def column(self, key: str, unit: str = Unit.COUNT.value) -> SheetColumn:
        """Return a column under a word of exported tables."""
        return SheetColumn(self.say(key), unit)

    def notes(self, **given: str | None) -> tuple[tuple[str, str], ...]:
        """Return what a table was narrowed by, without what it was not."""
        return tuple((self.say(key), value) for key, value in given.items() if value)

    def outdated(self, indicator: Indicator, cycles: Collection[str]) -> str:
        """Return which of the months shown follow an earlier definition, and which one; nothing when none does."""
        months = [one for one in outdated_months([indicator])[indicator.code] if one.cycle in cycles]
        return ", ".join(
            self.say("outdated_unknown", cycle=one.cycle)
            if one.version is None
            else self.say("outdated_version", cycle=one.cycle, version=one.version)
            for one in months
        )

    def outdated_names(self, indicators: Sequence[Indicator], cycle: str | None) -> str:
        """Return the indicators that follow an earlier definition in the month shown; nothing when none does."""
        found = outdated_months(indicators)
        late = [one for one in indicators if cycle in {month.cycle for month in found[one.code]}]
        return ", ".join(self.name(one) for one in late)


def _change_unit(indicator: Indicator) -> str:
    return POINTS if indicator.unit is Unit.SHARE else CHANGE


def _change(indicator: Indicator, figure: Figure, *, year: bool = False) -> float | None:
    if indicator.unit is Unit.SHARE:
        return figure.year_change if year else figure.change
    return figure.year_change_ratio if year else figure.change_ratio


def grids_sheet(words: SheetWords, table: GridTable, notes: Notes) -> SheetTable:
    """Return the table of grids side by side."""
    columns = [
        words.column("code"),
        words.column("grid"),
        words.column("above"),
        *(SheetColumn(words.name(one), one.unit.value) for one in table.indicators),
    ]
    rows = [
        (
            row["org_code"],
            words.name(row),
            row[f"branch_{words.language}"],
            *(row["values"][one.code] for one in table.indicators),
        )
        for row in table.rows
    ]
    return SheetTable(words.say("grids"), tuple(notes), tuple(columns), tuple(rows))


def ranking_sheet(words: SheetWords, indicator: Indicator, rows: Sequence[UnitFigures], notes: Notes) -> SheetTable:
    """Return one indicator of all units of a level, as the ranking shows it."""
    unit, moved = indicator.unit.value, _change_unit(indicator)
    columns = [
        words.column("name"),
        words.column("code"),
        words.column("rank"),
        words.column("ranked"),
        SheetColumn(words.name(indicator), unit),
        words.column("previous", unit),
        words.column("change", moved),
        words.column("year_change", moved),
        words.column("goal_reached", PERCENT),
    ]
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        [figure] = row.figures
        change, year = _change(indicator, figure), _change(indicator, figure, year=True)
        lines.append(
            (words.name(row), row.org_code, figure.rank, figure.ranked, figure.value, figure.previous, change, year,
             figure.goal_reached)
        )  # fmt: skip
    title = words.say("ranking", indicator=words.name(indicator))
    return SheetTable(title, tuple(notes), tuple(columns), tuple(lines))


def board_sheet(words: SheetWords, board: Dashboard, known: Mapping[str, Indicator], notes: Notes) -> SheetTable:
    """Return the figures of a unit, one a row; a row's unit of measure stands beside it."""
    heads = ("indicator", "unit_of", "value", "previous", "change", "year_change", "rank", "ranked", "goal")
    lines: list[tuple[Cell, ...]] = []
    for figure in board.unit.figures:
        one = known[figure.indicator]
        unit, moved = one.unit.value, _change_unit(one)
        lines.append(
            (
                words.name(one),
                _measured_in(words, one.unit),
                _amount(figure.value, unit),
                _amount(figure.previous, unit),
                _amount(_change(one, figure), moved),
                _amount(_change(one, figure, year=True), moved),
                figure.rank,
                figure.ranked,
                _amount(figure.goal, unit),
            )
        )
    title = words.say("board", unit=words.name(board.unit))
    return SheetTable(title, tuple(notes), tuple(_columns(words, heads)), tuple(lines))


def peers_sheet(
    words: SheetWords, of: Any, rows: Sequence[Benchmark], known: Mapping[str, Indicator], notes: Notes
) -> SheetTable:
    """Return the indicators of a unit beside its peers."""
    heads = (
        "indicator", "unit_of", "value", "peer_median", "percentile", "peers_count", "previous", "year_ago", "goal"
    )  # fmt: skip
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        one = known[row.indicator]
        unit = one.unit.value
        lines.append(
            (words.name(one), _measured_in(words, one.unit), _amount(row.value, unit), _amount(row.peer_median, unit),
             _amount(row.percentile, WHOLE_PERCENT), row.peers, _amount(row.previous, unit),
             _amount(row.year_ago, unit), _amount(row.goal, unit))
        )  # fmt: skip
    return SheetTable(
        words.say("peers", unit=words.name(of)), tuple(notes), tuple(_columns(words, heads)), tuple(lines)
    )


def alerts_sheet(
    words: SheetWords, rows: Sequence[Mapping[str, Any]], known: Mapping[str, Indicator], notes: Notes
) -> SheetTable:
    """Return alerts with what each was measured against; numbers are in their indicator's unit."""
    heads = (
        "grid", "code", "indicator", "month", "unit_of", "value", "alert_kind", "alert_expected", "deviations",
        "alert_reason", "silenced_until",
    )  # fmt: skip
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        one = known.get(row["indicator"])
        unit = one.unit if one else Unit.NUMBER
        anomaly = row["kind"] == AlertKind.ANOMALY
        lines.append(
            (
                row[f"org_name_{words.language}"],
                row["org_code"],
                words.name(one) if one else row["indicator"],
                row["cycle"],
                _measured_in(words, unit),
                Amount(row["value"], unit.value),
                words.say(f"alert_{row['kind']}"),
                Amount(row["expected"], unit.value),
                Amount(abs(row["score"]), TENTHS) if anomaly else None,
                row["reason"],
                row["silenced_until"],
            )
        )
    return SheetTable(words.say("alerts"), tuple(notes), tuple(_columns(words, heads)), tuple(lines))


def library_sheet(words: SheetWords, rows: Sequence[Mapping[str, Any]], notes: Notes) -> SheetTable:
    """Return the indicator library."""
    heads = ("name", "code", "domain", "formula", "unit_of", "owner", "version", "sources")
    lines: list[tuple[Cell, ...]] = [
        (words.name(row), row["code"], say_domain(words, row["domain"]), row[f"formula_{words.language}"],
         _measured_in(words, Unit(row["unit"])), say_owner(words, row["owner"]), str(row["version"]),
         ", ".join(row["sources"]))
        for row in rows
    ]  # fmt: skip
    return SheetTable(words.say("library"), tuple(notes), tuple(_columns(words, heads)), tuple(lines))


def tag_library_sheet(words: SheetWords, rows: Sequence[Mapping[str, Any]], notes: Notes) -> SheetTable:
    """Return the tag library with the coverage among the reader's customers."""
    columns = [
        *_columns(words, ("name", "code", "meaning", "kind", "owner")),
        words.column("customers"),
        words.column("coverage", PERCENT),
        *_columns(words, ("month", "version", "sources")),
    ]
    lines: list[tuple[Cell, ...]] = [
        (words.name(row), row["code"], row[f"description_{words.language}"], say_tag_type(words, row["type"]),
         say_owner(words, row["owner"]), row["customers"], row["share"], row["cycle"] or "", str(row["version"]),
         ", ".join(row["sources"]))
        for row in rows
    ]  # fmt: skip
    return SheetTable(words.say("tag_library"), tuple(notes), tuple(columns), tuple(lines))


def say_tag_type(words: SheetWords, kind: str) -> str:
    """Return what a type of tag is called."""
    return words.say(f"tag_{kind}")


def say_domain(words: SheetWords, domain: str) -> str:
    """Return what a part of the business is called."""
    return words.say(f"domain_{domain}")


def say_owner(words: SheetWords, owner: str) -> str:
    """Return what a department is called."""
    return words.say(f"owner_{owner}")


def split_sheet(words: SheetWords, table: SplitTable, notes: Notes) -> SheetTable:
    """Return units with an indicator by the members of a dimension."""
    unit = table.indicator.unit.value
    columns = [
        words.column("name"),
        words.column("code"),
        words.column("total", unit),
        *(SheetColumn(words.name(one), unit) for one in table.members),
    ]
    rows = [
        (words.name(row), row["org_code"], row["total"], *(row["values"][one.code] for one in table.members))
        for row in table.rows
    ]
    title = words.say("split", indicator=words.name(table.indicator), dimension=words.name(table.dimension))
    return SheetTable(title, tuple(notes), tuple(columns), tuple(rows))


_MARKET_UNITS = {
    "market_users": Unit.COUNT.value,
    "user_share": Unit.SHARE.value,
    "user_share_change": POINTS,
    "user_share_year_change": POINTS,
    "revenue_share": Unit.SHARE.value,
    "revenue_share_change": POINTS,
    "revenue_share_year_change": POINTS,
    "new_user_share": Unit.SHARE.value,
    "quality_index": Unit.NUMBER.value,
    "growth_lead": CHANGE,
}


def market_sheet(words: SheetWords, areas: MarketAreas, notes: Notes) -> SheetTable:
    """Return the areas with an operator's position in each."""
    columns = [
        words.column("name"),
        words.column("code"),
        *(words.column(name, unit) for name, unit in _MARKET_UNITS.items()),
        words.column("sources"),
        words.column("estimated"),
    ]
    rows = [
        (
            words.name(row),
            row["org_code"],
            *(row[name] for name in _MARKET_UNITS),
            ", ".join(words.say(f"source_{one}") for one in row["sources"]),
            words.say("yes" if row["is_estimate"] else "no"),
        )
        for row in areas.rows
    ]
    return SheetTable(words.say("market"), tuple(notes), tuple(columns), tuple(rows))


def _columns(words: SheetWords, heads: Sequence[str]) -> list[SheetColumn]:
    """Return columns whose cells bring their own units."""
    return [words.column(head) for head in heads]


def _measured_in(words: SheetWords, unit: Unit) -> str:
    return "%" if unit is Unit.SHARE else words.say(f"unit_{unit.value}") if unit in _SAID else ""


_SAID = frozenset({Unit.FEN, Unit.PER_10K, Unit.HOURS, Unit.MINUTES, Unit.MB, Unit.MBPS})


def _amount(value: float | None, unit: str = Unit.COUNT.value) -> Amount | None:
    return None if value is None else Amount(value, unit)
