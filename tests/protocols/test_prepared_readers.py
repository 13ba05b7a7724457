"""Queries that were put together for one reader give the next reader what is theirs, on the pages that all open."""

import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from partners.roles import RoleKind
from portal import preparing
from protocols.models import ProtocolVersion
from protocols.queries.protocols import address_of
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows
from tests.protocols.test_pages_deciding import signed_in

pytestmark = pytest.mark.django_db
ROOMS = ("partners", "legal_basis", "datasets", "protocols", "register")
OF_A_VERSION = ("version", "tasks", "flows", "legal", "approvals")


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(_begun)


def _begun() -> tuple[dict[str, Any], list[ProtocolVersion]]:
    """A text before its approvers, a thematic draft with a flow, who works on them, and an officer elsewhere."""
    people = life.cast(("Wigan Council", "council"), ("Vale Police", "police"))
    council, police = people.partners
    submitted, parent = life.submitted(people, life.draft(people)), life.draft(people)
    rows.frozen(parent, "in_force")
    draft = life.thematic_draft(people, life.again(parent))
    life.assessed(people, life.party(draft, council), [life.cases_flow(people, draft)])
    elsewhere = life.cast(("Leigh Council", "council"), ("Moss Police", "police"))
    life.draft(elsewhere)
    readers = {
        "officer": people.officer, "officer elsewhere": elsewhere.officer,
        "approver": people.at(council, RoleKind.DPO), "contributor": people.at(police, RoleKind.CONTRIBUTOR),
    }  # fmt: skip
    return readers, [submitted, draft]


class Compared:
    """A query put together, whose every answer is compared with that of the query set itself."""

    def __init__(self, kept: preparing.Kept, build: Callable[..., QuerySet[Any]], shape: dict[str, Any]) -> None:
        self.kept, self.build, self.shape = kept, build, shape
        self.asked: set[tuple[Any, ...]] = set()

    def read(self, values: tuple[Any, ...]) -> list[Any]:
        read = self.kept.read(values)
        wanted = self.build(*values, **self.shape)
        found, expected = [_said(row) for row in read], [_said(row) for row in wanted]
        if not wanted.ordered:
            found, expected = sorted(found), sorted(expected)
        assert found == expected, f"{self.build.__qualname__}{values} {self.shape}"
        self.asked.add(tuple(values))
        return read


def _said(row: Any) -> str:
    """A row with whatever was read with it, and what was read beside it."""
    if not isinstance(row, Model):
        return repr(row)
    many = getattr(row, "_prefetched_objects_cache", {})
    joined = {name: one and _fields(one) for name, one in row._state.fields_cache.items() if name not in many}
    beside = {name: sorted(map(_fields, hanging)) for name, hanging in many.items()}
    return repr((_fields(row), sorted(joined.items()), sorted(beside.items())))


def _fields(row: Model) -> str:
    return repr(sorted((name, repr(value)) for name, value in vars(row).items() if not name.startswith("_")))


def _known() -> list[dict[Any, Any]]:
    """What each prepared function of a room has put together so far."""
    modules = [module for name, module in list(sys.modules.items()) if name.split(".")[0] in ROOMS]
    functions = [one for module in modules for one in vars(module).values() if isinstance(one, FunctionType)]
    prepared = [one for one in functions if one.__code__.co_filename == preparing.__file__ and one.__closure__]
    held = [dict(zip(one.__code__.co_freevars, one.__closure__, strict=True)) for one in prepared]
    return [cells["known"].cell_contents for cells in held if "known" in cells]


@pytest.fixture
def compared(monkeypatch) -> list[Compared]:
    """Every prepared query is put together anew from here on, and compared each time that it is asked."""
    put_together, made = preparing._put_together, []

    def put_together_and_compare(build, values, shape):
        one = Compared(put_together(build, values, shape), build, shape)
        made.append(one)
        return one

    known = _known()
    before = [(one, dict(one)) for one in known]
    for one in known:
        one.clear()
    monkeypatch.setattr(preparing, "_put_together", put_together_and_compare)
    yield made
    for one, held in before:
        one.clear()
        one.update(held)


def test_each_reader_of_each_page_gets_what_the_query_set_itself_gives_them(begun, compared):
    readers, versions = begun()
    addresses = [reverse("protocols:in_tray"), reverse("protocols:list"), reverse("register:list")]
    addresses += [address_of(page, version) for version in versions for page in OF_A_VERSION]
    clients: dict[str, Client] = {name: signed_in(role) for name, role in readers.items()}
    opened = {(name, at): clients[name].get(at).status_code for at in addresses for name in clients}
    assert set(opened.values()) <= {200, 302, 404}
    assert list(opened.values()).count(200) > len(addresses)
    several = [one for one in compared if len(one.asked) > 1]
    assert len(several) > 10
