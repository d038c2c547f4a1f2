"""A contract edited in the browser: checked with the place told, tried on a file, versioned, kept and audited."""

from __future__ import annotations

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel.models import AuditEntry
from gridloop.lake.contract import parse_contract
from gridloop.lake.contract_changes import Weight, changes_between, suggested_version, version_of
from gridloop.lake.library import contract_of
from gridloop.lake.models import ContractVersion, FeedBatch
from gridloop.lake.tests.conftest import bills


@pytest.fixture
def steward(operator):
    return operator.client("DATA1")


def post(client, path: str, body: dict, status: int = 200) -> dict:
    answer = client.post(f"/api/lake{path}", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def changed(**facts) -> str:
    document = yaml.safe_load(contract_of("bill").yaml)
    columns = facts.pop("columns", {})
    document.update(facts)
    for entry in document["schema"][0]["properties"]:
        entry.update(columns.get(entry["name"], {}))
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def save(client, text: str, based_on: str = "1.0.0", status: int = 201) -> dict:
    return post(client, "/contracts", {"yaml": text, "based_on": based_on, "note": "上游改名"}, status)


def test_a_shipped_contract_that_is_edited_becomes_the_operators_own(steward, home):
    text = changed(version="1.1.0", columns={"cost_yuan": {"businessName": "网络成本（元）"}})
    assert save(steward, text)["own_contract"] is True
    assert (contract_of("bill").version, contract_of("bill").own) == ("1.1.0", True)
    assert (home / "contracts/bill.yaml").is_file()
    listed = steward.get("/api/lake/feeds/bill/contract/versions").json()["items"]
    assert [(row["version"], row["own"], row["note"]) for row in listed] == [
        ("1.1.0", True, "上游改名"), ("1.0.0", False, "")]  # fmt: skip
    old = steward.get(f"/api/lake/feeds/bill/contract/versions/{listed[1]['id']}").json()
    assert "网络成本" not in old["yaml"] and old["yaml"].startswith("apiVersion")
    [change] = old["changes"]
    assert (change["what"], change["column"], change["after"]) == ("title_zh", "cost_yuan", "网络成本（元）")
    assert old["in_force"] == "1.1.0"
    entry = AuditEntry.objects.get(action="lake.contract_save")
    assert (entry.actor, entry.object_id, entry.detail["changes"]) == ("data1", "bill", ["title_zh cost_yuan"])


def test_whom_to_ask_stands_with_the_feed(steward):
    form = steward.get("/api/lake/feeds/bill/contract/form").json()["form"]
    assert form["contact"] == ""
    checked = post(
        steward, "/contracts/check", {"yaml": contract_of("bill").yaml, "form": {**form, "contact": "王工 8001"}}
    )
    assert [(change["what"], change["weight"]) for change in checked["changes"]] == [("contact", "patch")]
    save(steward, checked["yaml"].replace("version: 1.0.0", "version: 1.0.1"))
    assert steward.get("/api/lake/feeds/bill").json()["contact"] == "王工 8001"
    assert steward.get("/api/lake/feeds/bill/contract").json()["contact"] == "王工 8001"
    [line] = [one for one in steward.get("/api/monitor/home/health").json()["feeds"] if one["code"] == "bill"]
    assert line["text"].endswith("ask 王工 8001")


def test_who_edited_an_older_version_is_told_so(steward):
    save(steward, changed(version="1.1.0", columns={"cost_yuan": {"description": "Cost"}}))
    refused = save(steward, changed(version="1.2.0"), based_on="1.0.0", status=409)
    assert refused["code"] == "lake.contract_changed"
    assert save(steward, contract_of("bill").yaml, based_on="1.1.0", status=409)["code"] == "lake.contract_unchanged"
    low = save(steward, changed(version="1.1.0", status="draft"), based_on="1.1.0", status=422)
    assert low["errors"][0]["where"] == "version" and "1.1.1" in low["errors"][0]["mend"]
    assert ContractVersion.objects.count() == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_tells_the_place_and_how_to_mend_it(operator, language):
    text = changed(columns={"billed_yuan": {"logicalType": "decimal"}})
    client = operator.client("DATA1", language)
    checked = post(client, "/contracts/check", {"yaml": text})
    assert checked["form"] is None
    assert checked["trouble"]["where"] == "schema[0].properties[2] (billed_yuan)"
    assert "decimal" in checked["trouble"]["what"] and checked["trouble"]["mend"]
    assert post(client, "/contracts/trial/last", {"yaml": text}, 422)["errors"][0]["where"].startswith("schema[0]")


HEAD = "kind: DataContract\napiVersion: v3.1.0\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "- a",
        "a: 1",
        HEAD + "schema: [7]\nservers: [7]",
        HEAD + "schema: [{name: x, properties: [7]}]\nservers: [{}]",
        "x: &a [*a]",
    ],
)
def test_whatever_is_typed_is_answered_with_a_place(steward, text):
    trouble = post(steward, "/contracts/check", {"yaml": text})["trouble"]
    assert trouble["where"] and trouble["what"] and trouble["mend"]


def test_a_name_that_would_leave_the_folder_is_refused(steward, home):
    text = changed(version="2.0.0").replace("name: bill\n", "name: ../bill\n")
    assert save(steward, text, based_on="", status=422)["errors"]
    assert not (home / "contracts").exists()


