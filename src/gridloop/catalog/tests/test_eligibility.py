"""Who may hold what: by published rules, the same in Python and in the lake."""

from __future__ import annotations

import dataclasses

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloop.catalog.expr.eligibility import eligible
from gridloop.catalog.rules import is_eligible, requirements_as_json, requirements_from_json
from gridloop.catalog.tests.shelf import HOME, offers
from gridloop.catalog.types import Comparison, Condition, OfferFacts, Requirement
from gridloop.lake.engine import Lake, connect

OFFERS = offers()


@pytest.mark.parametrize(
    ("code", "facts", "why_not"),
    [
        ("MP059", {}, ["other_plan"]),
        ("MP129", {}, []),
        ("MP129", {"is_bundled": True}, ["not_bundled"]),
        ("MP059", {"mobile_offer_code": "MP129"}, []),
        ("MP059", {"mobile_offer_code": "MP129", "mobile_held_months": 3}, ["just_bought"]),
        ("MP059", {"mobile_offer_code": "MP129", "mobile_held_months": 4}, []),
        ("MP129", {"mobile_offer_code": "MP059", "mobile_held_months": 0}, []),
        ("BN089", {}, []),
        ("BN089", {"monthly_fee_fen": 12_900}, ["tier"]),
        ("BN089", {"monthly_fee_fen": 12_899}, []),
        ("BN239", {"monthly_fee_fen": 99_900}, ["speed_possible"]),
        ("BN239", {"monthly_fee_fen": 99_900, "max_mbps": 1000}, []),
        ("BN089", {"segment": "group"}, ["segment"]),
        ("BN089", {"has_broadband": False, "port_free_ratio": 0.0}, ["line_possible"]),
        ("BN089", {"has_mobile": False}, ["has_mobile"]),
        ("BB300", {}, ["has_broadband_not"]),
        ("BB300", {"has_broadband": False, "speed_mbps": None}, []),
        ("BB300", {"has_broadband": False, "port_free_ratio": 0.0}, ["free_port"]),
        ("BB300", {"has_broadband": False, "port_free_ratio": None}, ["free_port"]),
        ("BB300", {"has_broadband": False, "max_mbps": 100, "speed_mbps": None}, ["speed_possible"]),
        ("DP010", {}, []),
        ("DP010", {"has_mobile": False}, ["has_mobile"]),
        ("TV010", {}, []),
        ("TV010", {"has_tv": True}, ["has_tv_not"]),
        ("TV010", {"has_broadband": False}, ["has_broadband"]),
        ("RB80", {}, ["contract_ends_or_leaving"]),
        ("RB80", {"broadband_contract_days_left": 90}, []),
        ("RB80", {"broadband_contract_days_left": 91}, ["contract_ends_or_leaving"]),
        ("RB80", {"broadband_contract_days_left": -40}, []),
        ("RB80", {"broadband_contract_days_left": None}, []),
        ("RB80", {"complaints_3": 1}, []),
        ("RB80", {"competitor_share": 0.5}, []),
        ("RB80", {"complaints_3": 1, "max_mbps": 300}, ["speed_possible"]),
        ("RB80", {"complaints_3": 1, "has_broadband": False}, ["has_broadband"]),
        ("RM90", {"data_change_ratio": -0.31}, []),
        ("RM90", {"mobile_contract_days_left": 10}, []),
        ("RM90", {"mobile_contract_days_left": 10, "mobile_held_months": 2}, ["just_bought"]),
        ("RM90", {"broadband_contract_days_left": 10}, ["contract_ends_or_leaving"]),
    ],
)
def test_the_published_rules(code, facts, why_not):
    assert is_eligible(HOME | facts, OFFERS[code]) == why_not


def test_withdrawn_and_blocked_offers_are_for_nobody():
    gone = dataclasses.replace(OFFERS["DP010"], active=False, blocked=True)
    assert is_eligible(HOME, gone) == ["withdrawn", "blocked"]


