"""The condition that leaves a customer out is named, and it is one that decides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gridloop.campaign.expr.conditions import Group, Rule
from gridloop.campaign.expr.fields import AudienceField, FieldGroup, FieldKind
from gridloop.campaign.expr.unmet import first_unmet, rules_of
from gridloop.campaign.queries import why_not
from gridloop.campaign.services.launch import launch_campaign
from gridloop.campaign.tests.city import PLANNER

AGE = AudienceField("age", FieldGroup.PROFILE, FieldKind.NUMBER, "age")
RULE = Rule(AGE, ">", (1,))
groups = st.recursive(
    st.just(RULE),
    lambda parts: st.builds(
        Group, st.sampled_from(("and", "or")), st.booleans(), st.lists(parts, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=8,
).map(lambda part: part if isinstance(part, Group) else Group("and", False, (part,)))


def holds(part: Rule | Group, met: dict[tuple[int, ...], bool], path: tuple[int, ...] = ()) -> bool:
    if isinstance(part, Rule):
        return met[path]
    inner = [holds(one, met, (*path, n)) for n, one in enumerate(part.parts)]
    return (all(inner) if part.combinator == "and" else any(inner)) is not part.negated


@given(groups, st.data())
def test_a_condition_is_named_exactly_when_the_conditions_are_not_met(group, data):
    met = {path: data.draw(st.booleans()) for path, _ in rules_of(group)}
    found = first_unmet(group, met)
    assert (found is None) is holds(group, met)
    if found:
        assert met[found.path] is found.negated  # what is said of the customer is true of him
        # and it decides: where no other rule would do as well, he is in once it is otherwise
        otherwise = {**met, found.path: not met[found.path]}
        assert found.alternatives > 1 or first_unmet(group, otherwise) != found


def test_of_all_that_must_hold_the_first_that_does_not_is_named():
    assert first_unmet(Group("and", False, (RULE, RULE, RULE)), {(0,): True, (1,): False, (2,): False}).path == (1,)


def test_of_several_of_which_one_would_do_the_first_is_named_with_their_number():
    inner = Group("or", False, (RULE, RULE))
    found = first_unmet(Group("and", False, (RULE, inner)), {(0,): True, (1, 0): False, (1, 1): False})
    assert (found.path, found.alternatives, found.negated) == ((1, 0), 2, False)


def test_what_holds_and_must_not_is_named_so():
    inner = Group("or", True, (RULE, RULE))
    found = first_unmet(Group("and", False, (inner,)), {(0, 0): False, (0, 1): True})
    assert (found.path, found.negated) == ((0, 1), True)


def test_below_two_negations_a_rule_that_does_not_hold_is_named_and_below_one_a_rule_that_does():
    inner = Group("or", False, (RULE, RULE))
    found = first_unmet(Group("or", True, (inner, RULE)), {(0, 0): False, (0, 1): True, (1,): False})
    assert (found.path, found.negated) == ((0, 1), True)
    twice = Group("and", True, (Group("and", True, (RULE, RULE)),))
    found = first_unmet(twice, {(0, 0): True, (0, 1): False})
    assert (found.path, found.negated) == ((0, 1), False)


def test_the_answer_has_the_value_and_when_it_was_computed(city, actor):
    rules = [
        {"field": "has_mobile", "operator": "=", "value": True},
        {"field": "tenure_months", "operator": ">", "value": 10_000},
    ]
    code = city.campaign(audience={"combinator": "and", "rules": rules})
    before = why_not(PLANNER, code, "C00009")
    assert (before.verdict, before.unmet.field) == ("not_launched", "tenure_months")
    launch_campaign(campaign_code=code, actor=actor)
    found = why_not(PLANNER, code, "C00009").unmet
    assert (found.field, found.operator, found.value, found.negated) == ("tenure_months", ">", 10_000, False)
    assert isinstance(found.actual, int) and found.actual < 10_000
    assert found.computed_at is not None and found.month.day == 1
