"""What an editor asks ends what it asked before; leaving it ends everything."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from gridloop.campaign.api import audience
from gridloop.campaign.tests.city import CYCLE, EVERYBODY

QUESTIONS = {
    "audience/size": "size",
    "audience/count": "count",
    "audience/gate": "gate",
    "forecast": "forecast",
}


@pytest.fixture
def asked(city, operator, monkeypatch):
    """Return a function that asks something, and what was asked under which name."""
    names = []
    monkeypatch.setattr(audience, "newest_of", lambda name: names.append(name) or nullcontext())

    def ask(path, editor=None, who="PLAN1"):
        body = {"audience": EVERYBODY, "cycle": CYCLE, "channel": "visit", "objective": "retain", "name_zh": "挽留"}
        headers = {"Editor": editor} if editor else {}
        url = f"/api/campaign/{path}"
        answer = operator.client(who).post(url, body, content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content
        return names

    return ask


@pytest.mark.parametrize(("path", "kind"), QUESTIONS.items())
def test_every_question_has_the_name_of_its_editor_and_kind(asked, operator, path, kind):
    me = operator.accounts["PLAN1"].pk
    assert asked(path, "a1") == [f"{me}/a1/{kind}"]
    assert asked(path, "a1", who="GM0101")[1] != f"{me}/a1/{kind}"  # nobody ends another's
    assert len(asked(path)) == 2  # a script that gives no name has all its questions answered


def test_who_leaves_ends_all_that_he_asked_and_nothing_else(operator, monkeypatch):
    ended = []
    monkeypatch.setattr(audience, "give_up", ended.append)
    client, me = operator.client("PLAN1"), operator.accounts["PLAN1"].pk
    body = {"editor": "a1"}
    assert client.post("/api/campaign/audience/give-up", body, content_type="application/json").status_code == 204
    assert sorted(ended) == sorted(f"{me}/a1/{kind}" for kind in QUESTIONS.values())
