"""Writing clauses: nothing is lost, nothing overwrites unseen, and nothing that runs gets in."""

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.models import Section
from protocols.queries.texts import composed, sections_of
from protocols.services.moving import abandon
from protocols.services.texts import mark_section, save_section
from protocols.services.variables import set_variables
from protocols.texts.filling import fill, variables_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def section(version) -> Section:
    return version.sections.get(section_id="S21")


@pytest.fixture
def contributor(version):
    return factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[0].partner, name="Dana Obi")


def test_each_save_is_kept_as_a_revision(by, section):
    save_section(by=by, section=section, body="<p>One</p>", revision=1)
    save_section(by=by, section=section, body="<p>Two</p>", revision=2)
    assert list(section.revisions.order_by("number").values_list("body", flat=True))[1:] == ["<p>One</p>", "<p>Two</p>"]


def test_the_same_text_again_is_no_new_revision(by, section):
    for _ in range(2):
        saved = save_section(by=by, section=section, body="<p>One</p>", revision=1)
    assert saved.revision == 2
    assert AuditEvent.objects.filter(action="protocols.section.save").count() == 1


def test_the_later_saver_sees_both_texts_and_nothing_is_overwritten(by, contributor, section):
    save_section(by=contributor, section=section, body="<p>Theirs</p>", revision=1)
    with pytest.raises(Conflict, match="Dana Obi saved this clause") as conflict:
        save_section(by=by, section=section, body="<p>Mine</p>", revision=1)
    assert (conflict.value.theirs, conflict.value.yours, conflict.value.revision) == ("<p>Theirs</p>", "<p>Mine</p>", 2)
    section.refresh_from_db()
    assert section.body == "<p>Theirs</p>"


def test_mine_can_be_kept_once_theirs_was_seen(by, contributor, section):
    save_section(by=contributor, section=section, body="<p>Theirs</p>", revision=1)
    saved = save_section(by=by, section=section, body="<p>Mine</p>", revision=2)
    assert saved.body == "<p>Mine</p>"
    assert section.revisions.filter(body="<p>Theirs</p>").exists()


WORD_TABLE = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p{color:red}</style></head><body>"
    "<table class=MsoNormalTable style='width:100%' onclick='steal()'><tr><td><p class=MsoNormal>Risk"
    "<script>alert(1)</script><o:p></o:p></p></td><td><img src=x onerror=alert(2)>Control</td></tr></table>"
)


def test_a_pasted_word_table_keeps_its_cells_and_loses_its_scripts(by, section):
    saved = save_section(by=by, section=section, body=WORD_TABLE, revision=1)
    assert "<td><p>Risk</p></td><td>Control</td>" in saved.body
    for trace in ("script", "alert", "onclick", "style", "Mso", "img"):
        assert trace not in saved.body


@pytest.mark.parametrize(
    "payload",
    [
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "<iframe src='file:///etc/passwd'></iframe>",
        "<p style='background:url(http://127.0.0.1)'>x</p>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<form action=/><button>x</button></form>",
    ],
)
def test_nothing_that_runs_or_fetches_is_kept(by, section, payload):
    body = save_section(by=by, section=section, body=payload + "<p>kept</p>", revision=1).body
    for trace in ("javascript", "onload", "onerror", "<svg", "<iframe", "style", "<form", "file:", "127.0.0.1"):
        assert trace not in body


def test_a_text_of_two_million_characters_is_refused_in_a_plain_sentence(by, section):
    with pytest.raises(Invalid, match=r"2,000,007 characters long.*Split it over several sections"):
        save_section(by=by, section=section, body=f"<p>{'a' * 2_000_000}</p>", revision=1)
    section.refresh_from_db()
    assert section.revision == 1


def test_writing_again_takes_back_that_a_clause_was_ready(by, section):
    mark_section(by=by, section=section, ready=True)
    assert save_section(by=by, section=section, body="<p>New</p>", revision=1).reviewed is False


def test_marking_twice_is_recorded_once(by, section):
    for _ in range(2):
        mark_section(by=by, section=section, ready=True)
    assert AuditEvent.objects.filter(action="protocols.section.mark").count() == 1


def test_an_abandoned_version_cannot_be_written(by, version, section):
    abandon(by=by, version=version, reason="Overtaken")
    with pytest.raises(WrongState, match="abandoned"):
        save_section(by=by, section=section, body="<p>x</p>", revision=1)


@pytest.mark.parametrize("kind", [RoleKind.DPO, RoleKind.SIGNATORY, RoleKind.VIEWER, RoleKind.LEGAL_ADVISER])
def test_only_officers_and_contributors_write(version, section, kind):
    role = factories.role(kind, at=version.parties.all()[0].partner)
    with pytest.raises(NotAllowed, match=r"can edit text\. You are acting as"):
        save_section(by=role, section=section, body="<p>x</p>", revision=1)


def test_a_contributor_of_no_party_does_not_write(section):
    stranger = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner("Elsewhere Council"))
    with pytest.raises(NotAllowed):
        save_section(by=stranger, section=section, body="<p>x</p>", revision=1)


def test_known_values_and_given_ones_fill_the_text(by, version):
    set_variables(by=by, version=version, values={"strategic_purpose": "keep <people> safe"})
    purpose = next(one for one in composed(version) if one.id == "S03")
    assert by.partnership.name in purpose.html
    assert "keep &lt;people&gt; safe" in purpose.html
    assert purpose.gaps == ()


def test_a_value_not_given_shows_as_a_gap_with_its_label(version):
    breach = next(one for one in composed(version) if one.id == "S21")
    assert '<mark class="gap">[Hours to tell of a breach]</mark>' in breach.html
    assert [gap.key for gap in breach.gaps] == ["breach_hours"]


def test_a_variable_inside_a_tag_is_left_alone():
    assert fill('<a href="[[x]]">[[x]]</a>', {"x": '"><script>'}, {}).html == (
        '<a href="[[x]]">&quot;&gt;&lt;script&gt;</a>'
    )
    assert variables_in("<p>[[a]] [[b]] [[a]]</p>") == ["a", "b"]


def test_an_optional_clause_without_text_is_left_out_and_takes_no_number(by, version):
    breach = version.sections.get(section_id="S21")
    purpose = version.sections.get(section_id="S03")
    save_section(by=by, section=breach, body="", revision=1)
    save_section(by=by, section=purpose, body="", revision=1)
    assert [one.id for one in composed(version)] == ["S01", "S03", "S07", "S20"]
    assert [one.standing for one in sections_of(version) if one.is_empty] == ["empty", "left out"]


def test_a_known_value_cannot_be_typed(by, version):
    with pytest.raises(Invalid, match="filled by the portal"):
        set_variables(by=by, version=version, values={"partnership_name": "Mine"})


def test_two_people_giving_different_details_do_not_undo_each_other(by, version):
    empty = {"strategic_purpose": "", "breach_hours": ""}
    set_variables(by=by, version=version, values={**empty, "breach_hours": "12"}, before=empty)
    set_variables(by=by, version=version, values={**empty, "strategic_purpose": "safety"}, before=empty)
    assert dict(version.variables.values_list("key", "value")) == {"breach_hours": "12", "strategic_purpose": "safety"}


def test_two_people_giving_the_same_detail_see_both_values(by, version):
    set_variables(by=by, version=version, values={"breach_hours": "12"}, before={"breach_hours": ""})
    with pytest.raises(Conflict, match="to “12” while you were writing"):
        set_variables(by=by, version=version, values={"breach_hours": "24"}, before={"breach_hours": ""})
