"""Rows as the bodies of answers, said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from gridloop.kernel.queries import ActorNames
from gridloop.kernel.wording import Language, say, say_mend
from gridloop.lake.contract_types import Contract, Property
from gridloop.lake.intake.checks import words_of
from gridloop.lake.loads import Load
from gridloop.lake.models import DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.pulls import PullFacts
from gridloop.lake.queries import FeedFacts, dataset_title
from gridloop.lake.refusals import refusal_words
from gridloop.lake.services.held_delivery import is_held, is_let_pass
from gridloop.lake.stale import StaleMonth
from gridloop.lake.types import Dataset


def note_out(code: str, params: Mapping[str, object], language: Language) -> dict[str, str]:
    """Return the body of ``NoteOut``."""
    params = {**params, **_said_reason(params, language)}
    return {
        "code": code,
        "text": say(code, language, **params),
        "mend": say_mend(code, language, **params),
    }


def _said_reason(params: Mapping[str, object], language: Language) -> dict[str, object]:
    """A reason among the parameters is said in words."""
    reason = params.get("reason")
    return {"reason": say(f"lake.label_{reason}", language)} if reason else {}


def batch_out(row: FeedBatch, language: Language, names: ActorNames) -> dict[str, Any]:
    """Return the body of ``BatchOut``."""
    error = note_out(row.error_code, row.error_params, language) if row.error_code else None
    return {
        "id": row.pk,
        "feed": row.feed,
        "file_name": row.file_name,
        "business_date": row.business_date,
        "state": row.state,
        "size": row.size,
        "sha256": row.sha256,
        "rows_read": row.rows_read,
        "rows_loaded": row.rows_loaded,
        "rows_quarantined": row.rows_quarantined,
        "rows_replayed": row.rows_replayed,
        "published": row.published,
        "error": error,
        "held": is_held(row),
        "let_pass": is_let_pass(row),
        "loaded_by": row.loaded_by,
        "loaded_by_name": names.of(row.loaded_by),
        "started_at": row.started_at,
        "finished_at": row.finished_at,
    }


def load_out(load: Load, language: Language, names: ActorNames) -> dict[str, Any]:
    """Return the body of ``LoadOut``."""
    return {
        **{one.name: getattr(load, one.name) for one in fields(load) if one.name != "batch"},
        "requested_by_name": names.of(load.requested_by),
        "batch": batch_out(load.batch, language, names) if load.batch else None,
    }


def pull_out(facts: PullFacts, language: Language, names: ActorNames) -> dict[str, Any]:
    """Return the body of ``DatabasePullOut``."""
    pull, attempt = facts.pull, facts.attempt
    error = note_out(attempt.error_code, attempt.error_params, language) if attempt and attempt.error_code else None
    return {
        "feed": pull.feed,
        "title_zh": facts.title_zh,
        "title_en": facts.title_en,
        "source": pull.source,
        "variable": pull.url_variable,
        "table": pull.table,
        "query": pull.query,
        "follow": pull.follow,
        "columns": dict(pull.columns),
        "mark": facts.mark,
        "problem": note_out(*facts.problem, language) if facts.problem else None,
        "attempt": {
            "at": attempt.at,
            "by": attempt.by,
            "by_name": names.of(attempt.by),
            "rows": attempt.rows,
            "without_mark": attempt.without_mark,
            "file_name": attempt.file_name,
            "error": error,
        }
        if attempt
        else None,
        "batch": batch_out(facts.batch, language, names) if facts.batch else None,
        "load": load_out(facts.load, language, names) if facts.load else None,
    }


def quarantined_out(row: QuarantinedRow, language: Language, names: ActorNames) -> dict[str, Any]:
    """Return the body of ``QuarantinedRowOut``."""
    sealed = getattr(row, "sealed", None)
    text, mend = refusal_words(row.reason, row.column, row.params, language)
    return {
        "id": row.pk,
        "batch_id": row.batch.pk,
        "feed": row.batch.feed,
        "file_name": row.batch.file_name,
        "line_no": row.line_no,
        "raw": row.raw,
        "values": row.values,
        "masked_columns": sorted(sealed.values) if sealed else [],
        "reason": row.reason,
        "column": row.column,
        "text": text,
        "mend": mend,
        "state": row.state,
        "replayed_at": row.replayed_at,
        "replayed_by": row.replayed_by,
        "replayed_by_name": names.of(row.replayed_by),
    }


def feed_out(facts: FeedFacts, language: Language, names: ActorNames) -> dict[str, Any]:
    """Return the body of ``FeedOut``."""
    found = facts.contract
    return {
        "feed": found.feed,
        "title_zh": found.title_zh,
        "title_en": found.title_en,
        "format": found.format.value,
        "semantics": found.semantics.value,
        "file_pattern": found.file_pattern,
        "contact": found.contact,
        "contract_version": found.version,
        "own_contract": found.own,
        "datasets": list(found.datasets),
        "rows": facts.rows,
        "last_business_date": facts.last_business_date,
        "due_on": facts.due_on,
        "freshness": facts.freshness,
        "open_quarantine": facts.open_quarantine,
        "last_batch": batch_out(facts.last_batch, language, names) if facts.last_batch else None,
    }


def _column_out(prop: Property) -> dict[str, Any]:
    return {
        "name": prop.name,
        "header": prop.header,
        "title_zh": prop.title_zh,
        "title_en": prop.title_en,
        "type": prop.kind.value,
        "required": prop.required,
        "key": prop.key,
        "unit": prop.unit,
        "written_in": prop.written_in,
        "allowed": list(words_of(prop)),
        "references": ".".join(prop.reference) if prop.reference else "",
        "sensitive": prop.sensitive,
        "leaks": prop.leaks,
    }


def contract_out(found: Contract) -> dict[str, Any]:
    """Return the body of ``ContractOut``."""
    return {
        "feed": found.feed,
        "title_zh": found.title_zh,
        "title_en": found.title_en,
        "description": found.description,
        "description_zh": found.description_zh,
        "contact": found.contact,
        "version": found.version,
        "format": found.format.value,
        "delimiter": found.delimiter.encode("unicode_escape").decode(),
        "encoding": found.encoding,
        "file_pattern": found.file_pattern,
        "semantics": found.semantics.value,
        "gone_column": found.gone_column,
        "gone_values": list(found.gone_values),
        "own_contract": found.own,
        "columns": [_column_out(prop) for prop in found.properties],
        "publishes": [
            {
                "dataset": publish.dataset,
                "columns": dict(publish.columns),
                "traits": list(publish.traits),
                "where": publish.where,
                "distinct": publish.distinct,
            }
            for publish in found.publishes
        ],
        "parameters": dict(found.parameters),
        "yaml": found.yaml,
    }


def stale_out(one: StaleMonth) -> dict[str, Any]:
    """Return the body of ``StaleMonthOut``."""
    return {
        "dataset": one.dataset,
        "title_zh": dataset_title(one.dataset, "zh"),
        "title_en": dataset_title(one.dataset, "en"),
        "month": one.month,
        "source": one.source,
        "source_title_zh": dataset_title(one.source, "zh"),
        "source_title_en": dataset_title(one.source, "en"),
        "source_months": list(one.source_months),
        "deliveries": [
            {"feed": feed, "business_date": day, "files": list(files)} for feed, day, files in one.deliveries
        ],
    }


def dataset_out(declared: Dataset, row: DatasetVersion | None) -> dict[str, Any]:
    """Return the body of ``DatasetOut``."""
    return {
        "name": declared.name,
        "title_zh": dataset_title(declared.name, "zh"),
        "title_en": dataset_title(declared.name, "en"),
        "semantics": declared.semantics.value,
        "columns": len(row.columns) if row else len(declared.columns),
        "key": list(declared.key),
        "version": row.version if row else None,
        "rows": row.rows if row else 0,
        "run": row.run if row else "",
        "created_at": row.created_at if row else None,
    }
