"""What holds when two people act at the same moment: raced on PostgreSQL, where connections overlap."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connections

from portal.audit.checks import breaks
from protocols.errors import Conflict, Refused
from protocols.models import Section
from protocols.services.creating import create_protocol
from protocols.services.texts import mark_section, save_section, write_section
from tests.protocols import factories

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def race(*runs: Callable[[], object]) -> list[object]:
    """Start all at once; what each returned or was refused with."""
    start, ends = threading.Barrier(len(runs)), []

    def one(run: Callable[[], object]) -> None:
        start.wait()
        try:
            ends.append(run())
        except Refused as refused:
            ends.append(refused)
        finally:
            connections.close_all()

    racers = [threading.Thread(target=one, args=(run,)) for run in runs]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return ends


def test_two_protocols_begun_at_once_have_two_references():
    by, template = factories.officer(), factories.template()
    made = race(*[lambda: create_protocol(by=by, template=template, particulars=factories.particulars())] * 4)
    assert len({version.protocol.reference for version in made}) == 4


def test_one_form_posted_twice_at_once_begins_one_protocol():
    by, template, nonce = factories.officer(), factories.template(), uuid4()
    made = race(
        *[lambda: create_protocol(by=by, template=template, particulars=factories.particulars(), nonce=nonce)] * 3
    )
    assert len({version.pk for version in made}) == 1


def test_of_two_saves_at_once_one_is_kept_and_the_other_is_shown_both():
    by = factories.officer()
    section = Section.objects.select_related("version").get(version=factories.draft(by=by), section_id="S21")
    ends = race(
        lambda: save_section(by=by, section=section, body="<p>One</p>", revision=1),
        lambda: save_section(by=by, section=section, body="<p>Two</p>", revision=1),
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "Section"]
    refused = next(end for end in ends if isinstance(end, Conflict))
    section.refresh_from_db()
    assert {refused.theirs, refused.yours} == {"<p>One</p>", "<p>Two</p>"}
    assert section.body == refused.theirs


def test_writers_of_different_paragraphs_at_once_are_all_kept():
    by = factories.officer()
    section = Section.objects.select_related("version").get(version=factories.draft(by=by), section_id="S21")
    words = [f"Paragraph {name}." for name in ("one", "two", "three", "four", "five", "six")]
    base = "".join(f"<p>{each}</p>" for each in words)
    save_section(by=by, section=section, body=base, revision=1)
    sought = Section.objects.filter(pk=section.pk)

    def writing(each: str) -> Callable[[], object]:
        return lambda: write_section(by=by, sought=sought, body=base.replace(each, f"{each} Mine."), revision=2)

    race(*[writing(each) for each in words], lambda: mark_section(by=by, section=section, ready=True))
    section.refresh_from_db()
    assert section.body == "".join(f"<p>{each} Mine.</p>" for each in words)
    assert not list(breaks())


def test_flows_added_at_once_have_numbers_of_their_own():
    by = factories.officer()
    version = factories.draft(by=by)
    made = race(*[lambda: factories.flow(version, by=by)] * 3)
    assert sorted(flow.number for flow in made) == [1, 2, 3]
