"""Puts a new version of a contract in force: the operator's own file, its place in the history, and the audit row."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from gridloop.kernel import clock
from gridloop.kernel.problems import Problem, Trouble
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_changes import FIRST, Change, changes_between, suggested_version, version_of
from gridloop.lake.contract_faults import ContractFault
from gridloop.lake.contract_types import Contract
from gridloop.lake.intake.lock import feed_lock
from gridloop.lake.library import contracts, own_folder
from gridloop.lake.models import ContractVersion

_FEED = re.compile(r"[a-z][a-z0-9_]{0,59}")
LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A contract that can be used, what it changes, and the version number that this asks for."""

    contract: Contract
    before: Contract | None
    changes: tuple[Change, ...]
    suggested: str


def check_contract(*, text: str) -> Checked:
    """Return a contract that somebody wrote, compared with the one in force.

    Raises ``Problem`` (422) whose one trouble tells the place in the document, what is wrong and how to mend it.
    """
    try:
        contract = parse_contract(text[:LONGEST], source="contract", own=True)
        if not _FEED.fullmatch(contract.feed):
            raise ContractError("contract", "schema[0].name", ContractFault("contract_feed_name", name=contract.feed))
        if version_of(contract.version) is None:
            raise ContractError("contract", "version", ContractFault("contract_version_form", version=contract.version))
    except ContractError as error:
        raise _unusable(error) from error
    before = contracts().get(contract.feed)
    changes = changes_between(before, contract) if before else ()
    return Checked(contract, before, changes, suggested_version(before.version, changes) if before else FIRST)


def _unusable(error: ContractError) -> Problem:
    trouble = Trouble(error.where, error.fault.code, error.fault.params)
    return Problem("lake.contract_unusable", 422, (trouble,), feed=error.source)


def changes_since(text: str, now: Contract) -> tuple[Change, ...]:
    """Return what differs in a contract from an earlier version of it; none where that cannot be read any more."""
    try:
        return changes_between(parse_contract(text, source=now.feed), now)
    except ContractError:
        return ()


def save_contract(*, text: str, based_on: str, note: str, actor: Actor) -> Contract:
    """Make a contract the one in force; returns it. Every version that ever was stays readable.

    ``based_on`` is the version that was edited, empty for a new feed: raises ``Problem`` (409) when another is in
    force meanwhile or nothing differs, and (422) when the contract cannot be used or its version does not rise.
    """
    checked = check_contract(text=text)
    contract, before = checked.contract, checked.before
    with feed_lock(contract.feed):  # no file is being loaded under the contract that goes
        current = before.version if before else ""
        if based_on != current:
            raise Problem("lake.contract_changed", 409, feed=contract.feed, version=current or "–")
        if before is not None:
            if contract.yaml == before.yaml:
                raise Problem("lake.contract_unchanged", 409)
            _check_rises(contract, before, checked.suggested)
        with transaction.atomic():
            if before is not None:
                _keep(before, note="", actor=None)
            _keep(contract, note=note, actor=actor)
            audit.record(
                actor=actor,
                action="lake.contract_save",
                object_kind="contract",
                object_id=contract.feed,
                version=contract.version,
                before=current,
                note=note,
                changes=[" ".join(filter(None, (change.what, change.column))) for change in checked.changes][:50],
            )
            # last inside the transaction: a file that cannot be written leaves neither version nor audit row
            _write(own_folder() / f"{contract.feed}.yaml", contract.yaml)
    return contract


def _check_rises(contract: Contract, before: Contract, suggested: str) -> None:
    new, old = version_of(contract.version), version_of(before.version)
    if old is not None and new is not None and new <= old:
        fault = ContractFault(
            "contract_version_low", version=contract.version, current=before.version, suggested=suggested
        )
        raise _unusable(ContractError(contract.feed, "version", fault))


def _keep(contract: Contract, *, note: str, actor: Actor | None) -> None:
    """Keep a version in the history; one that came as a file is kept when it is replaced.

    A file that was edited by hand under its old number stands beside what that number meant before: ``1.2.0+1``.
    """
    same_number = ContractVersion.objects.filter(feed=contract.feed, version__startswith=contract.version)
    known = [row for row in same_number if row.version.partition("+")[0] == contract.version]
    if any(row.yaml == contract.yaml for row in known):
        return
    ContractVersion.objects.create(
        feed=contract.feed,
        version=f"{contract.version}+{len(known)}" if known else contract.version,
        yaml=contract.yaml,
        own=contract.own,
        note=note,
        saved_by=actor.name if actor else "",
        saved_at=clock.now(),
    )


def _write(file: Path, text: str) -> None:
    """Replace a file as a whole: a reader sees the old contract or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
