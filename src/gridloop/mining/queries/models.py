"""Reads of the model registry: why a model is trusted, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Scope
from gridloop.kernel.wording import say_both
from gridloop.mining.models import ModelVersion
from gridloop.mining.queries.wording import STAGE, feature_label, leak_text
from gridloop.mining.types import ModelName

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_VERSIONS = 24
_EMPTY_EFFECT: dict[str, Any] = {
    "state": "prior",
    "treated": 0,
    "control": 0,
    "observed": None,
    "observed_low": None,
    "observed_high": None,
    "by_uplift": [],
}


def model_versions(scope: Scope, name: ModelName | None = None) -> QuerySet[ModelVersion]:
    """Return the versions of models, newest first. Models speak of the whole company; every scope sees them."""
    rows = ModelVersion.objects.order_by("name", "-id")
    return rows.filter(name=name.value) if name else rows


def models(scope: Scope) -> list[dict[str, Any]]:
    """Return the active version of every model in short."""
    order = [name.value for name in ModelName]
    rows = model_versions(scope).filter(state=ModelVersion.State.ACTIVE)
    return [_short(row) for row in sorted(rows, key=lambda row: order.index(row.name))]


def model_detail(scope: Scope, name: ModelName) -> dict[str, Any]:
    """Return a model's active version with its honest test and history; raises ``Problem`` (404) when untrained."""
    versions = list(model_versions(scope, name)[:MOST_VERSIONS])
    row = next((one for one in versions if one.state == ModelVersion.State.ACTIVE), None)
    if row is None:
        raise Problem("mining.model_missing", 404, model=name.value)
    metrics = row.metrics
    return {
        **_short(row),
        "months_trained": metrics["months_trained"],
        "month_tuned": metrics["month_tuned"],
        "month_tested": metrics["month_tested"],
        "by_timing": metrics["by_timing"],
        "calibration": metrics["calibration"],
        "importances": [_importance(one) for one in row.features],
        "leaks": [_leak(one) for one in metrics["suspected_leaks"]],
        "effect": _effect(metrics["effect"], "effect"),
        "stay_effect": _effect(metrics["stay_effect"], "stay"),
        "reads": row.reads,
        "versions": [_version(one) for one in versions],
    }


def _short(row: ModelVersion) -> dict[str, Any]:
    names = say_both(f"{STAGE}.model_{row.name}")
    metrics = row.metrics
    return {
        "name": row.name,
        "name_zh": names["zh"],
        "name_en": names["en"],
        "version": row.version,
        "month": row.month,
        "trained_at": row.created_at,
        "rows": metrics["rows_trained"],
        **{key: metrics[key] for key in ("base_rate", "auc", "pr_auc", "lift_10", "brier", "validation")},
        "suspected_leaks": len(metrics["suspected_leaks"]),
        "effect_state": metrics["effect"]["state"],
    }


def _importance(one: dict[str, Any]) -> dict[str, Any]:
    label = feature_label(one["name"])
    return {
        "feature": one["name"],
        "label_zh": label["zh"],
        "label_en": label["en"],
        "importance": one["importance"],
    }


def _leak(one: dict[str, Any]) -> dict[str, Any]:
    why = leak_text(one)
    label = feature_label(one["feature"])
    return {
        "feature": one["feature"],
        "label_zh": label["zh"],
        "label_en": label["en"],
        "why_zh": why["zh"],
        "why_en": why["en"],
        "auc": one["auc"],
    }


def _effect(given: dict[str, Any], subject: str) -> dict[str, Any]:
    text = say_both(f"{STAGE}.{subject}_{given['state']}")
    return {**_EMPTY_EFFECT, **given, "text_zh": text["zh"], "text_en": text["en"]}


def _version(row: ModelVersion) -> dict[str, Any]:
    return {
        "version": row.version,
        "month": row.month,
        "state": row.state,
        "auc": row.metrics.get("auc"),
        "created_at": row.created_at,
    }
