"""Nobody reads what is not his: every read, by every role, for own, sibling, foreign and absent objects.

Two nets: operations that name an object in their address must answer 404 for what the viewer may not see; operations
that list things must not mention anybody else's identifiers anywhere in their answer.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from gridloop.kernel.api import REGISTRY
from gridloop.kernel.types import SELLERS as SELLERS_ROLES
from tests.permissions.world import (
    NOBODY,
    SELLERS,
    VIEWERS,
    Viewer,
    build,
    campaign_of,
    customer_of,
    grid_of,
    order_of,
    place_of,
)

OBJECTS = {
    "customer_id": customer_of,
    "order_id": order_of,
    "grid_code": grid_of,
    "place_code": place_of,
    "person_code": lambda seller: seller,
}
NEEDED = {"/api/contact/customers/{customer_id}/gate": "?channel=visit"}
"""Parameters without which an operation answers nobody."""


def reads() -> list:
    import gridloop.web.api  # noqa: F401 - mounts every stage's router

    return [operation for operation in REGISTRY if operation.method == "GET" and not operation.public]


@pytest.fixture
def world(operator, publish_rows):
    build(publish_rows)
    return operator


def viewers_of(operation) -> list[Viewer]:
    return [viewer for viewer in VIEWERS if viewer.role in operation.allow]


def single(operation) -> str | None:
    """Return the one address parameter that names an object with an owner."""
    names = re.findall(r"{(?:\w+:)?(\w+)}", operation.path)
    known = [name for name in names if name in OBJECTS]
    return known[0] if len(names) == 1 and known else None


def expected(path: str, viewer: Viewer, name: str, seller: str) -> bool:
    if name == "grid_code":  # whoever works in a grid sees it, whatever customers are his
        return grid_of(seller).startswith(viewer.grids)
    if "/points/" in path and viewer.role in SELLERS_ROLES:  # pay is nobody else's business
        return viewer.staff == seller
    return viewer.may_see(seller)


def test_an_object_outside_the_scope_does_not_exist(world):
    wrong = []
    for operation in reads():
        name = single(operation)
        if name is None:
            continue
        for viewer in viewers_of(operation):
            client = world.client(viewer.staff)
            for seller in SELLERS:
                address = re.sub(r"{[^}]*}", OBJECTS[name](seller), operation.path) + NEEDED.get(operation.path, "")
                status = client.get(address).status_code
                visible = expected(operation.path, viewer, name, seller)
                if (status == 200) != visible or status >= 500:
                    wrong.append((operation.path, viewer.staff, seller, status))
            absent = re.sub(r"{[^}]*}", order_of(NOBODY) if name == "order_id" else NOBODY, operation.path)
            absent += NEEDED.get(operation.path, "")
            if client.get(absent).status_code != 404:
                wrong.append((operation.path, viewer.staff, NOBODY, client.get(absent).status_code))
    assert not wrong, "\n".join(map(str, wrong))


def text_of(content: bytes) -> str:
    """Return what an answer says; of a workbook, all that stands in its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_no_list_mentions_anybody_elses_customers_orders_or_places(world):
    leaks = []
    for operation in reads():
        if "{" in operation.path:
            continue
        for viewer in viewers_of(operation):
            answer = world.client(viewer.staff).get(f"{operation.path}")
            body = text_of(answer.content)
            for seller in SELLERS:
                if viewer.may_see(seller):
                    continue
                found = [word for word in (customer_of(seller), order_of(seller), place_of(seller)) if word in body]
                if found:
                    leaks.append((operation.path, viewer.staff, found))
    assert leaks == []


def test_no_campaign_of_a_foreign_grid_is_shown(world):
    foreign = {campaign_of("LG0201")}
    for staff in ("BM01", "GM0101"):
        body = world.client(staff).get("/api/campaign/campaigns").content.decode()
        assert campaign_of("LG0101") in body, staff
        assert not [code for code in foreign if code in body]
        for code in foreign:
            assert world.client(staff).get(f"/api/campaign/campaigns/{code}").status_code == 404
