"""Making an experiment's rows ready to learn the effect of contact from, and reporting what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.customer_traits import Scale, scale_of, traits_of
from gridloop.mining.batch.deals import OfferTerms, deal_of, money_of
from gridloop.mining.batch.effect import FOLDS, EffectModel, Trial, enough, foretold_unseen, learn_effect, stated_rule
from gridloop.mining.batch.matrix import floats_of
from gridloop.mining.batch.score import fold_numbers
from gridloop.mining.rules.models import SPECS
from gridloop.mining.rules.prior import PRIORS
from gridloop.mining.types import ModelName

Floats = NDArray[np.float64]
_GROUPS = 4
_Z = 1.96


def trial_of(model: ModelName, rows: pa.Table, base: Floats, offers: Mapping[str, OfferTerms]) -> tuple[Trial, Scale]:
    """Return an experiment's rows as a trial; ``base`` is the log-odds of success without contact.

    Success is staying, for churn; else the event of the model, or the offer confirmed as taken.
    """
    kinds = SPECS[model].kinds
    raw = traits_of(rows, base)
    scale = scale_of(raw)
    price, need = np.zeros(rows.num_rows), np.zeros(rows.num_rows)
    codes = np.array(rows.column("offer_code").to_pylist(), dtype=object)
    money = money_of(rows)
    for code in {code for code in codes.tolist() if code in offers}:
        deal, chosen = deal_of(offers[code], money), codes == code
        price[chosen], need[chosen] = deal.price_step[chosen], deal.need_gap[chosen]
    named = rows.column("offer_kind").to_pylist()
    trial = Trial(
        base=base,
        traits=scale.standardised(raw),
        kinds=np.array([kinds.index(kind) if kind in kinds else -1 for kind in named], dtype=np.int64),
        price_step=price,
        need_gap=need,
        treated=np.nan_to_num(floats_of(rows.column("treated"))),
        success=_success(model, rows),
        fold=fold_numbers(rows.column("customer_id"), FOLDS),
    )
    return trial, scale


def _success(model: ModelName, rows: pa.Table) -> Floats:
    if model is ModelName.CHURN:
        return 1.0 - np.nan_to_num(floats_of(rows.column("churned")))
    confirmed = np.nan_to_num(floats_of(rows.column("confirmed")))
    return np.asarray(np.maximum(confirmed, np.nan_to_num(floats_of(rows.column(model.value)))))


def effect_of(model: ModelName, trial: Trial | None) -> tuple[EffectModel, dict[str, Any]]:
    """Return the effect model and its report; the stated rule where there is too little to learn from."""
    prior, kinds = PRIORS[model], SPECS[model].kinds
    width = trial.traits.shape[1] if trial is not None else 0
    if trial is None or not enough(trial):
        return stated_rule(prior, kinds, width), _report("prior", trial, None, {})
    learnt, losses = learn_effect(trial, prior, kinds)
    unseen = foretold_unseen(trial, prior, kinds, learnt.state)
    return learnt, _report(learnt.state, trial, unseen, losses)


def _report(state: str, trial: Trial | None, unseen: Floats | None, losses: Mapping[str, float]) -> dict[str, Any]:
    if trial is None:
        return {"state": state, "treated": 0, "control": 0, "observed": None, "by_uplift": [], "losses": {}}
    everybody = np.ones(len(trial.base), dtype=bool)
    return {
        "state": state,
        **_difference(trial, everybody),
        "by_uplift": _by_uplift(trial, unseen) if unseen is not None else [],
        "losses": {name: round(loss, 6) for name, loss in losses.items()},
    }


def _difference(trial: Trial, rows: NDArray[np.bool_]) -> dict[str, Any]:
    """Return how much more often treated customers succeeded than control ones, with a 95 % interval."""
    treated, control = trial.success[rows & (trial.treated == 1)], trial.success[rows & (trial.treated == 0)]
    counts = {"treated": len(treated), "control": len(control)}
    if not len(treated) or not len(control):
        return {**counts, "observed": None, "observed_low": None, "observed_high": None}
    gap = float(treated.mean() - control.mean())
    doubt = _Z * float(np.sqrt(treated.var() / len(treated) + control.var() / len(control)))
    return {**counts, "observed": gap, "observed_low": gap - doubt, "observed_high": gap + doubt}


def _by_uplift(trial: Trial, unseen: Floats) -> list[dict[str, Any]]:
    """Return groups of like foretold uplift (by models that had not seen them) with what was observed."""
    order = np.argsort(-unseen, kind="stable")
    table: list[dict[str, Any]] = []
    for rows in np.array_split(order, _GROUPS):
        inside = np.zeros(len(unseen), dtype=bool)
        inside[rows] = True
        seen = _difference(trial, inside)
        if seen["observed"] is not None:
            table.append({"foretold": float(unseen[rows].mean()), **seen})
    return table


def terms_by_code(offers: Sequence[OfferTerms]) -> dict[str, OfferTerms]:
    """Return offers by code."""
    return {offer.code: offer for offer in offers}
