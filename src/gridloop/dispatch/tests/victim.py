"""A process that launches a campaign or makes orders, and can be told to stop half-way so that it can be killed.

``python -m gridloop.dispatch.tests.victim prepare,launch!`` prepares a city and stops in the middle of the launch.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime
from unittest import mock

os.environ["DJANGO_SETTINGS_MODULE"] = "gridloop.dispatch.tests.victim_settings"

CHUNK = 9


def wait_to_be_killed() -> None:
    """Say so, and do nothing more."""
    print("half-way", flush=True)
    time.sleep(120)


def stop_at(action: str, times: int):
    """Stop inside the transaction that writes the audit row of ``action`` for the so-manieth time."""
    from gridloop.kernel.services import audit

    seen = []
    real = audit.record

    def record(**row):
        if row["action"] == action:
            seen.append(1)
            if len(seen) == times:
                wait_to_be_killed()
        return real(**row)

    return mock.patch.object(audit, "record", record)


def prepare() -> None:
    """Make the database, a city and an approved campaign."""
    import pyarrow as pa
    from django.core.management import call_command

    from gridloop.campaign.tests.city import City, _published
    from gridloop.catalog.services.sync_from_lake import sync_offers
    from gridloop.conftest import ARROW_TYPES
    from gridloop.kernel.models import OrgUnit, Person
    from gridloop.kernel.types import Actor
    from gridloop.lake.datasets import DATASETS
    from gridloop.lake.services.publish import publish

    call_command("migrate", "--run-syncdb", verbosity=0)
    actor = Actor.system("test")
    for code, kind in (("LG", "company"), ("LG01", "branch"), ("LG02", "branch")):
        parent = OrgUnit.objects.filter(code="LG").first()
        path = f"{parent.path if parent else '/'}{code}/"
        OrgUnit.objects.create(code=code, kind=kind, name_zh=code, name_en=code, parent=parent, path=path)
    for code in ("LG0101", "LG0102", "LG0201", "LG0202"):
        parent = OrgUnit.objects.get(code=code[:4])
        grid = OrgUnit.objects.create(
            code=code, kind="grid", name_zh=code, name_en=code, parent=parent, path=f"{parent.path}{code}/"
        )
        for n in ("01", "02"):
            who = f"CM{code[2:]}{n}"
            Person.objects.create(code=who, name=who, role="community_manager", org_unit=grid, daily_capacity=1)

    def publish_dicts(dataset, rows):
        types = {name: ARROW_TYPES[kind.value] for name, kind in DATASETS[dataset].types.items()}
        types |= {name: pa.bool_() for row in rows for name in row if name not in types}
        table = pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))
        publish(dataset=dataset, rows=table, run="test", actor=actor, reads={})

    city: City = _published(publish_dicts, 120, 7)
    sync_offers(actor=actor)
    city.campaign()


def launch(stop: bool) -> None:
    """Launch the campaign."""
    from gridloop.campaign.services import launch as module
    from gridloop.kernel.types import Actor

    module.CHUNK = CHUNK

    def report(done: int, total: int) -> None:
        if stop and done >= 2 * CHUNK:
            wait_to_be_killed()

    print(module.launch_campaign(campaign_code="C202610-01", actor=Actor.system("test"), report=report), flush=True)


def generate(stop: bool) -> None:
    """Make the orders."""
    from gridloop.dispatch.services import generate_orders as module
    from gridloop.kernel.types import Actor

    module.CHUNK = CHUNK
    with stop_at("order.generate", 3 if stop else 10**9):
        print(
            module.generate_orders(campaign_code="C202610-01", actor=Actor.system("test"), on=date(2026, 10, 1)),
            flush=True,
        )


def main() -> None:
    """Do what the command line says."""
    import django

    django.setup()
    from gridloop.kernel import clock

    clock.now = lambda: datetime(2026, 10, 1, 2, tzinfo=UTC)
    steps = {"launch": launch, "generate": generate}
    for word in sys.argv[1].split(","):
        if word == "prepare":
            prepare()
        else:
            steps[word.rstrip("!")](word.endswith("!"))


if __name__ == "__main__":
    main()
