"""Deputies with dates: who may be named, and that they hold the post on those days alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.errors import Invalid, NotAllowed
from partners.models import Role
from partners.queries import roles_held_by
from partners.roles import RoleKind
from partners.services.deputising import end_deputy, name_deputy
from partners.services.ending import end_role
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 14)


@pytest.fixture
def people():
    return life.cast()


@pytest.fixture
def dpo(people):
    return people.at(people.partners[0], RoleKind.DPO)


@pytest.fixture
def colleague(people):
    return people.at(people.partners[0], RoleKind.LEGAL_ADVISER)


def named(dpo: Role, colleague: Role, first: date = FIRST, last: date = LAST) -> Role:
    return name_deputy(by=dpo, colleague=colleague, starts_on=first, last_day=last)


def test_a_deputy_holds_the_post_from_the_first_day_to_the_last(dpo, colleague, monkeypatch):
    deputy = named(dpo, colleague)
    days = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert [deputy.is_current(day) for day in days] == [False, True, True, False]
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 14, 23, 30, tzinfo=UTC))
    assert deputy in roles_held_by(colleague.person_id)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 15, 0, 30, tzinfo=UTC))
    assert deputy not in roles_held_by(colleague.person_id)


def test_a_deputy_is_shown_as_one_and_told_by_mail(dpo, colleague):
    deputy = named(dpo, colleague)
    assert deputy.label == f"data protection officer, {dpo.partner} (deputy for {dpo.person.name})"
    assert OutgoingMail.objects.filter(to=colleague.person.email, subject__startswith="You deputise").exists()


def test_the_same_days_twice_name_one_deputy(dpo, colleague):
    assert named(dpo, colleague) == named(dpo, colleague)
    assert AuditEvent.objects.filter(action="partners.deputy.name").count() == 1


@pytest.mark.parametrize("kind", [*RoleKind])
def test_only_approvers_name_deputies(people, colleague, kind):
    by = people.officer if kind is RoleKind.OFFICER else people.at(people.partners[0], kind)
    if kind in (RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO):
        other = people.at(people.partners[0], RoleKind.VIEWER)
        assert named(by, other).deputises_for == by
    else:
        with pytest.raises(NotAllowed):
            named(by, colleague)


def test_a_deputy_names_no_deputy(people, dpo, colleague):
    today = timezone.localdate()
    deputy = named(dpo, colleague, today, today)
    with pytest.raises(NotAllowed):
        named(deputy, people.at(people.partners[0], RoleKind.VIEWER))


@pytest.mark.parametrize("kind", [RoleKind.SIRO, RoleKind.SIGNATORY, RoleKind.CONTRIBUTOR])
def test_whoever_holds_a_post_that_conflicts_cannot_deputise(people, dpo, kind):
    with pytest.raises(Invalid):
        named(dpo, people.at(people.partners[0], kind))


def test_a_stranger_oneself_and_a_holder_cannot_deputise(people, dpo):
    own = life.second_role(dpo, RoleKind.VIEWER, at=dpo.partner)
    second = life.factories.role(RoleKind.DPO, at=dpo.partner)
    for wrong in (people.at(people.partners[1], RoleKind.VIEWER), own, second):
        with pytest.raises(Invalid):
            named(dpo, wrong)


def test_days_that_make_no_sense_are_refused(dpo, colleague):
    today = timezone.localdate()
    with pytest.raises(Invalid):
        named(dpo, colleague, today - timedelta(days=1), today)
    with pytest.raises(Invalid):
        named(dpo, colleague, FIRST, FIRST - timedelta(days=1))


def test_nobody_is_a_deputy_of_somebody_who_left(people, dpo, colleague):
    deputy = named(dpo, colleague)
    contact = people.at(dpo.partner, RoleKind.CONTACT)
    end_role(by=contact, role=dpo, ends_on=date(2027, 3, 5))
    deputy.refresh_from_db()
    assert deputy.ends_on == date(2027, 3, 5)


def test_the_days_of_a_deputy_can_be_ended(dpo, colleague):
    today = timezone.localdate()
    deputy = named(dpo, colleague, today, today + timedelta(days=9))
    assert not end_deputy(by=dpo, deputy=deputy).is_current()
    end_deputy(by=dpo, deputy=deputy)
    assert AuditEvent.objects.filter(action="partners.deputy.end").count() == 1


def test_naming_a_deputy_from_the_page(client, dpo, colleague):
    client.force_login(dpo.person)
    days = {"starts_on": FIRST, "last_day": LAST}
    sent = {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in ("day", "month", "year")}
    client.post(reverse("partners:deputies"), {"colleague": colleague.pk, **sent})
    page = client.get(reverse("partners:deputies")).content.decode()
    assert "From 1 March 2027 to 14 March 2027" in page
    assert colleague.person.name in page


def test_a_page_with_nobody_chosen_says_so_and_keeps_the_days(client, dpo, colleague):
    client.force_login(dpo.person)
    sent = {"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2027"}
    answer = client.post(reverse("partners:deputies"), sent)
    assert answer.status_code == 422
    assert "Choose a colleague." in answer.content.decode()
    assert 'value="31"' in answer.content.decode()
