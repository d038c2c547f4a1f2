"""Reasons: at most three, plain, with real values, in both languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel.wording import messages_of
from gridloop.mining.batch.reasons import reasons_json
from gridloop.mining.expr.features import FEATURES
from gridloop.mining.queries.wording import feature_label, reason_text, reason_texts
from gridloop.mining.rules.reasons import has_wording, reason_for

EXAMPLE = Path(__file__).parents[4] / "docs/examples/telco_ibm/contract.yaml"
NAMES = [feature.name for feature in FEATURES if not feature.words]
values = st.floats(-400, 400) | st.just(float("nan"))


@given(st.data())
def test_at_most_three_and_each_said_in_both_languages(data):
    pushes = data.draw(st.lists(st.floats(-1, 1), min_size=len(NAMES), max_size=len(NAMES)))
    facts = data.draw(st.lists(values, min_size=len(NAMES), max_size=len(NAMES)))
    text = reasons_json(np.array([pushes]), NAMES, [[fact] for fact in facts])[0]
    said = reason_texts(text)
    assert len(said) == len(json.loads(text)) <= 3
    assert len({one.code for one in said}) == len(said)
    for one in said:
        assert one.zh and one.en and "{" not in one.zh + one.en
        assert not any(name in one.zh + one.en for name in NAMES if "_" in name)


def test_the_strongest_push_towards_the_score_comes_first():
    names = ["data_usage_ratio", "contract_days_left", "complaints_3", "age", "competitor_share"]
    text = reasons_json(
        np.array([[0.3, 0.9, -2.0, 5.0, 0.1]]), names, [[1.4], [23.0], [2.0], [70.0], [0.35]]
    )[0]  # fmt: skip
    assert reason_text(text, "zh") == ["合约还有 23 天到期", "上月流量用了套餐的 140%", "35% 的通话打给友商号码"]
    assert reason_text(text, "en")[:2] == ["Contract ends in 23 days", "Used 140% of the data allowance last month"]


def test_the_same_thing_is_not_said_twice():
    names = ["contract_days_left", "mobile_contract_days_left", "broadband_contract_days_left", "billed_fen_last",
             "monthly_fee_fen"]  # fmt: skip
    text = reasons_json(np.array([[0.5, 0.4, 0.3, 0.2, 0.1]]), names, [[9.0], [9.0], [40.0], [9_900.0], [9_900.0]])[0]
    assert [one.code for one in reason_texts(text)] == ["contract_ends_in", "monthly_bill"]


def test_what_has_no_plain_wording_never_appears():
    assert not has_wording("age")
    assert reasons_json(np.array([[9.0]]), ["max_mbps"], [[1000.0]]) == ["[]"]
    assert reason_texts('[{"code": "no_longer_known", "params": {}}]') == []


def test_an_operators_own_words_are_said_as_they_are():
    assert reason_for("trait_合同", "月付").params == {"trait": "合同", "value": "月付"}
    assert reason_text('[{"code": "trait", "params": {"trait": "合同", "value": "月付"}}]', "zh") == ["合同：月付"]


def test_a_trait_goes_by_the_name_that_its_contract_gives_it(home):
    own = home / "contracts"
    own.mkdir()
    shutil.copy(EXAMPLE, own / "telco_ibm.yaml")
    told = '[{"code": "trait", "params": {"trait": "contract", "value": "Two year"}}]'
    assert reason_text(told, "zh") == ["合约：Two year"]
    assert reason_text(told, "en") == ["Contract: Two year"]
    assert feature_label("trait_payment_method") == {"zh": "付款方式", "en": "Way of paying"}
    assert reason_for("trait_score", 71.0) is None


@pytest.mark.parametrize(
    ("feature", "value", "code"),
    [
        ("contract_days_left", 0, "contract_ends_in"), ("contract_days_left", -1, "contract_ended_ago"),
        ("contract_days_left", 300, None), ("contract_days_left", float("nan"), None),
        ("contract_days_left", None, None),
        ("data_usage_ratio", 0.3, "data_unused"), ("data_usage_ratio", 0.7, None),
        ("voice_change_ratio", -0.4, "voice_fell"), ("voice_change_ratio", 0.01, None),
        ("tenure_months", 5, "new_customer"), ("tenure_months", 100, "customer_for_years"), ("tenure_months", 20, None),
        ("faults_3", 0, None), ("has_broadband", 0.0, "no_broadband"), ("has_broadband", 1.0, None),
        ("last_outcome", "interested", "was_interested"), ("last_outcome", "refused", None),
    ],
)  # fmt: skip
def test_a_value_decides_what_is_said(feature, value, code):
    reason = reason_for(feature, value)
    assert (reason.code if reason else None) == code


def test_every_feature_has_a_name_for_people():
    for feature in FEATURES:
        assert f"feature_{feature.name}" in messages_of("mining")
    assert feature_label("trait_Contract") == {"zh": "Contract", "en": "Contract"}
