"""Writes the delivered org tree and staff into the kernel's rows, and keeps accounts in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model

from gridloop.territory.rules import Unit

_UNIT_FIELDS = ["kind", "name_zh", "name_en", "parent_id", "path", "active"]
_PERSON_FIELDS = ["name", "role", "org_unit_id", "hired_on", "daily_capacity", "active"]


def _rows(model: str) -> Any:
    """Return the manager of one of the kernel's models, which territory is the one stage to fill."""
    found: type[Model] = apps.get_model("kernel", model)
    return found._default_manager


def write_units(units: Mapping[str, Unit], paths: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """Write the units in the order of ``paths`` (parents first); end those that vanished.

    Returns the primary key of every delivered unit by code, and how many were ended.
    """
    model = apps.get_model("kernel", "OrgUnit")
    keys: dict[str, int] = {}
    for depth in sorted({path.count("/") for path in paths.values()}):
        level = [units[code] for code, path in paths.items() if path.count("/") == depth]
        rows = [
            model(
                code=unit.code,
                kind=unit.kind,
                name_zh=unit.name_zh,
                name_en=unit.name_en,
                parent_id=keys[unit.parent_code] if unit.parent_code else None,
                path=paths[unit.code],
                active=True,
            )
            for unit in level
        ]
        _upsert("OrgUnit", rows, _UNIT_FIELDS)
        keys |= dict(_rows("OrgUnit").filter(code__in=[unit.code for unit in level]).values_list("code", "pk"))
    vanished = _rows("OrgUnit").filter(active=True).exclude(code__in=list(units))
    return keys, vanished.update(active=False)


def write_people(people: Sequence[Mapping[str, Any]]) -> int:
    """Write people (``code, name, role, org_unit_id, hired_on, daily_capacity``); return how many were ended.

    Accounts of people who changed role or unit follow them; those of people who left are closed.
    """
    model = apps.get_model("kernel", "Person")
    before = {row["code"]: row for row in _rows("Person").values("code", "role", "org_unit_id", "active")}
    _upsert("Person", [model(**person, active=True) for person in people], _PERSON_FIELDS)
    delivered = {person["code"] for person in people}
    gone = [code for code, row in before.items() if row["active"] and code not in delivered]
    for chunk in _chunks(gone):
        _rows("Person").filter(code__in=chunk).update(active=False)
        _rows("Account").filter(person__code__in=chunk).update(is_active=False)
    for person in people:
        known = before.get(person["code"])
        if known is None or all(known[key] == person.get(key, True) for key in ("role", "org_unit_id", "active")):
            continue
        back = {} if known["active"] else {"is_active": True}
        _rows("Account").filter(person__code=person["code"]).update(
            role=person["role"], org_unit_id=person["org_unit_id"], **back
        )
    return len(gone)


def _upsert(model: str, rows: Sequence[Model], fields: Sequence[str]) -> None:
    plain = [field.removesuffix("_id") for field in fields]
    _rows(model).bulk_create(rows, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=plain)


def _chunks(codes: Sequence[str]) -> list[Sequence[str]]:
    return [codes[start : start + 500] for start in range(0, len(codes), 500)]
