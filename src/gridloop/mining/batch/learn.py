"""Learning one model from labelled months: which rows, which features, an honest judgement, a calibrated scorer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import lightgbm as lgb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.calibrate import Calibration, fit_calibration
from gridloop.mining.batch.fit import Rows, fit_booster, importances, sampled, stacked
from gridloop.mining.batch.leaks import Leak, suspected_leaks
from gridloop.mining.batch.matrix import FeatureSpace, floats_of, learn_space, matrix_of
from gridloop.mining.batch.score import TIMING_FEATURE, fold_numbers
from gridloop.mining.batch.stand_ins import stand_in_weights
from gridloop.mining.batch.validate import judgement
from gridloop.mining.expr.features import Feature
from gridloop.mining.rules.models import ModelSpec
from gridloop.mining.rules.prior import timing_shift
from gridloop.mining.types import ModelName, Validation

Floats = NDArray[np.float64]
FOLDS = 5
FEWEST_EVENTS = 30
"""Fewer events to learn from than this make no model."""
FEWEST_TESTED = 8
MONTHS_TO_LEARN = 4
LEAK_ROWS = 30_000
KNOWN_ENOUGH = 0.8
"""Part of the renewals of a month whose former contract must be known for contract features to be fair."""


@dataclass(frozen=True, slots=True)
class LabelledMonth:
    """Features as of a month and what happened in it. ``snapshot``: the profile was published at the time."""

    month: date
    table: pa.Table
    snapshot: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model with how it was judged."""

    boosters: tuple[lgb.Booster, ...]
    space: FeatureSpace
    calibration: Calibration
    by_timing: bool
    leaks: tuple[Leak, ...]
    importances: list[dict[str, object]]
    metrics: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which months, which features, and how to judge."""

    months: Sequence[LabelledMonth]
    steady_only: bool
    by_timing: bool
    out_of_time: bool


def learn(spec: ModelSpec, months: Sequence[LabelledMonth], features: Sequence[Feature]) -> Learnt | None:
    """Return the model learnt from labelled months, oldest first; None where there are too few events.

    With three months or more the last is the honest test, the one before tunes and calibrates, the rest teach. With
    fewer, each customer is judged by a model that has not seen him.
    """
    plan = _plan(spec, months)
    if not plan.months:
        return None
    chosen = [feature for feature in features if feature.steady or not plan.steady_only]
    space = learn_space(plan.months[-1].table, [one.name for one in chosen], [one.name for one in chosen if one.words])
    return _learn_out_of_time(spec, plan, space) if plan.out_of_time else _learn_crosswise(spec, plan, space)


def _plan(spec: ModelSpec, months: Sequence[LabelledMonth]) -> _Plan:
    if spec.name is ModelName.RENEWAL:
        known = [one for one in months if _contracts_known(one)]
        if not known:
            return _Plan(months, steady_only=True, by_timing=True, out_of_time=len(months) > 2)
        return _Plan(known, steady_only=False, by_timing=False, out_of_time=len(known) > 2)
    return _Plan(months, spec.steady_only, by_timing=False, out_of_time=len(months) > 2)


def _contracts_known(month: LabelledMonth) -> bool:
    """Tell whether the former contracts of those who renewed in the month are known."""
    renewed = floats_of(month.table.column(ModelName.RENEWAL.value)) == 1
    known = _flags(month.table, "known")
    return month.snapshot or bool(renewed.any() and known[renewed].mean() >= KNOWN_ENOUGH)


def _flags(table: pa.Table, name: str) -> NDArray[np.bool_]:
    return np.nan_to_num(floats_of(table.column(name))).astype(bool)


def month_rows(spec: ModelSpec, part: LabelledMonth, space: FeatureSpace, by_timing: bool) -> tuple[Rows, pa.Table]:
    """Return a month's rows of those the model speaks of and who were not contacted, and their part of the table."""
    happened = floats_of(part.table.column(spec.name.value))
    if by_timing:
        happened = _with_the_unbound(part.table, happened)
    weights = _weights(spec, part, happened, by_timing) * np.nan_to_num(
        floats_of(part.table.column("stands_for")), nan=1.0
    )
    used = ~np.isnan(happened) & ~_flags(part.table, "treated") & (weights > 0)
    table = part.table.filter(pa.array(used))
    return Rows(matrix_of(table, space), happened[used], weights[used]), table


def _with_the_unbound(table: pa.Table, happened: Floats) -> Floats:
    """Return the event with those who had no contract as not having signed.

    Among those who signed are people without a contract, and nobody can tell which; without their like who did not
    sign, everything that marks them would look like a certain renewal.
    """
    unbound = _flags(table, "known") & np.isnan(floats_of(table.column(TIMING_FEATURE)))
    return np.where(np.isnan(happened) & unbound, 0.0, happened)


def _weights(spec: ModelSpec, part: LabelledMonth, happened: Floats, by_timing: bool) -> Floats:
    known = _flags(part.table, "known")
    if part.snapshot or spec.steady_only or by_timing:
        return np.ones(len(happened))
    if spec.name is ModelName.CHURN:
        days_left = floats_of(part.table.column("contract_days_left"))
        return stand_in_weights(days_left, floats_of(part.table.column("rewritten_days")), known, happened == 0)
    return known.astype(np.float64)


