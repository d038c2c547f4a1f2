"""The mining stage over HTTP: why a model is trusted, whom it points at, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Query, Schema

from gridloop.kernel.api import Page, PageParams, ScopedRequest, StageRouter, paged
from gridloop.kernel.services import jobs
from gridloop.kernel.types import EVERYONE, LEADERS, Role
from gridloop.metrics.queries import month_of_cycle
from gridloop.mining import queries
from gridloop.mining.types import ModelName, Validation

MODEL_READERS = LEADERS | {Role.DATA_STEWARD, Role.AUDITOR}
CUSTOMER_READERS = EVERYONE - {Role.ADMINISTRATOR, Role.DATA_STEWARD}

router = StageRouter("mining")


class ModelOut(Schema):
    """One model's active version in short."""

    name: ModelName
    name_zh: str
    name_en: str
    version: str
    month: date
    trained_at: Any
    rows: int
    base_rate: float | None
    auc: float | None
    pr_auc: float | None
    lift_10: float | None
    brier: float | None
    validation: Validation
    suspected_leaks: int
    effect_state: str


class CalibrationRowOut(Schema):
    """Customers of like foretold probability: what was foretold and what happened."""

    foretold: float
    happened: float
    customers: int


class ImportanceOut(Schema):
    """How much of the model's work a feature does (parts of one)."""

    feature: str
    label_zh: str
    label_en: str
    importance: float


class LeakOut(Schema):
    """A feature kept out because it seems to know the answer."""

    feature: str
    label_zh: str
    label_en: str
    why_zh: str
    why_en: str
    auc: float | None


class EffectRowOut(Schema):
    """Customers of like foretold uplift: the difference that contact really made."""

    foretold: float
    observed: float
    treated: int
    control: int


class EffectOut(Schema):
    """What a contact adds to signing (``effect``) or to staying (``stay_effect``), stated or learnt."""

    state: str
    text_zh: str
    text_en: str
    treated: int
    control: int
    observed: float | None
    observed_low: float | None
    observed_high: float | None
    by_uplift: list[EffectRowOut]


class ModelVersionOut(Schema):
    """One version in a model's history."""

    version: str
    month: date
    state: str
    auc: float | None
    created_at: Any


class ModelDetailOut(ModelOut):
    """All that makes a model trusted or not.

    ``validation`` is out_of_time or cross_validated; with ``by_timing`` the time to a contract's end counts by a stated
    rule, because the contracts of earlier months are not known.
    """

    months_trained: list[str]
    month_tuned: str | None
    month_tested: str | None
    by_timing: bool
    calibration: list[CalibrationRowOut]
    importances: list[ImportanceOut]
    leaks: list[LeakOut]
    effect: EffectOut
    stay_effect: EffectOut
    reads: dict[str, int]
    versions: list[ModelVersionOut]


class DecileOut(Schema):
    """One tenth of the scored customers; ``expected_value_fen`` adds up the contacts that are worth making."""

    decile: int
    customers: int
    probability_low: float
    probability_high: float
    probability_mean: float
    with_offer: int
    expected_value_fen: int


class DecilesOut(Schema):
    """Score summary of one model in a cycle, over the reader's customers."""

    model: ModelName
    cycle: str | None
    customers: int
    with_offer: int
    expected_value_fen: int
    deciles: list[DecileOut]


class ReasonOut(Schema):
    """One reason in both languages."""

    code: str
    zh: str
    en: str


class ScoreOut(Schema):
    """One customer's score by one model."""

    customer_id: str
    cycle: str
    model: ModelName
    version: str
    probability: float
    uplift: float | None
    offer_code: str | None
    offer_name_zh: str | None
    offer_name_en: str | None
    expected_value_fen: int | None
    reasons: list[ReasonOut]


class TopCustomerOut(Schema):
    """A customer near the top of a model's list."""

    name: str
    phone_masked: str
    segment: str | None
    grid_code: str | None
    assignee_code: str | None
    score: ScoreOut


class TopParams(PageParams):
    """``sort`` is -expected_value_fen (default), -probability or -uplift; ``q`` finds a customer id."""

    cycle: str | None = None
    grid_code: str | None = None
    offer_code: str | None = None


class RunIn(Schema):
    """The cycle to train and score for."""

    cycle: str


class RunOut(Schema):
    """The job that does it; its progress is under the kernel's jobs."""

    id: int
    state: str


@router.get("/models", response=Page[ModelOut], allow=MODEL_READERS)
def list_models(request: ScopedRequest, params: Query[PageParams]) -> dict[str, Any]:
    """List the models that are in use."""
    return paged(queries.models(request.scope), params, lambda row: row)


@router.get("/models/{name}", response=ModelDetailOut, allow=MODEL_READERS)
def read_model(request: ScopedRequest, name: ModelName) -> Any:
    """Return a model with its honest test, calibration, importances, suspected leaks and learnt effect."""
    return queries.model_detail(request.scope, name)


@router.get("/models/{name}/deciles", response=DecilesOut, allow=MODEL_READERS)
def read_deciles(request: ScopedRequest, name: ModelName, cycle: str | None = None) -> Any:
    """Return the scored customers by tenths."""
    return queries.deciles(request.scope, name, cycle)


@router.get("/models/{name}/customers", response=Page[TopCustomerOut], allow=CUSTOMER_READERS)
def list_top_customers(request: ScopedRequest, name: ModelName, params: Query[TopParams]) -> dict[str, Any]:
    """List the customers a model points at first, with the matching offer and the reasons."""
    return queries.top_customers(request.scope, name, **params.dict())


@router.get("/customers/{customer_id}/scores", response=Page[ScoreOut], allow=CUSTOMER_READERS)
def list_customer_scores(request: ScopedRequest, customer_id: str, params: Query[PageParams]) -> dict[str, Any]:
    """List one customer's scores, the newest cycle first."""
    return paged(queries.customer_scores(request.scope, customer_id), params, lambda row: row)


@router.post("/runs", response={202: RunOut}, allow={Role.PLANNER, Role.DATA_STEWARD})
def start_run(request: ScopedRequest, given: RunIn) -> tuple[int, Any]:
    """Train what is due and score everybody, in the background."""
    month_of_cycle(given.cycle)
    payload: dict[str, object] = {"cycle": given.cycle}
    return 202, jobs.start(kind="mining.score", key=given.cycle, payload=payload, actor=request.actor)
