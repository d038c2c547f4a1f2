"""What territory publishes: who every customer belongs to."""

from __future__ import annotations

from gridloop.lake.types import Dataset, columns_of

OWNERSHIP = Dataset(
    "ownership",
    columns_of(
        """
        customer_id string !
        place_code string
        grid_code string !
        assignee_code string
        rule string !
        """
    ),
    key=("customer_id",),
)
DATASETS = (OWNERSHIP,)
