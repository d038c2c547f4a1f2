"""Reads the columns of a data contract: names, kinds, units, words and limits, checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridloop.lake.contract_faults import ContractFaultAt
from gridloop.lake.contract_types import Kind, Property, Thresholds
from gridloop.lake.datasets import DATASETS
from gridloop.lake.intake.source import plain
from gridloop.lake.units import UNITS

_KINDS = {
    "string": Kind.TEXT,
    "integer": Kind.WHOLE,
    "number": Kind.REAL,
    "boolean": Kind.FLAG,
    "date": Kind.DAY,
}
_TEXT_FORMATS = {"identifier": Kind.IDENTIFIER, "phone": Kind.PHONE}
_PROPERTY_CUSTOM = frozenset({"unit", "writtenIn", "values", "leaks", "notAfter"})


def custom_of(element: Mapping[str, Any], allowed: frozenset[str], where: str) -> dict[str, Any]:
    """Return an element's customProperties by name; raises ``ContractFaultAt`` for one that is not understood."""
    found = {item["property"]: item["value"] for item in element.get("customProperties", [])}
    unknown = sorted(set(found) - allowed)
    if unknown:
        raise ContractFaultAt(
            where, "contract_unknown_custom", names=", ".join(unknown), known=", ".join(sorted(allowed))
        )
    return found


def read_columns(declared: list[Mapping[str, Any]], comma: bool) -> tuple[Property, ...]:
    """Return a contract's columns; ``comma`` says that its numbers are written 1.234,56. Raises ``ContractFaultAt``."""
    properties: list[Property] = []
    for number, entry in enumerate(declared):
        where = f"schema[0].properties[{number}] ({entry.get('name', '?')})"
        try:
            properties.append(_property(entry, where, comma))
        except KeyError as error:
            raise ContractFaultAt(where, "contract_missing", name=str(error)) from error
    for attribute in ("name", "header"):
        names = [getattr(p, attribute) for p in properties]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ContractFaultAt(
                "schema[0].properties", "contract_declared_twice", attribute=attribute, names=", ".join(repeated)
            )
    if sum(1 for p in properties if p.kind is Kind.PHONE) > 1:
        raise ContractFaultAt("schema[0].properties", "contract_one_phone")
    if any(p.kind is Kind.PHONE for p in properties) and not any(p.name == "customer_id" for p in properties):
        raise ContractFaultAt("schema[0].properties", "contract_phone_of_whom")
    return tuple(properties)


def _property(entry: Mapping[str, Any], where: str, comma: bool) -> Property:
    custom = custom_of(entry, _PROPERTY_CUSTOM, where)
    options = entry.get("logicalTypeOptions") or {}
    name = str(entry["name"])
    if not name.isidentifier():
        raise ContractFaultAt(where, "contract_bad_name", name=name)
    kind = _kind(entry, options, str(custom.get("unit", "")), where)
    sensitive = entry.get("classification") == "sensitive" or kind is Kind.PHONE
    values = _values(custom.get("values"), kind, where)
    unit = str(custom.get("unit", ""))
    return Property(
        name=name,
        header=str(entry.get("physicalName", name)),
        kind=kind,
        title_zh=str(entry.get("businessName", entry.get("physicalName", name))),
        title_en=str(entry.get("description", name)),
        required=bool(entry.get("required") or entry.get("primaryKey")),
        key=bool(entry.get("primaryKey") or entry.get("unique")),
        allowed=_allowed(entry) or (tuple(dict.fromkeys(ours for _, ours in values)) if kind in _WORDS else ()),
        values=values,
        empty_share=_empty_share(entry, where),
        minimum=_limit(options, "minimum"),
        maximum=_limit(options, "maximum"),
        not_after_delivery=custom.get("notAfter") == "business_date",
        reference=_reference(entry, where),
        unit=unit,
        written_in=_written_in(str(custom.get("writtenIn", "")), unit, kind, where),
        decimal_comma=comma and kind in (Kind.WHOLE, Kind.REAL, Kind.MONEY),
        sensitive=sensitive,
        leaks=str(custom.get("leaks", "")),
    )


_WORDS = (Kind.TEXT, Kind.IDENTIFIER)


