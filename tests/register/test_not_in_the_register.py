"""What the public does not see: whatever is not in force, or was marked as not public."""

import pytest
from django.test import Client
from django.urls import reverse

from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols.conftest import keys_elsewhere
from tests.register.test_register import page

__all__ = ["keys_elsewhere"]
pytestmark = pytest.mark.django_db


def test_an_empty_front_page_says_what_would_appear():
    assert "No agreement is in force here yet" in page("front")


@pytest.mark.parametrize("state", [State.DRAFT, State.CONSULTATION, State.APPROVAL, State.SIGNING, State.ABANDONED])
def test_nothing_is_shown_of_what_is_not_in_force(state):
    _, version = life.protocol_at(state)
    assert version.title not in page("list")
    assert Client().get(reverse("register:agreement", args=[version.protocol.reference])).status_code == 404


def test_nothing_is_shown_of_what_was_marked_as_not_public():
    people = life.cast()
    secret = life.draft(people, title="Witness safety", is_public=False, not_public_reason="It names a refuge.")
    version = life.in_force(people, secret)
    assert version.status is State.IN_FORCE
    for name in ("front", "list"):
        assert "Witness safety" not in page(name)
        assert "refuge" not in page(name)
    assert Client().get(reverse("register:agreement", args=[version.protocol.reference])).status_code == 404
