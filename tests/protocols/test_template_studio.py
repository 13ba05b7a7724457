"""A partnership's own templates: begun, drafted, published, retired; and the protocols that begin from them."""

from uuid import uuid4

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.loader import library
from protocols.loader.contents import faults_of_content
from protocols.models import Template, TemplateDraft
from protocols.queries.studio import shown_content
from protocols.queries.tasks import tasks_of
from protocols.queries.templates import offered_template, offered_templates
from protocols.services.creating import create_protocol
from protocols.services.parties import Choice, set_parties
from protocols.services.studio.beginning import Beginning, begin_version, copy_template
from protocols.services.studio.drafts import fingerprint_of, section_in
from protocols.services.studio.publishing import delete_draft, publish_template, retire_template
from protocols.services.studio.sections import (
    SectionContent,
    add_from_library,
    add_own,
    change_section,
    move_section,
    take_out_section,
)
from protocols.services.studio.variables import VariableContent, delete_variable, put_variable
from protocols.services.templates import sync_templates
from protocols.services.texts import save_section
from protocols.texts.wording import content_of
from tests.protocols import factories
from tests.protocols import factories_studio as studio

pytestmark = pytest.mark.django_db
OVERARCHING = library().templates["overarching"]


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def template(by):
    return studio.begun(by)


def ids(template):
    return [one["id"] for one in TemplateDraft.objects.get(template=template).content["sections"]]


def events():
    return AuditEvent.objects.count()


def begin(by, version, **more):
    return create_protocol(by=by, template=version, particulars=factories.particulars(), **more)


@pytest.mark.parametrize("name", sorted(library().templates))
def test_the_built_in_templates_keep_the_same_rules_as_own_ones(name):
    text = library().templates[name]
    assert faults_of_content(text.tier, content_of(text), library().sections) == []


def test_a_template_from_the_library_begins_with_the_sections_that_every_agreement_has(template):
    assert ids(template) == sorted(one.id for one in library().sections.values() if "overarching" in one.mandatory)


def test_a_template_from_the_library_can_be_published_as_it_is(by, template):
    assert publish_template(by=by, template=template).number == 1


def test_the_same_form_begins_one_template(by):
    source = factories.template()
    nonce, given = uuid4(), Beginning("Ours", "")
    first = copy_template(by=by, source=source, beginning=given, nonce=nonce)
    before = events()
    assert copy_template(by=by, source=source, beginning=given, nonce=nonce) == first
    assert events() == before


def test_a_copy_says_what_it_was_copied_from(by):
    source = factories.template()
    made = copy_template(by=by, source=source, beginning=Beginning("Ours", ""), nonce=uuid4())
    assert made.copied_from == source
    assert made.draft.content["sections"] == source.content["sections"]


def test_a_title_is_used_once_in_a_partnership(by, template):
    with pytest.raises(Invalid, match="called “OUR template”"):
        studio.begun(by, "OUR template")


def test_a_built_in_template_cannot_be_changed(by):
    version = factories.template()
    with pytest.raises(NotAllowed, match="Copy it"):
        begin_version(by=by, template=version.template)


@pytest.mark.parametrize("kind", [RoleKind.CONTACT, RoleKind.LEGAL_ADVISER])
def test_only_an_officer_composes(template, kind):
    other = factories.role(kind, at=factories.partner())
    with pytest.raises(NotAllowed, match="officer"):
        add_from_library(by=other, template=template, section_id="S05")


def test_another_partnerships_officer_cannot_change_it(template):
    with pytest.raises(NotAllowed):
        publish_template(by=factories.officer(), template=template)


def test_a_section_of_the_library_takes_its_place_in_order_and_brings_its_variables(by, template):
    add_from_library(by=by, template=template, section_id="S05")
    assert ids(template).index("S05") == sum(1 for one in ids(template) if one < "S05")
    keys = {one["key"] for one in TemplateDraft.objects.get(template=template).content["variables"]}
    assert "partnership_name" in keys


def test_adding_the_same_section_twice_leaves_one_event(by, template):
    add_from_library(by=by, template=template, section_id="S05")
    before = events()
    add_from_library(by=by, template=template, section_id="S05")
    assert events() == before


