"""Everybody reads his own part of the territory: lists, counts and map alike."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(owned_city):
    """Return a function that reads an address as somebody."""

    def run(who: str, address: str, **params):
        return owned_city.client(who).get(f"/api/territory/{address}", params)

    return run


def codes(answer, key="code") -> list:
    return [item[key] for item in answer.json()["items"]]


def test_lists_show_the_own_part(get):
    seen = {
        "PLAN1": (["LG0101", "LG0102", "LG0201", "LG0202"], ["C1", "C2", "C3", "C4", "C5", "C6"]),
        "BM01": (["LG0101", "LG0102"], ["C1", "C2", "C3", "C4"]),
        "GM0101": (["LG0101"], ["C1", "C2", "C3"]),
        "CM010101": (["LG0101"], ["C1", "C2"]),
        "HALL1": (["LG0101"], ["C1", "C2", "C3"]),
        "PART1": (["LG0101"], []),
    }
    for who, (grids, customers) in seen.items():
        listed = get(who, "grids")
        assert codes(listed) == grids, who
        assert codes(get(who, "customers"), "customer_id") == customers, who
        counted = sum(item["customers"] for item in listed.json()["items"])
        assert counted == len(customers), "counts never tell more than lists"


def test_a_grid_with_its_counts(get):
    grid = get("GM0101", "grids/LG0101").json()
    assert (grid["customers"], grid["places"], grid["households"], grid["managers"]) == (3, 2, 200, 2)
    assert (grid["manager_code"], grid["branch_code"]) == ("GM0101", "LG01")
    assert grid["density"] == pytest.approx(3 / grid["area_km2"], rel=0.05)
    assert {person["code"]: person["customers"] for person in grid["people"]} == {"CM010101": 2, "CM010102": 1}
    assert grid["customers_by_rule"] == {"place": 2, "coordinates": 1}


def test_foreign_grids_do_not_exist(get):
    for address in ("grids/LG0102", "grids/LG0102/place-areas", "grids/NOPE"):
        assert get("GM0101", address).status_code == 404, address


def test_the_map(get):
    features = get("BM01", "grid-areas").json()["features"]
    assert [feature["id"] for feature in features] == ["LG0101", "LG0102"]
    assert features[0]["type"] == "Feature"
    assert features[0]["geometry"]["type"] == "Polygon"
    assert features[0]["properties"]["customers"] == 3
    places = get("BM01", "grids/LG0101/place-areas").json()["features"]
    assert [place["properties"]["assignee_code"] for place in places] == ["CM010101", "CM010102"]


def test_customers_are_filtered_sorted_and_masked(get):
    answer = get("PLAN1", "customers", grid_code="LG0101", assignee_code="CM010101", sort="-customer_id", limit=1)
    assert answer.headers["X-Total-Count"] == "2"
    (customer,) = answer.json()["items"]
    assert customer["customer_id"] == "C2"
    assert customer["phone_masked"] == "*******0002"
    assert "phone_last4" not in customer
    assert customer["place_name_en"] == "P1 Garden"
    assert codes(get("PLAN1", "customers", q="王C4"), "customer_id") == ["C4"]
    assert codes(get("PLAN1", "customers", rule="fallback"), "customer_id") == ["C6"]


def test_sorting_by_an_unknown_word_is_a_problem(get):
    for address in ("grids", "places", "customers", "overrides"):
        answer = get("PLAN1", address, sort="phone")
        assert (answer.status_code, answer.json()["code"]) == (400, "kernel.bad_sort")


def test_places_by_seller(get):
    assert codes(get("CM010101", "places")) == ["P1"]
    assert codes(get("PLAN1", "places", assignee_code="CM020101")) == ["P4"]


def test_the_check_speaks_the_readers_language(owned_city, publish_rows):
    publish_rows(
        "ownership_conflict",
        [
            {
                "customer_id": "C1",
                "kind": "coordinates_elsewhere",
                "given_place_code": "P1",
                "found_place_code": "P3",
                "grid_code": "LG0101",
                "other_grid_code": "LG0102",
                "assignee_code": "CM010101",
            }
        ],
    )
    state = owned_city.client("BM01").get("/api/territory/ownership-check").json()
    assert {rule["rule"]: rule["customers"] for rule in state["rules"]}["place"] == 3
    assert state["conflicts"][0] == {
        "kind": "coordinates_elsewhere",
        "name": "Code and coordinates disagree",
        "customers": 1,
    }
    (conflict,) = owned_city.client("BM01", "zh").get("/api/territory/ownership-conflicts").json()["items"]
    assert "P3" in conflict["explanation"]
    assert "坐标" in conflict["explanation"]
    assert owned_city.client("BM02").get("/api/territory/ownership-conflicts").json()["total"] == 0


def test_overrides_by_api(owned_city):
    body = {"customer_id": "C1", "assignee_code": "CM010102", "reason": "same family"}
    client = owned_city.client("CM010101")
    made = client.post("/api/territory/overrides", body, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "pending")
    address = f"/api/territory/overrides/{made.json()['id']}/decision"
    assert client.post(address, {"approve": True}, content_type="application/json").status_code == 403
    done = owned_city.client("GM0101").post(address, {"approve": True}, content_type="application/json")
    assert (done.status_code, done.json()["state"], done.json()["assignee_name"]) == (200, "approved", "员工CM010102")
    assert len(codes(client.get("/api/territory/overrides"), "id")) == 1
    assert codes(owned_city.client("GM0102").get("/api/territory/overrides"), "id") == []


def test_reassigning_by_api(owned_city):
    address = "/api/territory/places/P1/assignee"
    body = {"assignee_code": "CM010102"}
    assert owned_city.client("CM010101").post(address, body, content_type="application/json").status_code == 403
    answer = owned_city.client("GM0101").post(address, body, content_type="application/json")
    assert answer.json()["assignee_code"] == "CM010102"
