"""Scoring: a batch of features and allowed offers in, a batch of scores with matching offers and reasons out."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import lightgbm as lgb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.calibrate import Calibration
from gridloop.mining.batch.customer_traits import Scale, traits_of
from gridloop.mining.batch.deals import OfferTerms, deal_of, money_of
from gridloop.mining.batch.effect import EffectModel
from gridloop.mining.batch.matrix import FeatureSpace, Matrix, floats_of, matrix_of
from gridloop.mining.batch.posterior import log_odds, logistic
from gridloop.mining.batch.reasons import reasons_json
from gridloop.mining.expr.offering import ALLOWED
from gridloop.mining.rules.models import RENEWAL_WINDOW_DAYS, SPECS
from gridloop.mining.rules.prior import timing_shift
from gridloop.mining.rules.value import CONTACT_COST_FEN
from gridloop.mining.types import ModelName

Floats = NDArray[np.float64]
TIMING_FEATURE = "contract_days_left"
SCORE_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("month", pa.date32()),
        ("model", pa.string()),
        ("version", pa.string()),
        ("probability", pa.float64()),
        ("uplift", pa.float64()),
        ("offer_code", pa.string()),
        ("expected_value_fen", pa.int64()),
        ("reasons", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Everything needed to score customers with one version of a model.

    With several boosters each customer is scored by the one that has not seen him. ``by_timing`` adds the stated rule
    for the time to a contract's end.
    """

    model: ModelName
    version: str
    boosters: tuple[lgb.Booster, ...]
    space: FeatureSpace
    calibration: Calibration
    effect: EffectModel
    scale: Scale
    by_timing: bool = False


def fold_numbers(customer_ids: pa.ChunkedArray | pa.Array, folds: int) -> NDArray[np.int64]:
    """Return each customer's fold, the same in every run and on every machine."""
    if folds == 1:
        return np.zeros(len(customer_ids), dtype=np.int64)
    return np.array([zlib.crc32(one.encode()) % folds for one in customer_ids.to_pylist()], dtype=np.int64)


def asked(model: ModelName, table: pa.Table | pa.RecordBatch) -> NDArray[np.bool_]:
    """Return which customers a model speaks of."""
    if model is ModelName.RENEWAL:
        plan = floats_of(table.column("mobile_contract_days_left"))
        line = floats_of(table.column("broadband_contract_days_left"))
        return np.asarray((plan < RENEWAL_WINDOW_DAYS) | (line < RENEWAL_WINDOW_DAYS))
    if model is ModelName.DATA_UPSELL:
        return np.asarray(floats_of(table.column("has_mobile")) == 1)
    return np.ones(table.num_rows, dtype=bool)


def base_log_odds(scorer: Scorer, table: pa.Table | pa.RecordBatch, matrix: Matrix) -> Floats:
    """Return the calibrated log-odds of the model's event when nobody makes contact."""
    raw = np.zeros(table.num_rows)
    for booster, rows in _by_booster(scorer, table):
        raw[rows] = booster.predict(matrix[rows], raw_score=True, num_threads=1)
    return log_odds(scorer.calibration.probability(raw)) + _timing(scorer, table)


def score_batch(batch: pa.RecordBatch, scorer: Scorer, offers: tuple[OfferTerms, ...], month: date) -> pa.RecordBatch:
    """Return the scores of a batch with the columns of ``SCORE_SCHEMA``: only customers the model speaks of."""
    spoken = batch.filter(pa.array(asked(scorer.model, batch)))
    if not spoken.num_rows:
        return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in SCORE_SCHEMA], schema=SCORE_SCHEMA)
    matrix = matrix_of(spoken, scorer.space)
    odds = base_log_odds(scorer, spoken, matrix)
    probability = logistic(odds)
    success = -odds if scorer.model is ModelName.CHURN else odds
    best = _best_offers(spoken, scorer, offers, success)
    columns: list[Any] = [
        spoken.column("customer_id"),
        pa.array([month] * spoken.num_rows, pa.date32()),
        pa.array([scorer.model.value] * spoken.num_rows),
        pa.array([scorer.version] * spoken.num_rows),
        pa.array(probability),
        pa.array(best.uplift, mask=~best.found),
        pa.array(best.codes, pa.string()),
        pa.array(best.value.astype(np.int64), mask=~best.found),
        pa.array(_reasons(scorer, spoken, matrix), pa.string()),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCORE_SCHEMA)


def _by_booster(scorer: Scorer, table: pa.Table | pa.RecordBatch) -> list[tuple[lgb.Booster, NDArray[np.int64]]]:
    folds = fold_numbers(table.column("customer_id"), len(scorer.boosters))
    parts = [(booster, np.flatnonzero(folds == fold)) for fold, booster in enumerate(scorer.boosters)]
    return [(booster, rows) for booster, rows in parts if len(rows)]


def _timing(scorer: Scorer, table: pa.Table | pa.RecordBatch) -> Floats:
    if not scorer.by_timing:
        return np.zeros(table.num_rows)
    return np.array([timing_shift(days) for days in floats_of(table.column(TIMING_FEATURE)).tolist()])


@dataclass(frozen=True, slots=True)
class _Best:
    """The best offer of each customer; ``found`` is False where none fits."""

    value: Floats
    uplift: Floats
    codes: list[str | None]
    found: NDArray[np.bool_]


def _best_offers(table: pa.RecordBatch, scorer: Scorer, offers: tuple[OfferTerms, ...], success: Floats) -> _Best:
    """Return the offer with the highest expected value among those allowed (the first by code when equal)."""
    money, traits = money_of(table), scorer.scale.standardised(traits_of(table, success))
    value = np.full(len(success), -np.inf)
    uplift = np.zeros(len(success))
    chosen = np.full(len(success), -1)
    for position, offer in enumerate(offers):
        if offer.kind not in SPECS[scorer.model].kinds or f"{ALLOWED}{offer.code}" not in table.schema.names:
            continue
        deal = deal_of(offer, money)
        gained = scorer.effect.uplift(success, traits, offer.kind, deal)
        worth = np.round(gained * deal.margin_fen) - CONTACT_COST_FEN
        allowed = np.asarray(table.column(f"{ALLOWED}{offer.code}").to_numpy(zero_copy_only=False), dtype=bool)
        better = allowed & deal.sensible & (worth > value)
        value[better], uplift[better], chosen[better] = worth[better], gained[better], position
    found = chosen >= 0
    codes = [offers[position].code if position >= 0 else None for position in chosen.tolist()]
    return _Best(np.where(found, value, 0.0), uplift, codes, found)


def _reasons(scorer: Scorer, table: pa.RecordBatch, matrix: Matrix) -> list[str]:
    names = list(scorer.space.names)
    contributions = np.zeros((table.num_rows, len(names)))
    for booster, rows in _by_booster(scorer, table):
        contributions[rows] = booster.predict(matrix[rows], pred_contrib=True, num_threads=1)[:, :-1]
    values: list[Any] = [_values(scorer.space, matrix, position) for position in range(len(names))]
    if scorer.by_timing:
        names.append(TIMING_FEATURE)
        contributions = np.column_stack([contributions, _timing(scorer, table)])
        values.append(floats_of(table.column(TIMING_FEATURE)))
    return reasons_json(contributions, names, values)


def _values(space: FeatureSpace, matrix: Matrix, position: int) -> Any:
    words = space.vocabularies.get(space.names[position])
    if words is None:
        return matrix[:, position]
    indexes = np.nan_to_num(matrix[:, position], nan=len(words)).astype(np.int64)
    return np.array([*words, None], dtype=object)[indexes]
