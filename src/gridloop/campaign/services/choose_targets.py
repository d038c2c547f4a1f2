"""Choosing the targets of a plan: what a forecast foretells and a launch writes down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from gridloop.campaign.batch.choose import Limits, choose
from gridloop.campaign.expr.audience import audience_condition, exclusion_reason
from gridloop.campaign.expr.conditions import fields_used, read_conditions
from gridloop.campaign.expr.fields import AudienceField, FieldGroup, score_column, tag_column
from gridloop.campaign.queries.audience import field_catalogue, latest_month
from gridloop.campaign.queries.campaigns import running_codes
from gridloop.campaign.queries.organisation import organisation
from gridloop.campaign.queries.population import population_of, with_what_is_asked
from gridloop.campaign.rules import ACCEPTANCE, COST_IN_SCORES_FEN, MONTHS_WITHOUT_CONTRACT
from gridloop.campaign.services.ask_policy import held_reasons
from gridloop.campaign.services.plan_capacity import deputies, pools, room_of
from gridloop.campaign.types import OfferChoice, Plan, Routing, Verdict
from gridloop.catalog.expr.eligibility import eligible
from gridloop.catalog.queries import offers
from gridloop.catalog.types import OfferFacts, OfferKind
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import WHOLE_COMPANY, OrgKind
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ALWAYS_READ = ("customer_id", "month", "segment", "grid_code", "assignee_code")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided about every customer of an audience.

    ``rows``: customer_id, grid_code, owner_code, offer_code, probability, uplift, expected_value_fen, reasons,
    spend_fen, excluded, held, verdict, reason, rank, assignee_code. ``capacity`` is how many contacts
    the people whom the audience would fall to have room for.
    """

    rows: pa.Table
    month: date
    reads: Mapping[str, int]
    capacity: int

    @property
    def verdicts(self) -> dict[str, int]:
        """Return how many customers got each verdict."""
        return dict(Counter(self.rows["verdict"].to_pylist()))

    def count(self, verdict: Verdict) -> int:
        """Return how many customers got one verdict."""
        return self.verdicts.get(verdict.value, 0)


def choose_targets(*, plan: Plan, on: date) -> Choice:
    """Return the choice of a plan's targets as the lake and the contact policy are on a day; writes nothing."""
    with open_lake() as lake:
        month = latest_month(lake, plan.cycle)
        _check_scores(plan, lake, month)
        candidates = lake.run(candidates_of(plan, lake, month))
        reads = lake.reads
    held = held_reasons(
        customer_ids=_not_excluded(candidates), channel=plan.channel, on=max(on, plan.starts_on), plan=plan
    )
    candidates = candidates.append_column(
        "held", pa.array([held.get(one) for one in candidates["customer_id"].to_pylist()], pa.string())
    )
    room = room_of(plan, on=on)
    limits = Limits(
        salt=plan.code,
        control_share=plan.control_share,
        room=room,
        most_by_budget=plan.budget_fen // plan.unit_cost_fen if plan.budget_fen and plan.unit_cost_fen else None,
        most_by_wish=plan.max_targets,
        pools=pools() if plan.routing is Routing.CALL_CENTRE else None,
        deputies=deputies(),
    )
    chosen = choose(candidates, limits)
    for name in chosen.column_names:
        candidates = candidates.append_column(name, chosen[name])
    return Choice(candidates, month, reads, _room_for(candidates, limits))


def _room_for(candidates: pa.Table, limits: Limits) -> int:
    """Return the room of everybody who could get one of the candidates: owners and deputies, or the call agents."""
    pairs = candidates.group_by(["grid_code", "owner_code"]).aggregate([]).to_pylist()
    if limits.pools is not None:
        people = {agent for pair in pairs for agent in limits.pools.get(pair["grid_code"], ())}
    else:
        people = {pair["owner_code"] or limits.deputies.get(pair["grid_code"], "") for pair in pairs}
    return sum(limits.room.get(person, 0) for person in people)


def audience_of(
    plan: Plan, lake: Lake, month: date, *, reads: Collection[str] | None = None
) -> tuple[ir.Table, ir.BooleanValue, ir.StringValue]:
    """Return the customers within a plan's reach, the condition they must meet, and why each is left out.

    The condition may be unknown where it is not met. ``reads`` are the columns that the caller will read besides who
    the customer is and whose; without it, all of them are there.
    """
    catalogue = field_catalogue(lake)
    conditions = read_conditions(plan.audience, catalogue)
    used = [catalogue[name] for name in fields_used(conditions)]
    on = plan.launched_on or clock.today()
    _check_tags(plan, catalogue)
    wide = population_of(
        lake,
        month,
        tag_names={_last(f) for f in used if f.group is FieldGroup.TAG} | set(plan.exclusions.tags),
        models={_model(f) for f in used if f.group is FieldGroup.SCORE} | ({plan.model} - {""}),
        only=None if reads is None else {*_ALWAYS_READ, *reads, *(f.column for f in used), *_tags_left_out(plan)},
    )
    wide = _within_reach(plan, with_what_is_asked(wide, lake, month, conditions, on=on))
    wide, spoken = _with_spoken_for(plan, wide, lake)
    return wide, audience_condition(wide, conditions), exclusion_reason(wide, plan.exclusions, spoken)


def _tags_left_out(plan: Plan) -> set[str]:
    return {tag_column(tag) for tag in plan.exclusions.tags}


