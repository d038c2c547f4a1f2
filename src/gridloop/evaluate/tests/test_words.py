"""Everything that can be said has its words, in both languages."""

from __future__ import annotations

import pytest

from gridloop.contact.types import Outcome
from gridloop.evaluate.rules.sales import Unpaid
from gridloop.evaluate.services.write_outcomes import FOUND_FALSE
from gridloop.evaluate.types import Account, AppealReason, CheckKind, Measure, Rule, Verdict
from gridloop.kernel.wording import messages_of


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("verdict", list(Verdict)),
        ("sentence", list(Measure)),
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
