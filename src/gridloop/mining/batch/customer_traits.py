"""The facts by which the effect of a contact may differ between customers, standardised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gridloop.mining.batch.deals import money_of
from gridloop.mining.batch.matrix import floats_of

Floats = NDArray[np.float64]
_PLAIN = (
    "age",
    "data_usage_ratio",
    "data_change_ratio",
    "data_trend_ratio",
    "voice_change_ratio",
    "competitor_share",
    "competitor_share_change",
    "contacts_6",
    "refusals_12",
    "complaints_3",
    "fault_hours_3",
    "is_bundled",
)
NAMES = (
    "base",
    "base_squared",
    *_PLAIN,
    "tenure",
    "spend",
    "unused_spend",
    "contract_days",
    "contract_ended",
)
_MOST_DEVIATION = 3.0
_CONTRACT_RANGE = (-180.0, 365.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of each trait among the customers the effect was learnt from."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]

    def standardised(self, traits: Floats) -> Floats:
        """Return traits in spreads from the mean, bounded; what is unknown counts as the mean."""
        scaled = (traits - np.asarray(self.mean)) / np.asarray(self.spread)
        return np.asarray(np.clip(np.nan_to_num(scaled), -_MOST_DEVIATION, _MOST_DEVIATION))


NO_SCALE = Scale((0.0,) * len(NAMES), (1.0,) * len(NAMES))


def scale_of(traits: Floats) -> Scale:
    """Return the scale of some customers' traits."""
    known = [column[~np.isnan(column)] for column in traits.T]
    mean = tuple(float(column.mean()) if len(column) else 0.0 for column in known)
    spread = tuple(float(column.std()) if len(column) and column.std() > 1e-9 else 1.0 for column in known)
    return Scale(mean, spread)


def traits_of(table: pa.Table | pa.RecordBatch, base: Floats) -> Floats:
    """Return the traits of the customers of a feature table; ``base`` is the log-odds of success without contact."""
    money = money_of(table)
    days = floats_of(table.column("contract_days_left"))
    unused = np.clip(1 - floats_of(table.column("data_usage_ratio")), 0.0, 1.0)
    columns = [
        base,
        base**2,
        *(floats_of(table.column(name)) for name in _PLAIN),
        np.log1p(np.maximum(floats_of(table.column("tenure_months")), 0.0)),
        np.log1p(np.maximum(money.spend, 0.0)),
        np.log1p(np.maximum(money.spend * unused, 0.0)),
        np.clip(days, *_CONTRACT_RANGE),
        np.where(np.isnan(days), np.nan, (days < 0).astype(np.float64)),
    ]
    return np.column_stack(columns)
