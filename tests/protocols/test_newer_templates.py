"""What a newer version of its template would change in a protocol, and taking a section over."""

from uuid import uuid4

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.checks.conditions import conditional_sections
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.queries.newer_templates import newer_template
from protocols.queries.texts import composed
from protocols.services.creating import create_protocol
from protocols.services.named_texts import fingerprint_of, name_text, restore
from protocols.services.studio.beginning import begin_version
from protocols.services.studio.publishing import publish_template
from protocols.services.taking_over import keep_own, take_over
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_studio as studio

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def key_and_version(by):
    """A protocol from version 1, of which version 2 changes one section and adds another with a variable."""
    template = studio.begun(by)
    key = studio.own_section(by, template)
    version = create_protocol(
        by=by, template=publish_template(by=by, template=template), particulars=factories.particulars()
    )
    begin_version(by=by, template=template)
    studio.rewrite(by, template, key, body="<p>We meet each week.</p>")
    studio.variable(by, studio.again(template))
    studio.own_section(by, studio.again(template), "Answering", body="<p>Within [[board_days]] days.</p>")
    publish_template(by=by, template=studio.again(template))
    return key, version


def added_in(version):
    return next(one for one in newer_template(version).sections if one.kind == "added").id


def take(by, version, key, **changes):
    found = version.sections.filter(section_id=key).first()
    given = {"section_id": key, "number": 2, "revision": found.revision if found else 0}
    return take_over(**{"by": by, "version": version, **given, **changes})


def test_a_protocol_from_the_newest_template_is_shown_nothing(by):
    version = create_protocol(by=by, template=studio.published(by), particulars=factories.particulars())
    assert newer_template(version) is None


def test_it_says_how_many_sections_a_newer_template_changes(key_and_version):
    _, version = key_and_version
    assert newer_template(version).sentence == "1 section changed, 1 added"


def test_nothing_changes_in_a_protocol_when_a_newer_template_is_published(key_and_version):
    key, version = key_and_version
    assert version.sections.get(section_id=key).body == "<p>We meet each month.</p>"


def test_taking_over_is_a_save_with_its_revision(by, key_and_version):
    key, version = key_and_version
    taken = take(by, version, key)
    assert taken.body == "<p>We meet each week.</p>"
    assert [one.body for one in taken.revisions.all()] == ["<p>We meet each week.</p>", "<p>We meet each month.</p>"]


def test_taking_over_again_leaves_no_event(by, key_and_version):
    key, version = key_and_version
    take(by, version, key)
    before = AuditEvent.objects.count()
    take(by, version, key)
    assert AuditEvent.objects.count() == before


def test_taking_over_overwrites_nothing_that_was_saved_since_the_page(by, key_and_version):
    key, version = key_and_version
    section = version.sections.get(section_id=key)
    save_section(by=by, section=section, body="<p>Ours.</p>", revision=section.revision)
    with pytest.raises(Conflict):
        take(by, version, key, revision=1)


def test_what_people_changed_here_is_said(by, key_and_version):
    key, version = key_and_version
    section = version.sections.get(section_id=key)
    assert not newer_template(version).sections[0].was_rewritten
    save_section(by=by, section=section, body="<p>Ours.</p>", revision=section.revision)
    assert newer_template(version).sections[0].was_rewritten


def test_an_added_section_takes_its_place_with_its_variable(by, key_and_version):
    key, version = key_and_version
    added = take(by, version, added_in(version))
    assert added.position == version.sections.get(section_id=key).position + 1
    set_variables(by=by, version=version, values={"board_days": "9"})
    assert "Within 9 days." in composed(version)[-1].html


def test_a_variable_that_came_later_goes_with_a_variation(by, key_and_version):
    _, version = key_and_version
    take(by, version, added_in(version))
    laws.put_in_state(version, "in_force")
    version.refresh_from_db()
    new = vary(by=by, version=version)
    set_variables(by=by, version=new, values={"board_days": "9"})
    assert new.variables.get(key="board_days").value == "9"


def newer(by, template, key, **changes):
    """Publish the next version, with changes to one section."""
    begin_version(by=by, template=template)
    studio.rewrite(by, template, key, **changes)
    return publish_template(by=by, template=studio.again(template))


@pytest.fixture
def kept(by):
    """A protocol whose officer has rewritten a section of which the template then changes something else."""
    template = studio.begun(by)
    key = studio.own_section(by, template)
    version = create_protocol(
        by=by, template=publish_template(by=by, template=template), particulars=factories.particulars()
    )
    save_section(by=by, section=version.sections.get(section_id=key), body="<p>Ours.</p>", revision=1)
    return template, key, version


