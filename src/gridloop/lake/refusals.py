"""Why a row was refused, in words."""

from __future__ import annotations

from collections.abc import Mapping

from gridloop.kernel.wording import Language, say
from gridloop.lake.queries import dataset_title
from gridloop.lake.types import RowReason


def refusal_words(reason: str, column: str, params: Mapping[str, object], language: Language) -> tuple[str, str]:
    """Return what is wrong with a row, and how to mend it."""
    told = {"column": column, **params}
    code = f"lake.reason_{reason}"
    if reason == RowReason.UNKNOWN_REFERENCE.value:
        told["dataset"] = dataset_title(str(params["dataset"]), language)
    if reason == RowReason.OUT_OF_RANGE.value and not (params["minimum"] and params["maximum"]):
        code += "_below" if params["minimum"] else "_above"
    return say(code, language, **told), say(f"lake.reason_{reason}_mend", language, **told)
