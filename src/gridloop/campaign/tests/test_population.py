"""Who an audience is chosen from: the profile's customers, under today's owners, without those who left since."""

from __future__ import annotations

from datetime import date

import ibis
import pandas as pd

from gridloop.campaign.expr.population import PopulationSources, population

MONTH = date(2026, 10, 1)


def test_who_left_since_the_profile_was_made_is_nobodys_target():
    profile = pd.DataFrame(
        {"customer_id": ["C1", "C2", "C3"], "month": [MONTH] * 3, "grid_code": ["G1"] * 3, "assignee_code": ["A"] * 3}
    )
    owners = pd.DataFrame(
        {
            "customer_id": ["C1", "C2"],
            "grid_code": ["G1", "G2"],
            "assignee_code": ["A", "B"],
            "in_service": [False, True],
        }
    )
    empty = ibis.memtable(pd.DataFrame({"customer_id": ["x"], "month": [MONTH], "model": ["churn"]}))
    sources = PopulationSources(ibis.memtable(profile), ibis.memtable(owners), tags=empty, scores=empty)
    wide = population(sources=sources, month=MONTH, tag_names=(), models=())
    rows = wide.select("customer_id", "grid_code", "assignee_code").order_by("customer_id").execute()
    assert rows.values.tolist() == [["C2", "G2", "B"], ["C3", "G1", "A"]]
