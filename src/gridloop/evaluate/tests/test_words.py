"""Everything that can be said has its words, in both languages."""

from __future__ import annotations

import pytest

from gridloop.contact.types import Outcome
from gridloop.evaluate.queries.results import difference_text
from gridloop.evaluate.rules.sales import Unpaid
from gridloop.evaluate.services.write_outcomes import FOUND_FALSE
from gridloop.evaluate.types import Account, AppealReason, CheckKind, Interval, Measure, Rule, Verdict
from gridloop.kernel.wording import messages_of


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("verdict", list(Verdict)),
        ("sentence", [f"{measure}_{way}" for measure in Measure for way in ("more", "fewer")]),
        ("rule", list(Rule)),
        ("account", list(Account)),
        ("check", list(CheckKind)),
        ("claim", list(Outcome)),
        ("unpaid", [*Unpaid, FOUND_FALSE]),
        ("appeal_because", list(AppealReason)),
        ("waits", ["not_over", "no_bills", "open_checks", "open_windows", "open_appeals"]),
        ("reason_out_of_order", ["ended_before_started", "before_order", "in_the_future"]),
        ("line_success", [Account.CONFIRMED, Account.HELD, Account.PROVISIONAL]),
    ],
)
def test_every_code_has_its_words(prefix, codes):
    assert {f"{prefix}_{code}" for code in codes} <= set(messages_of("evaluate"))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Interval(0.01, 0.02, 0.03),
            "2.0 more customers leave per 100 targets than in the control group (95% interval 1.0 to 3.0)",
        ),
        (
            Interval(-0.361, -0.346, 0.02),
            "34.6 fewer customers leave per 100 targets than in the control group (95% interval -2.0 to 36.1)",
        ),
    ],
)
def test_fewer_who_leave_is_no_negative_number(found, said):
    assert difference_text(Measure.CHURN_RATE, found, "a proven gain", "en") == f"{said}: a proven gain"
