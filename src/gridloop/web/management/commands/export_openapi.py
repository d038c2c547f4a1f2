"""Writes the API's description for the front end's generated client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gridloop.web.api import api


class Command(BaseCommand):
    """``export_openapi [FILE]``: default is the file that the front end's client is generated from."""

    help = "Write the OpenAPI description of the HTTP API."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file argument."""
        parser.add_argument("file", nargs="?", default="frontend/packages/api/openapi.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the description with sorted keys, so that a diff shows only what changed."""
        text = json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False, default=str)
        Path(options["file"]).write_text(text + "\n", encoding="utf-8")
