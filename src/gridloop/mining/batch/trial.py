"""Making an experiment's rows ready to learn the effect of contact from, and reporting what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.customer_traits import NAMES as TRAIT_NAMES
from gridloop.mining.batch.customer_traits import Scale, scale_of, traits_of
from gridloop.mining.batch.deals import OfferTerms, deal_of, money_of
from gridloop.mining.batch.effect import FOLDS, EffectModel, Trial, enough, learn_effect, stated_rule
from gridloop.mining.batch.matrix import floats_of
from gridloop.mining.batch.score import fold_numbers
from gridloop.mining.rules.models import SPECS
from gridloop.mining.rules.prior import EffectPrior
from gridloop.mining.types import ModelName

Floats = NDArray[np.float64]
_GROUPS = 4
_Z = 1.96


def signing_trial(
    model: ModelName, rows: pa.Table, base: Floats, offers: Mapping[str, OfferTerms]
) -> tuple[Trial, Scale]:
    """Return an experiment's rows as a trial of signing the offer in question, confirmed by evidence.

    ``base`` is the log-odds that a customer signs something of the kind in the month when nobody makes contact.
    """
    price, need = _fit_of_offers(rows, offers)
    kinds = SPECS[model].kinds
    named = rows.column("offer_kind").to_pylist()
    positions = np.array([kinds.index(kind) if kind in kinds else -1 for kind in named], dtype=np.int64)
    return _trial(rows, base, positions, price, need, np.nan_to_num(floats_of(rows.column("confirmed"))))


def staying_trial(rows: pa.Table, base: Floats) -> tuple[Trial, Scale]:
    """Return the rows of all experiments as a trial of staying; ``base`` is the log-odds of staying without contact."""
    nothing = np.zeros(rows.num_rows)
    stayed = 1.0 - np.nan_to_num(floats_of(rows.column("churned")))
    return _trial(rows, base, np.full(rows.num_rows, -1), nothing, nothing, stayed)


def _trial(
    rows: pa.Table, base: Floats, kinds: NDArray[np.int64], price: Floats, need: Floats, success: Floats
) -> tuple[Trial, Scale]:
    raw = traits_of(rows, base)
    scale = scale_of(raw)
    trial = Trial(
        base=base,
        traits=scale.standardised(raw),
        kinds=kinds,
        price_step=price,
        need_gap=need,
        treated=np.nan_to_num(floats_of(rows.column("treated"))),
        success=success,
        fold=fold_numbers(rows.column("customer_id"), FOLDS),
    )
    return trial, scale


def _fit_of_offers(rows: pa.Table, offers: Mapping[str, OfferTerms]) -> tuple[Floats, Floats]:
    """Return the price step and need gap of the offer that each row's customer was (or would have been) made."""
    price, need = np.zeros(rows.num_rows), np.zeros(rows.num_rows)
    codes = np.array(rows.column("offer_code").to_pylist(), dtype=object)
    money = money_of(rows, {code: offer.monthly_fee_fen for code, offer in offers.items()})
    for code in sorted({code for code in codes.tolist() if code in offers}):
        deal, chosen = deal_of(offers[code], money), codes == code
        price[chosen], need[chosen] = deal.price_step[chosen], deal.need_gap[chosen]
    return price, need


def effect_of(trial: Trial | None, prior: EffectPrior, kinds: Sequence[str]) -> tuple[EffectModel, dict[str, Any]]:
    """Return the effect model and its report; the stated rule where there is too little to learn from."""
    width = len(TRAIT_NAMES) if trial is None else trial.traits.shape[1]
    if trial is None or not enough(trial):
        return stated_rule(prior, kinds, width), _report("prior", trial, None, {})
    learnt = learn_effect(trial, prior, kinds)
    return learnt.model, _report(learnt.model.state, trial, learnt.unseen_uplift, learnt.losses)


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
