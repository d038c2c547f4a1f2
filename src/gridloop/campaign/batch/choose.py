"""Chooses the targets of a campaign among its audience, and says of everybody else why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from gridloop.campaign.types import Arm, Verdict

SELECTION = pa.schema(
    [
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("rank", pa.int64()),
        ("assignee_code", pa.string()),
    ]
)
GLOBAL_CONTROL = "global_control"
"""The gate's reason for the customers that no campaign ever contacts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a choice.

    ``most_by_budget`` and ``most_by_wish`` bound the treated targets (None: no bound); ``room`` says how many each
    assignee can take; ``pools`` (by grid) names those who share the work of a grid, where it is not the
    owner's.
    """

    salt: str
    control_share: float
    room: Mapping[str, int]
    most_by_budget: int | None = None
    most_by_wish: int | None = None
    pools: Mapping[str, Sequence[str]] | None = None
    deputies: Mapping[str, str] = field(default_factory=dict)
    """By grid: who takes the customers that belong to nobody (the grid manager)."""


def in_control(salt: str, customer_id: str, share: float) -> bool:
    """Tell whether a customer belongs to the share of ``salt``'s audience that is left alone, always the same."""
    digest = hashlib.md5(f"{salt}:{customer_id}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def choose(candidates: pa.Table, limits: Limits) -> pa.Table:
    """Return verdict, reason, rank and assignee for each candidate, in the same order.

    Candidates (customer_id, grid_code, owner_code, offer_code, expected_value_fen, probability, spend_fen, excluded,
    held) are looked at by expected value (after the cost of a contact), then probability, then spend. Treated and
    control targets pass the same conditions, so that the control group is what the treated would have been; control
    targets take up neither budget nor anybody's time.
    """
    chooser = _Chooser(limits)
    columns = candidates.to_pydict()
    order = _by_value(columns)
    rows: list[tuple[str, str, int | None, str | None]] = [("", "", None, None)] * len(order)
    for position in order:
        rows[position] = chooser.judge({name: values[position] for name, values in columns.items()})
    parts = list(zip(*rows, strict=True)) if rows else [()] * 4
    return pa.table(
        {name: pa.array(part, SELECTION.field(name).type) for name, part in zip(SELECTION.names, parts, strict=True)}
    )


def arm_of(verdict: str) -> Arm | None:
    """Return the arm of a verdict, None when the customer is no target."""
    return {Verdict.CHOSEN.value: Arm.TREATED, Verdict.CONTROL.value: Arm.CONTROL}.get(verdict)


def _by_value(columns: Mapping[str, Sequence[object]]) -> list[int]:
    names = columns["customer_id"]
    measures = [columns[name] for name in ("expected_value_fen", "probability", "spend_fen")]

    def key(position: int) -> tuple[object, ...]:
        return (*(-(measure[position] or 0) for measure in measures), names[position])  # type: ignore[operator]

    return sorted(range(len(names)), key=key)


class _Chooser:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.room = dict(limits.room)
        self.treated = 0
        self.rank = 0

    def judge(self, row: Mapping[str, object]) -> tuple[str, str, int | None, str | None]:
        refused = self._refusal(row)
        if refused is not None:
            return (*refused, None, None)
        assignee = self._assignee(row)
        if assignee is None:
            return Verdict.NO_ASSIGNEE.value, "", None, None
        if self.room.get(assignee, 0) <= 0:
            return Verdict.OVER_CAPACITY.value, assignee, None, None
        self.rank += 1
        if in_control(self.limits.salt, str(row["customer_id"]), self.limits.control_share):
            return Verdict.CONTROL.value, "", self.rank, assignee
        self.treated += 1
        self.room[assignee] -= 1
        return Verdict.CHOSEN.value, "", self.rank, assignee

    def _refusal(self, row: Mapping[str, object]) -> tuple[str, str] | None:
        if row["excluded"]:
            return Verdict.EXCLUDED.value, str(row["excluded"])
        if row["held"] == GLOBAL_CONTROL:
            return Verdict.GLOBAL_CONTROL.value, ""
        if row["held"]:
            return Verdict.HELD.value, str(row["held"])
        if not row["offer_code"]:
            return Verdict.NO_OFFER.value, ""
        if int(row["expected_value_fen"] or 0) <= 0:  # type: ignore[call-overload]
            return Verdict.NOT_WORTH_IT.value, ""
        return self._cut()

    def _cut(self) -> tuple[str, str] | None:
        for most, reason in (
            (self.limits.most_by_wish, "max_targets"),
            (self.limits.most_by_budget, "budget"),
        ):
            if most is not None and self.treated >= most:
                return Verdict.BELOW_CUT.value, reason
        return None

    def _assignee(self, row: Mapping[str, object]) -> str | None:
        grid = str(row["grid_code"])
        if self.limits.pools is not None:
            pool = self.limits.pools.get(grid, ())
            return max(pool, key=lambda code: (self.room.get(code, 0), code), default=None)
        owner = row["owner_code"]
        return str(owner) if owner else self.limits.deputies.get(grid)
