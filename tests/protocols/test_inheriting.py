"""A thematic protocol under an overarching one in force: what it inherits, and who can be party to it."""

import pytest
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.checks import problems
from protocols.errors import Invalid
from protocols.models import ProtocolVersion, Snapshot
from protocols.queries.freezing import parts_of
from protocols.queries.texts import composed
from protocols.services.moving import abandon
from protocols.services.parties import Choice, set_parties
from protocols.services.texts import save_section
from protocols.snapshot import freeze
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def parent(by) -> ProtocolVersion:
    """In force with a frozen text; how it gets there through approvals and signatures is tried elsewhere."""
    version = factories.draft(by=by)
    frozen = freeze(parts_of(version), at=timezone.now())
    with act("tests.in_force", by=SYSTEM):
        Snapshot(version=version, number=1, text=frozen.text, sha256=frozen.sha256).save()
        ProtocolVersion.objects.filter(pk=version.pk).update(state="in_force")
    version.refresh_from_db()
    return version


@pytest.fixture
def version(by, parent) -> ProtocolVersion:
    return factories.thematic_draft(parent, by=by)


def clause(version: ProtocolVersion, section_id: str):
    return next(one for one in composed(version) if one.id == section_id)


def test_a_clause_inherited_as_it_is_shows_the_parents_text_and_where_it_is_from(version, parent):
    principles = clause(version, "S07")
    assert principles.origin == "inherited"
    assert principles.html == ""
    assert "only what is needed" in principles.inherited_html
    assert principles.inherited.clause == f"{parent}, clause 3"


def test_a_clause_that_adds_has_both_texts(version):
    purpose = clause(version, "S03")
    assert purpose.origin == "extended"
    assert purpose.inherited_html
    assert purpose.html


def test_a_clause_of_its_own_inherits_nothing(version):
    assert (clause(version, "S21").origin, clause(version, "S21").source) == ("own", None)


def test_what_is_inherited_is_the_frozen_text_whatever_becomes_of_the_rows(version, parent):
    with act("tests.rows", by=SYSTEM):
        parent.sections.update(body="<p>Changed afterwards</p>", people=[])
    assert "Changed afterwards" not in clause(version, "S07").inherited_html


def test_a_clause_inherited_as_it_is_cannot_be_written(by, version, parent):
    section = version.sections.get(section_id="S07")
    with pytest.raises(Invalid, match=r"is taken from .* as it is"):
        save_section(by=by, section=section, body="<p>Mine</p>", revision=1)


def test_a_partner_that_has_not_signed_the_parent_can_be_party_only_by_acceding(by, version, parent):
    joins = factories.partner("Riverside Homes", kind="housing_association", of=by.partnership)
    with pytest.raises(Invalid, match="has not signed") as refused:
        set_parties(by=by, version=version, choices=[Choice(joins)])
    assert refused.value.field == "accedes"
    set_parties(by=by, version=version, choices=[Choice(joins, accedes=True)])
    assert version.parties.get().accedes_to_parent


def test_who_acceded_by_a_thematic_protocol_in_force_is_bound_by_the_parent(by, version, parent):
    joins = factories.partner("Riverside Homes", kind="housing_association", of=by.partnership)
    set_parties(by=by, version=version, choices=[Choice(joins, accedes=True)])
    second = factories.thematic_draft(parent, by=by, theme="education")
    with pytest.raises(Invalid):
        set_parties(by=by, version=second, choices=[Choice(joins)])
    with act("tests.in_force", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state="in_force")
    set_parties(by=by, version=second, choices=[Choice(joins)])
    assert not second.parties.get().accedes_to_parent


def test_nobody_accedes_by_an_overarching_protocol(by):
    version = factories.draft(by=by)
    with pytest.raises(Invalid, match="nobody accedes"):
        set_parties(by=by, version=version, choices=[Choice(version.parties.all()[0].partner, accedes=True)])


def test_a_thematic_draft_without_flows_or_under_a_parent_that_ended_is_told(version, parent):
    with act("tests.ended", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=parent.pk).update(state="terminated")
    told = " ".join(problem.sentence for problem in problems(ProtocolVersion.objects.get(pk=version.pk)))
    assert "is no longer in force" in told
    assert "Describe at least one data flow" in told


def test_an_abandoned_thematic_draft_binds_nobody(by, version, parent):
    joins = factories.partner("Riverside Homes", kind="housing_association", of=by.partnership)
    set_parties(by=by, version=version, choices=[Choice(joins, accedes=True)])
    abandon(by=by, version=version, reason="Overtaken")
    second = factories.thematic_draft(parent, by=by, theme="education")
    with pytest.raises(Invalid, match="has not signed"):
        set_parties(by=by, version=second, choices=[Choice(joins)])
