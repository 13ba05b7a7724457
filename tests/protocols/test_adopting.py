"""A newer version of the overarching protocol: what it changes in a thematic one, and adopting it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import ProtocolVersion, Snapshot
from protocols.queries.freezing import parts_of
from protocols.queries.in_tray import in_tray_of
from protocols.queries.overarching import adoption_of
from protocols.queries.texts import composed
from protocols.services.adopting import adopt
from protocols.services.comments import add_comment
from protocols.services.inheriting import replace_clause
from protocols.services.parties import Choice, set_parties
from protocols.services.texts import mark_section, save_section
from protocols.services.varying import vary
from protocols.snapshot import freeze
from tests.protocols import factories
from tests.protocols.test_queries_per_list import cost, signed_in

pytestmark = pytest.mark.django_db
NEWER = "<ol><li>The parties share only what is needed, and say why.</li><li>They keep a record.</li></ol>"


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def parent(by) -> ProtocolVersion:
    return settle(factories.draft(by=by))


@pytest.fixture
def version(by, parent) -> ProtocolVersion:
    return factories.thematic_draft(parent, by=by)


def settle(version: ProtocolVersion) -> ProtocolVersion:
    """Put a version in force as it reads, in place of the one that was."""
    frozen = freeze(parts_of(version), at=timezone.now())
    with act("tests.in_force", by=SYSTEM):
        Snapshot(version=version, number=1, text=frozen.text, sha256=frozen.sha256).save()
        ProtocolVersion.objects.filter(protocol=version.protocol, state="in_force").update(state="superseded")
        ProtocolVersion.objects.filter(pk=version.pk).update(state="in_force")
    return again(version)


def again(version: ProtocolVersion) -> ProtocolVersion:
    return ProtocolVersion.objects.get(pk=version.pk)


def renewed(by, parent: ProtocolVersion) -> ProtocolVersion:
    """Version 2 of the overarching protocol in force, whose principles read differently."""
    new = vary(by=by, version=parent)
    save_section(by=by, section=new.sections.get(section_id="S07"), body=NEWER, revision=1)
    return settle(new)


def test_nothing_is_offered_while_no_newer_version_is_in_force(by, version, parent):
    vary(by=by, version=parent)
    assert adoption_of(again(version)) is None


def test_the_redline_is_of_the_clauses_that_are_inherited(by, version, parent):
    newer = renewed(by, parent)
    adoption = adoption_of(again(version))
    assert adoption.parent == newer
    assert [(one.section.id, one.how[:5], one.kind) for one in adoption.clauses] == [
        ("S03", "Exten", "same"),
        ("S07", "Taken", "changed"),
    ]
    assert "<ins>" in adoption.touched[0].html


def test_a_draft_stands_under_the_newer_version_in_place_and_keeps_its_comments(by, version, parent):
    add_comment(by=by, version=version, body="Why?", nonce=uuid4())
    newer = renewed(by, parent)
    now = adopt(by=by, version=version, number=2)
    assert (now.pk, now.parent) == (version.pk, newer)
    assert now.comments.count() == 1
    principles = next(one for one in composed(again(version)) if one.id == "S07")
    assert "and say why" in principles.inherited_html
    assert principles.source == str(newer)


def test_clauses_whose_overarching_words_changed_are_to_be_read_again_and_no_others(by, version, parent):
    for key in ("S03", "S07"):
        mark_section(by=by, section=version.sections.get(section_id=key), ready=True)
    renewed(by, parent)
    adopt(by=by, version=version, number=2)
    assert dict(version.sections.filter(section_id__in=["S03", "S07"]).values_list("section_id", "reviewed")) == {
        "S03": True,
        "S07": False,
    }


def test_a_replaced_clause_is_marked_so_and_keeps_its_words(by, version, parent):
    replace_clause(by=by, section=version.sections.get(section_id="S03"), reason="Narrower")
    new = vary(by=by, version=parent)
    save_section(by=by, section=new.sections.get(section_id="S03"), body="<p>New purpose.</p>", revision=1)
    settle(new)
    change = adoption_of(again(version)).touched[0]
    assert (change.section.id, change.how[:8], change.touches_text) == ("S03", "Replaced", False)
    before = version.sections.get(section_id="S03").body
    adopt(by=by, version=version, number=2)
    assert version.sections.get(section_id="S03").body == before


def test_a_version_in_force_stays_and_a_variation_begins_under_the_newer(by, version, parent):
    settled = settle(version)
    newer = renewed(by, parent)
    new = adopt(by=by, version=settled, number=2)
    assert (new.number, new.parent, again(version).parent) == (2, newer, parent)
    assert again(version).state == "in_force"


def test_a_variation_under_way_under_the_older_version_is_brought_under_the_newer(by, version, parent):
    settled = settle(version)
    begun = vary(by=by, version=settled)
    newer = renewed(by, parent)
    assert adopt(by=by, version=settled, number=2) == begun
    assert again(begun).parent == newer


@pytest.mark.parametrize("in_force", [False, True])
def test_adopting_twice_is_one_change(by, version, parent, in_force):
    held = settle(version) if in_force else version
    renewed(by, parent)
    first = adopt(by=by, version=held, number=2)
    events = AuditEvent.objects.count()
    assert adopt(by=by, version=held, number=2) == first
    assert AuditEvent.objects.count() == events


def test_a_page_that_is_out_of_date_adopts_nothing(by, version, parent):
    renewed(by, renewed(by, parent))
    with pytest.raises(Invalid, match="version 3 is in force now"):
        adopt(by=by, version=version, number=2)


def test_only_the_officer_adopts(version, by, parent):
    renewed(by, parent)
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.first().partner)
    with pytest.raises(NotAllowed):
        adopt(by=contributor, version=version, number=2)


def test_a_version_that_is_being_decided_on_is_taken_back_first(by, version, parent):
    renewed(by, parent)
    with act("tests.approval", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state="approval")
    with pytest.raises(WrongState, match="can be done only in"):
        adopt(by=by, version=again(version), number=2)


def test_parties_that_have_not_signed_the_newer_version_are_shown(by, version, parent):
    new = vary(by=by, version=parent)
    stays = [new.parties.first().partner, factories.partner("Fire", kind="fire", of=by.partnership)]
    set_parties(by=by, version=new, choices=[Choice(one) for one in stays])
    settle(new)
    left = {party.partner for party in version.parties.all()} - set(stays)
    assert {party.partner for party in adoption_of(again(version)).unsigned} == left


def test_a_draft_is_told_of_the_newer_version_and_led_to_it(by, version, parent):
    newer = renewed(by, parent)
    told = [one for one in problems(again(version)) if one.url_name == "protocols:overarching"]
    assert [one.sentence for one in told] == [f"{newer} is in force; this protocol inherits from version 1. Adopt it."]


def test_the_officers_in_tray_has_one_line_a_protocol(by, version, parent):
    def lines():
        return [one for one in in_tray_of([by]).waiting_for_you if "inherits from version" in one.what]

    settled = settle(version)
    assert lines() == []
    renewed(by, parent)
    assert [one.about[:7] for one in lines()] == [str(settled)[:7]]
    adopt(by=by, version=settled, number=2)
    assert lines() == []


def test_each_page_says_that_a_newer_version_is_in_force(by, version, parent):
    newer = renewed(by, parent)
    client = signed_in(by)
    for name in ("", "tasks/", "overarching/"):
        shown = client.get(f"/protocols/{version.protocol.reference}/v1/{name}").content.decode()
        assert str(newer) in shown, name
        assert "inherits from" in shown, name


def test_the_page_costs_the_same_whatever_the_number_of_clauses(by, version, parent):
    new = vary(by=by, version=parent)
    renewed_at = f"/protocols/{version.protocol.reference}/v1/overarching/"
    client = signed_in(by)
    with act("tests.sections", by=SYSTEM):
        for held in (new, version):
            for place in range(30):
                held.sections.create(
                    section_id=f"X{place}", position=100 + place, title="More", body="<p>More</p>", inherits="extend"
                )
    settle(new)
    client.get(renewed_at)  # what never changes is read by the first visit, and kept
    many = cost(client, renewed_at)
    with act("tests.sections", by=SYSTEM):
        version.sections.filter(section_id__startswith="X").exclude(section_id="X0").delete()
    assert cost(client, renewed_at) == many


def test_the_in_tray_costs_the_same_for_one_protocol_and_for_five(by, parent):
    def spent():
        with CaptureQueriesContext(connection) as captured:
            in_tray_of([by])
        return len(captured)

    factories.thematic_draft(parent, by=by)
    renewed(by, parent)
    first = spent()
    for theme in ("education", "housing_market_renewal"):
        held = factories.thematic_draft(
            again(ProtocolVersion.objects.get(protocol=parent.protocol, number=2)), by=by, theme=theme
        )
        with act("tests.older", by=SYSTEM):
            ProtocolVersion.objects.filter(pk=held.pk).update(parent=parent)
    assert spent() == first
