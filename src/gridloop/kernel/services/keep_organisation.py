"""Keeps org units and people as they were delivered, and accounts in step with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from gridloop.kernel.models import Account, OrgUnit, Person
from gridloop.kernel.types import StaffMember, Unit

_CHUNK = 500


def keep_units(units: Mapping[str, Unit], paths: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """Write the units in the order of ``paths`` (parents first); end those that vanished.

    Returns the primary key of every delivered unit by code, and how many were ended. Part of the caller's transaction,
    who also writes the audit row.
    """
    keys: dict[str, int] = {}
    for depth in sorted({path.count("/") for path in paths.values()}):
        level = [units[code] for code, path in paths.items() if path.count("/") == depth]
        OrgUnit.objects.bulk_create(
            [
                OrgUnit(
                    code=unit.code,
                    kind=unit.kind,
                    name_zh=unit.name_zh,
                    name_en=unit.name_en,
                    parent_id=keys[unit.parent_code] if unit.parent_code else None,
                    path=paths[unit.code],
                    active=True,
                )
                for unit in level
            ],
            batch_size=_CHUNK,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["kind", "name_zh", "name_en", "parent", "path", "active"],
        )
        for codes in _chunks([unit.code for unit in level]):
            keys |= dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "pk"))
    known = set(OrgUnit.objects.filter(active=True).values_list("code", flat=True))
    ended = sum(
        OrgUnit.objects.filter(code__in=codes).update(active=False) for codes in _chunks(sorted(known - set(units)))
    )
    return keys, ended


def keep_people(people: Sequence[StaffMember]) -> int:
    """Write people; return how many were ended.

    Accounts of people who changed role or unit follow them; those of people who left are closed. Part of the caller's
    transaction, who also writes the audit row.
    """
    before = {person.code: person for person in Person.objects.all()}
    Person.objects.bulk_create(
        [Person(**asdict(person), active=True) for person in people],
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "role", "org_unit", "hired_on", "daily_capacity", "active"],
    )
    delivered = {person.code for person in people}
    gone = [code for code, person in before.items() if person.active and code not in delivered]
    for codes in _chunks(gone):
        Person.objects.filter(code__in=codes).update(active=False)
        Account.objects.filter(person__code__in=codes).update(is_active=False)
    for member in people:
        known = before.get(member.code)
        if known is not None and _moved(known, member):
            _follow(member, comes_back=not known.active)
    return len(gone)


def _moved(known: Person, member: StaffMember) -> bool:
    return (known.role, known.org_unit_id, known.active) != (member.role, member.org_unit_id, True)


def _follow(member: StaffMember, *, comes_back: bool) -> None:
    accounts = Account.objects.filter(person__code=member.code)
    accounts.update(role=member.role, org_unit=member.org_unit_id)
    if comes_back:
        accounts.update(is_active=True)


def _chunks(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[start : start + _CHUNK] for start in range(0, len(codes), _CHUNK))
