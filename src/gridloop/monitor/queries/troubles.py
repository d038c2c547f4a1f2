"""What faults and complaints are called: the words of the indicator library, where it has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridloop.metrics.queries import member_names

_DIMENSIONS = {"fault": "fault_kind", "complaint": "topic"}


def trouble_names(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of a fault's kind or a complaint's topic; an operator's own code stands for itself.

    ``row`` has ``what`` (fault or complaint) and ``kind``.
    """
    code = row["kind"] or ""
    zh, en = member_names(_DIMENSIONS[row["what"]]).get(code, (code, code))
    return {"name_zh": zh, "name_en": en}
