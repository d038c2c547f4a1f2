"""A message without both languages, or with other parameters in one, cannot start."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.kernel.money import use_currency
from gridloop.kernel.wording import WordingError, check_all, check_messages, say, say_both, say_day


@pytest.mark.parametrize(
    "texts",
    [{"zh": "好"}, {"zh": "好", "en": ""}, {"zh": "{a}", "en": "{b}"}, {"zh": "{a}", "en": "no parameter"}],
)
def test_incomplete_messages_are_refused(texts):
    with pytest.raises(WordingError):
        check_messages("kernel", {"code": texts})


def test_all_stages_speak_both_languages():
    check_all()


def test_a_message_is_said_in_the_language_asked_for():
    assert "P1" in say("kernel.not_found", "en", kind="place", key="P1")
    assert set(say_both("kernel.not_signed_in")) == {"zh", "en"}


def test_a_parameter_may_be_said_in_every_language():
    what = {"zh": "小区", "en": "compound"}
    assert "小区" in say("kernel.not_found", "zh", kind=what, key="P1")
    assert "compound" in say("kernel.not_found", "en", kind=what, key="P1")


def test_amounts_are_said_in_the_installations_currency():
    assert say("mining.reason_monthly_bill", "zh", yuan=70) == "每月消费约 70 元"
    use_currency("USD")
    try:
        assert say_both("mining.reason_monthly_bill", yuan=70) == {
            "zh": "每月消费约 70 美元",
            "en": "Spends about 70 dollars a month",
        }
        use_currency("CHF")
        assert say("mining.reason_monthly_bill", "en", yuan=70) == "Spends about 70 CHF a month"
    finally:
        use_currency("CNY")


@pytest.mark.parametrize("code", ["", "usd", "DOLLAR", "元元元"])
def test_what_is_no_currency_is_refused(code):
    with pytest.raises(ValueError, match="not the code of a currency"):
        use_currency(code)


def test_an_unknown_code_is_a_defect():
    with pytest.raises(WordingError):
        say("kernel.no_such_code", "en")


def test_a_day_is_written_as_its_readers_write_it():
    day = date(2026, 11, 1)
    assert (say_day(day, "zh"), say_day(day, "en"), say_day(None, "zh")) == ("2026年11月1日", "1 Nov 2026", "–")
