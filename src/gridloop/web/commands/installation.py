"""Commands that set an installation up: database, accounts, the clock of a simulation, readiness."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.models import Account, OrgUnit, Tenant
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.services.accounts import DEMO_PASSWORD, create_staff_accounts, give_first_passwords
from gridloop.kernel.services.move_clock import move_clock, require_simulation
from gridloop.kernel.types import Actor, Role
from gridloop.web.commands.application import app
from gridloop.web.commands.printing import progress

ACTOR = Actor.system("command-line")
clock_app = typer.Typer(no_args_is_help=True, help="The clock of a simulated city (GRIDLOOP_SIMULATION=1).")
accounts_app = typer.Typer(no_args_is_help=True, help="Accounts of staff.")
app.add_typer(clock_app, name="clock")
app.add_typer(accounts_app, name="accounts")


@app.command()
def init() -> None:
    """Create the database, or bring it up to this version; safe to run at every start."""
    call_command("migrate", interactive=False, verbosity=0)
    Tenant.objects.get_or_create(pk=1)
    progress("database ready")


@app.command()
def ready(
    preparing: Annotated[str, typer.Option(help="Say what is being prepared; empty means ready.")] = "",
) -> None:
    """Set what /healthz answers: 200, or 503 with the step that is being prepared."""
    Tenant.objects.update_or_create(pk=1, defaults={"preparing": preparing})


@clock_app.command("show")
def show_clock() -> None:
    """Print the present instant and the tenant's day."""
    progress(f"{clock.now().isoformat()}  {clock.today()}")


@clock_app.command("set")
def set_clock(
    instant: Annotated[str, typer.Argument(help="ISO time with zone, such as 2026-10-05T09:00:00+08:00")],
) -> None:
    """Move the clock of a simulated city; it runs on from there."""
    try:
        to = datetime.fromisoformat(instant)
    except ValueError as error:
        raise typer.BadParameter("write an ISO time such as 2026-10-05T09:00:00+08:00") from error
    move_clock(to=to if to.tzinfo else to.replace(tzinfo=clock.zone()), actor=ACTOR)
    show_clock()


@accounts_app.command("demo")
def demo() -> None:
    """Give every member of staff an account with the public demo password (simulation only)."""
    require_simulation()
    made = create_staff_accounts(actor=ACTOR, password=DEMO_PASSWORD)
    progress(f"{made} accounts made; password {DEMO_PASSWORD}")


@accounts_app.command("staff")
def staff() -> None:
    """Give every member of staff an account that waits for a password (see ``accounts passwords``)."""
    progress(f"{create_staff_accounts(actor=ACTOR, password=None)} accounts made")


@accounts_app.command("passwords")
def passwords(
    out: Annotated[Path, typer.Option(help="CSV file to write them to; only its owner may read it.")],
    unit: Annotated[str, typer.Option(help="Only people of this unit and below.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Only people of this role; may be repeated.")] = None,
) -> None:
    """Give a first password to everybody of the staff who has none, and write them to a file to hand out."""
    if out.exists():
        raise typer.BadParameter("the file is there already; choose another name", param_hint="--out")
    out.touch(mode=0o600)
    given = give_first_passwords(actor=ACTOR, unit=unit, roles=[one.value for one in role or ()])
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["username", "name", "role", "org_code", "password"])
        lines.writerows((one.username, one.name, one.role, one.org_code, one.password) for one in given)
    progress(f"{len(given)} passwords written to {out}")


@accounts_app.command("create")
def create(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What this account may do.")],
    org: Annotated[str, typer.Option(help="Code of the org unit the account sees.")],
    password_file: Annotated[
        Path, typer.Option(help="File whose first line is the password (so that no shell history keeps it).")
    ],
    keep_password: Annotated[
        bool, typer.Option("--keep-password", help="It need not be changed at the first sign-in: a program's account.")
    ] = False,
) -> None:
    """Create one account, or give an existing one a new role, unit and password, to be changed at first sign-in."""
    unit = OrgUnit.objects.filter(code=org).first()
    if unit is None:
        raise Problem("kernel.not_found", 404, kind="org_unit", key=org)
    lines = password_file.read_text(encoding="utf-8").splitlines()
    password = lines[0] if lines else ""
    try:
        validate_password(password)
    except ValidationError as error:
        raise typer.BadParameter(" ".join(error.messages), param_hint="--password-file") from error
    with transaction.atomic():
        account, made = Account.objects.get_or_create(username=username.lower())
        account.role, account.org_unit = role.value, unit
        if made:
            account.language = settings.TENANT_LANGUAGE
        account.set_password(password)
        account.must_change_password = not keep_password
        account.save()
        audit.record(
            actor=ACTOR,
            action="account.create" if made else "account.change",
            object_kind="account",
            object_id=username,
            role=role.value,
            org=org,
        )
    progress(f"{'created' if made else 'changed'} {username}")
