"""What a newer version of its template would change in a protocol, and taking a section over."""

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.queries.newer_templates import newer_template
from protocols.queries.texts import composed
from protocols.services.creating import create_protocol
from protocols.services.studio.beginning import begin_version
from protocols.services.studio.publishing import publish_template
from protocols.services.taking_over import take_over
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