COLUMNS = {
    "segment": ("string", pa.string(), st.sampled_from(["public", "sme", "group"])),
    "mobile_offer_code": ("string", pa.string(), st.sampled_from(list(OFFERS))),
    "has_mobile": ("boolean", pa.bool_(), st.booleans()),
    "has_broadband": ("boolean", pa.bool_(), st.booleans()),
    "has_tv": ("boolean", pa.bool_(), st.booleans()),
    "is_bundled": ("boolean", pa.bool_(), st.booleans()),
    "monthly_fee_fen": ("int64", pa.int64(), st.integers(0, 30_000)),
    "mobile_held_months": ("int64", pa.int64(), st.integers(0, 12)),
    "mobile_contract_days_left": ("int64", pa.int64(), st.integers(-300, 300)),
    "broadband_contract_days_left": ("int64", pa.int64(), st.integers(-300, 300)),
    "complaints_3": ("int64", pa.int64(), st.integers(0, 2)),
    "max_mbps": ("int64", pa.int64(), st.sampled_from([100, 300, 500, 1000])),
    "speed_mbps": ("int64", pa.int64(), st.sampled_from([100, 300, 500, 1000])),
    "port_free_ratio": ("float64", pa.float64(), st.sampled_from([0.0, 0.1, float("nan")])),
    "data_change_ratio": ("float64", pa.float64(), st.floats(-1, 1, width=32)),
    "voice_change_ratio": ("float64", pa.float64(), st.one_of(st.floats(-1, 1, width=32), st.just(float("nan")))),
    "competitor_share": ("float64", pa.float64(), st.floats(0, 1, width=32)),
}
customers = st.fixed_dictionaries({name: st.one_of(st.none(), values) for name, (_, _, values) in COLUMNS.items()})
whole_numbers = [name for name, (kind, _, _) in COLUMNS.items() if kind == "int64"]
conditions = st.one_of(
    st.builds(
        Condition,
        st.sampled_from([*whole_numbers, "competitor_share", "unheard_of"]),
        st.sampled_from([c for c in Comparison if c not in (Comparison.IN, Comparison.NOT_IN)]),
        st.one_of(st.integers(-300, 30_000), st.sampled_from([0, 0.25, 1])),
        st.booleans(),
    ),
    st.builds(
        Condition,
        st.sampled_from(["segment", "mobile_offer_code", "unheard_of"]),
        st.sampled_from([Comparison.IN, Comparison.NOT_IN]),
        st.lists(st.sampled_from(["public", "group", *OFFERS]), max_size=3).map(tuple),
        st.booleans(),
    ),
)
needs = st.lists(
    st.builds(Requirement, st.sampled_from("abc"), st.lists(conditions, min_size=1, max_size=3).map(tuple)), max_size=3
)
made_up = needs.map(lambda found: dataclasses.replace(OFFERS["DP010"], requirements=tuple(found)))
any_offer = st.one_of(st.sampled_from(list(OFFERS.values())), made_up)


@pytest.fixture(scope="module")
def duckdb():
    with connect() as connection:
        yield connection


def asked(rows: list[dict], chosen: list[OfferFacts]) -> tuple[ibis.Table, pa.Table]:
    """Return the question and the profiles it is asked of."""
    profile = ibis.table({"row": "int64", **{name: kind for name, (kind, _, _) in COLUMNS.items()}}, name="profile")
    answers = {f"offer_{number}": eligible(profile, offer) for number, offer in enumerate(chosen)}
    columns = {name: pa.array([row[name] for row in rows], kind) for name, (_, kind, _) in COLUMNS.items()}
    given_rows = pa.table({"row": pa.array(range(len(rows)), pa.int64()), **columns})
    return profile.select("row", **answers).order_by("row"), given_rows


def in_the_lake(duckdb, rows: list[dict], chosen: list[OfferFacts]) -> list[list[bool]]:
    question, profiles = asked(rows, chosen)
    duckdb.register("profile", profiles)
    return [list(found[1:]) for found in duckdb.execute(str(ibis.to_sql(question, dialect="duckdb"))).fetchall()]


@pytest.fixture(autouse=True, scope="module")
def _home(tmp_path_factory):
    from django.conf import settings as django_settings

    before, django_settings.HOME = django_settings.HOME, tmp_path_factory.mktemp("home")
    yield
    django_settings.HOME = before


@settings(deadline=None, max_examples=30)
@given(rows=st.lists(customers, min_size=1, max_size=12), chosen=st.lists(any_offer, min_size=1, max_size=4))
def test_both_twins_answer_alike(duckdb, rows, chosen):
    expected = [[not is_eligible(row, offer) for offer in chosen] for row in rows]
    assert in_the_lake(duckdb, rows, chosen) == expected


@settings(deadline=None, max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(customers, min_size=30, max_size=30), chosen=st.lists(any_offer, min_size=20, max_size=20))
@pytest.mark.engines
def test_every_engine_answers_alike(engine, rows, chosen):
    question, profiles = asked(rows, chosen)
    with Lake({}, engine) as lake:
        lake.attach("profile", profiles)
        answers = [list(row.values())[1:] for row in lake.run(question).to_pylist()]
    assert answers == [[not is_eligible(row, offer) for offer in chosen] for row in rows]


def test_withdrawn_in_the_lake(duckdb):
    row = {name: HOME.get(name) for name in COLUMNS}
    gone = dataclasses.replace(OFFERS["DP010"], active=False)
    assert in_the_lake(duckdb, [row], [OFFERS["DP010"], gone]) == [[True, False]]


@given(needs)
def test_requirements_survive_being_stored(found):
    assert requirements_from_json(requirements_as_json(found)) == tuple(found)
