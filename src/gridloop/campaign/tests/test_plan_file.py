"""A plan file drafts a month's campaigns, once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from gridloop.campaign.models import Campaign
from gridloop.campaign.services.plan_from_file import plan_from_file
from gridloop.kernel.problems import Problem

MONTHLY = Path(str(files("gridloop.campaign") / "plans" / "monthly.yaml"))


def written(folder: Path, text: str) -> Path:
    file = folder / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_drafts_three_campaigns_for_each_cycle(city, actor):
    codes = plan_from_file(file=MONTHLY, cycle="2026-10", actor=actor, submit=True)
    again = plan_from_file(file=MONTHLY, cycle="2026-10", actor=actor, submit=True)
    later = plan_from_file(file=MONTHLY, cycle="2026-11", actor=actor)
    assert codes == again and len({*codes, *later}) == 6
    rows = {row.plan_key: row for row in Campaign.objects.filter(cycle="2026-10")}
    assert {row.state for row in rows.values()} == {"submitted"}
    assert rows["data-upsell"].channel == "call" and rows["churn-retention"].model == "churn"
    assert rows["broadband-renewal"].budget_fen == 6_000_000
    assert rows["churn-retention"].scripts["retention"]["zh"].startswith("{customer_name}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("campaigns: [", "plan_file_unreadable"),
        ("other: 1", "plan_file_empty"),
        ("campaigns: [{key: a}]", "plan_invalid"),
        ("campaigns: [{key: a, colour: red, name: {zh: a, en: a}, objective: retain}]", "plan_invalid"),
        (
            "campaigns: [{key: a, name: {zh: a, en: a}, objective: fly, audience: {rules: []}, budget_yuan: 1}]",
            "plan_invalid",
        ),
        (
            "campaigns: [{key: a, name: {zh: a, en: a}, objective: retain, audience: {rules: []}, budget_yuan: x}]",
            "plan_invalid",
        ),
    ],
)
def test_a_file_that_is_no_plan_drafts_nothing(city, actor, tmp_path, text, code):
    with pytest.raises(Problem) as refused:
        plan_from_file(file=written(tmp_path, text), cycle="2026-10", actor=actor)
    assert refused.value.code == f"campaign.{code}"
    assert not Campaign.objects.exists()


def test_a_missing_file_is_named(city, actor, tmp_path):
    with pytest.raises(Problem) as refused:
        plan_from_file(file=tmp_path / "nowhere.yaml", cycle="2026-10", actor=actor)
    assert "nowhere.yaml" in str(refused.value)
