"""What a contact adds: the stated rule of ``rules.prior``, moved by what treated and control customers really did.

One regularised logistic model of success with treatment interactions. Its prior *is* the stated rule: without data it
answers exactly as the rule does, and every answer moves it. Three forms compete on customers they have not seen: the
rule as stated, the rule with learnt sizes, and effects that differ by customer; the simplest that is not beaten wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridloop.mining.batch.deals import Deal
from gridloop.mining.batch.posterior import logistic, most_plausible
from gridloop.mining.rules.prior import EffectPrior

Floats = NDArray[np.float64]
FEWEST_TREATED = 200
FEWEST_CONTROL = 50
FEWEST_SUCCESSES = 20
FOLDS = 5
LEAST_GAIN = 2.0
"""A less simple form must foretell the unseen customers better by so much (log-likelihood, all together)."""
STATES = ("prior", "learnt_size", "learnt_by_customer")
_MAIN_DOUBT = 0.3
_OFFSET_DOUBT = 1.0
_SLOPE_DOUBT = 0.25
_KIND_DOUBT = 0.5
_CUSTOMER_DOUBT = 0.25
_FIXED = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Treated and control customers: ``base`` is the log-odds of success without contact, foretold."""

    base: Floats
    traits: Floats
    """Standardised facts of the customers, one column each."""
    kinds: NDArray[np.int64]
    """Position of the offer's kind."""
    price_step: Floats
    need_gap: Floats
    treated: Floats
    success: Floats
    fold: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EffectModel:
    """Log-odds of success: ``main`` over (1, base, traits); contact adds ``contact``.

    ``contact`` is over (1, kinds, price step, need gap, traits).
    """

    state: str
    main: tuple[float, ...]
    contact: tuple[float, ...]
    kinds: tuple[str, ...]

    def without_contact(self, base: Floats, traits: Floats) -> Floats:
        """Return the log-odds of success when nobody makes contact."""
        return np.asarray(_main_design(base, traits) @ np.asarray(self.main))

    def shift(self, traits: Floats, kind: str, deal: Deal) -> Floats:
        """Return what a contact with an offer adds to the log-odds of success."""
        kinds = np.full(len(traits), self.kinds.index(kind) if kind in self.kinds else -1)
        design = _contact_design(traits, kinds, len(self.kinds), deal.price_step, deal.need_gap)
        return np.asarray(design @ np.asarray(self.contact))

    def probabilities(self, base: Floats, traits: Floats, kind: str, deal: Deal) -> tuple[Floats, Floats]:
        """Return P(success | no contact) and P(success | contact with the offer)."""
        alone = self.without_contact(base, traits)
        return logistic(alone), logistic(alone + self.shift(traits, kind, deal))

    def gain(self, base: Floats, traits: Floats) -> Floats:
        """Return what a contact adds to the probability of success, whatever was offered."""
        count = len(base)
        nothing = Deal(np.zeros(count), np.zeros(count), np.zeros(count), np.ones(count, dtype=bool))
        alone, touched = self.probabilities(base, traits, "", nothing)
        return np.asarray(touched - alone)


def stated_rule(prior: EffectPrior, kinds: Sequence[str], traits: int) -> EffectModel:
    """Return the rule as stated, over as many traits as there are."""
    main = _main_mean(prior, traits)
    contact = _contact_mean(prior, kinds, traits)
    return EffectModel("prior", tuple(main.tolist()), tuple(contact.tolist()), tuple(kinds))


def enough(trial: Trial) -> bool:
    """Tell whether there are enough answers to learn from."""
    treated = trial.treated == 1
    successes = min(trial.success.sum(), (1 - trial.success).sum())
    return bool(
        treated.sum() >= FEWEST_TREATED and (~treated).sum() >= FEWEST_CONTROL and successes >= FEWEST_SUCCESSES
    )


@dataclass(frozen=True, slots=True)
class LearntEffect:
    """An effect model, what it foretells of each customer when it has not seen him, and each form's loss on them."""

    model: EffectModel
    unseen_uplift: Floats
    losses: dict[str, float]


def learn_effect(trial: Trial, prior: EffectPrior, kinds: Sequence[str]) -> LearntEffect:
    """Return the form that foretells unseen customers best (the simplest, unless another does so clearly better)."""
    tried = {state: _tried(trial, prior, kinds, state) for state in STATES}
    chosen = tried[STATES[0]]
    for state in STATES[1:]:
        if tried[state].loss < chosen.loss - LEAST_GAIN / len(trial.base):
            chosen = tried[state]
    return LearntEffect(chosen.model, chosen.uplift, {state: one.loss for state, one in tried.items()})


