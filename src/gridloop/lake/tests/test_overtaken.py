"""A question that is asked anew, or that nobody waits for, is not finished; everybody else's is."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from gridloop.kernel.problems import Problem
from gridloop.lake.engine import Lake
from gridloop.lake.overtaken import _mark, give_up, newest_of

ENDLESS = "SELECT sum(a.range * b.range) FROM range(4000000) a, range(4000000) b"
SOON = 5.0


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def asked():
    """Return a function that asks something endless in another thread; whatever is left is ended at last."""
    names = []

    def ask(name):
        begun = Event()

        def work():
            with newest_of(name), Lake({}) as lake:
                connection = lake.connection
                begun.set()
                return connection.sql(ENDLESS).fetchall()

        names.append(name)
        answer = pool.submit(work)
        assert begun.wait(SOON)
        return answer

    with ThreadPoolExecutor(4) as pool:
        yield ask
        for name in names:
            give_up(name)


def refused(answer):
    with pytest.raises(Problem) as refusal:
        answer.result(timeout=SOON)
    return refusal.value.code, refusal.value.status


def test_a_newer_question_ends_the_one_before_and_no_other(asked):
    old, others = asked("ann/plan/size"), asked("bob/plan/size")
    new = asked("ann/plan/size")
    assert refused(old) == ("lake.overtaken", 409)
    assert not new.done()
    assert not others.done()


def test_a_question_is_ended_from_another_process(asked):
    answer = asked("ann/plan/count")
    mark = _mark("ann/plan/count")
    subprocess.run([sys.executable, "-c", f"open({str(mark)!r}, 'w').write('newer')"], check=True)
    assert refused(answer) == ("lake.overtaken", 409)


def test_a_question_that_nobody_waits_for_is_given_up(asked):
    answer = asked("ann/plan/gate")
    give_up("ann/plan/gate")
    assert refused(answer) == ("lake.overtaken", 409)
    give_up("ann/plan/gate")  # there is nothing to end


def test_once_overtaken_it_asks_the_engine_nothing_more():
    with pytest.raises(Problem, match="changed meanwhile"), newest_of("ann/plan/forecast"):
        give_up("ann/plan/forecast")
        until = time.monotonic() + SOON
        while time.monotonic() < until:  # each is short enough to be over before anybody looks
            with Lake({}) as lake:
                lake.connection.sql("SELECT 1").fetchall()


def test_an_answered_question_leaves_nothing_behind():
    with newest_of("ann/plan/size"), Lake({}) as lake:
        assert lake.connection.sql("SELECT 1").fetchall() == [(1,)]
    assert list(_mark("ann/plan/size").parent.iterdir()) == []
