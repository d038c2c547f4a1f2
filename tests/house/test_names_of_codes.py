"""A code of the data is called the same wherever it is named."""

from __future__ import annotations

import json

import pytest

from gridloop.kernel.wording import messages_of
from gridloop.metrics.queries import code_names
from gridloop.metrics.queries.shipped import shipped_layer, tag_columns
from gridloop.web.settings import FRONTEND

LANGUAGES = ("zh", "en")
CONSOLE = {("monitor", "segments"): "segment", ("monitor", "placeKinds"): "place_kind"}
"""Words of the console (stage, key) that name the codes of a list."""


def names(codes):
    return {one.code: {"zh": one.name_zh, "en": one.name_en} for one in code_names(codes)}


@pytest.mark.parametrize(("where", "codes"), CONSOLE.items())
def test_the_console_names_codes_as_the_library_does(where, codes):
    stage, key = where
    folder = FRONTEND / "apps" / "console" / "src" / stage
    said = {one: json.loads((folder / f"words.{one}.json").read_text(encoding="utf-8"))[key] for one in LANGUAGES}
    assert {code: {one: said[one][code] for one in LANGUAGES} for code in names(codes)} == names(codes)


def test_outcomes_are_named_as_the_contact_log_names_them():
    known = messages_of("contact")
    assert {code: dict(known[f"outcome_{code}"]) for code in names("outcome")} == names("outcome")


def test_conditions_and_splits_name_codes_alike():
    segment = next(one for model in shipped_layer().models for one in model.dimensions if one.name == "segment")
    assert segment.members == tuple((one.code, one.name_zh, one.name_en) for one in tag_columns()["segment"].values)
    assert ("sme", "中小企业", "SME") in segment.members
