"""What territory publishes: who every customer belongs to, and where the sources disagree."""

from __future__ import annotations

from gridloop.lake.types import Dataset, columns_of

# Every customer has a row, also one who left (``in_service`` is then false): his past stays somebody's.
OWNERSHIP = Dataset(
    "ownership",
    columns_of(
        """
        customer_id string !
        place_code string
        grid_code string !
        assignee_code string
        rule string !
        in_service boolean
        """
    ),
    key=("customer_id",),
)
OWNERSHIP_CONFLICT = Dataset(
    "ownership_conflict",
    columns_of(
        """
        customer_id string !
        kind string !
        given_place_code string
        found_place_code string
        grid_code string !
        other_grid_code string
        assignee_code string
        """
    ),
    key=("customer_id",),
)
DATASETS = (OWNERSHIP, OWNERSHIP_CONFLICT)
