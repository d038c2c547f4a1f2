"""Scoring: a batch of features and allowed offers in, a batch of scores with matching offers and reasons out."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import lightgbm as lgb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.calibrate import Calibration
from gridloop.mining.batch.deals import OfferTerms
from gridloop.mining.batch.match import Effects, matched
from gridloop.mining.batch.matrix import FeatureSpace, Matrix, floats_of, matrix_of
from gridloop.mining.batch.posterior import log_odds, logistic
from gridloop.mining.batch.reasons import reasons_json
from gridloop.mining.rules.models import RENEWAL_WINDOW_DAYS
from gridloop.mining.rules.prior import timing_shift
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
    effects: Effects
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


def event_log_odds(scorer: Scorer, table: pa.Table | pa.RecordBatch, matrix: Matrix) -> Floats:
    """Return the calibrated log-odds of the model's event when nobody makes contact; NaN where it is not asked."""
    raw = np.zeros(table.num_rows)
    for booster, rows in _by_booster(scorer, table):
        raw[rows] = booster.predict(matrix[rows], raw_score=True, num_threads=1)
    odds = log_odds(scorer.calibration.probability(raw)) + _timing(scorer, table)
    return np.where(asked(scorer.model, table), odds, np.nan)


def score_batch(
    batch: pa.RecordBatch, scorers: Sequence[Scorer], offers: tuple[OfferTerms, ...], month: date
) -> list[pa.RecordBatch]:
    """Return each model's scores of a batch with the columns of ``SCORE_SCHEMA``: only customers it speaks of."""
    matrices = {scorer.model: matrix_of(batch, scorer.space) for scorer in scorers}
    odds = {scorer.model: event_log_odds(scorer, batch, matrices[scorer.model]) for scorer in scorers}
    return [_scored(scorer, batch, matrices[scorer.model], odds, offers, month) for scorer in scorers]


def _scored(
    scorer: Scorer,
    batch: pa.RecordBatch,
    matrix: Matrix,
    odds: Mapping[ModelName, Floats],
    offers: tuple[OfferTerms, ...],
    month: date,
) -> pa.RecordBatch:
    spoken = ~np.isnan(odds[scorer.model])
    part, count = batch.filter(pa.array(spoken)), int(spoken.sum())
    if not count:
        return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in SCORE_SCHEMA], schema=SCORE_SCHEMA)
    own = {name: values[spoken] for name, values in odds.items()}
    best = matched(scorer.model, part, offers, own, scorer.effects)
    columns: list[Any] = [
        part.column("customer_id"),
        pa.array([month] * count, pa.date32()),
        pa.array([scorer.model.value] * count),
        pa.array([scorer.version] * count),
        pa.array(logistic(own[scorer.model])),
        pa.array(best.uplift, mask=~best.found),
        pa.array(best.codes, pa.string()),
        pa.array(best.value_fen.astype(np.int64), mask=~best.found),
        pa.array(_reasons(scorer, part, matrix[spoken]), pa.string()),
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
