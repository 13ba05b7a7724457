"""Two officers adopt the newer overarching version at once: raced on PostgreSQL, where connections overlap."""

import pytest

from portal.audit.models import AuditEvent
from protocols.models import ProtocolVersion
from protocols.services.adopting import adopt
from tests.protocols import factories
from tests.protocols.test_adopting import renewed, settle
from tests.protocols.test_drafting_races import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("in_force", [False, True])
def test_two_officers_who_adopt_at_once_make_one_change(in_force):
    by = factories.officer()
    other = factories.officer(of=by.partnership)
    parent = settle(factories.draft(by=by))
    version = factories.thematic_draft(parent, by=by)
    held = settle(version) if in_force else version
    newer = renewed(by, parent)
    before = AuditEvent.objects.count()
    made = race(*[lambda who=who: adopt(by=who, version=held, number=2) for who in (by, other)])
    assert [one.parent for one in made] == [newer, newer]
    assert len({one.pk for one in made}) == 1
    assert AuditEvent.objects.count() == before + 1
    assert ProtocolVersion.objects.filter(protocol=version.protocol).count() == (2 if in_force else 1)