def test_an_own_section_is_added_once_for_one_form(by, template):
    nonce, given = uuid4(), SectionContent("Ours", "<p>A</p>", "", "optional")
    key = add_own(by=by, template=template, given=given, nonce=nonce)
    assert add_own(by=by, template=template, given=given, nonce=nonce) == key
    assert ids(template).count(key) == 1


def test_a_section_moves_to_a_place_and_stays_there_when_asked_again(by, template):
    key = studio.own_section(by, template)
    move_section(by=by, template=template, section_id=key, place=2)
    before = events()
    move_section(by=by, template=template, section_id=key, place=2)
    assert ids(template)[1] == key
    assert events() == before


def test_a_section_is_taken_out_once(by, template):
    key = studio.own_section(by, template)
    take_out_section(by=by, template=template, section_id=key)
    before = events()
    take_out_section(by=by, template=template, section_id=key)
    assert key not in ids(template)
    assert events() == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>Within [[never_heard_of]] days.</p>", r"uses \[\[never_heard_of\]\]"),
        ("<p>Within [number] days.</p>", "square brackets"),
        ("<p>Lorem ipsum.</p>", "filler word"),
    ],
)
def test_wording_with_a_fault_is_refused_with_a_sentence(by, template, body, said):
    with pytest.raises(Invalid, match=said) as refused:
        studio.own_section(by, template, body=body)
    assert refused.value.field == "body"


def test_wording_is_sanitised(by, template):
    key = studio.own_section(by, template, body="<p onclick='x()'>Meet.<script>x()</script></p>")
    assert section_in(TemplateDraft.objects.get(template=template).content, key)["body"] == "<p>Meet.</p>"


def test_a_section_that_somebody_changed_meanwhile_is_not_overwritten(by, template):
    key = studio.own_section(by, template)
    seen = fingerprint_of(section_in(TemplateDraft.objects.get(template=template).content, key))
    studio.rewrite(by, template, key, body="<p>Theirs.</p>")
    given = SectionContent("Our own section", "<p>Mine.</p>", "", "optional")
    with pytest.raises(Conflict) as conflict:
        change_section(by=by, template=template, section_id=key, given=given, fingerprint=seen)
    assert conflict.value.theirs == "<p>Theirs.</p>"


def test_a_section_with_a_table_cannot_be_conditional(by, template):
    key = next(one["id"] for one in template.draft.content["sections"] if one["schedule"])
    with pytest.raises(Invalid, match="always there"):
        studio.rewrite(by, template, key, kind="conditional", condition="processor")


def test_a_variable_says_where_it_is_used(by, template):
    studio.variable(by, template)
    studio.own_section(by, template, "Answering", body="<p>Within [[board_days]] days.</p>")
    shown = shown_content(TemplateDraft.objects.get(template=template).content)
    found = next(one for one in shown.variables if one.variable.key == "board_days")
    assert [use.wording.title for use in found.uses] == ["Answering"]
    assert found.type == "Number"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "Board Days"}, "small letters"),
        ({"key": "partnership_name"}, "section library"),
        ({"kind": "choice"}, "choices belong"),
        ({"kind": "choice", "choices": ("A", "B"), "default": "C"}, "not one of the choices"),
        ({"least": 3, "most": 2, "because": "so"}, "more than the most"),
        ({"least": 3}, "Say why"),
        ({"least": 3, "because": "so", "default": "2"}, "outside the limits"),
    ],
)
def test_a_variable_that_does_not_hold_together_is_refused(by, template, changes, said):
    with pytest.raises(Invalid, match=said):
        studio.variable(by, template, **changes)


def test_a_variable_in_use_is_not_deleted(by, template):
    studio.variable(by, template)
    studio.own_section(by, template, body="<p>Within [[board_days]] days.</p>")
    with pytest.raises(Invalid, match="Our own section"):
        delete_variable(by=by, template=template, key="board_days")


def test_an_unused_variable_holds_publishing_back_until_it_is_deleted(by, template):
    studio.variable(by, template)
    with pytest.raises(Invalid, match="No wording uses"):
        publish_template(by=by, template=template)
    delete_variable(by=by, template=template, key="board_days")
    assert publish_template(by=by, template=template).number == 1


def test_a_variable_that_two_declare_with_one_key_is_refused(by, template):
    studio.variable(by, template)
    with pytest.raises(Invalid, match="Another variable"):
        put_variable(by=by, template=template, given=VariableContent("board_days", "Something else", "text"))


