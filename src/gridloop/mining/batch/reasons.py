"""At most three reasons per customer, from the contributions of features to the score."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridloop.mining.rules.reasons import MOST_REASONS, has_wording, reason_for
from gridloop.mining.types import Reason

Floats = NDArray[np.float64]
LEAST_CONTRIBUTION = 0.03
"""Log-odds below which a contribution is not worth a sentence."""
_LOOKED_AT = 8
"""So many of a customer's strongest contributions are looked at for something to say."""
_SUBJECTS: Mapping[str, str] = {
    **{
        f"{prefix}contract_{end}": "contract"
        for prefix in ("", "mobile_", "broadband_")
        for end in ("ends_in", "ended_ago")
    },
    "data_used": "data_use",
    "data_unused": "data_use",
    "data_fell": "data_change",
    "data_rose": "data_change",
    "data_trend_fell": "data_change",
    "data_trend_rose": "data_change",
    "competitor_calls_rose": "competitor_calls",
    "monthly_fee": "monthly_bill",
    "fault_hours": "faults",
}
"""What a reason speaks of, where several speak of the same, so that nothing is said twice."""


def reasons_json(contributions: Floats, names: Sequence[str], values: Sequence[Sequence[Any]]) -> list[str]:
    """Return each customer's reasons as JSON ``[{"code", "params"}]``, the strongest first.

    ``contributions`` has one column per name, positive where the feature raises the score; ``values[i]`` holds the
    real values of feature ``i``.
    """
    said = [position for position, name in enumerate(names) if has_wording(name)]
    if not said:
        return ["[]"] * len(contributions)
    speaking = contributions[:, said]
    looked_at = min(_LOOKED_AT, len(said))
    strongest = np.argpartition(-speaking, looked_at - 1, axis=1)[:, :looked_at]
    texts = []
    for row, columns in enumerate(strongest.tolist()):
        strengths = speaking[row, columns].tolist()
        ordered = sorted(zip(strengths, columns, strict=True), key=lambda pair: (-pair[0], pair[1]))
        chosen = [said[column] for strength, column in ordered if strength >= LEAST_CONTRIBUTION]
        texts.append(_said([(names[position], values[position][row]) for position in chosen]))
    return texts


def _said(facts: Sequence[tuple[str, Any]]) -> str:
    reasons: list[Reason] = []
    subjects: set[str] = set()
    for name, value in facts:
        reason = reason_for(name, value)
        if reason is None or _SUBJECTS.get(reason.code, reason.code) in subjects:
            continue
        subjects.add(_SUBJECTS.get(reason.code, reason.code))
        reasons.append(reason)
        if len(reasons) == MOST_REASONS:
            break
    return json.dumps([{"code": reason.code, "params": reason.params} for reason in reasons], ensure_ascii=False)