def _values(declared: object, kind: Kind, where: str) -> tuple[tuple[str, str], ...]:
    """Return what the file's words stand for. Whatever is no such word, and none of ours, is refused."""
    if declared is None:
        return ()
    if not isinstance(declared, dict) or not declared or kind is Kind.PHONE:
        raise ContractFaultAt(where, "contract_values_shape")
    values = tuple((plain(_word(written)).strip(), _word(ours).strip()) for written, ours in declared.items())
    open_words = [written for written, ours in values if not ours]
    if open_words:
        raise ContractFaultAt(where, "contract_values_open", values=", ".join(open_words))
    names = [written for written, _ in values]
    if not all(names) or len(set(names)) < len(names):
        raise ContractFaultAt(where, "contract_values_shape")
    return values


def _word(value: object) -> str:
    """Return a word as a file has it; YAML reads some for something else (Y, N, 1)."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def _written_in(declared: str, unit: str, kind: Kind, where: str) -> str:
    if not declared:
        return ""
    if kind not in (Kind.WHOLE, Kind.REAL, Kind.MONEY) or unit not in UNITS:
        raise ContractFaultAt(where, "contract_written_in_unit", units=", ".join(UNITS))
    if declared not in UNITS[unit]:
        raise ContractFaultAt(where, "contract_not_one_of", value=declared, allowed=", ".join(UNITS[unit]))
    return "" if declared == unit else declared


def _kind(entry: Mapping[str, Any], options: Mapping[str, Any], unit: str, where: str) -> Kind:
    logical = str(entry["logicalType"])
    if logical not in _KINDS:
        raise ContractFaultAt(where, "contract_bad_type", value=logical, allowed=", ".join(_KINDS))
    kind, form = _KINDS[logical], str(options.get("format", ""))
    if kind is Kind.TEXT:
        return _TEXT_FORMATS.get(form, Kind.TEXT)
    if kind is Kind.DAY and form == "yyyy-MM":
        return Kind.MONTH
    if kind is Kind.REAL and unit == "yuan":
        if not str(entry["name"]).endswith("_yuan"):
            raise ContractFaultAt(where, "contract_yuan_name")
        return Kind.MONEY
    return kind


def _allowed(entry: Mapping[str, Any]) -> tuple[str, ...]:
    values = [item["value"] for item in entry.get("enum", [])]
    for rule in entry.get("quality", []):
        if rule.get("metric") == "invalidValues":
            values += rule.get("arguments", {}).get("validValues", [])
    return tuple(str(value) for value in values)


def thresholds(warn: object, stop: object, where: str) -> Thresholds:
    """Return shares to warn and to stop at; raises ``ContractFaultAt``."""
    try:
        found = Thresholds(*(None if value is None else float(str(value)) for value in (warn, stop)))
    except ValueError as error:
        raise ContractFaultAt(where, "contract_bad_threshold") from error
    if any(value is not None and value < 0 for value in (found.warn, found.stop)):
        raise ContractFaultAt(where, "contract_bad_threshold")
    if found.warn is not None and found.stop is not None and found.warn > found.stop:
        raise ContractFaultAt(where, "contract_threshold_order")
    return found


def _empty_share(entry: Mapping[str, Any], where: str) -> Thresholds:
    limits: dict[str, float] = {}
    for rule in entry.get("quality", []):
        if rule.get("metric") != "nullValues":
            continue
        if rule.get("unit") != "percent" or "mustBeLessOrEqualTo" not in rule:
            raise ContractFaultAt(where, "contract_null_values")
        severity = "warn" if rule.get("severity") == "warning" else "stop"
        limits[severity] = float(rule["mustBeLessOrEqualTo"]) / 100
    return thresholds(limits.get("warn"), limits.get("stop"), where)


def _limit(options: Mapping[str, Any], name: str) -> str | None:
    return None if options.get(name) is None else str(options[name])


def _reference(entry: Mapping[str, Any], where: str) -> tuple[str, str] | None:
    targets = [str(item["to"]) for item in entry.get("relationships", [])]
    if not targets:
        return None
    dataset, _, column = targets[0].partition(".")
    if len(targets) > 1 or dataset not in DATASETS or column not in DATASETS[dataset].types:
        raise ContractFaultAt(where, "contract_bad_reference", targets=", ".join(targets))
    return dataset, column
