"""Scores every customer with every active model and publishes the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa

from gridloop.catalog import queries as catalog
from gridloop.catalog.expr.eligibility import eligible
from gridloop.kernel.clock import previous_month
from gridloop.kernel.problems import Problem
from gridloop.kernel.types import Actor
from gridloop.lake.engine import Lake
from gridloop.lake.queries import open_lake
from gridloop.lake.services.publish import publish_batches_by_customer
from gridloop.mining.batch.deals import OfferTerms
from gridloop.mining.batch.score import SCORE_SCHEMA, Scorer, score_batch
from gridloop.mining.expr.features import feature_table
from gridloop.mining.expr.offering import ANSWER_MONTHS, REFUSAL_MONTHS, allowed_offers, answers, held_codes
from gridloop.mining.models import ModelVersion
from gridloop.mining.queries.training import TrainingReader
from gridloop.mining.services.model_files import load_scorer
from gridloop.mining.services.train import offer_terms
from gridloop.mining.types import ScoreReport

if TYPE_CHECKING:
    import ibis.expr.types as ir

DATASET = "customer_score"


def score_customers(*, month: date, actor: Actor) -> ScoreReport:
    """Publish each active model's scores of the customers it speaks of, with the matching offer and the reasons.

    Raises ``Problem`` (409) when there is no model or no profile of ``month``. Running it again replaces the month's
    scores by the same scores. The publication is its transaction, and carries the audit row.
    """
    scorers = [load_scorer(row.folder) for row in ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE)]
    if not scorers:
        raise Problem("mining.no_model", 409)
    with open_lake() as lake:
        table, owned = lake.table("customer_profile"), lake.table("ownership")
        # Who has left since the first of the month is in its profile, but nobody's chance any more.
        gone = owned.filter(~owned.in_service.fill_null(True))
        profile = table.filter(table.month == month).anti_join(gone, "customer_id")
        if not lake.scalar(profile.count()):
            raise Problem("mining.no_profile", 409, month=month.isoformat())
        tally: Counter[tuple[str, bool]] = Counter()
        inputs, terms = _inputs(lake, profile, month), offer_terms(month)

        def scored() -> pa.RecordBatchReader:
            return pa.RecordBatchReader.from_batches(SCORE_SCHEMA, _scored(lake, inputs, scorers, terms, month, tally))

        version = publish_batches_by_customer(
            dataset=DATASET,
            batches=scored,
            lake=lake,
            run=f"mining.score_customers {month} " + " ".join(f"{one.model.value}:{one.version}" for one in scorers),
            actor=actor,
        )
    names = sorted({model for model, _ in tally})
    return ScoreReport(
        month=month,
        version=version.version,
        rows={name: tally[name, True] + tally[name, False] for name in names},
        with_offer={name: tally[name, True] for name in names},
    )


def _months_earlier(month: date, count: int) -> date:
    return reduce(lambda day, _: previous_month(day), range(count), month)


def _inputs(lake: Lake, profile: ir.Table, month: date) -> ir.Table:
    """Return the features of every customer of a profile beside the offers he may be made."""
    features = feature_table(profile, lake.table("customer_trait"), TrainingReader(lake).traits)
    past = (
        answers(
            lake.table("contact_outcome"),
            month,
            refused_from=_months_earlier(month, REFUSAL_MONTHS),
            answered_from=_months_earlier(month, ANSWER_MONTHS),
        ),
        held_codes(lake.table("subscription"), month),
    )
    allowed = allowed_offers(profile, past, catalog.offers(month), eligible)
    return features.left_join(allowed, "customer_id").drop("customer_id_right")


def _scored(
    lake: Lake,
    inputs: ir.Table,
    scorers: list[Scorer],
    terms: tuple[OfferTerms, ...],
    month: date,
    tally: Counter[tuple[str, bool]],
) -> Iterator[pa.RecordBatch]:
    """Score batch by batch, counting rows with and without an offer in ``tally``.

    The engine that publishes pulls the batches on threads of its own: no database row is read here.
    """
    for batch in lake.batches(inputs):
        for scorer, scored in zip(scorers, score_batch(batch, scorers, terms, month), strict=True):
            empty = scored.column("offer_code").null_count
            tally[scorer.model.value, True] += scored.num_rows - empty
            tally[scorer.model.value, False] += empty
            yield scored
