"""Named texts and putting them back; and redlines between any two texts of a protocol."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.models import MadeFile, NamedText, Section
from protocols.queries.redlines import compare_sides, side_of, sides_for
from protocols.queries.texts import composed
from protocols.services.flows import save_flow
from protocols.services.made_files import ask_for_redline, make_file
from protocols.services.moving import take_back
from protocols.services.named_texts import fingerprint_of, name_text, restore
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from protocols.states import State
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return life.cast()


@pytest.fixture
def version(people):
    return life.draft(people)


def name(people, version, words="Before consultation", **changes):
    return name_text(**{"by": people.officer, "version": version, "name": words, "nonce": uuid4(), **changes})


def write(people, version, section_id, body):
    section = version.sections.get(section_id=section_id)
    return save_section(by=people.officer, section=section, body=body, revision=section.revision)


def words_of(version):
    return [(one.id, one.title, one.html) for one in composed(life.again(version))]


def put_back(people, text, **changes):
    given = {"by": people.officer, "text": text, "fingerprint": fingerprint_of(text.version)}
    return restore(**{**given, **changes})


def redline_of(people, version, before, after, *, by=None):
    sides = sides_for(by or people.officer, version)
    return compare_sides(side_of(sides, before), side_of(sides, after))


def keys(capacity, version):
    return [side.key for side in sides_for(capacity, version)]


# ----- naming -----


def test_a_named_text_stays_as_it_was_whatever_is_written_later(people, version):
    text, before = name(people, version), words_of(version)
    write(people, version, "S21", "<ol><li>Another.</li></ol>")
    kept = NamedText.objects.get(pk=text.pk).content["sections"]
    assert [(one["id"], one["title"], one["html"]) for one in kept] == before


def test_naming_leaves_one_event_and_the_same_form_names_once(people, version):
    nonce = uuid4()
    first, second = (name(people, version, nonce=nonce) for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(action="protocols.text.name").count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [("  ", "Give the text a name"), ("x" * 81, "80 characters"), ("before  CONSULTATION", "already named")],
)
def test_a_name_that_cannot_be_used_is_refused_in_words(people, version, words, said):
    name(people, version)
    with pytest.raises(Invalid, match=said):
        name(people, version, words)


def test_only_who_may_edit_names_a_text(people, version):
    with pytest.raises(NotAllowed):
        name(people, version, by=people.at(people.partners[0], RoleKind.DPO))
    assert name(people, version, by=people.at(people.partners[0], RoleKind.CONTRIBUTOR))


def test_a_text_that_is_being_approved_is_not_named(people, version):
    with pytest.raises(WrongState):
        name(people, life.submitted(people, version))


# ----- putting back -----


def test_a_text_put_back_reads_as_it_did_and_every_revision_is_kept(people, version):
    text, before = name(people, version), words_of(version)
    write(people, version, "S21", "<ol><li>Another.</li></ol>")
    set_variables(by=people.officer, version=version, values={"breach_hours": "72", "strategic_purpose": ""})
    assert put_back(people, text)
    assert words_of(version) == before
    revisions = version.sections.get(section_id="S21").revisions.order_by("number")
    assert [one.body for one in revisions][1:] == ["<ol><li>Another.</li></ol>", revisions[0].body]


def test_the_text_that_gave_way_has_a_name_and_can_be_put_back_too(people, version):
    text = name(people, version)
    write(people, version, "S21", "<ol><li>Another.</li></ol>")
    written = words_of(version)
    put_back(people, text)
    replaced = NamedText.objects.exclude(pk=text.pk).get()
    assert replaced.name.startswith("Before “Before consultation” was put back")
    put_back(people, replaced)
    assert words_of(version) == written
    assert NamedText.objects.count() == 2, "a text that has a name gets no second one"


def test_putting_back_twice_changes_nothing_the_second_time(people, version):
    text = name(people, version)
    write(people, version, "S21", "")
    fingerprint = fingerprint_of(version)
    assert put_back(people, text, fingerprint=fingerprint)
    assert not put_back(people, text, fingerprint=fingerprint)
    assert AuditEvent.objects.filter(action="protocols.text.restore").count() == 1


def test_a_submission_that_came_back_can_be_put_back_as_it_was_submitted(people, version):
    version = life.submitted(people, version)
    submission, before = version.snapshots.get(), words_of(version)
    take_back(by=people.officer, version=version)
    write(people, life.again(version), "S21", "<ol><li>Another.</li></ol>")
    assert put_back(people, submission)
    assert words_of(version) == before
    assert NamedText.objects.get().name.startswith("Before “Submission 1” was put back")
    assert not put_back(people, submission)


def test_a_submission_is_put_back_on_its_page_unless_its_rows_were_never_kept(people, version, officer):
    version = life.submitted(people, version)
    submission, before = version.snapshots.get(), words_of(version)
    take_back(by=people.officer, version=version)
    write(people, life.again(version), "S21", "<ol><li>Another.</li></ol>")
    path = _address("text_put_back", version, f"submitted-{submission.pk}")
    assert path in officer.get(_address("texts", version)).content.decode()
    assert officer.post(path, {"fingerprint": fingerprint_of(version)}).status_code == 302
    assert words_of(version) == before
    with act("tests.before_rows_were_kept", by=SYSTEM):
        version.snapshots.update(rows_text="")
    assert path not in officer.get(_address("texts", version)).content.decode()
    assert officer.get(path).status_code == 404


def test_what_was_saved_while_somebody_looked_is_not_replaced_unseen(people, version):
    text = name(people, version)
    write(people, version, "S21", "<p>Seen.</p>")
    seen = fingerprint_of(version)
    write(people, version, "S21", "<p>Not seen.</p>")
    with pytest.raises(Conflict):
        put_back(people, text, fingerprint=seen)
    assert version.sections.get(section_id="S21").body == "<p>Not seen.</p>"


def test_order_titles_and_sections_come_back(people, version):
    text, before = name(people, version), words_of(version)
    with act("tests.reorder", by=SYSTEM):
        first, second = version.sections.get(section_id="S03"), version.sections.get(section_id="S21")
        Section.objects.filter(pk=first.pk).update(position=99, title="Another title")
        Section.objects.filter(pk=second.pk).delete()
        Section.objects.create(version=version, section_id="S50", position=98, title="New", body="<p>New.</p>")
    assert [one[0] for one in words_of(version)] != [one[0] for one in before]
    put_back(people, text)
    assert words_of(version) == before
    assert version.sections.get(section_id="S50").body == ""
    assert not put_back(people, text)


def test_a_text_is_not_put_back_once_submitted_nor_by_who_may_not_edit(people, version):
    text = name(people, version)
    with pytest.raises(NotAllowed):
        put_back(people, text, by=people.at(people.partners[0], RoleKind.SIGNATORY))
    life.submitted(people, version)
    with pytest.raises(WrongState):
        put_back(people, text)


# ----- comparing -----


def test_a_named_text_is_compared_with_the_text_as_it_is(people, version):
    text = name(people, version)
    write(people, version, "S21", "<ol><li>A breach is told at once.</li></ol>")
    found = redline_of(people, version, f"named-{text.pk}", "version-1")
    assert [(one.id, one.kind.value) for one in found.text.touched] == [("S21", "changed")]
    assert found.text.counts == {"added": 0, "changed": 1, "moved": 0, "removed": 0, "same": 4}


def test_the_template_is_compared_without_the_values_that_fill_it(people, version):
    assert redline_of(people, version, "template-1", "version-1").is_same
    write(people, version, "S21", "")
    found = redline_of(people, version, "template-1", "version-1")
    assert [(one.id, one.kind.value) for one in found.text.touched] == [("S21", "removed")]


def test_a_variation_is_compared_with_the_version_in_force_its_flows_too(people, version):
    factories.flow(version, by=people.officer)
    flow = factories.flow(version, by=people.officer, title="Council tenants")
    content = {"title": "Council tenants", "frequency": "Daily"}
    new_parties = list(version.parties.all())
    save_flow(by=people.officer, version=version, content=factories.flow_content(*_ends(new_parties)), nonce=uuid4())
    text = name(people, version)
    changed = factories.flow_content(*_ends(new_parties), **content)
    save_flow(by=people.officer, version=version, content=changed, flow=flow, revision=flow.revision)
    found = redline_of(people, version, f"named-{text.pk}", "version-1")
    [table] = found.tables
    assert table.title == "Data flows"
    [row] = table.rows
    assert (row.kind, row.name) == ("changed", "Flow 2: Council tenants")
    assert [(one.label, one.was, one.now) for one in row.fields] == [("How often", "Weekly", "Daily")]


def _ends(parties):
    return parties[0], parties[1:2]


def test_a_new_version_is_compared_with_the_snapshot_in_force(people, version):
    old = life.in_force(people, version)
    new = vary(by=people.officer, version=old)
    write(people, new, "S21", "<ol><li>A breach is told at once.</li></ol>")
    found = redline_of(people, life.again(new), "version-1", "version-2")
    assert [one.id for one in found.text.touched] == ["S21"]
    assert f"submitted-{old.snapshots.get().pk}" in keys(people.officer, new)


def test_a_viewer_compares_agreements_and_not_what_was_written_on_the_way(people, version):
    text = name(people, version)
    old = life.in_force(people, version)
    new = vary(by=people.officer, version=old)
    viewer = people.at(people.partners[0], RoleKind.VIEWER)
    assert keys(viewer, old) == ["version-1", "template-1"]
    assert f"named-{text.pk}" in keys(people.officer, new)
    assert keys(factories.officer(), old) == []


def test_thirty_named_texts_cost_the_queries_of_one(people, version, client):
    sign_in(client, people.officer)
    name(people, version)
    once = _queries(client, version)
    for number in range(29):
        name(people, version, f"Text {number}")
    assert _queries(client, version) == once


def _queries(client, version):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(_address("texts", version)).status_code == 200
    return len(captured)


def _address(page, version, *more):
    return reverse(f"protocols:{page}", args=[version.protocol.reference, version.number, *more])


# ----- pages -----


@pytest.fixture
def officer(client, people):
    return sign_in(client, people.officer)


def test_the_page_tells_of_changes_first_and_in_words(people, version, officer):
    text = name(people, version)
    write(people, version, "S21", "<ol><li>A breach is told at once.</li></ol>")
    sides = {"from": f"named-{text.pk}", "to": "version-1"}
    page = officer.get(_address("compare", version), sides).content.decode()
    assert page.index('href="#section-S21"') < page.index('id="section-S21"')
    assert '<span class="redline-said">[inserted: </span>' in page
    only = officer.get(_address("compare", version), {**sides, "only": "changed"}).content.decode()
    assert 'id="section-S03"' in page
    assert 'id="section-S03"' not in only
    assert 'id="section-S21"' in only


@pytest.mark.parametrize(
    "sides",
    [{"from": "version-1"}, {"from": "version-1", "to": "version-1"}, {"from": "named-999", "to": "version-1"}],
)
def test_a_choice_that_cannot_be_compared_is_refused_beside_the_field(version, officer, sides):
    answer = officer.get(_address("compare", version), sides)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_an_approver_is_led_from_what_is_new_to_every_change(people, version, client):
    version = life.submitted(people, version)
    decision = next(one for one in life.waiting(version) if one.kind == RoleKind.DPO.value)
    life.approve(people, decision)
    take_back(by=people.officer, version=version)
    write(people, life.again(version), "S21", "<ol><li>A breach is told at once.</li></ol>")
    life.submitted(people, life.again(version))
    sign_in(client, people.of(decision.party, RoleKind.DPO))
    page = client.get(_address("approve", version)).content.decode()
    [path] = re.findall(r'href="([^"]+)">Read the whole text with every change', page)
    redline = client.get(unescape(path)).content.decode()
    assert re.findall(r'<a class="govuk-link" href="#section-(\w+)">', redline) == ["S21"]


def test_putting_back_on_the_page_shows_what_would_change_and_then_does_it(people, version, officer):
    text, before = name(people, version), words_of(version)
    write(people, version, "S21", "<ol><li>Another.</li></ol>")
    path = _address("text_put_back", version, f"named-{text.pk}")
    assert "[deleted: </span>Another" in officer.get(path).content.decode()
    stale = officer.post(path, {"fingerprint": "0" * 64})
    assert stale.status_code == 409
    assert words_of(version) != before
    assert officer.post(path, {"fingerprint": fingerprint_of(version)}).status_code == 302
    assert words_of(version) == before


def test_a_redline_is_made_as_a_pdf_once(people, version, officer):
    text = name(people, version)
    write(people, version, "S21", "<ol><li>A breach is told at once.</li></ol>")
    sides = sides_for(people.officer, version)
    asked = {"by": people.officer, "version": version, "before": side_of(sides, f"named-{text.pk}")}
    files = {ask_for_redline(**asked, after=side_of(sides, "version-1")).pk for _ in range(2)}
    file = MadeFile.objects.get(pk__in=files)
    path = _address("redline_file", version, file.pk)
    assert officer.get(path).status_code == 202, "it is being made"
    made = make_file(file)
    assert make_file(made).name == made.name
    answer = officer.get(path)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    viewer = people.at(people.partners[0], RoleKind.VIEWER)
    assert sign_in(officer, viewer).get(path).status_code == 404


def test_a_redline_file_compares_what_was_there_when_it_was_asked_for(people, version):
    text = name(people, version)
    sides = sides_for(people.officer, version)
    before, after = side_of(sides, f"named-{text.pk}"), side_of(sides, "version-1")
    first = ask_for_redline(by=people.officer, version=version, before=before, after=after)
    write(people, version, "S21", "<p>Later.</p>")
    second = ask_for_redline(by=people.officer, version=life.again(version), before=before, after=after)
    assert first.pk != second.pk
    assert "Later" not in first.text
    assert State.DRAFT.value == version.state
