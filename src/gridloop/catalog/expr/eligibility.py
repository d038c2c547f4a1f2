"""Who may hold an offer, over the lake's customer profiles."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import ibis

from gridloop.catalog.types import Comparison, Condition, OfferFacts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def eligible(profile: ir.Table, offer: OfferFacts) -> ir.BooleanValue:
    """Tell for each customer of a profile whether he may hold an offer; never null.

    ``profile`` is the dataset ``customer_profile`` or anything with its columns. A fact that it does not have is
    unknown for everybody; each condition says what that means. The answer is that of ``rules.is_eligible``.
    """
    if not offer.active or offer.blocked:
        return ibis.literal(False)
    needs = [reduce(or_, [_holds(profile, one) for one in need.any_of]) for need in offer.requirements]
    return reduce(and_, needs, ibis.literal(True))


def _holds(profile: ir.Table, condition: Condition) -> ir.BooleanValue:
    if condition.fact not in profile.columns:
        return ibis.literal(condition.if_unknown)
    fact = profile[condition.fact]
    if fact.type().is_floating():
        fact = ibis.ifelse(fact.isnan(), ibis.null(fact.type()), fact)
    return _compare(fact, condition).fill_null(condition.if_unknown)


def _compare(fact: ir.Value, condition: Condition) -> ir.BooleanValue:
    value = condition.value
    match condition.comparison:
        case Comparison.EQUALS:
            return fact == value
        case Comparison.AT_LEAST:
            return fact >= value
        case Comparison.AT_MOST:
            return fact <= value
        case Comparison.ABOVE:
            return fact > value
        case Comparison.BELOW:
            return fact < value
        case Comparison.IN:
            return _member(fact, value)
        case Comparison.NOT_IN:
            return ~_member(fact, value)


def _member(fact: ir.Value, values: object) -> ir.BooleanValue:
    """Return whether the fact is one of the values; of none at all when there are none (null stays null)."""
    listed = list(values) if isinstance(values, tuple) else [values]
    return fact.isin(listed) if listed else fact.isnull() & ibis.null("boolean")