def candidates_of(plan: Plan, lake: Lake, month: date) -> ir.Table:
    """Return the audience with what each customer is worth, which offer he gets and why he is left out."""
    wide, met, left_out = audience_of(plan, lake, month)
    offer, value = _offer_and_value(plan, wide)
    score = {name: _scored(plan, wide, name) for name in ("probability", "uplift", "reasons")}
    return (
        wide.mutate(met=met, excluded=left_out)
        .filter(ibis._.met)
        .select(
            "customer_id",
            "grid_code",
            "excluded",
            owner_code=wide.assignee_code,
            offer_code=offer,
            expected_value_fen=value,
            spend_fen=wide.billed_fen_average_3.cast("int64"),
            **score,
        )
    )


def _scored(plan: Plan, wide: ir.Table, name: str) -> ir.Value:
    if plan.model:
        return wide[score_column(plan.model, name)]
    return ibis.null("string" if name in ("reasons", "offer_code") else "float64")


def _offer_and_value(plan: Plan, wide: ir.Table) -> tuple[ir.Value, ir.Value]:
    """Return which offer a customer gets (NULL: none) and what a contact is expected to bring, in fen."""
    if plan.offer_choice is OfferChoice.MATCHING:
        if not plan.model:
            raise Problem("campaign.no_model_no_matching", 400)
        return _scored(plan, wide, "offer_code"), _scored_value(plan, wide)
    offer = fixed_offer(plan)
    may_have = ibis.cases((eligible(wide, offer), ibis.literal(offer.code)), else_=ibis.null("string"))
    worth = _assumed_value(plan, offer, wide)
    if plan.model:
        worth = _scored_value(plan, wide).coalesce(worth)
    return may_have, worth


def _scored_value(plan: Plan, wide: ir.Table) -> ir.Value:
    """Return what the model expects of a contact that costs what the plan's contacts cost."""
    return wide[score_column(plan.model, "expected_value_fen")] + COST_IN_SCORES_FEN - plan.unit_cost_fen


def _assumed_value(plan: Plan, offer: OfferFacts, wide: ir.Table) -> ir.Value:
    """Return what a contact brings where no model says so: the assumed acceptance, for as long as the offer is kept."""
    months = offer.contract_months or MONTHS_WITHOUT_CONTRACT
    monthly = ibis.literal(offer.monthly_fee_fen - offer.cost_fen)
    if offer.kind is OfferKind.RETENTION:  # the fee held now goes on, at a discount
        monthly = wide.monthly_fee_fen.fill_null(0) * (1 - offer.discount_percent / 100) - offer.cost_fen
    return (monthly * months * ACCEPTANCE[plan.objective] - plan.unit_cost_fen).round().cast("int64")


def fixed_offer(plan: Plan) -> OfferFacts:
    """Return the one offer of a plan; raises ``Problem`` (400) when it is not on sale."""
    known = {offer.code: offer for offer in offers(active_on=clock.today())}
    if plan.offer_code not in known:
        raise Problem("campaign.offer_unknown", 400, offer=plan.offer_code)
    if known[plan.offer_code].blocked:
        raise Problem("campaign.offer_blocked", 400, offer=plan.offer_code)
    return known[plan.offer_code]


def _within_reach(plan: Plan, wide: ir.Table) -> ir.Table:
    """Return the customers of the unit the campaign is for."""
    found = organisation(WHOLE_COMPANY)
    if found.unit(plan.org_code).kind is OrgKind.COMPANY:
        return wide
    return wide.filter(wide.grid_code.isin(found.grids_below(plan.org_code)))


def _with_spoken_for(plan: Plan, wide: ir.Table, lake: Lake) -> tuple[ir.Table, ir.Table | None]:
    """Join the campaign that each customer is already a target of (column ``spoken_for``)."""
    codes = set(plan.exclusions.campaigns)
    if plan.exclusions.running_campaigns:
        codes |= set(running_codes(plan.cycle, besides=plan.code))
    if not codes:
        return wide, None
    verdicts = lake.table("campaign_verdict")
    taken = verdicts.filter(verdicts.verdict == Verdict.CHOSEN.value, verdicts.campaign_code.isin(sorted(codes)))
    taken = taken.group_by(taken_customer=taken.customer_id).agg(spoken_for=taken.campaign_code.min())
    joined = wide.left_join(taken, wide.customer_id == taken.taken_customer).drop("taken_customer")
    return joined, taken


def _check_tags(plan: Plan, catalogue: Mapping[str, AudienceField]) -> None:
    unknown = [tag for tag in plan.exclusions.tags if f"tag.{tag}" not in catalogue]
    if unknown:
        raise Problem("campaign.exclusion_unknown_tag", 400, tags=", ".join(unknown))


def _check_scores(plan: Plan, lake: Lake, month: date) -> None:
    """Raise ``Problem`` (409) when the plan's model has scored nobody for the month."""
    scores = lake.table("customer_score")
    if plan.model and not lake.scalar(scores.filter(scores.month == month, scores.model == plan.model).count()):
        raise Problem("campaign.no_scores", 409, model=plan.model, month=f"{month:%Y-%m}")


def _last(field: AudienceField) -> str:
    return field.name.removeprefix("tag.")


def _model(field: AudienceField) -> str:
    return field.name.split(".")[1]


def _not_excluded(candidates: pa.Table) -> list[str]:
    pairs = zip(candidates["customer_id"].to_pylist(), candidates["excluded"].to_pylist(), strict=True)
    return [customer for customer, excluded in pairs if not excluded]
