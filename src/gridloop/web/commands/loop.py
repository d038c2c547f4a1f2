"""The loop's own commands, in the order a scheduler calls them.

Each imports what it runs when it runs: loading the engines and models of all stages takes longer than most commands.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import WHOLE_COMPANY
from gridloop.kernel.wording import say
from gridloop.web.commands.application import app
from gridloop.web.commands.installation import ACTOR
from gridloop.web.commands.printing import command_language, progress, show_problem


def _day(text: str | None) -> date:
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("write a date such as 2026-10-01") from error


def _cycle(text: str) -> str:
    try:
        clock.month_of(text)
    except ValueError as error:
        raise Problem("kernel.bad_cycle", 400, value=text) from error
    return text


DateOption = Annotated[str | None, typer.Option("--date", help="Business date, YYYY-MM-DD; today by default.")]
CycleOption = Annotated[str, typer.Option("--cycle", help="Business month, YYYY-MM.")]


@app.command()
def load(
    drop: Annotated[Path, typer.Option(help="Folder where the feeds' files and control files lie.")],
    date_text: DateOption = None,
    without_control: Annotated[
        bool, typer.Option("--without-control", help="Also take files that no control file vouches for.")
    ] = False,
    receipts: Annotated[
        Path | None,
        typer.Option(envvar="GRIDLOOP_RECEIPTS", help="Folder for receipts; beside the drop folder by default."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and load complete deliveries as they come.")] = False,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks of --watch.")] = 10,
) -> None:
    """Load every delivered feed file up to a business date; files loaded before are passed over.

    Each file gets a receipt (JSON). Ends with 3 when a file was refused; the others are loaded all the same.
    """
    from gridloop.lake.services.load_drop import load_drop
    from gridloop.lake.services.write_receipt import receipts_folder

    receipts = receipts or receipts_folder(drop)
    if watch:
        _watch(drop, receipts, every)
    report = load_drop(
        drop=drop,
        up_to=_day(date_text),
        actor=ACTOR,
        report=progress,
        language=command_language(),
        without_control=without_control,
        receipts=receipts,
    )
    if report.failed:
        raise typer.Exit(3)


def _watch(drop: Path, receipts: Path, every: float) -> NoReturn:
    """Load complete deliveries as they come, until interrupted."""
    from gridloop.lake.services.load_drop import load_drop
    from gridloop.lake.services.watch_drop import WATCHER, DropWatch

    language = command_language()
    progress(say("lake.watching", language, drop=drop, seconds=f"{every:g}", receipts=receipts))
    watching = DropWatch(drop, receipts)
    while True:
        if due := watching.due():
            load_drop(
                drop=drop,
                up_to=clock.today(),
                actor=WATCHER,
                report=progress,
                language=language,
                receipts=receipts,
                only=due,
            )
        time.sleep(every)


@app.command()
def pull(
    drop: Annotated[Path, typer.Option(help="Drop folder to write the files and their control files into.")],
    feed: Annotated[list[str] | None, typer.Option(help="Feed to pull; may be given again. All by default.")] = None,
    date_text: DateOption = None,
) -> None:
    """Pull what is new from the databases that sources.yaml declares, as ordinary deliveries; then run load.

    Ends with 3 when a feed could not be pulled; the others are pulled all the same.
    """
    from gridloop.lake.services.pull_feed import pull_feed, pulls

    declared, language, failed = pulls(), command_language(), False
    unknown = sorted(set(feed or ()) - set(declared))
    if unknown:
        raise Problem("lake.pull_unknown", 404, feeds=", ".join(unknown), known=", ".join(declared) or "–")
    for name in feed or list(declared):
        try:
            done = pull_feed(pull=declared[name], drop=drop, day=_day(date_text), actor=ACTOR)
        except Problem as problem:
            show_problem(problem)
            failed = True
            continue
        for report in done:
            code = "pulled_resumed" if report.resumed else "pulled" if report.file else "pulled_nothing"
            progress(say(f"lake.{code}", language, feed=name, rows=f"{report.rows:,}", file=str(report.file)))
            if report.without_mark:
                progress(say("lake.pulled_without_mark", language, feed=name, rows=f"{report.without_mark:,}"))
    if failed:
        raise typer.Exit(3)


@app.command()
def template(
    feed: Annotated[str, typer.Argument(help="Name of the feed, such as consent, offer or staff.")],
    out: Annotated[Path, typer.Option(help="Folder to write the file into.")] = Path(),
    date_text: DateOption = None,
) -> None:
    """Write an empty file of a feed, with the columns that its contract wants, to be filled in by hand."""
    from gridloop.lake.library import contract_of
    from gridloop.lake.services.write_feed_file import write_feed_file

    language = command_language()
    file = write_feed_file(contract=contract_of(feed), rows=(), folder=out, day=_day(date_text), language=language)
    progress(say("lake.template_written", language, file=file))


@app.command("propose-grids")
def propose_grids(
    drop: Annotated[Path, typer.Option(help="Drop folder to write the files into (under the business date).")],
    code: Annotated[str, typer.Option(help="Code of the company; codes of branches and grids begin with it.")],
    name: Annotated[str, typer.Option(help="Name of the company.")],
    customers: Annotated[int, typer.Option(min=1, help="Customers a grid shall have, about.")] = 1_000,
    grids: Annotated[int, typer.Option(min=1, help="Grids a branch shall have, about.")] = 10,
    replace: Annotated[bool, typer.Option("--replace", help="Also where there are grids already.")] = False,
    date_text: DateOption = None,
) -> None:
    """Propose grids where an operator has none: org tree, seats and places from the areas its customers live in.

    Nothing is in force before the three files are loaded: look them over first.
    """
    from gridloop.territory.services.propose_grids import Wish, propose_grids

    language = command_language()
    proposal = propose_grids(
        wish=Wish(code, name, customers, grids), drop=drop, day=_day(date_text), language=language, replace=replace
    )
    counts = ("branches", "grids", "places", "customers", "smallest", "largest", "seats", "without_coordinates")
    progress(say("territory.proposal", language, **{count: getattr(proposal, count) for count in counts}))
    for file in proposal.files:
        progress(f"  {file}")
    progress(say("territory.proposal_next", language, drop=drop))


def _reopened(dataset: str, before: date) -> list[date]:
    """Return the earlier months of a dataset that have to be computed again, and tell them."""
    from gridloop.lake.queries import dataset_title
    from gridloop.lake.stale import months_to_compute_again

    language = command_language()
    months = months_to_compute_again(dataset, before=before)
    for month in months:
        title = dataset_title(dataset, language)
        progress(say("lake.line_reopened", language, dataset=title, month=f"{month:%Y-%m}"))
    return months


@app.command()
def prepare(date_text: DateOption = None) -> None:
    """Bring grids, ownership, offers, profiles, tags, indicators and alerts up to the cycle of a business date.

    Earlier months whose data came late or was corrected are computed again.
    """
    from gridloop.catalog.services.sync_from_lake import sync_offers
    from gridloop.contact.queries import consent_counts
    from gridloop.metrics.services.build_indicators import build_indicators
    from gridloop.metrics.services.build_places import build_place_months, build_place_tags
    from gridloop.metrics.services.build_profile import build_profile
    from gridloop.metrics.services.build_tags import build_tags
    from gridloop.metrics.services.raise_alerts import raise_alerts
    from gridloop.territory.queries import ownership_check
    from gridloop.territory.services.derive_ownership import derive_ownership
    from gridloop.territory.services.sync_from_lake import sync_territory
    from gridloop.web.commands import told

    day, language = _day(date_text), command_language()
    month = day.replace(day=1)
    for line in told.synced(sync_territory(actor=ACTOR), language):
        progress(line)
    for line in told.owned(derive_ownership(actor=ACTOR, as_of=day), ownership_check(WHOLE_COMPANY), language):
        progress(line)
    try:
        progress(told.offered(sync_offers(actor=ACTOR), language))
    except Problem as problem:
        if problem.code != "catalog.nothing_delivered":
            raise
        show_problem(problem)  # models can be learnt and looked at before there is anything to offer
    progress(told.consented(consent_counts(day), language))
    for one in [*_reopened("customer_profile", month), month]:
        progress(told.built("profile", build_profile(month=one, actor=ACTOR), language))
    for one in [*_reopened("customer_tag", month), month]:
        progress(told.built("tags", build_tags(month=one, actor=ACTOR), language))
    progress(told.built("places", build_place_months(month=month, actor=ACTOR), language))
    build_place_tags(month=month, actor=ACTOR)
    progress(told.built("indicators", build_indicators(month=month, actor=ACTOR), language))
    progress(say("metrics.line_alerts", language, count=raise_alerts(month=month, actor=ACTOR)))


@app.command()
def score(date_text: DateOption = None) -> None:
    """Train the models on what is known by now, and score every customer with reasons and a matching offer.

    The month's tags are then worked out again, because some stand on the scores, and the population that audiences are
    counted from is laid out.
    """
    from gridloop.campaign.services.build_population import build_population
    from gridloop.metrics.services.build_places import build_place_tags
    from gridloop.metrics.services.build_tags import build_tags
    from gridloop.mining.services.score import score_customers
    from gridloop.mining.services.train import train_models
    from gridloop.web.commands import told

    month, language = _day(date_text).replace(day=1), command_language()
    for line in told.trained(train_models(month=month, actor=ACTOR), language):
        progress(line)
    for line in told.scored(score_customers(month=month, actor=ACTOR), language):
        progress(line)
    progress(told.built("tags", build_tags(month=month, actor=ACTOR), language))
    build_place_tags(month=month, actor=ACTOR)
    build_population(cycle=f"{month:%Y-%m}", actor=ACTOR)


@app.command()
def views(
    out: Annotated[Path, typer.Option(help="DuckDB file to write; it is replaced.")],
    dataset: Annotated[
        list[str] | None,
        typer.Option(help="Only this dataset; may be repeated. Default: all without customers or staff."),
    ] = None,
) -> None:
    """Write read-only views of the current data for BI tools; run it again after data was prepared."""
    from gridloop.metrics.services.write_views import write_views

    names = write_views(file=out, datasets=dataset or (), actor=ACTOR)
    progress(say("metrics.line_views", command_language(), file=out, count=len(names), names=", ".join(names)))


@app.command()
def plan(
    file: Annotated[Path, typer.Option(help="YAML plan; see src/gridloop/campaign/plans/monthly.yaml.")],
    cycle: CycleOption,
    submit: Annotated[bool, typer.Option(help="Also hand the drafts in for approval.")] = False,
) -> None:
    """Draft the campaigns of a plan for a cycle, with a forecast for who approves them; those that exist are left."""
    from gridloop.campaign.services.plan_from_file import forecast_plans, plan_from_file
    from gridloop.web.commands import told

    codes = plan_from_file(file=file, cycle=_cycle(cycle), submit=submit, actor=ACTOR)
    try:
        forecasts = forecast_plans(codes, actor=ACTOR)
    except Problem as problem:
        show_problem(problem)  # a plan may be drafted before there are scores to foretell it by
        forecasts = {}
    for code in codes:
        progress(told.planned(code, forecasts.get(code), command_language()))


@app.command()
def launch(
    cycle: CycleOption,
    code: Annotated[str | None, typer.Option(help="Only this campaign.")] = None,
) -> None:
    """Launch approved campaigns: choose targets and control group, and keep the verdict on everybody else."""
    from gridloop.campaign.queries import launchable_codes
    from gridloop.campaign.services.launch import launch_campaign
    from gridloop.web.commands import told

    codes = [code] if code else launchable_codes(_cycle(cycle))
    for one in codes:
        progress(told.launched(launch_campaign(campaign_code=one, actor=ACTOR), command_language()))


@app.command()
def dispatch(date_text: DateOption = None) -> None:
    """Turn launched campaigns into work orders, exactly one per target and step; end what is over."""
    from gridloop.campaign.queries import launched_codes
    from gridloop.dispatch.services.expire_orders import expire_orders
    from gridloop.dispatch.services.generate_orders import generate_orders
    from gridloop.web.commands import told

    day, language = _day(date_text), command_language()
    progress(told.expired(expire_orders(on=day, actor=ACTOR), language))
    for code in launched_codes():
        progress(told.dispatched(generate_orders(campaign_code=code, actor=ACTOR, on=day), language))


@app.command()
def evaluate(cycle: CycleOption) -> None:
    """Confirm a cycle's outcomes from later feeds, measure effect, cost and ROI, write points, publish outcomes."""
    from gridloop.evaluate.services.evaluate_cycle import evaluate_cycle

    evaluate_cycle(cycle=_cycle(cycle), actor=ACTOR, report=progress, language=command_language())
