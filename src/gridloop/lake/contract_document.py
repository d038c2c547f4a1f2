"""A contract's document as the facts a person edits, and those facts written back into the document. Pure.

What the form does not show (descriptions, parameters, rules of other tools) stays in the document as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import yaml

from gridloop.lake.contract_types import Contract, FileFormat, Kind, Property
from gridloop.lake.datasets import DATASETS
from gridloop.lake.types import Semantics

TRAITS = "customer_trait"
AS_WRITTEN = ""
"""The rows become what the document already says."""

_LOGICAL: Mapping[Kind, tuple[str, str]] = {
    Kind.TEXT: ("string", ""),
    Kind.IDENTIFIER: ("string", "identifier"),
    Kind.PHONE: ("string", "phone"),
    Kind.WHOLE: ("integer", ""),
    Kind.REAL: ("number", ""),
    Kind.MONEY: ("number", ""),
    Kind.FLAG: ("boolean", ""),
    Kind.DAY: ("date", ""),
    Kind.MONTH: ("date", "yyyy-MM"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a file writes, and what it stands for: nothing, as long as nobody has said it."""

    written: str
    ours: str = ""


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column as it is edited; ``was`` is the name it had, so that the rest of its entry goes with it."""

    name: str
    header: str
    kind: Kind = Kind.TEXT
    was: str = ""
    title_zh: str = ""
    title_en: str = ""
    required: bool = False
    key: bool = False
    allowed: tuple[str, ...] = ()
    values: tuple[Meaning, ...] = ()
    minimum: str = ""
    maximum: str = ""
    reference: str = ""
    unit: str = ""
    written_in: str = ""
    sensitive: bool = False
    not_after: bool = False
    """A day that cannot be later than the business date of its delivery."""
    empty_warn: float | None = None
    empty_stop: float | None = None


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What a person edits of a contract. ``becomes`` maps the columns anew: to a dataset, or by their names."""

    feed: str
    version: str
    title_zh: str
    title_en: str
    format: FileFormat
    contact: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    has_header: bool = True
    decimal: str = "."
    all_sheets: bool = False
    trailer: tuple[str, ...] = ()
    control_suffix: str = ""
    """What the control files of the source end with, where they are not ours; and what a line of them holds."""
    control_holds: str = ""
    file_pattern: str = ""
    semantics: Semantics = Semantics.FULL
    gone_column: str = ""
    """Column that tells which rows are gone (of changes by key), and the words that say so."""
    gone_values: tuple[str, ...] = ()
    month_of: str = ""
    every_months: int = 1
    latency_days: int = 2
    max_refused_share: float = 0.5
    rows_warn: float | None = None
    rows_stop: float | None = None
    becomes: str = AS_WRITTEN
    columns: tuple[ColumnFacts, ...] = field(default_factory=tuple)


def facts_of(contract: Contract) -> ContractFacts:
    """Return what a person edits of a contract."""
    return ContractFacts(
        feed=contract.feed,
        version=contract.version,
        title_zh=contract.title_zh,
        title_en=contract.title_en,
        format=contract.format,
        contact=contract.contact,
        delimiter=contract.delimiter,
        encoding=contract.encoding,
        has_header=contract.has_header,
        decimal="," if contract.decimal_comma else ".",
        all_sheets=contract.all_sheets,
        trailer=contract.trailer,
        control_suffix=contract.control.suffix if contract.control else "",
        control_holds=contract.control.holds if contract.control else "",
        file_pattern=contract.file_pattern,
        semantics=contract.semantics,
        gone_column=contract.gone_column,
        gone_values=contract.gone_values,
        month_of=contract.month_of,
        every_months=contract.every_months,
        latency_days=contract.latency_days,
        max_refused_share=contract.max_refused_share,
        rows_warn=contract.row_change.warn,
        rows_stop=contract.row_change.stop,
        columns=tuple(_column_facts(prop) for prop in contract.properties),
    )


def _column_facts(prop: Property) -> ColumnFacts:
    return ColumnFacts(
        name=prop.name,
        header=prop.header,
        kind=prop.kind,
        was=prop.name,
        title_zh=prop.title_zh,
        title_en=prop.title_en,
        required=prop.required,
        key=prop.key,
        allowed=prop.allowed,
        values=tuple(Meaning(written, ours) for written, ours in prop.values),
        minimum=prop.minimum or "",
        maximum=prop.maximum or "",
        reference=".".join(prop.reference) if prop.reference else "",
        unit=prop.unit,
        written_in=prop.written_in,
        sensitive=prop.sensitive,
        not_after=prop.not_after_delivery,
        empty_warn=prop.empty_share.warn,
        empty_stop=prop.empty_share.stop,
    )


