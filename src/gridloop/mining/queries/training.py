"""What training reads: labelled months, traits, and the months' experiments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
from ibis import _

from gridloop.kernel.clock import next_month
from gridloop.lake.engine import Lake
from gridloop.metrics.expr.profile import customer_profile
from gridloop.metrics.queries.sources import profile_facts
from gridloop.mining.batch.learn import LabelledMonth
from gridloop.mining.expr.experiment import arms, touched
from gridloop.mining.expr.features import FEATURES, Feature, Trait, feature_table, trait_kinds
from gridloop.mining.expr.labels import LabelFacts, month_labels
from gridloop.mining.types import ModelName

if TYPE_CHECKING:
    import ibis.expr.types as ir

TRAINING_SOURCES = (
    "customer",
    "subscription",
    "offer",
    "bill",
    "usage",
    "fault",
    "complaint",
    "network_port",
    "contact_outcome",
    "customer_trait",
    "customer_label",
)
"""Datasets whose new versions make a new training worthwhile."""
BILLS_BEFORE = 3
"""A month can be learnt from when so many months of bills lie before it."""


class TrainingReader:
    """Reads labelled months from an open lake, each at most once."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._traits: list[Trait] | None = None
        self._months: dict[date, LabelledMonth] = {}
        self._published = set(lake.months("customer_profile"))

    @property
    def traits(self) -> list[Trait]:
        """Return the traits that customers have."""
        if self._traits is None:
            rows = self._lake.run(trait_kinds(self._lake.table("customer_trait"))).to_pylist()
            self._traits = [Trait(row["trait"], bool(row["words"])) for row in rows]
        return self._traits

    @property
    def features(self) -> list[Feature]:
        """Return every feature there is: those of the profile and the traits."""
        return [*FEATURES, *(trait.feature for trait in self.traits)]

    def usable_months(self, before: date) -> list[date]:
        """Return the months before ``before`` with enough bills behind them, oldest first."""
        billed = self._lake.months("bill")
        return [month for month in billed[BILLS_BEFORE:] if month < before]

    def months_with_contacts(self, before: date) -> list[date]:
        """Return the months before ``before`` whose contacts' outcomes are known."""
        return [month for month in self._lake.months("contact_outcome") if month < before]

    def labelled(self, month: date) -> LabelledMonth:
        """Return a month's features and labels; the profile as it was published then, else reconstructed."""
        if month not in self._months:
            snapshot = month in self._published
            profile = self._profile(month)
            facts = LabelFacts(*(self._lake.table(name) for name in ("customer", "subscription", "offer")))
            labels = month_labels(facts, profile, month, next_month(month))
            table = self._with_features(profile, labels, month)
            self._months[month] = LabelledMonth(month, table, snapshot)
        return self._months[month]

    def externally_labelled(self, label: ModelName, month: date) -> LabelledMonth | None:
        """Return the customers with a delivered label, their features as of the month that it speaks of.

        That month is the newest label's, ``month`` at the latest: who has left since is in service there, and is
        what the model has to learn from. None where there are no labels.
        """
        given = self._lake.table("customer_label").filter(_.label == label.value)
        newest_day = self._lake.scalar(given.as_of.max())
        if not isinstance(newest_day, date):
            return None
        month = min(month, newest_day.replace(day=1))
        newest = given.group_by("customer_id").agg(value=_.value.argmax(_.as_of))
        columns = {name.value: _.value if name is label else ibis.null("float64") for name in ModelName}
        labels = newest.select("customer_id", **columns, known=True, rewritten_days=ibis.null("float64"))
        profile = self._profile(month)
        return LabelledMonth(month, self._with_features(profile, labels, month), snapshot=True)

    def arms(self, month: date, model: ModelName) -> pa.Table:
        """Return the treated and control customers of a model's campaigns in a month, with features and labels."""
        rows = self._lake.run(arms(self._lake.table("contact_outcome"), month, model.value))
        if not rows.num_rows:
            return rows
        return rows.join(self.labelled(month).table.drop_columns(["treated"]), "customer_id", join_type="inner")

    def _profile(self, month: date) -> ir.Table:
        """Return the profile of a month as a table in memory, read once."""
        if month in self._published:
            table = self._lake.table("customer_profile")
            rows = self._lake.run(table.filter(table.month == month))
        else:
            rows = self._lake.run(customer_profile(profile_facts(self._lake), month))
        return self._lake.attach(f"profile_of_{month:%Y_%m}", rows)

    def _with_features(self, profile: ir.Table, labels: ir.Table, month: date) -> pa.Table:
        trait = self._lake.table("customer_trait")
        wide = feature_table(profile, trait, self.traits).inner_join(labels, "customer_id")
        experiment = touched(self._lake.table("contact_outcome"), month)
        return self._lake.run(
            wide.left_join(experiment, "customer_id").drop("customer_id_right").order_by("customer_id")
        )
