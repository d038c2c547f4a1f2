"""Which reports are called back: a draw that anybody can repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import md5


def ticket(seed: str, contact_id: str) -> str:
    """Return a contact's place in the draw of ``seed``: fixed, and nothing a seller can aim at."""
    return md5(f"{seed}:{contact_id}".encode(), usedforsecurity=False).hexdigest()


def draw(seed: str, reports: Iterable[tuple[str, str]], size: int) -> list[str]:
    """Return ``size`` contact ids of ``(contact_id, person_code)`` pairs.

    Everybody's turn comes before anybody's second one, so that no one is left out because others report more. The
    same seed and reports always give the same draw; a larger size only adds to it.
    """
    by_person: dict[str, list[str]] = defaultdict(list)
    for contact_id, person in reports:
        by_person[person].append(contact_id)
    order: list[tuple[int, str, str]] = []
    for contacts in by_person.values():
        ranked = sorted(contacts, key=lambda contact: (ticket(seed, contact), contact))
        order += [(turn, ticket(seed, contact), contact) for turn, contact in enumerate(ranked)]
    return [contact for _, _, contact in sorted(order)[:size]]
