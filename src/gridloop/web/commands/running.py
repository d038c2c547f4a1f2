"""Commands that stay running: the web server and the worker."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from gridloop.web.commands.application import app
from gridloop.web.database import require_database
from gridloop.web.serving import run_server, run_worker

NICENESS = 10
"""Heavy jobs give way to whoever waits for a page."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Web processes.")] = 2,
) -> None:
    """Serve the web apps and the API, with one job worker beside them; Ctrl-C stops all."""
    require_database()
    run_server(host=host, port=port, workers=workers)


@app.command()
def worker() -> None:
    """Do queued jobs until stopped, and take over jobs whose process died."""
    require_database()
    os.nice(NICENESS)
    run_worker()
