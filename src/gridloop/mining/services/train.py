"""Trains every model from the lake, judges it honestly, and makes it the active version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gridloop.catalog import queries as catalog
from gridloop.kernel import clock
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake
from gridloop.lake.types import PublishedVersion
from gridloop.mining.batch.deals import OfferTerms
from gridloop.mining.batch.learn import LabelledMonth, Learnt, learn
from gridloop.mining.batch.score import Scorer
from gridloop.mining.models import ModelVersion
from gridloop.mining.queries.training import TRAINING_SOURCES, TrainingReader
from gridloop.mining.rules.models import SPECS
from gridloop.mining.services.learn_effects import LearntEffects, learn_effects, plain_scorer
from gridloop.mining.services.model_files import has_files, load_scorer, save_scorer
from gridloop.mining.types import ModelName, TrainingReport

MOST_MONTHS = 6
"""Months of history that are read: the newest tests, the one before tunes, the others teach."""


def train_models(*, month: date, actor: Actor) -> list[TrainingReport]:
    """Train all models on what was known on the first day of ``month`` and make them active.

    A model whose data have not changed since its version of the same month is left as it is. A model with too few
    events to learn from is reported as ``untrained``; an earlier version of it stays active.
    """
    with open_lake() as lake:
        reads = _reads(lake.versions)
        due = [name for name in ModelName if not _is_current(name, month, reads)]
        reader = TrainingReader(lake)
        learnt = {name: found for name in due if (found := _learn(reader, name, month)) is not None}
        effects = learn_effects(reader, month, _scorers(learnt), offer_terms(None)) if learnt else {}
        reads = {**lake.reads, **reads}
    reports = []
    for name in ModelName:
        if name in learnt:
            reports.append(_keep(name, month, learnt[name], effects[name], reads, actor))
        else:
            reports.append(TrainingReport(name.value, None, "untrained", None) if name in due else _as_it_is(name))
    return reports


def _reads(versions: Mapping[str, PublishedVersion]) -> dict[str, int]:
    """Return the versions that decide whether training again would give anything new (-1: none)."""
    return {name: versions[name].version if name in versions else -1 for name in TRAINING_SOURCES}


def _active(name: ModelName) -> ModelVersion | None:
    return ModelVersion.objects.filter(name=name.value, state=ModelVersion.State.ACTIVE).first()


def _is_current(name: ModelName, month: date, reads: Mapping[str, int]) -> bool:
    row = _active(name)
    if row is None or row.month != month or not has_files(row.folder):
        return False
    return all(row.reads.get(key) == reads[key] for key in reads)


def _as_it_is(name: ModelName) -> TrainingReport:
    row = ModelVersion.objects.get(name=name.value, state=ModelVersion.State.ACTIVE)
    return _reported(name, row.version, "unchanged", row.metrics)


def _reported(name: ModelName, version: str, state: str, metrics: Mapping[str, Any]) -> TrainingReport:
    leaks = len(metrics["suspected_leaks"])
    return TrainingReport(name.value, version, state, metrics["auc"], metrics["validation"], leaks)


def _learn(reader: TrainingReader, name: ModelName, month: date) -> Learnt | None:
    given = reader.externally_labelled(name, month)
    months = [given] if given is not None else _history(reader, month)
    return learn(SPECS[name], months, reader.features) if months else None


def _history(reader: TrainingReader, month: date) -> list[LabelledMonth]:
    return [reader.labelled(one) for one in reader.usable_months(month)[-MOST_MONTHS:]]


def _scorers(learnt: Mapping[ModelName, Learnt]) -> dict[ModelName, Scorer]:
    """Return scorers of the models learnt now, and of the other active ones: effects are learnt beside all of them."""
    active = {name: row for name in ModelName if name not in learnt and (row := _active(name)) is not None}
    kept = {name: load_scorer(row.folder) for name, row in active.items() if has_files(row.folder)}
    return {**kept, **{name: plain_scorer(name, one) for name, one in learnt.items()}}


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
    name: ModelName, month: date, learnt: Learnt, effects: LearntEffects, reads: dict[str, int], actor: Actor
) -> TrainingReport:
    version = _next_version(name, month)
    scorer = Scorer(name, version, learnt.boosters, learnt.space, learnt.calibration, effects.effects, learnt.by_timing)
    folder = save_scorer(scorer)
    metrics = _metrics(learnt, effects)
    with transaction.atomic():
        ModelVersion.objects.filter(name=name.value, state=ModelVersion.State.ACTIVE).update(
            state=ModelVersion.State.RETIRED
        )
        ModelVersion.objects.create(
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
            actor=actor,
            action="mining.train",
            object_kind="model",
            object_id=name.value,
            version=version,
            auc=metrics["auc"],
            leaks=len(learnt.leaks),
            effect=effects.sign_report["state"],
        )
    return _reported(name, version, "trained", metrics)


def _metrics(learnt: Learnt, effects: LearntEffects) -> dict[str, Any]:
    leaks = [{"feature": leak.feature, "why": leak.why, "auc": leak.auc} for leak in learnt.leaks]
    return {
        **learnt.metrics,
        "suspected_leaks": leaks,
        "effect": effects.sign_report,
        "stay_effect": effects.stay_report,
    }


def _next_version(name: ModelName, month: date) -> str:
    count = ModelVersion.objects.filter(name=name.value, month=month).count()
    return f"{month:%Y-%m}.{count + 1}"
