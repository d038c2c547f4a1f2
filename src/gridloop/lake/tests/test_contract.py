"""A contract that cannot be used says where and why; one that can gives nothing away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from gridloop.kernel.problems import Problem
from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_types import Kind
from gridloop.lake.expressions import ExpressionError, columns_in, compile_expression
from gridloop.lake.library import LOAD_ORDER, contract_of, contracts

EXAMPLE = Path(__file__).parents[4] / "docs/examples/telco_ibm/contract.yaml"


def bill() -> dict:
    return yaml.safe_load(contract_of("bill").yaml)


def refused(document: object) -> str:
    with pytest.raises(ContractError) as error:
        parse_contract(yaml.safe_dump(document, allow_unicode=True), source="bill.yaml")
    return str(error.value)


def test_every_shipped_contract_is_usable_and_in_the_order_of_loading():
    found = contracts()
    assert tuple(found)[: len(LOAD_ORDER)] == LOAD_ORDER
    assert len(found) == 14
    assert {feed for feed, contract in found.items() if contract.datasets != (feed,)} == set()


def test_identity_mapping_turns_yuan_into_fen_and_derives_the_month():
    assert contract_of("bill").publishes[0].columns["billed_fen"] == '"billed_fen"'
    assert "month" in contract_of("fault").publishes[0].columns
    assert "phone_hash" in contract_of("customer").publishes[0].columns


def test_a_clear_phone_is_no_column_that_a_mapping_can_use():
    contract = contract_of("customer")
    assert contract.phone is not None and contract.phone.kind is Kind.PHONE
    assert "phone" not in contract.typed_columns and "phone_last4" in contract.typed_columns
    assert "phone" not in contract_of("staff").typed_columns


def change(path: str, value: object) -> dict:
    document = bill()
    *parents, last = path.split("/")
    node = document
    for part in parents:
        node = node[int(part) if part.isdigit() else part]
    node[int(last) if last.isdigit() else last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("kind", "Recipe", "apiVersion: expected kind: DataContract"),
        ("apiVersion", "v2.2.2", "apiVersion"),
        ("servers", [], "servers: expected exactly one server"),
        ("servers/0/format", "pdf", "servers[0].format: 'pdf' is not one of csv, txt, xlsx, parquet"),
        ("servers/0/customProperties/1/value", "latin-1", "servers[0].encoding"),
        ("schema", [], "schema: expected exactly one schema"),
        ("schema/0/properties/2/logicalType", "decimal", "properties[2] (billed_yuan): logicalType 'decimal'"),
        ("schema/0/properties/2/name", "billed amount", "plain identifier"),
        ("schema/0/properties/2/name", "billed", "needs a name that ends in _yuan"),
        ("schema/0/properties/2/name", "mobile_yuan", "mobile_yuan is declared twice"),
        ("schema/0/properties/0/relationships", [{"to": "nowhere.id"}], "not nowhere.id"),
        ("schema/0/properties/1", {"name": "x"}, "'logicalType' is missing"),
        ("schema/0/customProperties", [{"property": "colour", "value": 1}], "unknown customProperties colour"),
        ("schema/0/customProperties", [], "semantics must be period"),
        ("schema/0/name", "cheese", "there is no dataset 'cheese'"),
        ("slaProperties/0/unit", "fortnight", "slaProperties.frequency"),
    ],
)  # fmt: skip
def test_an_error_names_the_place_and_what_is_wrong(path, value, said):
    assert said in refused(change(path, value))


def mapped(**publish: object) -> dict:
    document = bill()
    semantics = {"property": "semantics", "value": "period"}
    document["schema"][0]["customProperties"] = [semantics, {"property": "publishes", "value": [publish]}]
    return document


@pytest.mark.parametrize(
    ("publish", "said"),
    [
        ({"dataset": "bill", "columns": {"customer_id": "customer_id"}}, "dataset bill needs month, billed_fen"),
        ({"dataset": "offer", "columns": {"price": "1"}}, "dataset offer has no column price"),
        ({"dataset": "bill", "traits": ["month"]}, "traits stand in a mapping to customer_trait"),
        ({"dataset": "customer_trait", "traits": ["mood"]}, "unknown column 'mood'"),
        ({"dataset": "bill", "colums": {}}, "unknown fields colums"),
    ],
)
def test_a_mapping_that_does_not_fit_its_dataset_is_refused(publish, said):
    assert said in refused(mapped(**publish))


@pytest.mark.parametrize(
    "text",
    [
        "(SELECT max(a) FROM customer)",
        "a IN (SELECT customer_id FROM customer)",
        "read_csv('/etc/passwd')",
        "getenv('HOME')",
        "customer.a",
        "sum(a)",
        "row_number() OVER ()",
        "current_date",
        "random()",
        "b",
        "a; DROP TABLE x",
        "a AS b",
        "",
        "((a",
        "*",
    ],
)
def test_an_expression_outside_the_list_is_refused(text):
    with pytest.raises(ExpressionError):
        compile_expression(text, {"a"}, {})


def test_a_column_may_be_called_like_a_word_of_sql():
    assert compile_expression(" order ", {"order"}, {}) == '"order"'
    assert columns_in("map") == {"map"}
    assert compile_expression("null", set(), {}) == "NULL"
    with pytest.raises(ExpressionError) as refused:
        compile_expression("group", {"a"}, {})
    assert (refused.value.code, refused.value.params["name"]) == ("lake.expression_column", "group")


def test_an_expression_is_written_out_anew_with_parameters_in_place():
    written = compile_expression("coalesce(a, 'it''s') || day", {"a"}, {"day": "CAST('2026-10-01' AS DATE)"})
    assert written == "COALESCE(\"a\", 'it''s') || CAST('2026-10-01' AS DATE)"


def test_the_example_keeps_the_columns_that_give_the_answer_away_out_of_the_traits():
    contract = parse_contract(EXAMPLE.read_text(encoding="utf-8"), source="contract.yaml")
    leaking = {p.typed_name for p in contract.properties if p.leaks == "churn"}
    assert leaking == {"churn_label", "churn_value", "churn_score", "churn_reason", "cltv"}
    [traits] = [publish.traits for publish in contract.publishes if publish.traits]
    assert not leaking & set(traits)
    assert contract.uses_business_date


@pytest.mark.parametrize("column", ["churn_score", "churn_reason"])
def test_a_leaking_column_cannot_become_a_trait(column):
    text = EXAMPLE.read_text(encoding="utf-8").replace("traits: [senior_citizen,", f"traits: [{column},")
    with pytest.raises(ContractError, match=f"column {column} leaks 'churn' and cannot go into customer_trait"):
        parse_contract(text, source="contract.yaml")


@pytest.mark.parametrize("column", ["joined_on", "birth_year", "segment"])
def test_an_answer_may_say_when_a_customer_left_and_nothing_else_of_him(column):
    text = EXAMPLE.read_text(encoding="utf-8")
    [customer] = [p for p in parse_contract(text, source="contract.yaml").publishes if p.dataset == "customer"]
    assert "churn_value" in customer.columns["left_on"]
    moved = text.replace('left_on: "CASE churn_value', f'{column}: "CASE churn_value')
    assert moved != text
    with pytest.raises(ContractError, match="column churn_value leaks 'churn' and cannot go into customer"):
        parse_contract(moved, source="contract.yaml")


def test_an_operators_own_contract_comes_first_and_a_broken_one_is_told(home):
    folder = home / "contracts"
    folder.mkdir()
    own = folder / "bill.yaml"
    own.write_text(contract_of("bill").yaml.replace("version: 1.0.0", "version: 9.0.0"), encoding="utf-8")
    assert (contract_of("bill").version, contract_of("bill").own) == ("9.0.0", True)
    own.write_text("kind: Recipe")
    with pytest.raises(Problem) as refused_contract:
        contracts()
    assert refused_contract.value.code == "lake.contract_invalid"
    assert refused_contract.value.params["file"] == "bill.yaml"


@pytest.mark.parametrize("feed", sorted(contracts()))
def test_a_shipped_contract_is_told_in_both_languages(feed):
    found = contract_of(feed)
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert chinese.search(found.description_zh) and found.description_zh.endswith("。")
    assert found.description and not chinese.search(found.description)
    assert all(chinese.search(prop.title_zh) for prop in found.properties)


def test_an_own_contract_without_chinese_is_told_as_it_is_written():
    text = contract_of("bill").yaml
    line = next(line for line in text.splitlines(True) if "purposeZh" in line)
    own = parse_contract(text.replace(line, ""), source="bill")
    assert own.description_zh == own.description