def test_a_section_that_every_agreement_has_cannot_be_left_out(by, template):
    take_out_section(by=by, template=template, section_id=ids(template)[0])
    with pytest.raises(Invalid, match="left out"):
        publish_template(by=by, template=template)


def test_publishing_twice_makes_one_version(by, template):
    first = publish_template(by=by, template=template)
    before = events()
    assert publish_template(by=by, template=template) == first
    assert events() == before


def test_a_next_version_has_to_say_something_new(by):
    version = studio.published(by)
    begin_version(by=by, template=version.template)
    with pytest.raises(WrongState, match="same as version 1"):
        publish_template(by=by, template=version.template)


def test_a_published_version_stays_as_it_was_when_the_next_is_published(by):
    first = studio.published(by)
    begin_version(by=by, template=first.template)
    studio.own_section(by, first.template, "Another")
    second = publish_template(by=by, template=studio.again(first.template))
    first.refresh_from_db()
    assert (second.number, len(second.content["sections"]) - len(first.content["sections"])) == (2, 1)


def test_new_protocols_begin_from_the_newest_version_and_old_ones_keep_theirs(by):
    first = studio.published(by)
    old = begin(by, first)
    begin_version(by=by, template=first.template)
    studio.own_section(by, first.template, "Another")
    second = publish_template(by=by, template=studio.again(first.template))
    assert offered_template(first.template.slug, by.partnership_id) == second
    old.refresh_from_db()
    assert old.template_version == first


def test_another_partnership_is_not_offered_it_and_cannot_begin_from_it(by):
    version, stranger = studio.published(by), factories.officer()
    assert version not in offered_templates(stranger.partnership_id)
    with pytest.raises(Invalid, match="own partnership"):
        begin(stranger, version)


def test_a_retired_template_begins_nothing_and_touches_nothing(by):
    version = studio.published(by)
    old = begin(by, version)
    retire_template(by=by, template=version.template, retired=True)
    version.template.refresh_from_db()
    with pytest.raises(Invalid, match="retired"):
        begin(by, version)
    assert old.sections.count() == len(version.content["sections"])
    retire_template(by=by, template=version.template, retired=False)
    version.template.refresh_from_db()
    assert begin(by, version).template_version == version


def test_a_draft_that_was_never_published_goes_whole(by, template):
    delete_draft(by=by, template=template)
    assert not Template.objects.filter(pk=template.pk).exists()


def test_mirroring_the_files_leaves_own_templates_alone(by):
    version = studio.published(by)
    sync_templates([OVERARCHING])
    version.template.refresh_from_db()
    assert version.template.retired_at is None


def conditional(by):
    """A draft protocol from a template with a section that is needed only if a processor is involved."""
    template = studio.begun(by)
    key = studio.own_section(by, template, "Processors", kind="conditional", condition="processor")
    return key, begin(by, publish_template(by=by, template=template))


def add_processor(by, version):
    bodies = [factories.partner(of=by.partnership), factories.partner("A host", kind="company", of=by.partnership)]
    choices = [Choice(bodies[0]), Choice(bodies[1], controller_role="processor")]
    set_parties(by=by, version=version, choices=choices)


def hint_of(version):
    return [task.hint for group in tasks_of(version).groups for task in group.tasks if "Processors" in task.title]


def test_a_conditional_section_says_nothing_until_its_condition_holds(by):
    key, version = conditional(by)
    assert version.sections.get(section_id=key).body == ""
    assert hint_of(version) == []


def test_the_task_list_asks_for_a_conditional_section_once_its_condition_holds_and_changes_no_text(by):
    key, version = conditional(by)
    add_processor(by, version)
    assert hint_of(version) == ["Add this section: a processor is involved."]
    assert version.sections.get(section_id=key).body == ""
    assert any("add this section" in problem.sentence for problem in problems(version))


def test_the_task_list_says_when_a_conditional_section_is_no_longer_needed(by):
    key, version = conditional(by)
    section = version.sections.get(section_id=key)
    save_section(by=by, section=section, body="<p>Ours.</p>", revision=section.revision)
    assert hint_of(version) == ["No longer needed: no processor is involved."]