def test_a_new_title_and_guidance_come_and_the_wording_stays_as_people_wrote_it(by, kept):
    template, key, version = kept
    newer(by, template, key, title="Our meetings", guidance="So that nobody is left out.")
    shown = newer_template(version).sections[0]
    assert shown.parts == "title and guidance"
    assert "own section" in shown.redline.heading
    taken = take(by, version, key)
    assert (taken.title, taken.body) == ("Our meetings", "<p>Ours.</p>")
    clause = next(one for one in composed(version) if one.id == key)
    assert clause.guidance == "So that nobody is left out."
    assert newer_template(version).sections[0].is_taken


def test_taking_over_guidance_alone_twice_leaves_one_event(by, kept):
    template, key, version = kept
    newer(by, template, key, guidance="Another reason.")
    take(by, version, key)
    before = AuditEvent.objects.count()
    take(by, version, key)
    assert AuditEvent.objects.count() == before


def test_a_title_is_not_taken_over_a_save_that_nobody_saw(by, kept):
    template, key, version = kept
    newer(by, template, key, title="Our meetings")
    with pytest.raises(Conflict):
        take(by, version, key, revision=1)


def test_a_section_that_was_taken_over_is_compared_with_what_was_taken(by, kept):
    template, key, version = kept
    newer(by, template, key, body="<p>We meet each week.</p>")
    take(by, version, key)
    newer(by, template, key, guidance="A third reason.")
    shown = newer_template(version).sections[0]
    assert shown.parts == "guidance"
    assert not shown.was_rewritten
    assert take(by, version, key, number=3).body == "<p>We meet each week.</p>"


def test_an_added_section_brings_its_guidance_and_whether_it_is_needed(by, kept):
    template, _, version = kept
    begin_version(by=by, template=template)
    added = studio.own_section(
        by, studio.again(template), "Processors", guidance="Law.", kind="conditional", condition="processor"
    )
    publish_template(by=by, template=studio.again(template))
    take(by, version, added)
    clause = next(one for one in composed(version) if one.id == added)
    assert clause.guidance == "Law."
    assert conditional_sections(version)[added].hint == "No longer needed: no processor is involved."


def test_what_came_with_a_section_goes_with_a_variation_and_comes_back_with_a_named_text(by, kept):
    template, key, version = kept
    before = name_text(by=by, version=version, name="Before", nonce=uuid4())
    newer(by, template, key, title="Our meetings", guidance="Another reason.")
    take(by, version, key)
    restore(by=by, text=before, fingerprint=fingerprint_of(version))
    assert version.sections.get(section_id=key).taken == {}
    take(by, version, key)
    laws.put_in_state(version, "in_force")
    version.refresh_from_db()
    new = vary(by=by, version=version)
    assert next(one for one in composed(new) if one.id == key).guidance == "Another reason."


@pytest.mark.parametrize("changes", [{"number": 3}, {"number": 0}, {"section_id": "S99"}])
def test_what_the_template_does_not_have_is_refused(by, key_and_version, changes):
    key, version = key_and_version
    with pytest.raises(Invalid):
        take(by, version, key, **changes)


def test_only_who_may_write_takes_over(key_and_version):
    key, version = key_and_version
    stranger = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner())
    with pytest.raises(NotAllowed):
        take(stranger, version, key)


def test_one_s_own_wording_is_kept_against_a_newer_template_once_and_can_still_be_replaced(by, key_and_version):
    key, version = key_and_version
    take(by, version, added_in(version))
    for _ in range(2):
        keep_own(by=by, version=version, section_id=key, number=2)
    assert AuditEvent.objects.filter(action="protocols.section.keep_own").count() == 1
    found = newer_template(version)
    assert [one.is_kept for one in found.sections if one.id == key] == [True]
    assert not found.is_open
    assert version.sections.get(section_id=key).body == "<p>We meet each month.</p>"
    assert take(by, version, key).body == "<p>We meet each week.</p>"


def test_what_was_kept_against_one_newer_template_is_asked_anew_by_the_next(by, key_and_version):
    key, version = key_and_version
    keep_own(by=by, version=version, section_id=key, number=2)
    template = version.template_version.template
    begin_version(by=by, template=template)
    studio.rewrite(by, studio.again(template), key, body="<p>We meet each day.</p>")
    publish_template(by=by, template=studio.again(template))
    assert [one.is_open for one in newer_template(version).sections if one.id == key] == [True]


def test_only_a_section_that_is_there_can_be_kept_and_only_by_the_officer(by, key_and_version):
    key, version = key_and_version
    with pytest.raises(Invalid):
        keep_own(by=by, version=version, section_id="nowhere", number=2)
    with pytest.raises(NotAllowed):
        keep_own(by=factories.officer(), version=version, section_id=key, number=2)
