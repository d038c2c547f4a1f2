"""Trains every model from the lake, judges it honestly, and makes it the active version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction

from gridloop.catalog import queries as catalog
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake
from gridloop.lake.types import PublishedVersion
from gridloop.mining.batch.customer_traits import NO_SCALE, Scale
from gridloop.mining.batch.deals import OfferTerms
from gridloop.mining.batch.effect import EffectModel, stated_rule
from gridloop.mining.batch.learn import LabelledMonth, Learnt, learn
from gridloop.mining.batch.matrix import matrix_of
from gridloop.mining.batch.score import Scorer, base_log_odds
from gridloop.mining.batch.trial import effect_of, terms_by_code, trial_of
from gridloop.mining.models import ModelVersion
from gridloop.mining.queries.training import TRAINING_SOURCES, TrainingReader
from gridloop.mining.rules.models import SPECS
from gridloop.mining.rules.prior import PRIORS
from gridloop.mining.services.model_files import has_files, save_scorer
from gridloop.mining.types import ModelName, TrainingReport

MOST_MONTHS = 6
"""Months of history that are read: the newest tests, the one before tunes, the others teach."""


@dataclass(frozen=True, slots=True)
class _Trained:
    learnt: Learnt
    effect: EffectModel
    scale: Scale
    report: dict[str, Any]


def train_models(*, month: date, actor: Actor) -> list[TrainingReport]:
    """Train all models on what was known on the first day of ``month`` and make them active.

    A model whose data have not changed since its version of the same month is left as it is. A model with too few
    events to learn from is reported as ``untrained``; an earlier version of it stays active.
    """
    with open_lake() as lake:
        reads = _reads(lake.versions)
        due = [name for name in ModelName if not _is_current(name, month, reads)]
        reader = TrainingReader(lake)
        trained = {name: _train_one(reader, name, month) for name in due}
        reads = {**lake.reads, **reads}
    return [
        _keep(name, month, trained[name], reads, actor) if name in trained else _as_it_is(name, month)
        for name in ModelName
    ]


def _reads(versions: dict[str, PublishedVersion]) -> dict[str, int]:
    """Return the versions that decide whether training again would give anything new (-1: none)."""
    return {name: versions[name].version if name in versions else -1 for name in TRAINING_SOURCES}


def _is_current(name: ModelName, month: date, reads: dict[str, int]) -> bool:
    row = ModelVersion.objects.filter(name=name.value, month=month, state=ModelVersion.State.ACTIVE).first()
    return row is not None and has_files(row.folder) and all(row.reads.get(key) == reads[key] for key in reads)


def _as_it_is(name: ModelName, month: date) -> TrainingReport:
    row = ModelVersion.objects.get(name=name.value, month=month, state=ModelVersion.State.ACTIVE)
    return TrainingReport(name.value, row.version, "unchanged", row.metrics.get("auc"))


def _train_one(reader: TrainingReader, name: ModelName, month: date) -> _Trained | None:
    given = reader.externally_labelled(name, month)
    months = [given] if given is not None else _history(reader, month)
    learnt = learn(SPECS[name], months, reader.features) if months else None
    if learnt is None:
        return None
    effect, scale, report = _learn_effect(reader, name, month, learnt)
    return _Trained(learnt, effect, scale, report)


def _history(reader: TrainingReader, month: date) -> list[LabelledMonth]:
    return [reader.labelled(one) for one in reader.usable_months(month)[-MOST_MONTHS:]]


def _learn_effect(
    reader: TrainingReader, name: ModelName, month: date, learnt: Learnt
) -> tuple[EffectModel, Scale, dict[str, Any]]:
    """Return what contacts of earlier months teach about the effect of a contact."""
    found = [reader.arms(one, name) for one in reader.months_with_contacts(month)]
    rows = [table for table in found if table.num_rows]
    if not rows:
        effect, report = effect_of(name, None)
        return stated_rule(PRIORS[name], SPECS[name].kinds, len(NO_SCALE.mean)), NO_SCALE, report
    table = pa.concat_tables(rows, promote_options="permissive").combine_chunks()
    plain = Scorer(
        name,
        "",
        learnt.boosters,
        learnt.space,
        learnt.calibration,
        EffectModel("", (), (), ()),
        NO_SCALE,
        learnt.by_timing,
    )
    odds = base_log_odds(plain, table, matrix_of(table, learnt.space))
    success = -odds if name is ModelName.CHURN else odds
    trial, scale = trial_of(name, table, np.asarray(success), terms_by_code(offer_terms(None)))
    effect, report = effect_of(name, trial)
    return effect, scale, report


def offer_terms(month: date | None) -> tuple[OfferTerms, ...]:
    """Return the terms of the offers on sale on the first day of a month; of all that ever were without a month."""
    return tuple(
        OfferTerms(
            code=offer.code,
            kind=offer.kind.value,
            monthly_fee_fen=offer.monthly_fee_fen,
            cost_fen=offer.cost_fen,
            contract_months=offer.contract_months or 0,
            data_mb=offer.data_mb,
            speed_mbps=offer.speed_mbps,
            discount_percent=offer.discount_percent or 0.0,
        )
        for offer in catalog.offers(month)
    )


def _keep(
    name: ModelName, month: date, trained: _Trained | None, reads: dict[str, int], actor: Actor
) -> TrainingReport:
    if trained is None:
        return TrainingReport(name.value, None, "untrained", None)
    learnt = trained.learnt
    version = _next_version(name, month)
    scorer = Scorer(
        name,
        version,
        learnt.boosters,
        learnt.space,
        learnt.calibration,
        trained.effect,
        trained.scale,
        learnt.by_timing,
    )
    folder = save_scorer(scorer)
    metrics = {
        **learnt.metrics,
        "suspected_leaks": [{"feature": leak.feature, "why": leak.why, "auc": leak.auc} for leak in learnt.leaks],
        "effect": trained.report,
    }
    with transaction.atomic():
        ModelVersion.objects.filter(name=name.value, state=ModelVersion.State.ACTIVE).update(
            state=ModelVersion.State.RETIRED
        )
        row = ModelVersion.objects.create(
            name=name.value,
            version=version,
            month=month,
            state=ModelVersion.State.ACTIVE,
            metrics=metrics,
            features=learnt.importances,
            reads=reads,
            folder=folder,
            created_at=clock.now(),
        )
        audit.record(
            actor=actor, action="mining.train", object_kind="model", object_id=name.value, version=version,
            auc=metrics["auc"], leaks=len(learnt.leaks), effect=trained.report["state"],
        )  # fmt: skip
    return TrainingReport(name.value, row.version, "trained", metrics["auc"])


def _next_version(name: ModelName, month: date) -> str:
    count = ModelVersion.objects.filter(name=name.value, month=month).count()
    return f"{month:%Y-%m}.{count + 1}"


__all__ = ["offer_terms", "train_models"]
