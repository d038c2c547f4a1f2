"""What the contract editor sends and receives."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from gridloop.lake.api.schemas import NoteOut
from gridloop.lake.contract_types import FileFormat, Kind
from gridloop.lake.types import RowReason, Semantics

_SHORT = 200
_LONG = 500_000


class ValueMeaning(Schema):
    """What a file writes, and what it stands for (empty as long as nobody has said it)."""

    written: str = Field(max_length=_SHORT)
    ours: str = Field("", max_length=_SHORT)


class ContractColumnForm(Schema):
    """One column as it is edited; ``was`` is the name it had when the form was opened (empty for a new one)."""

    name: str = Field(max_length=_SHORT)
    header: str = Field(max_length=_SHORT)
    kind: Kind = Kind.TEXT
    was: str = Field("", max_length=_SHORT)
    title_zh: str = Field("", max_length=_SHORT)
    title_en: str = Field("", max_length=_SHORT)
    required: bool = False
    key: bool = False
    allowed: list[str] = Field([], max_length=1000)
    values: list[ValueMeaning] = Field([], max_length=1000)
    minimum: str = ""
    maximum: str = ""
    reference: str = ""
    unit: str = ""
    written_in: str = ""
    sensitive: bool = False
    not_after: bool = False
    empty_warn: float | None = Field(None, ge=0, le=1)
    empty_stop: float | None = Field(None, ge=0, le=1)


class ContractForm(Schema):
    """A contract as it is edited. ``becomes`` maps the columns anew to a dataset; empty leaves the mapping as it is."""

    feed: str = Field(max_length=60)
    version: str = Field(max_length=20)
    title_zh: str = Field("", max_length=_SHORT)
    title_en: str = Field("", max_length=_SHORT)
    format: FileFormat
    contact: str = Field("", max_length=_SHORT)
    delimiter: str = Field(",", max_length=10)
    encoding: str = "utf-8"
    has_header: bool = True
    decimal: str = "."
    all_sheets: bool = False
    trailer: list[str] = Field([], max_length=20)
    control_suffix: str = Field("", max_length=30)
    control_holds: str = Field("", max_length=_SHORT)
    file_pattern: str = Field("", max_length=_SHORT)
    semantics: Semantics = Semantics.FULL
    gone_column: str = Field("", max_length=_SHORT)
    gone_values: list[str] = Field([], max_length=50)
    month_of: str = ""
    every_months: int = Field(1, ge=1, le=120)
    latency_days: int = Field(2, ge=0, le=366)
    max_refused_share: float = Field(0.5, ge=0, le=1)
    rows_warn: float | None = Field(None, ge=0)
    rows_stop: float | None = Field(None, ge=0)
    becomes: str = ""
    columns: list[ContractColumnForm] = Field(max_length=2000)


class SeenColumn(Schema):
    """What a sample showed of one column; nothing of a sensitive one but how full it is."""

    header: str
    examples: list[str]
    empty_share: float
    distinct: int


class ContractDraftOut(Schema):
    """A contract proposed from a sample, to be confirmed or changed."""

    form: ContractForm
    yaml: str
    seen: list[SeenColumn]
    rows: int
    notes: list[NoteOut]
    """What looks wrong in the sample although it could be read."""


class ContractCheckIn(Schema):
    """A contract to be checked: its YAML, or the YAML with the form's facts written into it."""

    yaml: str = Field("", max_length=_LONG)
    form: ContractForm | None = None


class ContractTroubleOut(Schema):
    """Where a contract cannot be used, what is wrong there, and how to mend it."""

    where: str
    what: str
    mend: str


class ContractChangeOut(Schema):
    """One difference from the version in force. ``weight``: ``patch``, ``minor`` or ``major``."""

    weight: str
    what: str
    column: str
    before: str
    after: str


class ContractCheckOut(Schema):
    """The contract as YAML and, when it can be used, as a form; what it changes and the version that this asks for."""

    yaml: str
    form: ContractForm | None
    trouble: ContractTroubleOut | None
    in_force: str
    changes: list[ContractChangeOut]
    suggested_version: str


class ContractSaveIn(Schema):
    """A contract to be put in force. ``based_on`` is the version that was edited, empty for a new feed."""

    yaml: str = Field(max_length=_LONG)
    based_on: str = ""
    note: str = Field("", max_length=2000)


class ContractVersionOut(Schema):
    """One kept version of a contract."""

    id: int
    version: str
    own: bool
    note: str
    saved_by: str
    saved_by_name: str
    saved_at: datetime


class ContractVersionDetail(ContractVersionOut):
    """A kept version with its text, and what differs in the version in force from it."""

    yaml: str
    in_force: str
    changes: list[ContractChangeOut]


class TrialReason(Schema):
    """Rows of a trial that would be refused for one reason."""

    reason: RowReason
    label: str
    column: str
    rows: int
    first_line: int


class TrialOut(Schema):
    """What would become of a file under a contract; ``cut`` when only its first rows were tried."""

    file_name: str
    rows_read: int
    rows_refused: int
    refused: list[TrialReason]
    unknown_columns: list[str]
    becomes: dict[str, int]
    whole_refused: bool
    cut: bool
    problems: list[NoteOut]
    """Why a load would stop although its rows pass."""
    notes: list[NoteOut]
    """What a load would tell beside."""


class ContractTrialIn(Schema):
    """A contract to be tried on the file that its feed delivered last."""

    yaml: str = Field(max_length=_LONG)
