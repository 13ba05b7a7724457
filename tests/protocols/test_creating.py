"""Beginning a protocol, and a new version of one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import ProtocolVersion, SectionRevision
from protocols.services.creating import create_protocol
from protocols.services.particulars import change_particulars
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from tests.protocols import factories
from tests.protocols.factories import TODAY, particulars

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


def create(by, **changes: object) -> ProtocolVersion:
    return create_protocol(by=by, template=factories.template(), particulars=particulars(**changes))


def test_references_follow_one_another_in_a_partnership(by):
    prefix = by.partnership.prefix
    assert [create(by).protocol.reference for _ in range(3)] == [f"{prefix}-000{n}" for n in (1, 2, 3)]


def test_each_partnership_counts_for_itself(by):
    create(by)
    other = factories.officer()
    assert create(other).protocol.reference == f"{other.partnership.prefix}-0001"


def test_the_same_form_posted_twice_begins_one_protocol(by):
    nonce = uuid4()
    template = factories.template()
    made = [
        create_protocol(by=by, template=template, particulars=particulars(), nonce=nonce) for _ in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert AuditEvent.objects.filter(action="protocols.protocol.create").count() == 1


def test_a_form_of_another_partnership_opens_no_protocol_of_theirs(by):
    sent = {"template": factories.template(), "particulars": particulars(), "nonce": uuid4()}
    create_protocol(by=by, **sent)
    with pytest.raises(IntegrityError, match="nonce"), transaction.atomic():
        create_protocol(by=factories.officer(), **sent)


def test_the_templates_sections_are_copied_each_with_its_first_revision(by):
    version = create(by)
    assert list(version.sections.values_list("section_id", flat=True)) == ["S01", "S03", "S07", "S20", "S21"]
    assert SectionRevision.objects.filter(section__version=version, number=1).count() == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"purpose": ""}, "purpose"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"review_on": TODAY}, "review_on"),
        ({"ends_on": TODAY + timedelta(days=30)}, "review_on"),
        ({"is_public": False}, "not_public_reason"),
    ],
)
def test_particulars_that_do_not_hold_together_are_refused_beside_their_field(by, changes, field):
    with pytest.raises(Invalid) as refused:
        create(by, **changes)
    assert refused.value.field == field


def test_only_an_officer_begins_a_protocol():
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner())
    with pytest.raises(NotAllowed, match="Only a partnership's officer can create"):
        create(contributor)


def test_a_thematic_protocol_needs_an_overarching_one(by):
    template = factories.template("thematic", "community_safety")
    with pytest.raises(Invalid, match="Choose the overarching protocol"):
        create_protocol(by=by, template=template, particulars=particulars())


def test_a_thematic_protocol_cannot_stand_under_a_draft(by):
    parent = create(by)
    template = factories.template("thematic", "community_safety")
    with pytest.raises(Invalid, match="is not in force"):
        create_protocol(by=by, template=template, particulars=particulars(), parent=parent)


def test_a_thematic_protocol_cannot_stand_under_another_partnerships(by):
    parent = create(factories.officer())
    template = factories.template("thematic", "community_safety")
    with pytest.raises(Invalid, match="of your own partnership"):
        create_protocol(by=by, template=template, particulars=particulars(), parent=parent)


def test_particulars_can_be_restated_while_it_is_a_draft(by):
    version = create(by)
    change_particulars(by=by, version=version, particulars=particulars(title="Another title"))
    version.refresh_from_db()
    assert version.title == "Another title"


def test_the_same_particulars_again_are_not_recorded(by):
    version = create(by)
    before = AuditEvent.objects.count()
    change_particulars(by=by, version=version, particulars=particulars())
    assert AuditEvent.objects.count() == before


def test_a_draft_cannot_be_varied(by):
    with pytest.raises(WrongState, match="begin a new version"):
        vary(by=by, version=create(by))


def test_a_new_version_copies_text_values_parties_and_flows(by):
    old = factories.draft(by=by)
    factories.flow(old, by=by)
    set_variables(by=by, version=old, values={"breach_hours": "12"})
    put_in_force(old)
    new = vary(by=by, version=old)
    assert (new.number, new.supersedes) == (2, old)
    assert [s.body for s in new.sections.all()] == [s.body for s in old.sections.all()]
    assert new.variables.get(key="breach_hours").value == "12"
    copied = new.flows.get()
    assert copied.sender in new.parties.all()
    assert set(copied.recipients.all()) <= set(new.parties.all())


def test_while_a_new_version_is_under_way_no_second_one_is_begun(by):
    old = factories.draft(by=by)
    put_in_force(old)
    assert vary(by=by, version=old) == vary(by=by, version=old)


def put_in_force(version: ProtocolVersion) -> None:
    """Straight to in force: how it gets there is tried elsewhere."""
    with act("tests.in_force", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state="in_force")
    version.refresh_from_db()
