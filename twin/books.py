"""What one month wrote into the operator's books."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.chance import Floats, Ints
from twin.columns import Columns
from twin.months import Days, Month
from twin.world.names import Texts

FAULT_KINDS = np.array(["line", "modem", "wifi", "television", "area_outage"])
COMPLAINT_TOPICS = np.array(["billing", "network", "service", "disturbance"])


@dataclass
class Bills(Columns):
    """Money in fen for the month."""

    customer: Ints
    billed: Ints
    mobile: Ints
    broadband: Ints
    out_of_bundle: Ints
    cost: Ints


@dataclass
class Uses(Columns):
    """Use of customers with a mobile plan."""

    customer: Ints
    data_mb: Ints
    allowance_mb: Ints
    voice_minutes: Ints
    competitor_minutes: Ints


@dataclass
class Ports(Columns):
    """Broadband ports of each place at the month's end."""

    place_code: Texts
    ports_total: Ints
    ports_used: Ints
    max_mbps: Ints


@dataclass
class Faults(Columns):
    """Faults reported in the month, by day."""

    customer: Ints
    reported_on: Days
    hours_to_clear: Floats
    kind: Ints
    """Row in FAULT_KINDS."""


@dataclass
class Complaints(Columns):
    """Complaints made in the month, by day."""

    customer: Ints
    made_on: Days
    topic: Ints
    """Row in COMPLAINT_TOPICS."""


@dataclass
class MonthBooks:
    """All period facts of one month."""

    month: Month
    bills: Bills
    uses: Uses
    ports: Ports
    faults: Faults
    complaints: Complaints
    counts: dict[str, int]
    """How many left, joined, took something alone or through a contact: for the progress line."""
