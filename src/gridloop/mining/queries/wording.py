"""What mining says: reasons, features, leaks and effects in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gridloop.kernel.wording import LANGUAGES, Language, messages_of, say, say_both
from gridloop.lake.library import trait_titles
from gridloop.mining.rules.reasons import TRAIT_PREFIX
from gridloop.mining.types import ReasonText

STAGE = "mining"


def reason_texts(reasons_json: str | None) -> list[ReasonText]:
    """Return the reasons of a score in both languages; codes that are no longer known are left out."""
    given: list[dict[str, Any]] = json.loads(reasons_json) if reasons_json else []
    return said_reasons(given)


def said_reasons(reasons: Iterable[Mapping[str, Any]]) -> list[ReasonText]:
    """Return reasons given as ``{"code", "params"}`` in both languages."""
    known = messages_of(STAGE)
    texts = []
    for reason in reasons:
        code = reason["code"]
        if f"reason_{code}" in known:
            both = _said(code, reason.get("params", {}))
            texts.append(ReasonText(code, both["zh"], both["en"]))
    return texts


def _said(code: str, params: Mapping[str, Any]) -> dict[str, str]:
    if code != "trait":
        return say_both(f"{STAGE}.reason_{code}", **params)
    named = feature_label(f"{TRAIT_PREFIX}{params.get('trait', '')}")
    return {
        language: say(f"{STAGE}.reason_trait", language, **{**params, "trait": named[language]})
        for language in LANGUAGES
    }


def reason_text(reasons_json: str | None, language: Language) -> list[str]:
    """Return the reasons of a score in one language."""
    return [text.zh if language == "zh" else text.en for text in reason_texts(reasons_json)]


def feature_label(feature: str) -> dict[str, str]:
    """Return a feature's name in both languages; a trait goes by the operator's own name for it."""
    if f"feature_{feature}" in messages_of(STAGE):
        return say_both(f"{STAGE}.feature_{feature}")
    name = feature.removeprefix(TRAIT_PREFIX)
    zh, en = trait_titles().get(name, (name, name))
    return {"zh": zh, "en": en}


def leak_text(leak: Mapping[str, Any]) -> dict[str, str]:
    """Return why a feature was kept out, in both languages."""
    code = f"{STAGE}.leak_{leak['why']}"
    if leak["why"] == "presence":
        return say_both(code)
    return say_both(code, auc=f"{leak['auc']:.3f}")
