"""Contracts: drafted from a sample, checked, tried on a file, put in force, and their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import yaml as yaml_reader
from ninja import File, Form, Query, UploadedFile

from gridloop.kernel import clock
from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.problems import Problem
from gridloop.kernel.queries import ActorNames
from gridloop.kernel.wording import Language, say, say_mend
from gridloop.lake import queries
from gridloop.lake.api.contract_schemas import (
    ContractCheckIn,
    ContractCheckOut,
    ContractDraftOut,
    ContractForm,
    ContractSaveIn,
    ContractTrialIn,
    ContractVersionDetail,
    ContractVersionOut,
    TrialOut,
)
from gridloop.lake.api.feeds import READERS, STEWARDS
from gridloop.lake.api.schemas import ContractOut
from gridloop.lake.api.shaping import contract_out, note_out
from gridloop.lake.contract_changes import Change
from gridloop.lake.contract_document import ColumnFacts, ContractFacts, Meaning, facts_of, written
from gridloop.lake.models import ContractVersion
from gridloop.lake.services.draft_contract import draft_contract
from gridloop.lake.services.hold_sample import held_sample
from gridloop.lake.services.save_contract import changes_since, check_contract, save_contract
from gridloop.lake.services.try_contract import Trial, try_contract, try_on_last_file

_IMPROBABLE = "lake.note_improbable_text"


def _facts(form: ContractForm) -> ContractFacts:
    values = form.dict()
    columns = [
        ColumnFacts(
            **{
                **column,
                "allowed": tuple(column["allowed"]),
                "values": tuple(Meaning(**value) for value in column["values"]),
            }
        )
        for column in values.pop("columns")
    ]
    gone, trailer = (tuple(filter(None, map(str.strip, values.pop(name)))) for name in ("gone_values", "trailer"))
    return ContractFacts(**values, gone_values=gone, trailer=trailer, columns=tuple(columns))


def _checked(text: str, language: Language) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "yaml": text,
        "form": None,
        "trouble": None,
        "in_force": "",
        "changes": [],
        "suggested_version": "",
    }
    try:
        checked = check_contract(text=text)
    except Problem as problem:
        [trouble] = problem.troubles
        return {
            **empty,
            "trouble": {
                "where": trouble.where,
                "what": say(trouble.code, language, **trouble.params),
                "mend": say_mend(trouble.code, language, **trouble.params),
            },
        }
    return {
        **empty,
        "form": asdict(facts_of(checked.contract)),
        "in_force": checked.before.version if checked.before else "",
        "changes": _changes_out(checked.changes),
        "suggested_version": checked.suggested,
    }


def _changes_out(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [{**asdict(change), "weight": change.weight.name.lower()} for change in changes]


def _text(body: ContractCheckIn) -> str:
    """Return the YAML to be checked; a base that is no YAML is checked as it stands, so that its fault is told."""
    if body.form is None:
        return body.yaml
    try:
        return written(_facts(body.form), body.yaml)
    except (yaml_reader.YAMLError, AttributeError, TypeError):
        return body.yaml


def trial_out(trial: Trial, language: Language) -> dict[str, Any]:
    """Return what a trial told in the reader's language."""
    refused = [{**asdict(one), "label": say(f"lake.label_{one.reason.value}", language)} for one in trial.refused]
    problems = [note_out(one.code, one.params, language) for one in trial.problems]
    notes = [
        note_out(note["code"], note["params"], language)
        for note in trial.notes
        if note["code"] != "lake.note_unknown_columns"  # they stand apart
    ]
    return {**asdict(replace(trial, problems=(), notes=())), "refused": refused, "problems": problems, "notes": notes}


def _version_out(row: ContractVersion, names: ActorNames) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "own": row.own,
        "note": row.note,
        "saved_by": row.saved_by,
        "saved_by_name": names.of(row.saved_by) if row.saved_by else "",
        "saved_at": row.saved_at,
    }


def add_contracts(router: StageRouter) -> None:
    """Declare the operations on contracts."""

    @router.post("/contracts/draft", response=ContractDraftOut, allow=STEWARDS, reads=True)
    def draft_from_sample(request: ScopedRequest, file: File[UploadedFile]) -> dict[str, Any]:
        queries.need_whole_company(request.scope)
        with held_sample(name=str(file.name or ""), size=int(file.size or 0), chunks=file.chunks()) as sample:
            draft = draft_contract(path=sample.path, file_name=sample.file_name)
        return {
            "form": asdict(draft.facts),
            "yaml": written(draft.facts),
            "seen": [asdict(column) for column in draft.seen],
            "rows": draft.rows,
            "notes": [note_out(_IMPROBABLE, {"examples": draft.improbable}, request.language)]
            if draft.improbable
            else [],
        }

    @router.post("/contracts/check", response=ContractCheckOut, allow=STEWARDS, reads=True)
    def check_draft(request: ScopedRequest, body: ContractCheckIn) -> dict[str, Any]:
        queries.need_whole_company(request.scope)
        return _checked(_text(body), request.language)

    @router.post("/contracts/trial", response=TrialOut, allow=STEWARDS, reads=True)
    def try_on_sample(request: ScopedRequest, file: File[UploadedFile], yaml: Form[str]) -> dict[str, Any]:
        queries.need_whole_company(request.scope)
        contract = check_contract(text=yaml).contract
        with held_sample(name=str(file.name or ""), size=int(file.size or 0), chunks=file.chunks()) as sample:
            trial = try_contract(
                contract=contract, path=sample.path, file_name=sample.file_name, business_date=clock.today()
            )
        return trial_out(trial, request.language)

    @router.post("/contracts/trial/last", response=TrialOut, allow=STEWARDS, reads=True)
    def try_on_last(request: ScopedRequest, body: ContractTrialIn) -> dict[str, Any]:
        queries.need_whole_company(request.scope)
        contract = check_contract(text=body.yaml).contract
        return trial_out(try_on_last_file(contract=contract), request.language)

    @router.post("/contracts", response={201: ContractOut}, allow=STEWARDS)
    def save_as_in_force(request: ScopedRequest, body: ContractSaveIn) -> tuple[int, dict[str, Any]]:
        queries.need_whole_company(request.scope)
        saved = save_contract(text=body.yaml, based_on=body.based_on, note=body.note, actor=request.actor)
        return 201, contract_out(saved)

    @router.get("/feeds/{feed}/contract/form", response=ContractCheckOut, allow=READERS)
    def get_contract_form(request: ScopedRequest, feed: str) -> dict[str, Any]:
        return _checked(queries.contract(request.scope, feed).yaml, request.language)

    @router.get("/feeds/{feed}/contract/versions", response=Page[ContractVersionOut], allow=READERS)
    def list_contract_versions(request: ScopedRequest, feed: str, params: Query[PageParams]) -> dict[str, Any]:
        names = ActorNames()
        rows = queries.contract_versions(request.scope, feed)
        return paged(rows, params, lambda row: _version_out(row, names))

    @router.get("/feeds/{feed}/contract/versions/{version_id}", response=ContractVersionDetail, allow=READERS)
    def get_contract_version(request: ScopedRequest, feed: str, version_id: int) -> dict[str, Any]:
        row = queries.contract_version(request.scope, feed, version_id)
        now = queries.contract(request.scope, feed)
        return {
            **_version_out(row, ActorNames()),
            "yaml": row.yaml,
            "in_force": now.version,
            "changes": _changes_out(changes_since(row.yaml, now)),
        }