def _leaks(several: Sequence[Rows], space: FeatureSpace) -> list[Leak]:
    """Return the suspected leaks of any of several sets of rows.

    The newest month is looked at on its own: what was filled in after the event looks harmless in older months, where
    those who left later carry it too.
    """
    found: dict[str, Leak] = {}
    for rows in several:
        few = sampled(rows, LEAK_ROWS)
        for leak in suspected_leaks(few.matrix, space.names, space.word_positions, few.happened):
            found.setdefault(leak.feature, leak)
    return [found[name] for name in space.names if name in found]


def _narrowed(rows: Rows, space: FeatureSpace, narrow: FeatureSpace) -> Rows:
    kept = [position for position, name in enumerate(space.names) if name in narrow.names]
    return Rows(rows.matrix[:, kept], rows.happened, rows.weights)


def _learn_out_of_time(spec: ModelSpec, plan: _Plan, wide: FeatureSpace) -> Learnt | None:
    months = plan.months[-(MONTHS_TO_LEARN + 2) :]
    parts = [month_rows(spec, one, wide, plan.by_timing) for one in months]
    rows = [part for part, _ in parts]
    learnt = stacked(rows[:-2])
    if learnt.happened.sum() < FEWEST_EVENTS or min(part.happened.sum() for part in rows[-2:]) < FEWEST_TESTED:
        return None
    leaks = _leaks([learnt, rows[-1]], wide)
    space = wide.without([leak.feature for leak in leaks])
    learnt, tune, test = (_narrowed(part, wide, space) for part in (learnt, rows[-2], rows[-1]))
    booster = fit_booster(sampled(learnt), tune, space.word_positions)
    calibration = fit_calibration(_raw(booster, tune.matrix), tune.happened, tune.weights)
    judged = judgement(calibration.probability(_raw(booster, test.matrix)), test.happened, test.weights)
    metrics = {
        "validation": Validation.OUT_OF_TIME.value,
        "months_trained": [f"{one.month:%Y-%m}" for one in months[:-2]],
        "month_tuned": f"{months[-2].month:%Y-%m}",
        "month_tested": f"{months[-1].month:%Y-%m}",
        "by_timing": plan.by_timing,
        "rows_trained": len(learnt),
        "rounds": booster.best_iteration or booster.num_trees(),
        **judged,
    }
    if plan.by_timing:
        calibration = calibration.moved(-_mean_timing(parts[-1][1]))
    return Learnt(
        (booster,), space, calibration, plan.by_timing, tuple(leaks), importances(booster, space.names), metrics
    )


def _raw(booster: lgb.Booster, matrix: Floats) -> Floats:
    raw: Floats = booster.predict(matrix, raw_score=True, num_threads=1)
    return raw


def _mean_timing(table: pa.Table) -> float:
    """Return the timing rule's mean over customers with a known contract: taken off, the rule adds nothing overall."""
    days = floats_of(table.column(TIMING_FEATURE))
    shifts = [timing_shift(one) for one in days[~np.isnan(days)].tolist()]
    return float(np.mean(shifts)) if shifts else 0.0


def _learn_crosswise(spec: ModelSpec, plan: _Plan, wide: FeatureSpace) -> Learnt | None:
    parts = [month_rows(spec, one, wide, plan.by_timing) for one in plan.months]
    rows = stacked([part for part, _ in parts])
    if rows.happened.sum() < FEWEST_EVENTS:
        return None
    leaks = _leaks([rows], wide)
    space = wide.without([leak.feature for leak in leaks])
    rows = _narrowed(rows, wide, space)
    customers = pa.concat_arrays([chunk for _, table in parts for chunk in table.column("customer_id").chunks])
    folds = fold_numbers(customers, FOLDS)
    boosters, raw = _fit_folds(rows, folds, space)
    calibration = fit_calibration(raw, rows.happened, rows.weights)
    metrics = {
        "validation": Validation.CROSS_VALIDATED.value,
        "months_trained": [f"{one.month:%Y-%m}" for one in plan.months],
        "month_tuned": None,
        "month_tested": None,
        "by_timing": plan.by_timing,
        "rows_trained": len(rows),
        "rounds": int(np.mean([booster.best_iteration or booster.num_trees() for booster in boosters])),
        **judgement(calibration.probability(raw), rows.happened, rows.weights),
    }
    used = _mean_importances([importances(booster, space.names) for booster in boosters])
    return Learnt(tuple(boosters), space, calibration, plan.by_timing, tuple(leaks), used, metrics)


def _fit_folds(rows: Rows, folds: NDArray[np.int64], space: FeatureSpace) -> tuple[list[lgb.Booster], Floats]:
    """Return one booster per fold that has not seen it, and every row's raw score by that booster.

    The next fold tells each booster when to stop; the fold it is judged on takes no part.
    """
    boosters, raw = [], np.zeros(len(rows))
    for fold in range(FOLDS):
        judged, tune = folds == fold, folds == (fold + 1) % FOLDS
        booster = fit_booster(sampled(rows.taken(~judged & ~tune)), rows.taken(tune), space.word_positions)
        raw[judged] = _raw(booster, rows.matrix[judged]) if judged.any() else 0.0
        boosters.append(booster)
    return boosters, raw


def _mean_importances(several: list[list[dict[str, object]]]) -> list[dict[str, object]]:
    sums: dict[str, float] = {}
    for one in several:
        for row in one:
            sums[str(row["name"])] = sums.get(str(row["name"]), 0.0) + float(str(row["importance"])) / len(several)
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"name": name, "importance": round(part, 6)} for name, part in ordered]
