"""A world of many protocols is not made where people work."""

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from protocols.sample.scale import NotEmpty, World
from protocols.sample.scale.worlds import ACTION
from tests.protocols import factories

pytestmark = pytest.mark.django_db


def test_a_portal_with_people_is_refused_and_left_as_it_was():
    factories.officer()
    before = AuditEvent.objects.count()
    with pytest.raises(NotEmpty, match="in an empty portal only"):
        World(1, lambda _: None).begin(lambda: None)
    with pytest.raises(CommandError, match="in an empty portal only"):
        call_command("seed_scale", "--protocols", "5")
    assert (User.objects.count(), AuditEvent.objects.count()) == (1, before)


def test_stopped_in_the_sample_it_leaves_none_of_it_and_begins_again():
    def stopped() -> None:
        factories.officer()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        World(1, lambda _: None).begin(stopped)
    assert not User.objects.exists()
    World(1, lambda _: None).begin(factories.officer)
    assert AuditEvent.objects.filter(action=f"{ACTION}.pattern").count() == User.objects.count() == 1


def test_no_protocols_at_all_is_refused():
    with pytest.raises(CommandError, match="1 or more"):
        call_command("seed_scale", "--protocols", "0")
