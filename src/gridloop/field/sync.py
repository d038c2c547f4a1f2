"""Lists of words that every phone holds, so that nobody has to type them."""

from __future__ import annotations

from gridloop.field.types import COMPETITORS
from gridloop.kernel.sync_types import Change, PullResult, register_pull
from gridloop.kernel.types import Actor, Scope

_VERSION = "1"


@register_pull("words")
def changed_words(scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
    """Return the word lists, whole when the phone has none or others."""
    if cursor == _VERSION:
        return PullResult((), _VERSION)
    items = [{"code": code, "zh": zh, "en": en} for code, zh, en in COMPETITORS]
    return PullResult((Change("words", "competitors", "put", {"items": items}),), _VERSION, reset=True)
