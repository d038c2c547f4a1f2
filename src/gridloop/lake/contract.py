"""Reads data contracts: Open Data Contract Standard (v3) YAML in, checked frozen values out.

Beyond the standard's own fields these ``customProperties`` are understood. On the server: ``delimiter``,
``encoding``, ``header`` (false for files without one), ``sheets`` (of a workbook: the ``first`` that has the columns,
or ``all`` of them; a column whose header is ``@sheet`` holds the sheet's name), ``controlFile`` (``{suffix, holds}``:
the control files of another system, ``holds`` such as ``name|bytes|rows``, left out for a mere flag), ``decimal``
(what stands before a fraction, of text: ``.`` or ``,``), ``trailer`` (what the first field of the lines at the end says
that are no rows: a count, totals). On the schema: ``titleZh``, ``titleEn``, ``purposeZh`` (the
standard's ``description.purpose`` in Chinese), ``contact`` (whom to ask), ``semantics`` (full, period, upsert or
append), ``deleteFlag`` (for upserts: ``{column, value}``, what says that a row is gone), ``repeatedKey`` (for
appends: refuse or ignore), ``monthOf`` (day column that gives ``month``), ``parameters``, ``publishes``,
``maxRefusedShare``, ``rowChange`` (shares beyond which the rows of a delivery differ too much from the one before:
``warn``, ``stop``). On a property: ``unit``, ``writtenIn`` (the unit of the file's numbers where it is another),
``values`` (what the file writes -> what it stands for), ``leaks`` (label whose answer it gives away), ``notAfter:
business_date``. How much of a column may be empty is the standard's own quality rule ``nullValues`` in percent, its
severity ``warning`` or ``error``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import yaml

from gridloop.lake.contract_columns import custom_of, read_columns, thresholds
from gridloop.lake.contract_faults import ContractFault, ContractFaultAt, fault_of
from gridloop.lake.contract_mapping import identity_publish, read_publishes
from gridloop.lake.contract_types import Contract, ControlShape, FileFormat, Kind, Property, Thresholds
from gridloop.lake.intake.source import plain
from gridloop.lake.types import Semantics

_ENCODINGS = ("utf-8", "gb18030")


class ContractError(ValueError):
    """A contract cannot be used; says which file, where in it, and what is wrong."""

    def __init__(self, source: str, where: str, fault: ContractFault) -> None:
        super().__init__(f"{source}: {where}: {fault}")
        self.source = source
        self.where = where
        self.what = str(fault)
        self.fault = fault


def parse_contract(text: str, *, source: str, own: bool = False) -> Contract:
    """Return the contract written in ``text``; raises ``ContractError``. ``source`` names it in errors."""
    try:
        document = yaml.safe_load(text)
        if not isinstance(document, dict):
            raise ContractFaultAt("file", "contract_no_mapping")
        _check_standard(document)
        return _contract(document, text, own)
    except yaml.YAMLError as error:
        raise ContractError(source, "file", ContractFault("contract_no_yaml", detail=str(error)[:300])) from error
    except ContractFaultAt as error:
        raise ContractError(source, error.where, error) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ContractError(source, "schema", fault_of(error)) from error


def _check_standard(document: Mapping[str, Any]) -> None:
    if document.get("kind") != "DataContract" or not str(document.get("apiVersion", "")).startswith("v3."):
        raise ContractFaultAt("apiVersion", "contract_standard")


def _one_schema(document: Mapping[str, Any]) -> Mapping[str, Any]:
    schemas = document.get("schema")
    if not isinstance(schemas, list) or len(schemas) != 1 or not schemas[0].get("properties"):
        raise ContractFaultAt("schema", "contract_one_schema")
    return schemas[0]  # type: ignore[no-any-return]


def _one_server(document: Mapping[str, Any]) -> Mapping[str, Any]:
    servers = document.get("servers")
    if not isinstance(servers, list) or len(servers) != 1:
        raise ContractFaultAt("servers", "contract_one_server")
    return servers[0]  # type: ignore[no-any-return]


_SERVER_CUSTOM = frozenset({"delimiter", "encoding", "header", "decimal", "controlFile", "sheets", "trailer"})
_SCHEMA_CUSTOM = frozenset(
    {
        "titleZh",
        "titleEn",
        "purposeZh",
        "contact",
        "semantics",
        "deleteFlag",
        "repeatedKey",
        "monthOf",
        "parameters",
        "publishes",
        "maxRefusedShare",
        "rowChange",
    }
)


def _contract(document: Mapping[str, Any], text: str, own: bool) -> Contract:
    schema, server = _one_schema(document), _one_server(document)
    custom = custom_of(schema, _SCHEMA_CUSTOM, "schema[0]")
    settings = {**server, **custom_of(server, _SERVER_CUSTOM, "servers[0]")}
    feed = str(schema["name"])
    file_format = _one_of(FileFormat, settings.get("format"), "servers[0].format")
    delimiter = _delimiter(str(settings.get("delimiter", ",")), file_format)
    encoding = str(settings.get("encoding", "utf-8")).lower()
    if encoding not in _ENCODINGS:
        raise ContractFaultAt(
            "servers[0].encoding", "contract_not_one_of", value=encoding, allowed=", ".join(_ENCODINGS)
        )
    comma = _decimal_comma(settings.get("decimal", "."), file_format)
    properties = read_columns(schema["properties"], comma)
    semantics = _one_of(Semantics, custom.get("semantics", "full"), "schema[0].semantics")
    gone_column, gone_values = _delete_flag(custom.get("deleteFlag"), semantics, properties)
    contract = Contract(
        feed=feed,
        version=str(document.get("version", "")),
        title_zh=str(custom.get("titleZh", feed)),
        title_en=str(custom.get("titleEn", feed)),
        description=(purpose := str((document.get("description") or {}).get("purpose", ""))),
        description_zh=str(custom.get("purposeZh", purpose)),
        contact=str(custom.get("contact") or ""),
        format=file_format,
        delimiter=delimiter,
        encoding=encoding,
        has_header=bool(settings.get("header", True)),
        decimal_comma=comma,
        all_sheets=_all_sheets(settings.get("sheets", "first"), file_format),
        control=_control(settings.get("controlFile")),
        trailer=_trailer(settings.get("trailer"), file_format),
        file_pattern=str(settings.get("path") or f"{feed}_*.{file_format.value}"),
        semantics=_keyed(semantics, properties),
        properties=properties,
        publishes=(),
        month_of=_month_of(custom.get("monthOf", ""), properties),
        parameters=_parameters(custom.get("parameters", {})),
        gone_column=gone_column,
        gone_values=gone_values,
        ignore_repeats=_ignores_repeats(custom.get("repeatedKey"), semantics),
        max_refused_share=float(custom.get("maxRefusedShare", 0.5)),
        row_change=_row_change(custom.get("rowChange")),
        every_months=_sla(document, "frequency", 1),
        latency_days=_sla(document, "latency", 2),
        own=own,
        yaml=text,
    )
    return _with_publishes(contract, custom.get("publishes"))


_ESCAPED = re.compile(r"\\t|\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")


def _delimiter(declared: str, file_format: FileFormat) -> str:
    r"""Return the delimiter; control characters may be written as \t, \x01 or \u0001 in any style of YAML."""
    where = "servers[0].delimiter"
    found = _ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else "\t", declared)
    if not found or set(found) & set("\r\n\x00"):
        raise ContractFaultAt(where, "contract_delimiter")
    if file_format is FileFormat.CSV and (len(found) != 1 or found == '"'):
        raise ContractFaultAt(where, "contract_csv_delimiter")
    return found


def _with_publishes(contract: Contract, declared: Any) -> Contract:
    try:
        publishes = read_publishes(contract, declared) if declared else (identity_publish(contract),)
    except ValueError as error:
        fault = fault_of(error)
        where = f"schema[0].publishes{fault.where}" if isinstance(fault, ContractFaultAt) else "schema[0].publishes"
        raise ContractFaultAt(where, fault.code.removeprefix("lake."), **fault.params) from error
    return replace(contract, publishes=publishes)


def _one_of(kinds: Callable[[str], Any], value: object, where: str) -> Any:
    try:
        return kinds(str(value))
    except ValueError as error:
        allowed = ", ".join(kind.value for kind in kinds)  # type: ignore[attr-defined]
        raise ContractFaultAt(where, "contract_not_one_of", value=value, allowed=allowed) from error


def _all_sheets(declared: object, file_format: FileFormat) -> bool:
    if declared not in ("first", "all"):
        raise ContractFaultAt("servers[0].sheets", "contract_not_one_of", value=declared, allowed="first, all")
    return declared == "all" and file_format is FileFormat.XLSX


_CONTROL_FIELDS = ("name", "bytes", "rows", "md5", "sha256", "date", "-")
_CONTROL_SUFFIX = re.compile(r"\.[A-Za-z0-9_.]{1,20}")


def _control(declared: Any) -> ControlShape | None:
    where = "servers[0].controlFile"
    if declared is None:
        return None
    if not isinstance(declared, dict) or set(declared) - {"suffix", "holds"}:
        raise ContractFaultAt(where, "contract_control_shape", fields=", ".join(_CONTROL_FIELDS))
    suffix = str(declared.get("suffix", ""))
    holds = str(declared.get("holds") or "").replace("\\t", "\t")
    separator = next((sign for sign in "|,;\t " if sign in holds), "|")
    fields = tuple(part.strip() for part in holds.split(separator)) if holds.strip() else ()
    told = [field for field in fields if field != "-"]
    usable = _CONTROL_SUFFIX.fullmatch(suffix) and set(fields) <= set(_CONTROL_FIELDS) and len(told) == len(set(told))
    if not usable or (fields and not told):
        raise ContractFaultAt(where, "contract_control_shape", fields=", ".join(_CONTROL_FIELDS))
    return ControlShape(suffix, fields, separator)


def _trailer(declared: object, file_format: FileFormat) -> tuple[str, ...]:
    where = "servers[0].trailer"
    words = tuple(str(word) for word in (declared if isinstance(declared, list) else [declared]) if word is not None)
    if words and (file_format is FileFormat.PARQUET or not all(plain(word).strip() for word in words)):
        raise ContractFaultAt(where, "contract_trailer")
    return words


def _decimal_comma(declared: object, file_format: FileFormat) -> bool:
    where = "servers[0].decimal"
    if declared not in (".", ","):
        raise ContractFaultAt(where, "contract_not_one_of", value=declared, allowed=". ,")
    if declared == "," and file_format not in (FileFormat.CSV, FileFormat.TXT):
        raise ContractFaultAt(where, "contract_decimal_of_text")
    return declared == ","


def _row_change(declared: Any) -> Thresholds:
    where = "schema[0].rowChange"
    if declared is None:
        return Thresholds()
    if not isinstance(declared, dict) or set(declared) - {"warn", "stop"}:
        raise ContractFaultAt(where, "contract_bad_threshold")
    return thresholds(declared.get("warn"), declared.get("stop"), where)


def _keyed(semantics: Semantics, properties: tuple[Property, ...]) -> Semantics:
    if semantics.by_key and not any(p.key for p in properties):
        raise ContractFaultAt("schema[0].semantics", "contract_needs_key", semantics=semantics.value)
    return semantics


def _delete_flag(declared: Any, semantics: Semantics, properties: tuple[Property, ...]) -> tuple[str, tuple[str, ...]]:
    where = "schema[0].deleteFlag"
    if declared is None:
        return "", ()
    if semantics is not Semantics.UPSERT:
        raise ContractFaultAt(where, "contract_gone_upsert_only")
    if not isinstance(declared, dict) or set(declared) != {"column", "value"}:
        raise ContractFaultAt(where, "contract_gone_shape")
    column, given = str(declared["column"]), declared["value"]
    if not any(p.name == column and p.kind in (Kind.TEXT, Kind.IDENTIFIER) and not p.key for p in properties):
        raise ContractFaultAt(where, "contract_gone_column", column=column)
    values = tuple(str(value) for value in (given if isinstance(given, list) else [given]))
    if not values or not all(values):
        raise ContractFaultAt(where, "contract_gone_shape")
    return column, values


def _ignores_repeats(declared: object, semantics: Semantics) -> bool:
    if declared is None:
        return False
    if semantics is not Semantics.APPEND or declared not in ("refuse", "ignore"):
        raise ContractFaultAt("schema[0].repeatedKey", "contract_repeated_key")
    return declared == "ignore"


def _month_of(declared: object, properties: tuple[Property, ...]) -> str:
    name = str(declared or "")
    if name and not any(p.name == name and p.kind is Kind.DAY for p in properties):
        raise ContractFaultAt("schema[0].monthOf", "contract_month_of", name=name)
    return name


def _parameters(declared: Mapping[str, Any]) -> dict[str, str]:
    return {"business_date": "business_date"} | {name: _constant(value) for name, value in declared.items()}


def _constant(value: object) -> str:
    if value == "business_date":
        return "business_date"
    if isinstance(value, bool | int | float):
        return str(value)
    quoted = str(value).replace("'", "''")
    return f"CAST('{quoted}' AS DATE)" if isinstance(value, date) else f"'{quoted}'"


_SLA_UNITS = {"frequency": {"m", "month", "months"}, "latency": {"d", "day", "days"}}


def _sla(document: Mapping[str, Any], name: str, default: int) -> int:
    for item in document.get("slaProperties", []):
        if item.get("property") == name:
            if item.get("unit") not in _SLA_UNITS[name]:
                raise ContractFaultAt(
                    f"slaProperties.{name}", "contract_sla_unit", allowed=", ".join(sorted(_SLA_UNITS[name]))
                )
            return int(item["value"])
    return default
