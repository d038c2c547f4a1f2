"""Tables in memory: dataclasses whose fields are numpy columns of one length; the row number is the key."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa

from twin.chance import Bools, Ints


@dataclass
class Columns:
    """A table of numpy columns. Subclasses only declare their fields."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, rows: Ints | Bools) -> Self:
        """The rows with these numbers (or where the mask is true), as a new table."""
        return replace(self, **{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def append(self, other: Self) -> None:
        """Put the other table's rows below ours."""
        for field in fields(self):
            mine: Any = getattr(self, field.name)
            theirs: Any = getattr(other, field.name)
            # text may grow longer; numbers keep their type
            below = theirs if mine.dtype.kind == "U" else theirs.astype(mine.dtype)
            setattr(self, field.name, np.concatenate([mine, below]))

    def to_arrow(self) -> pa.Table:
        """The same columns as an Arrow table."""
        return pa.table({f.name: pa.array(getattr(self, f.name)) for f in fields(self)})

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Self:
        """The table that `to_arrow` made, read back; NaT and all types survive."""
        return cls(**{f.name: _column(table, f.name) for f in fields(cls)})


def _column(table: pa.Table, name: str) -> Any:
    column = table.column(name)
    values = column.to_numpy()
    # a copy in any case: what comes from a file is read-only
    return values.astype(np.str_) if pa.types.is_string(column.type) else np.array(values)
