"""What tags are written over: the profile of a month beside scores, consent, place and gender.

Only what the tags at hand name is joined, so that a library without predicted tags never reads a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

MODELS = ("churn", "renewal", "data_upsell")
CHANNELS = ("visit", "call", "message")
_PLACE = ("place_kind", "is_rural")
DecileCuts = Mapping[str, Sequence[float]]
_SCORES = ("probability", "decile", "uplift", "value_fen")


@dataclass(frozen=True, slots=True)
class TagSources:
    """The lake's tables that tags read."""

    customer_profile: ir.Table
    customer_score: ir.Table
    consent: ir.Table
    place: ir.Table
    customer: ir.Table


TAG_SOURCES: tuple[str, ...] = tuple(field.name for field in fields(TagSources))


def tag_facts(sources: TagSources, month: date, columns: Iterable[str], cuts: DecileCuts) -> ir.Table:
    """Return the profiles of a month with at least the columns named, one row per customer.

    ``cuts`` holds, for each model whose deciles are named, what ``decile_cuts`` found over all customers: the facts of
    a customer then depend on nobody else's, so that they may be worked out for a few at a time.
    """
    wanted = set(columns)
    facts = sources.customer_profile.filter(_.month == month)
    for model in MODELS:
        named = [name for name in _SCORES if f"{model}_{name}" in wanted]
        if named:
            own = _scores(sources.customer_score, month, model, named, cuts.get(model, ()))
            facts = _beside(facts, own, f"_{model}")
    channels = [channel for channel in CHANNELS if f"consent_{channel}" in wanted]
    if channels:
        facts = _beside(facts, _consents(sources.consent, channels), "_consent")
        facts = facts.mutate(**{f"consent_{one}": _[f"consent_{one}"].fill_null(False) for one in channels})
    if wanted & set(_PLACE):
        places = sources.place.select("place_code", "is_rural", place_kind=_.kind)
        facts = facts.left_join(places, "place_code", rname="{name}_place").drop("place_code_place")
    if "gender" in wanted:
        facts = _beside(facts, sources.customer.select("customer_id", "gender"), "_person")
    return facts


def _beside(facts: ir.Table, part: ir.Table, mark: str) -> ir.Table:
    return facts.left_join(part, "customer_id", rname=f"{{name}}{mark}").drop(f"customer_id{mark}")


def models_with_deciles(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the models whose deciles are among the columns."""
    wanted = set(columns)
    return tuple(model for model in MODELS if f"{model}_decile" in wanted)


def decile_cuts(score: ir.Table, month: date, model: str) -> ir.Table:
    """Return one row with the nine probabilities that part the customers scored by a model into ten equal parts."""
    own = score.filter(_.month == month, _.model == model)
    return own.aggregate(**{f"cut_{tenth}": own.probability.quantile(tenth / 10) for tenth in range(1, 10)})


def _scores(score: ir.Table, month: date, model: str, named: Iterable[str], cuts: Sequence[float]) -> ir.Table:
    """Return a model's scores of the month; decile 1 lies above the highest cut, 10 not above the lowest."""
    own = score.filter(_.month == month, _.model == model)
    decile = reduce(add, ((own.probability <= cut).cast("int64") for cut in cuts), ibis.literal(1))
    values: dict[str, Any] = {
        "probability": _.probability,
        "decile": decile.cast("int64"),
        "uplift": _.uplift,
        "value_fen": _.expected_value_fen,
    }
    return own.select("customer_id", **{f"{model}_{name}": values[name] for name in named})


def _consents(consent: ir.Table, channels: Iterable[str]) -> ir.Table:
    given = {f"consent_{one}": _.granted.any(where=_.channel == one) for one in channels}
    return consent.group_by("customer_id").agg(**given)
