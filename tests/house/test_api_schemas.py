"""The API's description names each body once: two classes of one name would silently replace each other."""

from __future__ import annotations

from collections import defaultdict

from ninja import Schema

import gridloop.web.api  # noqa: F401 - mounts every stage's router


def subclasses(kind: type) -> set[type]:
    found = set(kind.__subclasses__())
    return found.union(*(subclasses(one) for one in found)) if found else found


def test_no_two_bodies_have_the_same_name():
    places = defaultdict(set)
    for schema in subclasses(Schema):
        if (
            schema.__module__.startswith("gridloop.")
            and not schema.__name__.endswith("Params")
            and "[" not in schema.__name__
        ):
            places[schema.__name__].add(schema.__module__)
    assert {name: sorted(modules) for name, modules in places.items() if len(modules) > 1} == {}
