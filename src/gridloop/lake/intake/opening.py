"""Opens a delivered file as its contract says, and sees that the columns are there."""

from __future__ import annotations

from pathlib import Path

from gridloop.kernel.problems import Problem, Trouble
from gridloop.lake.contract_types import Contract, FileFormat
from gridloop.lake.intake.columnar import ParquetSource
from gridloop.lake.intake.delimited import DelimitedSource
from gridloop.lake.intake.probable import shown
from gridloop.lake.intake.sheet import SheetSource
from gridloop.lake.intake.source import Source, plain_header
from gridloop.lake.rules import hide_digits


def open_source(path: Path, contract: Contract) -> Source:
    """Return the file, ready to be read.

    Raises ``Problem`` for a file that is broken, empty, in another encoding, or lacks a declared column.
    """
    if path.stat().st_size == 0:
        raise Problem("lake.file_empty", 422, file=path.name)
    if contract.format is FileFormat.XLSX:
        source: Source = SheetSource(path, contract)
    elif contract.format is FileFormat.PARQUET:
        source = ParquetSource(path, contract)
    else:
        source = DelimitedSource(path, contract)
    _check_headers(source, contract, path)
    return source


def unknown_headers(source: Source, contract: Contract) -> list[str]:
    """Return the headers of a file that its contract does not know; they are left out, and said so."""
    known = {plain_header(p.header) for p in contract.properties}
    return [header for header in source.headers if header and header not in known]


def notes_about(source: Source, contract: Contract, rows: int) -> list[dict[str, object]]:
    """Return what a load tells of a file of so many rows that it took: what it left out, and what looks wrong."""
    notes: list[dict[str, object]] = []
    unknown = unknown_headers(source, contract)
    if unknown:
        notes.append({"code": "lake.note_unknown_columns", "params": {"columns": ", ".join(unknown)}})
    if isinstance(source, SheetSource) and source.unread:
        told = {"sheet": source.sheet, "others": ", ".join(source.unread)}
        notes.append({"code": "lake.note_other_sheets", "params": told})
    if isinstance(source, SheetSource) and len(source.lines_of_sheets()) > 1:
        lines = "; ".join(f"{name} {first}-{last}" for name, (first, last) in source.lines_of_sheets().items())
        notes.append({"code": "lake.note_sheets", "params": {"lines": lines}})
    if isinstance(source, DelimitedSource | SheetSource) and source.ends:
        notes += _notes_about_the_end(source, rows)
    odd = source.improbable() if isinstance(source, DelimitedSource) else {}
    if odd:
        notes.append({"code": "lake.note_improbable_text", "params": {"examples": shown(odd)}})
    return notes


def _notes_about_the_end(source: DelimitedSource | SheetSource, rows: int) -> list[dict[str, object]]:
    """Return what is told of the lines that are no rows, and of a count among them that is another."""
    first = hide_digits(source.ends[0][1].strip().replace("\t", " "))[:100]
    told: list[dict[str, object]] = [
        {"code": "lake.note_trailer", "params": {"lines": len(source.ends), "text": first}},
    ]
    claimed = source.rows_claimed()
    if claimed is not None and claimed != rows:
        told.append({"code": "lake.note_trailer_count", "params": {"claimed": claimed, "rows": rows}})
    return told


def _check_headers(source: Source, contract: Contract, path: Path) -> None:
    missing = [p.header for p in contract.properties if plain_header(p.header) not in source.headers]
    if missing:
        found = ", ".join(header for header in source.headers if header)[:500]
        if contract.sensitive_headers:  # without a header the first row stands here
            found = hide_digits(found)
        raise Problem(
            "lake.file_missing_columns",
            422,
            tuple(Trouble(header, "lake.column_missing", {"column": header}) for header in missing),
            file=path.name,
            columns=", ".join(missing),
            found=found,
        )
    repeated = sorted({header for header in source.headers if header and source.headers.count(header) > 1})
    if repeated:
        raise Problem("lake.file_repeated_columns", 422, file=path.name, columns=", ".join(repeated))
