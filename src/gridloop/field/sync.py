"""Lists of words that every phone holds, so that nobody has to type them."""

from __future__ import annotations

from dataclasses import asdict

from gridloop.contact.queries import competitors_in_force
from gridloop.kernel.sync_types import Change, PullResult, register_pull
from gridloop.kernel.types import Actor, Scope


@register_pull("words")
def changed_words(scope: Scope, actor: Actor, cursor: str | None) -> PullResult:
    """Return the word lists, whole when the phone has none or others."""
    competitors = competitors_in_force()
    present = f"competitors:{competitors.version}"
    if cursor == present:
        return PullResult((), present)
    items = [asdict(one) for one in competitors.items]
    return PullResult((Change("words", "competitors", "put", {"items": items}),), present, reset=True)
