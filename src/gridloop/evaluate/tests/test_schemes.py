"""An operator's own scheme goes before the shipped one, from its first day on."""

from __future__ import annotations

from datetime import date

import pytest

from gridloop.evaluate.schemes import SHIPPED, scheme_of, schemes
from gridloop.evaluate.types import Rule
from gridloop.kernel.problems import Problem

OWN = (SHIPPED / "2026-01.yaml").read_text(encoding="utf-8")


def put(home, text: str) -> None:
    folder = home / "schemes"
    folder.mkdir(exist_ok=True)
    (folder / "own.yaml").write_text(text, encoding="utf-8")


def test_a_new_version_counts_from_its_first_day(home):
    changed = OWN.replace('version: "2026-01"', 'version: "2026-11"').replace("2026-01-01", "2026-11-01")
    put(home, changed.replace("success: 20, truth: 20", "success: 30, truth: 10"))
    assert [scheme.version for scheme in schemes()] == ["2026-11", "2026-01"]
    assert scheme_of(date(2026, 10, 1)).version == "2026-01"
    assert scheme_of(date(2026, 11, 1)).shares[Rule.SUCCESS] == pytest.approx(0.3)


@pytest.mark.parametrize("broken", [OWN.replace("truth: 20", "truth: -20"), "weights: [", "points: many", "just words"])
def test_a_file_that_does_not_add_up_is_named(home, broken):
    put(home, broken)
    with pytest.raises(Problem) as refused:
        schemes()
    assert refused.value.code == "evaluate.bad_scheme" and refused.value.params["file"] == "own.yaml"


def test_before_the_first_scheme_nothing_is_reckoned(home):
    with pytest.raises(Problem) as refused:
        scheme_of(date(2025, 12, 1))
    assert refused.value.code == "evaluate.no_scheme"
