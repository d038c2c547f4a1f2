"""Writes openapi.json with one name for each schema: ``python export_openapi.py [FILE]``.

Two stages may call a class the same (``TagOut`` of metrics, ``TagOut`` of monitor). Ninja then keeps only the later one
under the name, and every reference to the earlier one is wrong. Here the earlier stage keeps the plain name, the later
one is given its own in front: ``TagOut``, ``MonitorTagOut``.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CLASS_IN_REF = re.compile(r"(?P<path>(?:\w+\.)*)(?P<name>\w+):(?P<id>\d+)")


def classes_below(base: type) -> Iterator[type]:
    """Yield every class that descends from ``base``."""
    for one in base.__subclasses__():
        yield one
        yield from classes_below(one)


def stages_by_id(base: type) -> dict[int, str]:
    """Return the stage of every schema class of ours, by the class's id (which pydantic's references carry)."""
    return {
        id(one): one.__module__.split(".")[1] for one in classes_below(base) if one.__module__.startswith("gridloop.")
    }


def name_schemas_apart() -> None:
    """Make ninja tell classes of the same name in different stages apart."""
    import ninja.openapi.schema  # noqa: PLC0415
    from ninja.schema import NinjaGenerateJsonSchema, Schema  # noqa: PLC0415

    stages = stages_by_id(Schema)
    owner: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        stage = stages.get(int(found["id"]))
        if stage is None or owner.setdefault(found["name"], stage) == stage:
            return found[0]
        return f"{found['path']}{stage.capitalize()}{found['name']}:{found['id']}"

    class NamedApart(NinjaGenerateJsonSchema):
        def get_defs_ref(self, core_mode_ref: Any) -> Any:
            ref, mode = core_mode_ref
            return super().get_defs_ref((CLASS_IN_REF.sub(renamed, ref), mode))  # type: ignore[arg-type]

    ninja.openapi.schema.NinjaGenerateJsonSchema = NamedApart  # type: ignore[misc,attr-defined]


def main() -> None:
    """Write the description of the API with sorted keys, so that a diff shows only what changed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from gridloop.web.api import api  # noqa: PLC0415 - after the set-up

    name_schemas_apart()
    text = json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False, default=str)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "openapi.json"
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
