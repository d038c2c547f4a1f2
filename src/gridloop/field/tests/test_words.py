"""A phone holds the competitors that the operator names, and hears of a new list once."""

from __future__ import annotations

import pytest

from gridloop.contact.services.set_competitors import set_competitors
from gridloop.contact.types import Competitor
from gridloop.field.sync import changed_words

pytestmark = pytest.mark.django_db


def test_the_list_goes_out_when_the_phone_has_none_or_another(operator, actor):
    scope = operator.scope("CM010101")
    first = changed_words(scope, actor, None)
    assert first.reset and len(first.changes[0].value["items"]) == 5
    assert changed_words(scope, actor, first.cursor).changes == ()
    set_competitors(items=[Competitor("north", "北辰网络", "Beichen Networks")], actor=actor)
    second = changed_words(scope, actor, first.cursor)
    assert second.changes[0].value["items"] == [{"code": "north", "zh": "北辰网络", "en": "Beichen Networks"}]
    assert changed_words(scope, actor, second.cursor).changes == ()
