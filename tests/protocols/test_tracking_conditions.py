"""Where open conditions are told: on the version's pages with who is to act, and in in-trays by their day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Condition, Decision
from protocols.queries.in_tray import in_tray_of
from protocols.queries.protocols import address_of
from protocols.services.conditions import say_met
from protocols.services.deciding import decide
from protocols.services.pinning import Wanted
from protocols.states import State
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


@pytest.fixture
def conditional():
    """Approved by one party on two conditions."""
    people, version = life.protocol_at(State.APPROVAL)
    decision = life.waiting(version)[0]
    by, wanted = people.of(decision.party, RoleKind.DPO), [Wanted("Train every user."), Wanted("Name the wards.")]
    sha256, outcome = decision.snapshot.sha256, Decision.Outcome.CONDITIONS
    decide(by=by, decision=decision, sha256=sha256, outcome=outcome, conditions=wanted)
    return people, version, decision, list(decision.conditions.all())


def test_open_conditions_are_told_on_the_overview_and_in_the_review_with_who_is_to_act(conditional):
    people, version, _, (condition, _) = conditional
    laws.put_in_state(version, "in_force")
    client = Client()
    client.force_login(people.officer.person)
    links = [address_of(name, version) for name in ("version", "review", "review_record")]
    for link in links:
        page = client.get(link).content.decode()
        assert "Train every user." in page
        assert f"{people.officer.person.name}, partnership officer" in page
    say_met(by=people.officer, condition=condition, evidence="Register.")
    for link in links:
        assert "looks whether it is met" in client.get(link).content.decode()


def test_a_condition_near_its_day_comes_up_in_the_in_tray_of_the_post_that_set_it(conditional):
    people, _, decision, (condition, other) = conditional
    dpo, day = people.of(decision.party, RoleKind.DPO), timezone.localdate() + timedelta(days=30)
    with act("tests.due", by=SYSTEM):
        Condition.objects.filter(pk=condition.pk).update(due_on=day)
    assert [(one.what, one.on) for one in in_tray_of([dpo]).coming_up] == [("Condition to be met", day)]
    assert [one.due for one in in_tray_of([people.officer]).waiting_for_you if "condition" in one.what] == [day, None]
    with act("tests.due", by=SYSTEM):
        Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert [one.what for one in in_tray_of([dpo]).coming_up] == ["Condition overdue"]
    say_met(by=people.officer, condition=condition, evidence="Register.")
    assert in_tray_of([dpo]).coming_up == []
    assert other.is_open
