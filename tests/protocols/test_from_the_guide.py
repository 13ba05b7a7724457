"""From the public guide to a draft: an officer is offered one on the theme, with its purpose filled in."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest

from legal_basis.loader import library
from partners.roles import RoleKind
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.test_drafting_pages import signed_in

pytestmark = pytest.mark.django_db
ASKED = (
    "/law/can-i-share/?who=council&whom=police&theme=community_safety&kinds=asb_cases"
    "&people=identifiable&collected=same"
)
LINK = "/protocols/new/community_safety/?purpose="


@pytest.fixture(scope="module")
def purpose() -> str:
    return library().themes["community_safety"].purpose


def test_an_officer_is_offered_a_draft_on_the_theme_with_its_purpose(purpose: str) -> None:
    page = html.unescape(signed_in(factories.officer()).get(ASKED).content.decode())
    assert f"{LINK}{quote(purpose)}" in page


def test_a_purpose_in_the_address_is_filled_in_on_the_form_of_a_new_protocol(purpose: str) -> None:
    people = life.cast()
    life.draft(people)
    form = signed_in(people.officer).get("/protocols/new/overarching/", {"purpose": purpose}).content.decode()
    assert purpose in html.unescape(form)


def test_others_are_not_offered_a_draft(client) -> None:
    adviser = factories.role(RoleKind.DPO, at=life.cast().partners[0])
    assert LINK not in signed_in(adviser).get(ASKED).content.decode()
    assert LINK not in client.get(ASKED).content.decode()
