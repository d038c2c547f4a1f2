"""The files of a model version below HOME/models: trees as text, everything else in one JSON card."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import lightgbm as lgb
from django.conf import settings

from gridloop.mining.batch.calibrate import Calibration
from gridloop.mining.batch.customer_traits import Scale
from gridloop.mining.batch.effect import EffectModel
from gridloop.mining.batch.match import Effects
from gridloop.mining.batch.matrix import FeatureSpace
from gridloop.mining.batch.score import Scorer
from gridloop.mining.types import ModelName

_CARD = "card.json"


def model_folder(name: str, version: str) -> str:
    """Return the folder of a version, relative to HOME."""
    return f"models/{name}/{version}"


def save_scorer(scorer: Scorer) -> str:
    """Write a scorer's files and return their folder relative to HOME; the card is written last."""
    relative = model_folder(scorer.model.value, scorer.version)
    folder = Path(settings.HOME) / relative
    folder.mkdir(parents=True, exist_ok=True)
    for number, booster in enumerate(scorer.boosters):
        booster.save_model(str(folder / f"trees-{number}.txt"))
    card = {
        "model": scorer.model.value,
        "version": scorer.version,
        "boosters": len(scorer.boosters),
        "names": scorer.space.names,
        "vocabularies": scorer.space.vocabularies,
        "calibration": asdict(scorer.calibration),
        "effects": asdict(scorer.effects),
        "by_timing": scorer.by_timing,
    }
    (folder / _CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")
    return relative


def has_files(relative: str) -> bool:
    """Tell whether a version's files are there."""
    return (Path(settings.HOME) / relative / _CARD).is_file()


def load_scorer(relative: str) -> Scorer:
    """Return the scorer of a version's folder; raises ``OSError`` when its files are gone."""
    folder = Path(settings.HOME) / relative
    card: dict[str, Any] = json.loads((folder / _CARD).read_text(encoding="utf-8"))
    boosters = tuple(lgb.Booster(model_file=str(folder / f"trees-{n}.txt")) for n in range(card["boosters"]))
    return Scorer(
        model=ModelName(card["model"]),
        version=card["version"],
        boosters=boosters,
        space=FeatureSpace(tuple(card["names"]), {name: tuple(words) for name, words in card["vocabularies"].items()}),
        calibration=Calibration(**card["calibration"]),
        effects=_effects(card["effects"]),
        by_timing=card["by_timing"],
    )


def _effects(given: dict[str, Any]) -> Effects:
    return Effects(
        _effect(given["sign"]), _scale(given["sign_scale"]), _effect(given["stay"]), _scale(given["stay_scale"])
    )


def _effect(given: dict[str, Any]) -> EffectModel:
    return EffectModel(given["state"], tuple(given["main"]), tuple(given["contact"]), tuple(given["kinds"]))


def _scale(given: dict[str, Any]) -> Scale:
    return Scale(tuple(given["mean"]), tuple(given["spread"]))
