"""The whole evaluation of a cycle, in order."""

from __future__ import annotations

from collections.abc import Callable

from gridloop.evaluate.models import CampaignResult
from gridloop.evaluate.queries.closing import waiting_for
from gridloop.evaluate.queries.results import verdict_text
from gridloop.evaluate.services.check_truth import check_truth
from gridloop.evaluate.services.close_cycle import CloseReport, close_cycle
from gridloop.evaluate.services.confirm import ConfirmReport, confirm_cycle
from gridloop.evaluate.services.measure_campaigns import measure_campaigns
from gridloop.evaluate.services.post_provisional import post_provisional
from gridloop.evaluate.types import Verdict
from gridloop.kernel.money import fen_to_yuan_text
from gridloop.kernel.types import Actor
from gridloop.kernel.wording import Language, say

Report = Callable[[str], None]
"""Is told what was done, a line at a time."""


def evaluate_cycle(*, cycle: str, actor: Actor, report: Report, language: Language = "en") -> None:
    """Confirm, ask, post, close when the evidence is there, and measure; publishes the outcomes of the cycle.

    May be run on any day and as often as one likes: each step does what is new and nothing twice. A cycle whose month
    is not over or not billed yet is evaluated as far as it goes and stays open; the report says what it waits for.
    """
    confirmed = confirm_cycle(cycle=cycle, actor=actor)
    report(_confirmed_line(confirmed, language))
    asked = check_truth(cycle=cycle, evidence_through=confirmed.evidence_through, actor=actor)
    report(say("evaluate.told_truth", language, count=asked))
    posted = post_provisional(cycle=cycle, actor=actor)
    report(say("evaluate.told_points", language, count=posted))
    blocked = [code for code, _, blocks in waiting_for(cycle) if blocks]
    if blocked:
        waits = ", ".join(say(f"evaluate.waits_{code}", language) for code in blocked)
        report(say("evaluate.line_close_waits", language, waits=waits))
    else:
        report(_closed_line(close_cycle(cycle=cycle, actor=actor), language))
    measured = measure_campaigns(cycle=cycle, actor=actor)
    report(say("evaluate.told_effect", language, count=measured))
    for row in CampaignResult.objects.filter(cycle=cycle).order_by("campaign_code"):
        report(_verdict_line(row, language))


def _confirmed_line(found: ConfirmReport, language: Language) -> str:
    counts = {name: getattr(found, name) for name in ("targets", "orders", "confirmed", "paying", "waiting", "missed")}
    return say("evaluate.told_confirmed", language, **counts, through=found.evidence_through or "–")


def _closed_line(done: CloseReport, language: Language) -> str:
    code = "told_closed_before" if done.again else "told_closed"
    pay = fen_to_yuan_text(done.pay_total_fen)
    return say(f"evaluate.{code}", language, people=done.people, pay=pay, digest=done.digest[:12])


def _verdict_line(row: CampaignResult, language: Language) -> str:
    """Return what may be said of a campaign; before any evidence, what was done, and no figure of success."""
    verdict = Verdict(row.verdict)
    code = "line_no_evidence" if verdict is Verdict.NO_EVIDENCE else "line_verdict"
    return say(
        f"evaluate.{code}",
        language,
        campaign=row.campaign_code,
        verdict=verdict_text(verdict, language),
        treated=row.treated,
        control=row.control,
        contacted=row.contacted,
        reported=row.reported,
        confirmed=row.treated_successes,
        through=row.evidence_through or "–",
    )
