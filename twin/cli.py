"""The twin's commands: build, play, advance, truth, optimum. Wrong input ends with a sentence and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import httpx
import pyarrow.csv
import typer
from rich.console import Console
from rich.table import Table

from twin.cities import CITIES, city_named
from twin.errors import InputError
from twin.feeds.delivery import Delivered
from twin.life.advancing import advance as advance_month
from twin.life.beginning import begin
from twin.life.client import ApiError
from twin.life.log import read_month
from twin.life.playing import Door, play_day
from twin.life.store import load
from twin.life.truth import OBJECTIVES, contact_table, optimal_targets, tell
from twin.months import day_of, month_of
from twin.sizes import SIZES, size_named

WIDTH_OF_A_FILE = 130
app = typer.Typer(
    help="A fictional operator's city with a known truth.\n\n"
    "A whole life: build it (drops a year of feeds), let Gridloop work, play each working day (the community "
    "managers' phones), advance the month (drops the next feeds), and ask for the truth.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
progress = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE, soft_wrap=True)

StateFolder = Annotated[Path, typer.Option("--state", help="Folder of the hidden state; Gridloop never sees it.")]
DropFolder = Annotated[Path, typer.Option("--drop", help="Folder into which feeds are dropped, one folder a date.")]
MonthText = Annotated[str, typer.Option("--month", help="A business month, as 2026-10.")]
ChannelName = Annotated[str, typer.Option("--channel", help="call or visit.")]


@app.command()
def build(
    state: StateFolder,
    drop: DropFolder,
    size: Annotated[str, typer.Option(help=f"One of {', '.join(SIZES)}.")] = "demo",
    customers: Annotated[int | None, typer.Option(help="So many customers instead of a named size.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same city, to the last byte of truth.")] = 7,
    city: Annotated[str, typer.Option(help=f"Which hidden truth: {', '.join(CITIES)}.")] = "port",
) -> None:
    """Build a city with twelve months of history and drop the first delivery (business date 2026-10-01)."""
    with _sentences(), progress.status("building") as status:
        _, delivered = begin(seed, city_named(city), size_named(size, customers), state, drop, status.update)
    _show_delivery(delivered)


@app.command()
def play(
    state: StateFolder,
    date: Annotated[str, typer.Option(help="The day to work, as 2026-10-05; it lies in the open month.")],
    url: Annotated[str, typer.Option(help="Where Gridloop answers.")] = "http://127.0.0.1:8000",
    workers: Annotated[int, typer.Option(help="Phones that speak at the same time.", min=1)] = 4,
    password: Annotated[
        str, typer.Option(envvar="TWIN_PASSWORD", help="The staff's password.", show_default=False)
    ] = "gridloop-demo-1",
) -> None:
    """Play all community managers' phones for one day: pull orders, contact people, push the outcomes.

    Safe to run again: what was not acknowledged is sent again, what was worked is not worked twice.
    """
    with _sentences(), progress.status("reading the state") as status:
        door = Door(url.rstrip("/"), password, workers)
        played = play_day(load(state), state, day_of(date), door, status.update)
    out.print(
        f"{date}: {played.phones} phones, {played.contacts} contacts, {played.reached} reached, "
        f"{played.signed} signed, {played.claimed} claimed, {played.refused} records refused by Gridloop"
    )


@app.command()
def advance(state: StateFolder, drop: DropFolder, month: MonthText) -> None:
    """Close the open month (people sign, leave, join) and drop the feeds of the first of the next one."""
    with _sentences(), progress.status("advancing") as status:
        advanced = advance_month(state, drop, month_of(month), status.update)
    if advanced is None:
        out.print(f"{month} is closed already; nothing to do")
        return
    _show_delivery(advanced.delivered)
    counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in advanced.counts.items())
    out.print(f"{month} closed: {counts}. Feeds of {advanced.business_date} lie in {drop}")


@app.command()
def truth(
    state: StateFolder,
    month: MonthText,
    contacts: Annotated[Path | None, typer.Option(help="Also write every contact with its truth to this CSV.")] = None,
) -> None:
    """Tell what the contacts of a month really were: reached, signed, invented, and worth over 12 months."""
    with _sentences():
        log = read_month(state, month_of(month))
    if log is None:
        out.print(f"no contacts in {month}")
        return
    table = Table("campaign", *TRUTH_COLUMNS)
    for one in tell(log):
        numbers = (one.contacts, one.customers, one.reached, one.signed, one.claimed, one.invented)
        yuan = f"{one.worth_fen / 100:,.0f}"
        table.add_row(one.campaign, *(f"{number:,}" for number in numbers), yuan)
    out.print(table)
    if contacts is not None:
        pyarrow.csv.write_csv(contact_table(log), contacts)


TRUTH_COLUMNS = ("contacts", "customers", "reached", "signed", "claimed", "invented", "worth in yuan")


@app.command()
def optimum(
    state: StateFolder,
    objective: Annotated[str, typer.Option(help=f"One of {', '.join(OBJECTIVES)}.")],
    targets: Annotated[int, typer.Option(help="How many customers at most.", min=1)],
    file: Annotated[Path, typer.Option(help="CSV to write: customer, offer, channel, worth in fen.")],
    channel: ChannelName = "call",
) -> None:
    """Choose the best targets of the open month with full knowledge of the truth: the yardstick of a bench."""
    with _sentences():
        world = load(state)
        chosen = optimal_targets(world, objective, channel, targets)
    pyarrow.csv.write_csv(chosen.table(world, channel), file)
    out.print(f"{len(chosen.customer):,} targets worth {chosen.worth_fen.sum() / 100:,.0f} yuan over 12 months: {file}")


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what a user can mend into a sentence and exit code 2."""
    try:
        yield
    except (InputError, ApiError) as error:
        progress.print(f"[bold red]{error}[/]", soft_wrap=True)
        raise typer.Exit(2) from None
    except httpx.HTTPError as error:
        progress.print(f"[bold red]Gridloop does not answer: {error}[/]", soft_wrap=True)
        raise typer.Exit(2) from None


def _show_delivery(delivered: list[Delivered]) -> None:
    table = Table("feed", "file", "rows", "to quarantine", "dirty on purpose")
    for one in delivered:
        dirt = ", ".join(f"{kind} {count}" for kind, count in sorted(one.dirt.items()))
        table.add_row(one.feed, one.file, f"{one.rows:,}", f"{one.rejectable:,}", dirt)
    out.print(table)


def main() -> None:
    """Run the command line."""
    app()
