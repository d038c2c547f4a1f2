"""Which offers a customer may be made: eligible, not held already, and not answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import ibis
from ibis import _

from gridloop.metrics.expr.running import ran_until

if TYPE_CHECKING:
    import ibis.expr.types as ir

ALLOWED = "allowed__"
"""Prefix of the columns that say whether an offer may be made."""
REFUSAL_MONTHS = 3
"""After a no, no offer of the same kind for so many months."""
ANSWER_MONTHS = 12
"""An offer that was answered, either way, is not made again for so many months."""


class OfferLike(Protocol):
    """What is needed of an offer of the catalogue."""

    @property
    def code(self) -> str:
        """Return the offer's code."""

    @property
    def kind(self) -> Any:
        """Return the offer's kind."""


Eligible = Callable[["ir.Table", Any], "ir.BooleanValue"]


def answers(contact_outcome: ir.Table, month: date, refused_from: date, answered_from: date) -> ir.Table:
    """Return customer_id, refused_kinds, answered_codes: each a text such as ``|retention|bundle|``."""
    made = contact_outcome.filter(_.month < month, _.arm == "treated", _.month >= answered_from)
    said = made.filter(_.outcome.isin(["accepted", "refused"]), _.offer_code.notnull())
    no = (_.outcome == "refused") & (_.month >= refused_from)
    return said.group_by("customer_id").agg(
        refused_kinds=_.offer_kind.group_concat("|", where=no), answered_codes=_.offer_code.group_concat("|")
    )


def held_codes(subscription: ir.Table, month: date) -> ir.Table:
    """Return customer_id, held_codes: the offers of the subscriptions held on the first day of the month."""
    held = subscription.filter(_.offer_code.notnull(), ran_until(month))
    return held.group_by("customer_id").agg(held_codes=_.offer_code.group_concat("|"))


def allowed_offers(
    profile: ir.Table, past: Sequence[ir.Table], offers: Iterable[OfferLike], eligible: Eligible
) -> ir.Table:
    """Return customer_id and one column ``allowed__<code>`` per offer; ``past`` are ``answers`` and ``held_codes``."""
    wide = profile
    for number, part in enumerate(past):
        wide = wide.left_join(part, "customer_id", rname=f"{{name}}_{number}")
    columns = {f"{ALLOWED}{offer.code}": eligible(wide, offer) & ~_barred(wide, offer) for offer in offers}
    return wide.select("customer_id", **columns)


def _barred(wide: ir.Table, offer: OfferLike) -> Any:
    barred = _listed(wide.refused_kinds, str(offer.kind)) | _listed(wide.answered_codes, offer.code)
    if str(offer.kind) == "retention":  # holding one is what a renewal renews
        return barred
    return barred | _listed(wide.held_codes, offer.code)


def _listed(text: Any, word: str) -> Any:
    bar = ibis.literal("|")
    return (bar + text + bar).contains(f"|{word}|").fill_null(False)
