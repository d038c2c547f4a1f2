"""What may be wrong with an org tree is found and named; what is right gets its paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloop.kernel.types import Unit
from gridloop.territory.rules import paths_of, serves, unit_troubles
from gridloop.territory.tests import town


def units(**changes: tuple[str | None, str]) -> list[Unit]:
    return [Unit(code, parent, kind, code, code) for code, (parent, kind) in (town.UNITS | changes).items()]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"LG0102": ("LG09", "grid")}, "territory.unknown_parent"),
        ({"LG01": ("LG0101", "branch"), "LG0101": ("LG01", "office")}, "territory.cycle"),
        ({"LG02": (None, "branch")}, "territory.one_root_needed"),
        ({"LG": ("LG02", "company")}, "territory.one_root_needed"),
        ({"LG0102": ("LG01", "village")}, "territory.unknown_level"),
        ({"LG0102": ("LG0101", "grid")}, "territory.grid_as_parent"),
        ({"LG/X": ("LG01", "grid")}, "territory.slash_in_code"),
    ],
)
def test_each_trouble_is_named(changes, code):
    assert code in {trouble.code for trouble in unit_troubles(units(**changes))}


def test_a_sound_tree_has_paths_parents_first():
    assert unit_troubles(units()) == ()
    paths = paths_of(units())
    assert paths["LG0201"] == "/LG/LG02/LG0201/"
    assert list(paths)[0] == "LG"


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 12), max_size=12))
def test_a_tree_without_troubles_always_has_paths_that_end_at_the_root(parents):
    tree = [Unit("0", None, "company", "", "")]
    tree += [Unit(str(code), str(parent), "office", "", "") for code, parent in parents.items()]
    if not unit_troubles(tree):
        paths = paths_of(tree)
        assert all(path.startswith("/0/") and path.endswith(f"/{code}/") for code, path in paths.items() if code != "0")


def test_who_serves_a_grid():
    assert serves("/LG/LG01/LG0101/", "/LG/LG01/LG0101/")
    assert serves("/LG/LG01/", "/LG/LG01/LG0101/")
    assert not serves("/LG/LG01/LG0102/", "/LG/LG01/LG0101/")
    assert not serves("/LG/LG01/", "")