def written(facts: ContractFacts, base: str = "") -> str:
    """Return the YAML of a contract: ``base`` with the facts in it, or a new document."""
    loaded = yaml.safe_load(base) if base.strip() else None
    document: dict[str, Any] = deepcopy(loaded) if isinstance(loaded, dict) else {}
    document.setdefault("apiVersion", "v3.1.0")
    document.setdefault("kind", "DataContract")
    document.setdefault("id", f"own-{facts.feed}")
    document["name"] = facts.feed
    document["version"] = facts.version
    document.setdefault("status", "active")
    document["servers"] = [_server(facts, _first(document.get("servers")))]
    document["schema"] = [_schema(facts, _first(document.get("schema")))]
    document["slaProperties"] = _sla(facts, document.get("slaProperties"))
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _first(entries: object) -> dict[str, Any]:
    found = entries[0] if isinstance(entries, list) and entries else None
    return dict(found) if isinstance(found, dict) else {}


def _custom(entry: dict[str, Any], values: Mapping[str, object]) -> None:
    """Set an entry's customProperties; a value of None takes one away, the others stay where they are."""
    kept = [dict(item) for item in entry.get("customProperties", []) if isinstance(item, dict)]
    there = {str(item.get("property")): item for item in kept}
    for name, value in values.items():
        if name in there:
            there[name]["value"] = value
        elif value is not None:
            kept.append({"property": name, "value": value})
    kept = [item for item in kept if item.get("value") is not None]
    if kept:
        entry["customProperties"] = kept
    else:
        entry.pop("customProperties", None)


def _control(facts: ContractFacts) -> dict[str, str] | None:
    if not facts.control_suffix:
        return None
    holds = {"holds": facts.control_holds} if facts.control_holds.strip() else {}
    return {"suffix": facts.control_suffix, **holds}


def _gone(facts: ContractFacts) -> dict[str, Any] | None:
    if facts.semantics is not Semantics.UPSERT or not facts.gone_column:
        return None
    return {"column": facts.gone_column, "value": list(facts.gone_values)}


def _server(facts: ContractFacts, entry: dict[str, Any]) -> dict[str, Any]:
    is_text = facts.format in (FileFormat.CSV, FileFormat.TXT)
    entry.setdefault("server", "drop")
    entry.setdefault("type", "local")
    entry["path"] = facts.file_pattern or f"{facts.feed}_*.{facts.format.value}"
    entry["format"] = facts.format.value
    for name in ("delimiter", "encoding", "header", "decimal", "controlFile", "sheets", "trailer"):
        entry.pop(name, None)
    _custom(
        entry,
        {
            "delimiter": facts.delimiter if is_text else None,
            "encoding": facts.encoding if is_text else None,
            "header": None if facts.has_header else False,
            "controlFile": _control(facts),
            "trailer": list(facts.trailer) if facts.format is not FileFormat.PARQUET and facts.trailer else None,
            "sheets": "all" if facts.all_sheets and facts.format is FileFormat.XLSX else None,
            "decimal": "," if is_text and facts.decimal == "," else None,
        },
    )
    return entry


def _schema(facts: ContractFacts, entry: dict[str, Any]) -> dict[str, Any]:
    before = [dict(item) for item in entry.get("properties", []) if isinstance(item, dict)]
    known = {str(item.get("name")): item for item in before}
    entry["name"] = facts.feed
    entry.setdefault("logicalType", "object")
    change = {
        name: value for name, value in (("warn", facts.rows_warn), ("stop", facts.rows_stop)) if value is not None
    }
    values: dict[str, object] = {
        "titleZh": facts.title_zh,
        "titleEn": facts.title_en,
        "contact": facts.contact or None,
        "semantics": facts.semantics.value,
        "deleteFlag": _gone(facts),
        "monthOf": facts.month_of or None,
        "maxRefusedShare": facts.max_refused_share if facts.max_refused_share != 0.5 else None,
        "rowChange": change or None,
    }
    if facts.becomes != AS_WRITTEN:
        values["publishes"] = mapping_to(facts.becomes, facts)
    _custom(entry, values)
    keys = [column.name for column in facts.columns if column.key]
    entry["properties"] = [_property(column, dict(known.get(column.was, {})), keys) for column in facts.columns]
    return entry


