"""A thematic protocol departs from an overarching clause: replaces it with a reason, adds to it, takes it again."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from partners.middleware import SESSION_KEY
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.documents.composing import compose
from protocols.documents.kinds import DocumentKind
from protocols.errors import Invalid, NotAllowed
from protocols.models import Decision, ProtocolVersion, Section, Snapshot
from protocols.queries.freezing import parts_of
from protocols.queries.inheriting import changed, replacements
from protocols.queries.protocols import address_of
from protocols.queries.redlines import rows_of
from protocols.queries.texts import composed
from protocols.services.inheriting import extend_clause, replace_clause, take_clause_again
from protocols.services.texts import save_section
from protocols.services.varying import vary
from protocols.snapshot import freeze
from tests.protocols import factories

pytestmark = pytest.mark.django_db
WHY = "Assaults are counted by the hour, so the purpose is told more narrowly."


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by) -> ProtocolVersion:
    """A thematic draft under a parent in force."""
    parent = factories.draft(by=by)
    settle(parent)
    parent.refresh_from_db()
    return factories.thematic_draft(parent, by=by)


def settle(version: ProtocolVersion) -> None:
    """Put a version in force as it reads; how it gets there through approvals and signatures is tried elsewhere."""
    frozen = freeze(parts_of(version), at=timezone.now())
    with act("tests.in_force", by=SYSTEM):
        Snapshot(version=version, number=1, text=frozen.text, sha256=frozen.sha256).save()
        ProtocolVersion.objects.filter(pk=version.pk).update(state="in_force")


def section(version: ProtocolVersion, section_id: str = "S03") -> Section:
    return version.sections.get(section_id=section_id)


def clause(version: ProtocolVersion, section_id: str = "S03"):
    return next(one for one in composed(version) if one.id == section_id)


def replaced(by, version: ProtocolVersion) -> Section:
    held = replace_clause(by=by, section=section(version), reason=WHY)
    return save_section(by=by, section=held, body="<ol><li>Only assaults.</li></ol>", revision=held.revision)


def frozen_clause(version: ProtocolVersion) -> dict:
    content = json.loads(freeze(parts_of(version), at=timezone.now()).text)
    return next(one for one in content["sections"] if one["id"] == "S03")


def page(by, version: ProtocolVersion, name: str, *more: object) -> str:
    client = Client()
    client.force_login(by.person)
    session = client.session
    session[SESSION_KEY] = by.pk
    session.save()
    return client.get(address_of(name, version, *more)).content.decode()


def test_a_replacement_begins_with_the_overarching_words_and_what_was_added(by, version):
    before = clause(version)
    held = replace_clause(by=by, section=section(version), reason=WHY)
    assert clause(version).origin == "replaced"
    assert "shares data to" in held.body
    assert before.inherited_html[:20] in held.body
    assert held.body.count("<ol>") == 1


def test_the_overarching_words_are_no_part_of_a_replaced_clause(by, version):
    replaced(by, version)
    shown = clause(version)
    assert (shown.inherited_html, shown.html) == ("", "<ol><li>Only assaults.</li></ol>")
    assert shown.replaced.clause == f"{version.parent}, clause 2"


def test_the_redline_leads_from_the_overarching_clause_to_the_replacement(by, version):
    replaced(by, version)
    shown = clause(version)
    told = replacements([frozen_clause(version)])[0]
    assert (told.reason, told.clause) == (WHY, f"clause 2 of {version.parent}")
    assert "<del>" in changed(shown.replaced.html, shown.html)


def test_a_replacement_needs_a_reason(by, version):
    with pytest.raises(Invalid, match="Say why") as refused:
        replace_clause(by=by, section=section(version), reason="  ")
    assert refused.value.field == "reason"


def test_a_clause_that_the_template_does_not_let_go_is_not_replaced(by, version):
    with pytest.raises(Invalid, match="does not let a protocol replace this clause"):
        replace_clause(by=by, section=section(version, "S07"), reason=WHY)


def test_a_clause_of_its_own_has_nothing_to_replace(by, version):
    with pytest.raises(Invalid, match="takes nothing from an overarching protocol"):
        replace_clause(by=by, section=section(version, "S21"), reason=WHY)


def test_a_viewer_replaces_nothing(version):
    viewer = factories.role(RoleKind.VIEWER, at=version.parties.first().partner)
    with pytest.raises(NotAllowed):
        replace_clause(by=viewer, section=section(version), reason=WHY)


def test_replacing_twice_for_one_reason_is_one_event(by, version):
    for _ in range(2):
        replace_clause(by=by, section=section(version), reason=WHY)
    assert AuditEvent.objects.filter(action="protocols.section.replace").count() == 1


def test_another_reason_leaves_the_text_as_it_is(by, version):
    replaced(by, version)
    replace_clause(by=by, section=section(version), reason="Another")
    assert (section(version).replaces_reason, section(version).body) == ("Another", "<ol><li>Only assaults.</li></ol>")


def test_taking_the_clause_again_brings_back_what_was_and_keeps_what_stood_there(by, version):
    before = section(version).body
    replaced(by, version)
    for _ in range(2):
        held = take_clause_again(by=by, section=section(version))
    assert (held.inherits, held.body, held.replaces_reason, held.departs_from) == ("extend", before, "", {})
    assert clause(version).origin == "extended"
    assert "Only assaults" in held.revisions.get(number=held.revision - 1).body
    assert AuditEvent.objects.filter(action="protocols.section.take_again").count() == 1


def test_a_clause_taken_as_it_is_can_be_added_to_where_the_template_allows(by, version):
    for _ in range(2):
        held = extend_clause(by=by, section=section(version, "S07"))
    save_section(by=by, section=held, body="<p>And kindly.</p>", revision=held.revision)
    assert clause(version, "S07").origin == "extended"
    take_clause_again(by=by, section=section(version, "S07"))
    assert clause(version, "S07").origin == "inherited"


def test_the_snapshot_says_what_is_replaced_and_why(by, version):
    replaced(by, version)
    told = frozen_clause(version)
    assert (told["origin"], told["source"], told["inherited_html"]) == ("replaced", str(version.parent), "")
    assert (told["replaces"]["clause"], told["replaces"]["reason"]) == (2, WHY)
    assert told["replaces"]["html"] == clause(version).replaced.html


def test_a_snapshot_from_before_there_were_replacements_is_composed_for_print(version):
    content = json.loads(freeze(parts_of(version), at=timezone.now()).text)
    for one in content["sections"]:
        del one["replaces"]
    told = compose(content, DocumentKind.DRAFT, sha256="0" * 64, label="Draft", verify_url="")
    assert [one["id"] for one in told["sections"]][:3] == ["S01", "S03", "S07"]
    assert replacements(content["sections"]) == []


def test_a_variation_carries_what_is_replaced_and_the_way_back(by, version):
    replaced(by, version)
    settle(version)
    new = vary(by=by, version=ProtocolVersion.objects.get(pk=version.pk))
    assert (section(new).inherits, section(new).replaces_reason) == ("replace", WHY)
    assert take_clause_again(by=by, section=section(new)).inherits == "extend"


def test_the_rows_of_a_text_say_nothing_of_departing_where_nothing_departs(version):
    assert not any("departs_from" in row for row in rows_of(version)["sections"])


def test_each_page_says_what_is_replaced_and_why(by, version):
    replaced(by, version)
    for name, more in (("text", ()), ("section", ("S03",)), ("section_overarching", ("S03",))):
        shown = page(by, version, name, *more)
        assert "clause 2" in shown, name
        assert WHY in shown, name
    assert "Take the inherited clause again" in page(by, version, "section_overarching", "S03")


def test_the_page_of_a_clause_that_may_not_be_replaced_says_so(by, version):
    assert "does not let a protocol replace this clause" in page(by, version, "section_overarching", "S07")


def test_whoever_decides_sees_why_a_clause_is_replaced_and_the_redline(by, version):
    replaced(by, version)
    dpo = factories.role(RoleKind.DPO, at=version.parties.first().partner)
    frozen = freeze(parts_of(version), at=timezone.now())
    with act("tests.approval", by=SYSTEM):
        snapshot = Snapshot.objects.create(version=version, number=1, text=frozen.text, sha256=frozen.sha256)
        Decision.objects.create(snapshot=snapshot, party=version.parties.first(), kind="dpo")
        ProtocolVersion.objects.filter(pk=version.pk).update(state="approval")
    shown = page(dpo, version, "approve")
    assert "1 clause replaces the overarching one" in shown
    assert f"Why: {WHY}" in shown
    assert "<del>" in shown
