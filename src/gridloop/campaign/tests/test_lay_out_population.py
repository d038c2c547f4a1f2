"""A population laid out in advance changes how long a count takes, never what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridloop.campaign.queries.population import is_laid_out
from gridloop.campaign.services.build_population import JOB_KIND, build_population
from gridloop.campaign.services.count_audience import count_audience
from gridloop.campaign.services.read_draft import read_plan
from gridloop.campaign.tests.city import CYCLE, EVERYBODY, MONTH, PLANNER
from gridloop.kernel.models import Job
from gridloop.kernel.problems import Problem
from gridloop.lake.queries import open_lake

RULES = [
    {"field": "tag.high_value", "operator": "=", "value": True},
    {"field": "score.churn.probability", "operator": ">=", "value": 0.3},
    {"field": "age", "operator": ">=", "value": 30},
    {"field": "organisation", "operator": "in", "value": ["LG01"]},
    {"field": "segment", "operator": "notIn", "value": ["sme"]},
]
AUDIENCES = [
    EVERYBODY,
    {"combinator": "and", "rules": RULES},
    {"combinator": "or", "not": True, "rules": RULES},
    *({"combinator": "and", "rules": [rule]} for rule in RULES),
]


def count(audience, **given):
    plan = read_plan({"cycle": CYCLE, "audience": audience, **given}, PLANNER)
    return count_audience(plan=plan, scope=PLANNER)


def laid_out() -> bool:
    with open_lake() as lake:
        return is_laid_out(lake, MONTH, tag_names={"high_value"}, models={"churn"})


def test_a_count_is_the_same_from_the_population_and_from_its_sources(city, actor):
    exclusions = {"tags": ["price_sensitive"]}
    before = [count(one, exclusions=exclusions) for one in AUDIENCES]
    assert not laid_out() and len({one.total for one in before}) > 3
    build_population(cycle=CYCLE, actor=actor)
    assert laid_out()
    for one, found in zip(AUDIENCES, before, strict=True):
        again = count(one, exclusions=exclusions)
        assert replace(again, profile={}) == replace(found, profile={})
        for name, averages in found.profile.items():  # sums of fractions differ in their last digit with the order
            assert again.profile[name] == pytest.approx(averages)


@pytest.mark.engines
def test_a_transfer_is_seen_at_once(city, actor):
    """Today's owners count, also while the population still has yesterday's."""
    build_population(cycle=CYCLE, actor=actor)
    in_branch = {"combinator": "and", "rules": [RULES[3]]}
    before = count(in_branch).total
    moved = [
        {name: p[name] for name in ("customer_id", "place_code", "assignee_code")}
        | {"grid_code": "LG0101", "rule": "manual", "in_service": True}
        for p in city.profiles
    ]
    city.publish("ownership", moved)
    assert not laid_out()
    assert count(in_branch).total == len(city.profiles) > before
    build_population(cycle=CYCLE, actor=actor)
    assert laid_out() and count(in_branch).total == len(city.profiles)


def test_only_a_large_population_is_asked_for_and_only_once(city, actor, monkeypatch):
    count(EVERYBODY)
    assert not Job.objects.filter(kind=JOB_KIND).exists()
    monkeypatch.setattr("gridloop.campaign.services.build_population.RANGE_ROWS", 10)
    count(EVERYBODY)
    count(EVERYBODY)
    assert [job.key for job in Job.objects.filter(kind=JOB_KIND)] == [CYCLE]


def test_a_population_of_a_month_without_profiles_is_refused(db, actor):
    with pytest.raises(Problem, match="no customer profiles"):
        build_population(cycle=CYCLE, actor=actor)
