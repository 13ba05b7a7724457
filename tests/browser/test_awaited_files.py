"""Files that the portal makes by itself, in a real browser: the bar ends by itself."""

import re

import pytest
from playwright.sync_api import expect

from protocols.queries.decisions import live_snapshot
from protocols.services.copying import make_approval_copy
from protocols.services.signing import prepare_signing
from protocols.states import State
from tests.browser.test_drafting import at
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bar_ends_with_the_file(person, axe, look, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # no worker yet
    people, version = life.protocol_at(State.APPROVAL)
    page = person(people.officer)
    page.goto(at(version, "approvals/"))
    expect(page.get_by_role("progressbar", name="The approval copy (PDF) is being made.")).to_be_visible()
    axe(page)
    look(page, "approval-copy-being-made")
    make_approval_copy(live_snapshot(version))
    expect(page.get_by_role("link", name="Download the approval copy (PDF)")).to_be_visible()
    for decision in life.waiting(version):
        life.approve(people, decision)
    page.goto(at(version, "sign/"))
    expect(page.get_by_role("progressbar", name=re.compile("^The file for signing is being made"))).to_be_visible()
    look(page, "file-for-signing-being-made")
    prepare_signing(live_snapshot(version))
    expect(page.get_by_role("heading", name="Who has signed")).to_be_visible()
