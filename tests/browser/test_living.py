"""The pages of an agreement in force in a real browser: usable by everyone, and on a phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Adherence, Instrument
from protocols.queries.protocols import address_of
from protocols.services.adherence.asking import ask_for_adherence
from protocols.services.adherence.giving import give_statement
from protocols.services.incidents import INCIDENTS
from protocols.services.instruments.beginning import Content
from protocols.services.instruments.objecting import object_to
from protocols.services.reviews.contents import ReviewContent
from protocols.services.reviews.holding import hold_review
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.factories_living import in_force, statement
from tests.protocols.instruments import Kind, heard, tomorrow
from tests.protocols.test_incidents import content as incident
from tests.protocols.test_summaries import CONTENT

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("law", "partners", "flows", "incidents", "adherence", "reason")


def test_every_page_of_an_agreement_in_force_is_accessible_and_fits(person, axe, look):
    people = life.cast()
    version = in_force(people, **CONTENT)
    ask_for_adherence()
    given, owed = Adherence.objects.select_related("version__protocol", "partner").order_by("partner__short_name")
    give_statement(by=people.at(given.partner, RoleKind.DPO), statement=given, given=statement())
    party = version.parties.get(partner=owed.partner)
    by = people.at(owed.partner, RoleKind.CONTACT)
    INCIDENTS.save(
        by=by, version=version, content=incident(version, party=party), row=None, revision=None, nonce=uuid4()
    )
    joins = factories.partner("Riverside Homes", of=people.officer.partnership)
    accession = heard(people, version, Content(Kind.ACCESSION, tomorrow(90), "It visits homes.", joins))
    with act("tests.time_runs", by=SYSTEM):
        Instrument.objects.filter(pk=accession.pk).update(objections_until=tomorrow(20))
    accession.refresh_from_db()
    object_to(by=by, instrument=accession, reason="Its rules are unknown.")
    texts = dict.fromkeys(PARTS, "Nothing has changed.")
    ends = {"outcome": "end", "ends_on": timezone.localdate() + timedelta(90), "shared": "none"}
    page = person(by)
    for name, path, heading in (
        ("incidents", address_of("incidents", version), "Incidents"),
        ("adherence", address_of("adherence", version), "Adherence"),
        ("statement-form", address_of("statement", version, owed.pk), f"How {owed.partner} kept to"),
        ("summary", address_of("summary", version), "In plain words"),
        ("withdrawal-own", address_of("instrument_begin", version, "withdrawal"), "A party leaves"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", name=heading).first).to_be_visible()
        axe(page)
        look(page, name)
    officer = person(people.officer)
    hold_review(
        by=people.officer, version=version, content=ReviewContent(**texts, **ends), nonce=uuid4()
    )  # fmt: skip
    for name, path, heading in (
        ("review", address_of("review", version), "Review"),
        ("review-form", address_of("review_record", version), "Review Information sharing"),
        ("accession", address_of("instrument", version, accession.number), "Objections"),
        ("history", address_of("history", version), "What was done"),
        ("trail", address_of("trail", version), "Audit trail of"),
    ):
        officer.goto(path)
        expect(officer.get_by_role("heading", name=heading).first).to_be_visible()
        axe(officer)
        look(officer, name)
