"""Everything the back end says to people, in both languages side by side.

Each stage keeps ``messages.yaml``: ``code: {zh: ..., en: ...}``. A text is a ``str.format`` template. A code
without both languages, or whose two texts name different parameters, stops the program at start.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Literal

import yaml

from gridloop.kernel.money import currency_word
from gridloop.loop import STAGES

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class WordingError(Exception):
    """A message is missing, or missing in one language."""


def _parameters(template: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(template) if name}


def check_messages(stage: str, messages: dict[str, dict[str, str]]) -> None:
    """Raise ``WordingError`` for a message that lacks a language or whose parameters differ."""
    for code, texts in messages.items():
        if set(texts) != set(LANGUAGES) or not all(isinstance(t, str) and t.strip() for t in texts.values()):
            raise WordingError(f"{stage}.{code}: both zh and en are needed")
        if _parameters(texts["zh"]) != _parameters(texts["en"]):
            raise WordingError(f"{stage}.{code}: zh and en use different parameters")


@cache
def messages_of(stage: str) -> dict[str, dict[str, str]]:
    """Return the checked messages of one stage; empty when it says nothing."""
    source = files("gridloop") / stage / "messages.yaml"
    if not source.is_file():
        return {}
    messages: dict[str, dict[str, str]] = yaml.safe_load(source.read_text(encoding="utf-8")) or {}
    check_messages(stage, messages)
    return messages


def check_all() -> None:
    """Raise ``WordingError`` unless every stage's messages are complete."""
    for stage in STAGES:
        messages_of(stage)


def say(code: str, language: Language, /, **params: object) -> str:
    """Return the text of ``stage.code`` in a language with its parameters filled in.

    A parameter may be a text in every language, as ``say_both`` returns it.
    """
    stage, _, key = code.partition(".")
    texts = messages_of(stage).get(key)
    if texts is None:
        raise WordingError(f"no message {code}")
    said = {name: _in_language(value, language) for name, value in params.items()}
    return texts[language].format(**{"currency": currency_word(language), **said})


def _in_language(value: object, language: Language) -> object:
    return value[language] if isinstance(value, dict) and set(value) == set(LANGUAGES) else value


def say_mend(code: str, language: Language, /, **params: object) -> str:
    """Return how to mend what ``stage.code`` tells of (its ``code_mend``), empty where nothing is said about it."""
    stage, _, key = code.partition(".")
    return say(f"{code}_mend", language, **params) if f"{key}_mend" in messages_of(stage) else ""


def say_both(code: str, /, **params: object) -> dict[str, str]:
    """Return the text in both languages: ``{"zh": ..., "en": ...}``."""
    return {language: say(code, language, **params) for language in LANGUAGES}


def say_day(day: date | None, language: Language) -> str:
    """Return a day as its readers write it: 2026年11月1日, 1 Nov 2026; a dash for none."""
    if day is None:
        return "–"
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
