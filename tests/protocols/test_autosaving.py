"""Saving as one writes: one small request, few queries whatever the length; writers of two paragraphs lose nothing."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.middleware import SESSION_KEY
from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from protocols.models import ProtocolVersion, Section
from protocols.queries.protocols import address_of
from tests.protocols import factories

pytestmark = pytest.mark.django_db
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
BASE = "<p>First.</p><ol><li>One.</li><li>Two.</li></ol>"


@pytest.fixture
def officer() -> Role:
    return factories.officer()


@pytest.fixture
def version(officer) -> ProtocolVersion:
    return factories.draft(by=officer)


@pytest.fixture
def contributor(version) -> Role:
    return factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[0].partner, name="Dana Obi")


def desk(by: Role) -> Client:
    client = Client()
    client.force_login(by.person)
    session = client.session
    session[SESSION_KEY] = by.pk
    session.save()
    return client


def save(client: Client, version: ProtocolVersion, body: str, revision: int):
    sent = {"body": body, "revision": revision}
    return client.post(address_of("section_save", version, "S21"), sent, content_type="application/json")


def lengthen(version: ProtocolVersion, count: int) -> None:
    with act("tests.lengthen", by=SYSTEM):
        Section.objects.bulk_create(
            Section(
                version=version, section_id=f"L{n}", position=100 + n, title=f"Clause {n}", body="<p>Words.</p>" * 20
            )
            for n in range(count)
        )


@pytest.mark.parametrize("length", [0, 195], ids=["five clauses", "two hundred clauses"])
@pytest.mark.parametrize("who", ["officer", "contributor"])
def test_a_save_asks_the_same_few_things_however_long_the_protocol_is(request, version, who, length):
    lengthen(version, length)
    client = desk(request.getfixturevalue(who))
    save(client, version, "<p>Before</p>", 1)
    with CaptureQueriesContext(connection) as asked:
        answer = save(client, version, "<p>Now</p>", 2)
    said = [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(TRANSACTION)]
    session, counted, *saved = said
    assert (session.split()[0], counted.split()[2]) == ("SELECT", "pacing_count"), "\n".join(said)
    assert [sql.split()[0] for sql in saved] == ["SELECT", "UPDATE", "INSERT", "INSERT"], "\n".join(saved)
    assert answer.json()["revision"] == 3
    assert len(answer.content) < 200


def test_a_save_is_one_event_of_a_whole_chain(version, officer):
    client = desk(officer)
    before = AuditEvent.objects.count()
    for body in ("<p>One</p>", "<p>Two</p>", "<p>Two</p>"):
        save(client, version, body, Section.objects.get(version=version, section_id="S21").revision)
    assert AuditEvent.objects.count() == before + 2
    assert AuditEvent.objects.latest("sequence").details == {"revision": 3}
    assert not list(breaks())


def clause(version: ProtocolVersion) -> Section:
    return version.sections.get(section_id="S21")


def test_writers_of_two_paragraphs_both_keep_their_words(version, officer, contributor):
    first, second = desk(officer), desk(contributor)
    save(first, version, BASE, 1)
    save(second, version, BASE.replace("Two.", "Two of the contributor."), 2)
    answer = save(first, version, BASE.replace("First.", "First of the officer."), 2)
    both = BASE.replace("First.", "First of the officer.").replace("Two.", "Two of the contributor.")
    assert "Two of the contributor.</p>" in answer.json()["body"]
    assert "Merged with what Dana Obi wrote at" in answer.json()["saved"]
    assert json.loads(answer.content)["body"] == clause(version).body
    assert clause(version).body.replace("<li><p>", "<li>").replace("</p></li>", "</li>") == both


def test_a_writer_who_typed_on_while_texts_were_merged_goes_on_from_what_was_sent(version, officer, contributor):
    first, second = desk(officer), desk(contributor)
    save(first, version, BASE, 1)
    save(second, version, BASE.replace("Two.", "Two of the contributor."), 2)
    sent = BASE.replace("First.", "First of")
    answer = save(first, version, sent, 2).json()
    save(first, version, sent.replace("First of", "First of the officer."), answer["sent"])
    assert "First of the officer." in clause(version).body
    assert "Two of the contributor." in clause(version).body


def test_a_merging_save_that_is_sent_again_changes_nothing(version, officer, contributor):
    first, second = desk(officer), desk(contributor)
    save(first, version, BASE, 1)
    save(second, version, BASE.replace("Two.", "Two of the contributor."), 2)
    once = save(first, version, BASE.replace("First.", "First of the officer."), 2).json()
    events = AuditEvent.objects.count()
    again = save(first, version, BASE.replace("First.", "First of the officer."), 2).json()
    assert (again["body"], again["revision"]) == (once["body"], once["revision"])
    assert AuditEvent.objects.count() == events


def test_writers_of_one_paragraph_see_both_texts_and_nothing_is_overwritten(version, officer, contributor):
    first, second = desk(officer), desk(contributor)
    save(first, version, BASE, 1)
    save(second, version, BASE.replace("Two.", "Two of the contributor."), 2)
    answer = save(first, version, BASE.replace("Two.", "Two of the officer."), 2)
    assert answer.status_code == 409
    assert "Two of the contributor." in answer.json()["theirs"]
    assert "Two of the officer." not in clause(version).body


def test_without_script_two_paragraphs_are_merged_too(version, officer, contributor):
    first, second = desk(officer), desk(contributor)
    save(first, version, BASE, 1)
    save(second, version, BASE.replace("Two.", "Two of the contributor."), 2)
    sent = {"body": BASE.replace("First.", "First of the officer."), "revision": 2}
    answer = first.post(address_of("section", version, "S21"), sent, follow=True)
    assert "Merged with what Dana Obi wrote at" in answer.content.decode()
    assert "Two of the contributor." in clause(version).body


def test_nobody_saves_in_a_protocol_that_is_not_theirs(version):
    stranger = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner("Elsewhere Council"))
    assert save(desk(stranger), version, "<p>Mine</p>", 1).status_code == 404


def test_a_role_that_ended_saves_nothing(version, contributor):
    client = desk(contributor)
    with act("tests.end", by=SYSTEM):
        contributor.starts_on -= timedelta(days=2)
        contributor.ends_on = contributor.starts_on + timedelta(days=1)
        contributor.save()
    assert save(client, version, "<p>Mine</p>", 1).status_code == 404