def mapping_to(dataset: str, facts: ContractFacts) -> list[dict[str, Any]] | None:
    """Return the mapping of the columns to a dataset by their names; None where the names alone say it."""
    typed = {_typed_name(column) for column in facts.columns if not column.sensitive}
    if any(column.kind is Kind.PHONE for column in facts.columns):
        typed |= {"phone_hash", "phone_last4"}
    if facts.month_of:
        typed.add("month")
    if dataset == TRAITS:
        return [{"dataset": TRAITS, "traits": sorted(typed - {"customer_id", "month"})}]
    if dataset == facts.feed or dataset not in DATASETS:
        return None
    columns = {name: name for name in DATASETS[dataset].types if name in typed}
    if "name_en" in DATASETS[dataset].types and "name_zh" in typed:
        columns.setdefault("name_en", "name_zh")  # what has no English name goes by its own
    return [{"dataset": dataset, "columns": columns}]


def _typed_name(column: ColumnFacts) -> str:
    return column.name.removesuffix("_yuan") + "_fen" if column.kind is Kind.MONEY else column.name


def _property(column: ColumnFacts, entry: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    logical, form = _LOGICAL[column.kind]
    entry["name"] = column.name
    _set(entry, "physicalName", column.header if column.header != column.name else None)
    _set(entry, "businessName", column.title_zh or None)
    _set(entry, "description", column.title_en or None)
    entry["logicalType"] = logical
    options = dict(entry.get("logicalTypeOptions") or {})
    _set(options, "format", form or None)
    _set(options, "minimum", _limit(column.minimum, column.kind))
    _set(options, "maximum", _limit(column.maximum, column.kind))
    _set(entry, "logicalTypeOptions", options or None)
    _set(entry, "required", True if column.required or column.key else None)
    _set(entry, "primaryKey", True if column.key else None)
    _set(entry, "primaryKeyPosition", keys.index(column.name) + 1 if column.key else None)
    if column.kind is not Kind.PHONE:
        _set(entry, "classification", "sensitive" if column.sensitive else None)
    _set(entry, "relationships", [{"to": column.reference}] if column.reference else None)
    entry.pop("unique", None)
    _custom(
        entry,
        {
            "unit": "yuan" if column.kind is Kind.MONEY else column.unit or None,
            "writtenIn": column.written_in or None,
            "notAfter": "business_date" if column.not_after and column.kind is Kind.DAY else None,
            "values": {value.written: value.ours for value in column.values} or None,
        },
    )
    _set(entry, "quality", _quality(column, entry) or None)
    entry.pop("enum", None)
    return entry


def _set(entry: dict[str, Any], name: str, value: object) -> None:
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = value


def _limit(text: str, kind: Kind) -> object:
    """Return a bound as YAML writes it: numbers as numbers, days as texts."""
    if not text.strip():
        return None
    if kind in (Kind.WHOLE, Kind.REAL, Kind.MONEY):
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text


def _quality(column: ColumnFacts, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    rules = [
        dict(rule)
        for rule in entry.get("quality", [])
        if isinstance(rule, dict) and rule.get("metric") not in ("invalidValues", "nullValues")
    ]
    if column.allowed:
        arguments = {"validValues": list(column.allowed)}
        rules.append({"type": "library", "metric": "invalidValues", "arguments": arguments, "mustBe": 0})
    for share, severity in ((column.empty_warn, "warning"), (column.empty_stop, "error")):
        if share is not None:
            percent = round(share * 100, 6)
            rule = {"type": "library", "metric": "nullValues", "unit": "percent", "mustBeLessOrEqualTo": percent}
            rules.append({**rule, "severity": severity})
    return rules


def _sla(facts: ContractFacts, declared: object) -> list[dict[str, Any]]:
    entries = [dict(item) for item in declared if isinstance(item, dict)] if isinstance(declared, list) else []
    for name, value, unit in (("frequency", facts.every_months, "m"), ("latency", facts.latency_days, "d")):
        there = next((item for item in entries if item.get("property") == name), None)
        if there is None:
            entries.append({"property": name, "value": value, "unit": unit})
        else:
            there["value"] = value
    return entries