@dataclass(frozen=True, slots=True)
class _Tried:
    """One form, fitted to everybody, and how it did on those it had not seen."""

    model: EffectModel
    uplift: Floats
    loss: float


def _tried(trial: Trial, prior: EffectPrior, kinds: Sequence[str], state: str) -> _Tried:
    whole = _fitted(trial, prior, kinds, state)
    uplift, loss = np.zeros(len(trial.base)), 0.0
    for fold in range(FOLDS):
        unseen = trial.fold == fold
        held = _taken(trial, unseen)
        model = _fitted(_taken(trial, ~unseen), prior, kinds, state, start=whole)
        alone, shift = _log_odds(model, held)
        uplift[unseen] = logistic(alone + shift) - logistic(alone)
        p = np.clip(logistic(alone + held.treated * shift), 1e-9, 1 - 1e-9)
        loss -= float(np.sum(held.success * np.log(p) + (1 - held.success) * np.log(1 - p)))
    return _Tried(whole, uplift, loss / max(len(trial.base), 1))


def _log_odds(model: EffectModel, trial: Trial) -> tuple[Floats, Floats]:
    design = _contact_design(trial.traits, trial.kinds, len(model.kinds), trial.price_step, trial.need_gap)
    return model.without_contact(trial.base, trial.traits), np.asarray(design @ np.asarray(model.contact))


def _taken(trial: Trial, mask: NDArray[np.bool_]) -> Trial:
    return Trial(
        trial.base[mask], trial.traits[mask], trial.kinds[mask], trial.price_step[mask], trial.need_gap[mask],
        trial.treated[mask], trial.success[mask], trial.fold[mask],
    )  # fmt: skip


def _main_design(base: Floats, traits: Floats) -> Floats:
    return np.column_stack([np.ones(len(base)), base, traits])


def _contact_design(traits: Floats, kinds: NDArray[np.int64], count: int, price: Floats, need: Floats) -> Floats:
    chosen = kinds[:, None] == np.arange(count)[None, :]
    return np.column_stack([np.ones(len(traits)), chosen.astype(np.float64), price, need, traits])


def _main_mean(prior: EffectPrior, traits: int) -> Floats:
    return np.concatenate([[prior.alone, 1.0], np.zeros(traits)])


def _contact_mean(prior: EffectPrior, kinds: Sequence[str], traits: int) -> Floats:
    by_kind = [prior.kinds.get(kind, 0.0) for kind in kinds]
    return np.concatenate([[prior.base], by_kind, [prior.price, prior.need], np.zeros(traits)])


def _contact_doubt(prior: EffectPrior, kinds: int, traits: int, state: str) -> Floats:
    if state == "prior":
        return np.full(3 + kinds + traits, _FIXED)
    customers = _CUSTOMER_DOUBT if state == "learnt_by_customer" else _FIXED
    doubts = [[prior.base_doubt], np.full(kinds, _KIND_DOUBT), [prior.price_doubt, prior.need_doubt]]
    return np.concatenate([*doubts, np.full(traits, customers)])


def _fitted(
    trial: Trial, prior: EffectPrior, kinds: Sequence[str], state: str, start: EffectModel | None = None
) -> EffectModel:
    traits = trial.traits.shape[1]
    contact = _contact_design(trial.traits, trial.kinds, len(kinds), trial.price_step, trial.need_gap)
    design = np.column_stack([_main_design(trial.base, trial.traits), contact * trial.treated[:, None]])
    mean = np.concatenate([_main_mean(prior, traits), _contact_mean(prior, kinds, traits)])
    main_doubt = np.concatenate([[_OFFSET_DOUBT, _SLOPE_DOUBT], np.full(traits, _MAIN_DOUBT)])
    doubt = np.concatenate([main_doubt, _contact_doubt(prior, len(kinds), traits, state)])
    near = None if start is None else np.array([*start.main, *start.contact])
    theta = most_plausible(design, trial.success, np.ones(len(design)), mean, doubt, near)
    cut = 2 + traits
    return EffectModel(state, tuple(theta[:cut].tolist()), tuple(theta[cut:].tolist()), tuple(kinds))
