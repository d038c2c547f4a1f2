"""The matching offer: what each allowed offer would add for each customer, and the best of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.customer_traits import Scale, traits_of
from gridloop.mining.batch.deals import Deal, Money, OfferTerms, deal_of, money_of
from gridloop.mining.batch.effect import EffectModel
from gridloop.mining.batch.matrix import floats_of
from gridloop.mining.batch.posterior import log_odds, logistic
from gridloop.mining.expr.offering import ALLOWED
from gridloop.mining.rules.models import SPECS
from gridloop.mining.rules.prior import LIKELIER, SIGNS_ALONE
from gridloop.mining.rules.value import MONTHS, USUAL_LEAVING, Staying, contact_value_fen, staying
from gridloop.mining.types import ModelName

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effects:
    """What a contact adds: to signing (one model's own) and to staying (all contacts alike)."""

    sign: EffectModel
    sign_scale: Scale
    stay: EffectModel
    stay_scale: Scale


@dataclass(frozen=True, slots=True)
class Match:
    """The best offer of each customer; ``found`` is False where none is allowed."""

    value_fen: Floats
    uplift: Floats
    codes: list[str | None]
    found: NDArray[np.bool_]


def signing_odds(model: ModelName, odds: Mapping[ModelName, Floats], count: int) -> Floats:
    """Return the log-odds that a customer signs in the month without contact what the model's offers offer.

    For churn that is a new contract: the renewal model knows it where a contract is up for renewal.
    """
    alone = np.full(count, float(log_odds(np.array([SIGNS_ALONE]))[0]))
    known = odds.get(ModelName.RENEWAL if model is ModelName.CHURN else model)
    return alone if known is None else np.where(np.isnan(known), alone, known)


def leaving_of(odds: Mapping[ModelName, Floats], count: int) -> Floats:
    """Return the probability that a customer leaves in the month without contact."""
    known = odds.get(ModelName.CHURN)
    return np.full(count, USUAL_LEAVING) if known is None else logistic(known)


def matched(
    model: ModelName,
    table: pa.Table | pa.RecordBatch,
    offers: Sequence[OfferTerms],
    odds: Mapping[ModelName, Floats],
    effects: Effects,
) -> Match:
    """Return each customer's best offer among those allowed (the first by code when equal)."""
    view = _view(model, table, offers, odds, effects)
    value, uplift = np.full(table.num_rows, -np.inf), np.zeros(table.num_rows)
    chosen = np.full(table.num_rows, -1)
    for position, offer in enumerate(offers):
        if offer.kind not in SPECS[model].kinds or f"{ALLOWED}{offer.code}" not in table.schema.names:
            continue
        deal = deal_of(offer, view.money)
        alone, touched = effects.sign.probabilities(view.base, view.traits, offer.kind, deal)
        signs = touched - alone
        worth = np.round(_value(deal, view, signs))
        better = _allowed(table, offer) & deal.sensible & (worth > value)
        value[better], chosen[better] = worth[better], position
        uplift[better] = _uplift(model, view, signs)[better]
    found = chosen >= 0
    codes = [offers[position].code if position >= 0 else None for position in chosen.tolist()]
    return Match(np.where(found, value, 0.0), uplift, codes, found)


@dataclass(frozen=True, slots=True)
class _View:
    """What is known of the customers whatever they are offered."""

    money: Money
    stays: Staying
    base: Floats
    traits: Floats
    displaced: Floats
    kept: Floats


def _view(
    model: ModelName,
    table: pa.Table | pa.RecordBatch,
    offers: Sequence[OfferTerms],
    odds: Mapping[ModelName, Floats],
    effects: Effects,
) -> _View:
    leaving = leaving_of(odds, table.num_rows)
    base = signing_odds(model, odds, table.num_rows)
    stay_base = log_odds(1 - leaving)
    return _View(
        money=money_of(table, {offer.code: offer.monthly_fee_fen for offer in offers}),
        stays=staying(leaving, floats_of(table.column("contract_days_left"))),
        base=base,
        traits=effects.sign_scale.standardised(traits_of(table, base)),
        displaced=np.minimum(LIKELIER * logistic(base), 1.0),
        kept=effects.stay.gain(stay_base, effects.stay_scale.standardised(traits_of(table, stay_base))),
    )


def _allowed(table: pa.Table | pa.RecordBatch, offer: OfferTerms) -> NDArray[np.bool_]:
    return np.nan_to_num(floats_of(table.column(f"{ALLOWED}{offer.code}"))).astype(bool)


def _value(deal: Deal, view: _View, signs: Floats) -> Floats:
    now = view.money.margin * view.stays.alone
    months = view.stays.bound if deal.binds else view.stays.alone
    gain = (view.money.margin + deal.margin_change) * months - now
    gain_alone = view.money.margin * months - now if deal.at_present_price else gain
    return contact_value_fen(signs, view.displaced, gain, gain_alone, view.kept * now)


def _uplift(model: ModelName, view: _View, signs: Floats) -> Floats:
    """Return what a contact adds to success: to the part of the twelve months stayed, for churn; else to signing."""
    added = signs * (1 - view.displaced)
    if model is not ModelName.CHURN:
        return added
    return np.asarray((added * (view.stays.bound - view.stays.alone) + view.kept * view.stays.alone) / MONTHS)
