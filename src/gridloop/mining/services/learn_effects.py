"""Learns what contacts add, from the outcomes of earlier months: the place where the loop closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from numpy import nan_to_num

from gridloop.mining.batch.customer_traits import NO_SCALE, Scale
from gridloop.mining.batch.deals import OfferTerms
from gridloop.mining.batch.effect import EffectModel
from gridloop.mining.batch.learn import Learnt
from gridloop.mining.batch.match import Effects, leaving_of, signing_odds
from gridloop.mining.batch.matrix import matrix_of
from gridloop.mining.batch.posterior import log_odds
from gridloop.mining.batch.score import Scorer, event_log_odds
from gridloop.mining.batch.trial import effect_of, signing_trial, staying_trial, terms_by_code
from gridloop.mining.queries.training import TrainingReader
from gridloop.mining.rules.models import SPECS
from gridloop.mining.rules.prior import PRIORS, STAY_PRIOR
from gridloop.mining.types import ModelName

_UNUSED = Effects(EffectModel("", (), (), ()), NO_SCALE, EffectModel("", (), (), ()), NO_SCALE)


@dataclass(frozen=True, slots=True)
class LearntEffects:
    """The effects for one model with the reports of how they were learnt."""

    effects: Effects
    sign_report: dict[str, Any]
    stay_report: dict[str, Any]


def plain_scorer(name: ModelName, learnt: Learnt) -> Scorer:
    """Return a scorer that foretells events only."""
    return Scorer(name, "", learnt.boosters, learnt.space, learnt.calibration, _UNUSED, learnt.by_timing)


def learn_effects(
    reader: TrainingReader, month: date, scorers: Mapping[ModelName, Scorer], offers: Sequence[OfferTerms]
) -> dict[ModelName, LearntEffects]:
    """Return what the contacts of the months before ``month`` teach, for every model with a scorer."""
    arms = {name: _arms(reader, name, month) for name in ModelName}
    stay, stay_scale, stay_report = _stay(arms, scorers)
    found = {}
    for name in scorers:
        sign, scale, report = _sign(name, arms[name], scorers, offers)
        found[name] = LearntEffects(Effects(sign, scale, stay, stay_scale), report, stay_report)
    return found


def _arms(reader: TrainingReader, name: ModelName, month: date) -> pa.Table | None:
    tables = [reader.arms(one, name) for one in reader.months_with_contacts(month)]
    rows = [table for table in tables if table.num_rows]
    return pa.concat_tables(rows, promote_options="permissive").combine_chunks() if rows else None


def _odds(rows: pa.Table, scorers: Mapping[ModelName, Scorer]) -> dict[ModelName, Any]:
    return {name: event_log_odds(one, rows, matrix_of(rows, one.space)) for name, one in scorers.items()}


def _sign(
    name: ModelName, rows: pa.Table | None, scorers: Mapping[ModelName, Scorer], offers: Sequence[OfferTerms]
) -> tuple[EffectModel, Scale, dict[str, Any]]:
    if rows is None:
        effect, report = effect_of(None, PRIORS[name], SPECS[name].kinds)
        return effect, NO_SCALE, report
    base = signing_odds(name, _odds(rows, scorers), rows.num_rows)
    trial, scale = signing_trial(name, rows, nan_to_num(base), terms_by_code(offers))
    effect, report = effect_of(trial, PRIORS[name], SPECS[name].kinds)
    return effect, scale, report


def _stay(
    arms: Mapping[ModelName, pa.Table | None], scorers: Mapping[ModelName, Scorer]
) -> tuple[EffectModel, Scale, dict[str, Any]]:
    found = [rows for rows in arms.values() if rows is not None]
    if not found:
        effect, report = effect_of(None, STAY_PRIOR, ())
        return effect, NO_SCALE, report
    rows = pa.concat_tables(found, promote_options="permissive").combine_chunks()
    leaving = leaving_of(_odds(rows, scorers), rows.num_rows)
    trial, scale = staying_trial(rows, log_odds(1 - leaving))
    effect, report = effect_of(trial, STAY_PRIOR, ())
    return effect, scale, report
