"""Taking the delivered catalogue over into rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gridloop.catalog.models import Offer, OfferRule
from gridloop.catalog.queries import offers
from gridloop.catalog.rules import default_requirements, requirements_as_json
from gridloop.catalog.types import OfferKind, OfferSyncReport
from gridloop.kernel import clock
from gridloop.kernel.problems import Problem
from gridloop.kernel.services import audit
from gridloop.kernel.types import Actor
from gridloop.lake.queries import open_lake

_KINDS = frozenset(kind.value for kind in OfferKind)
_FIELDS = [
    "kind",
    "name_zh",
    "name_en",
    "monthly_fee_fen",
    "cost_fen",
    "contract_months",
    "data_mb",
    "speed_mbps",
    "bundle_tier",
    "discount_percent",
    "withdrawn_on",
]


def sync_offers(*, actor: Actor) -> OfferSyncReport:
    """Make the catalogue what the lake's dataset ``offer`` says; offers that vanished are withdrawn as of today.

    Requirements that follow from the offers are renewed, those that planners added stay. Running it again changes
    nothing. Raises ``Problem`` (409) when no catalogue was delivered.
    """
    with open_lake() as lake:
        delivered = lake.run(lake.table("offer")).to_pylist()
        versions = lake.reads
    if not delivered:
        raise Problem("catalog.nothing_delivered", 409)
    left_out = tuple(f"offer {row['offer_code']}: kind {row['kind']}" for row in delivered if row["kind"] not in _KINDS)
    rows = [_offer(row) for row in delivered if row["kind"] in _KINDS]
    with transaction.atomic():
        Offer.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS
        )
        vanished = Offer.objects.filter(withdrawn_on__isnull=True).exclude(code__in=[row.code for row in rows])
        withdrawn = vanished.update(withdrawn_on=clock.today())
        _derive_rules()
        report = OfferSyncReport(
            offers=len(rows),
            withdrawn=withdrawn,
            blocked=sum(one.blocked for one in offers(active_on=clock.today())),
            left_out=left_out,
        )
        audit.record(
            actor=actor,
            action="catalog.sync",
            object_kind="catalog",
            object_id="*",
            offers=report.offers,
            withdrawn=withdrawn,
            blocked=report.blocked,
            left_out=list(left_out),
            versions=dict(versions),
        )
    return report


def _offer(row: Mapping[str, Any]) -> Offer:
    return Offer(
        code=row["offer_code"],
        kind=row["kind"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        monthly_fee_fen=row["monthly_fee_fen"],
        cost_fen=row["cost_fen"],
        contract_months=max(row["contract_months"] or 0, 0),
        data_mb=_stated(row["data_mb"]),
        speed_mbps=_stated(row["speed_mbps"]),
        bundle_tier=(row["bundle_tier"] or "").removesuffix(".0"),
        discount_percent=row["discount_percent"] or 0.0,
        withdrawn_on=None,
    )


def _stated(value: int | None) -> int | None:
    return value if value is not None and value > 0 else None


def _derive_rules() -> None:
    """Renew what follows from the offers' own fields; what planners added stays."""
    catalogue = offers(active_on=clock.today())
    keys = dict(Offer.objects.values_list("code", "pk"))
    OfferRule.objects.bulk_create(
        [
            OfferRule(offer_id=keys[one.code], derived=requirements_as_json(default_requirements(one, catalogue)))
            for one in catalogue
        ],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["offer"],
        update_fields=["derived"],
    )