def test_the_form_is_written_into_the_document_and_the_rest_of_it_stays(steward):
    opened = steward.get("/api/lake/feeds/bill/contract/form").json()
    form = opened["form"]
    form["columns"][2] |= {"minimum": "0", "maximum": "5000", "empty_warn": 0.05}
    form |= {"rows_warn": 0.1, "rows_stop": 0.4, "version": "1.1.0"}
    checked = post(steward, "/contracts/check", {"yaml": opened["yaml"], "form": form})
    assert checked["trouble"] is None and checked["form"] == form
    document = yaml.safe_load(checked["yaml"])
    assert document["description"] == {"purpose": "One line a customer and month."}
    contract = parse_contract(checked["yaml"], source="x")
    assert (contract.row_change.warn, contract.row_change.stop) == (0.1, 0.4)
    assert contract.properties[2].empty_share.warn == 0.05
    assert checked["suggested_version"] == "2.0.0"
    assert {(c["weight"], c["what"], c["column"]) for c in checked["changes"]} == {
        ("major", "minimum", "billed_yuan"), ("major", "maximum", "billed_yuan"),
        ("patch", "empty_share", "billed_yuan"), ("patch", "row_change", "")}  # fmt: skip


def test_a_trial_says_how_many_rows_a_stricter_contract_would_refuse(steward, deliver):
    deliver("bill", bills("C1,2026-09,50", "C2,2026-09,700", "C3,2026-09,900"))
    text = changed(version="2.0.0", columns={"billed_yuan": {"logicalTypeOptions": {"maximum": 500}}})
    trial = post(steward, "/contracts/trial/last", {"yaml": text})
    assert (trial["rows_read"], trial["rows_refused"], trial["becomes"], trial["whole_refused"]) == (
        3, 2, {"bill": 1}, False)  # fmt: skip
    [reason] = trial["refused"]
    assert (reason["reason"], reason["column"], reason["rows"], reason["first_line"]) == (
        "out_of_range", "billed_yuan", 2, 3)  # fmt: skip
    assert FeedBatch.objects.count() == 1 and not ContractVersion.objects.exists()
    sample = SimpleUploadedFile("bill.csv", bills("C1,2026-09,501", "C1,x,1").encode())
    answer = steward.post("/api/lake/contracts/trial", {"file": sample, "yaml": text})
    assert answer.status_code == 200, answer.content
    assert {r["reason"] for r in answer.json()["refused"]} == {"out_of_range", "bad_date"}


def test_a_trial_without_the_delivered_file_says_to_bring_one(steward, deliver, home):
    deliver("bill", bills("C1,2026-09,50"))
    (home / "drop/2026-10-01/bill_2026-10-01.csv").write_text("other")
    refused = post(steward, "/contracts/trial/last", {"yaml": contract_of("bill").yaml}, 409)
    assert refused["code"] == "lake.no_delivered_file"


def test_planners_read_a_contract_and_do_not_change_it(operator):
    planner = operator.client("PLAN1")
    assert planner.get("/api/lake/feeds/bill/contract/form").status_code == 200
    assert planner.get("/api/lake/feeds/bill/contract/versions").status_code == 200
    save(planner, changed(version="1.1.0"), status=403)
    post(planner, "/contracts/check", {"yaml": ""}, 403)


@given(st.tuples(*[st.integers(0, 99)] * 3), st.lists(st.sampled_from(list(Weight)), max_size=5))
def test_the_suggested_version_rises_by_the_weightiest_change(numbers, weights):
    from gridloop.lake.contract_changes import Change

    current = ".".join(map(str, numbers))
    raised = version_of(suggested_version(current, tuple(Change(weight, "x") for weight in weights)))
    assert raised > numbers
    place = 2 - max(weights, default=Weight.PATCH)
    assert raised[:place] == numbers[:place] and raised[place] == numbers[place] + 1 and not any(raised[place + 1 :])


@pytest.mark.parametrize(("column", "facts", "weight"), [
    ("mobile_yuan", {"required": True}, Weight.MAJOR),
    ("billed_yuan", {"required": False}, Weight.MINOR),
    ("mobile_yuan", {"description": "Other words"}, Weight.PATCH),
    ("mobile_yuan", {"physicalName": "移动费"}, Weight.MAJOR),
    ("mobile_yuan", {"relationships": [{"to": "place.place_code"}]}, Weight.MAJOR),
])  # fmt: skip
def test_what_may_refuse_yesterdays_file_weighs_most(column, facts, weight):
    before = contract_of("bill")
    after = parse_contract(changed(columns={column: facts}), source="x")
    assert max(change.weight for change in changes_between(before, after)) is weight
    assert changes_between(before, before) == ()


def test_a_trial_finds_what_a_load_would_stop_at_though_every_row_passes(steward, deliver, home):
    document = yaml.safe_load(contract_of("bill").yaml)
    for entry in document["schema"][0]["properties"]:
        entry.pop("primaryKey", None)
    document["version"] = "2.0.0"
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    twice = bills("C1,2026-09,50", "C1,2026-09,60")
    answer = steward.post("/api/lake/contracts/trial", {"file": SimpleUploadedFile("bill.csv", twice.encode()),
                                                        "yaml": text})  # fmt: skip
    trial = answer.json()
    assert trial["rows_refused"] == 0
    [problem] = trial["problems"]
    assert problem["code"] == "lake.publish_repeated_keys" and problem["mend"]
    save(steward, text)
    assert deliver("bill", twice).problem[0] == problem["code"], "the trial said what the load does"


@pytest.mark.parametrize("computed", ["ownership", "customer_score", "contact_outcome", "indicator_value"])
def test_no_file_may_become_what_is_worked_out(steward, computed):
    document = yaml.safe_load(contract_of("bill").yaml)
    document["version"] = "2.0.0"
    document["schema"][0]["customProperties"].append(
        {"property": "publishes", "value": [{"dataset": computed, "columns": {"customer_id": "customer_id"}}]}
    )
    trouble = post(steward, "/contracts/check", {"yaml": yaml.safe_dump(document), "form": None})["trouble"]
    assert f"'{computed}'" in trouble["what"] and "customer_trait" in trouble["what"] and trouble["mend"]
