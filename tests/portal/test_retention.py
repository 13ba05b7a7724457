"""What the portal keeps goes on its day and not before, and leaves a note of what kind and how many."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from legal_basis.engine.practice import Practice
from legal_basis.models import PracticeWalk
from legal_basis.services.practising import keep_walk
from partners.kinds import BodyKind
from partners.models import Invitation, Role
from partners.roles import RoleKind
from partners.services.closing import close_account
from partners.services.inviting import Invitee, invite
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from portal.retention.disposing import dispose, dispose_due
from portal.retention.table import KEPT
from protocols.models import Guest, Signing, Snapshot
from tests.clock import Clock
from tests.legal_basis.walks import CURRENT, facts_of
from tests.partners import factories as people
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", timedelta())


def mail() -> OutgoingMail:
    with act("test.mail", by=SYSTEM):
        return OutgoingMail.objects.create(to="dana@wigan.example", subject="Approve", text="Do.", html="", due_at=None)


def invitation() -> Invitation:
    wigan = people.approved_partner("Wigan Council", BodyKind.COUNCIL, people.partnership())
    contact = Role.objects.get(partner=wigan, kind=RoleKind.CONTACT.value)
    return invite(by=contact, at=wigan, kind=RoleKind.DPO, invitee=Invitee("Dana Obi", "dana@wigan.example", "Lawyer"))


def practice() -> PracticeWalk:
    person = User.objects.create_user("ann@example.org", "Ann", "correct horse battery")
    return keep_walk(by=person, practice=Practice(CURRENT, facts_of("council")))


def guest() -> Guest:
    version = factories.draft()
    role = factories.role(RoleKind.CONTACT, at=version.parties.first().partner)
    with act("test.guest", by=SYSTEM):
        snapshot = Snapshot.objects.create(version=version, number=1, text="{}", sha256="0" * 64)
        return Guest.objects.create(
            signing=Signing.objects.create(snapshot=snapshot), party=version.parties.first(), name="Gus", post="Chair",
            email="gus@example.org", phone="01942 000000", basis="Minute 3", invited_by=role, token_hash="a" * 64,
        )  # fmt: skip


def closed() -> User:
    held = invitation()
    person = User.objects.create_user("dana@wigan.example", "Dana Obi", "correct horse battery")
    with act("test.role", by=SYSTEM):
        held.role = Role.objects.create(person=person, kind="dpo", partner=held.partner)
        held.accepted_at = timezone.now()
        held.save()
    close_account(by=SYSTEM, person=person)
    return person


# Each kind that goes by itself: what makes one of it, on which day it is still there, and what is left of it after.
GOING = {
    "mail": (mail, 90, lambda one: OutgoingMail.objects.filter(pk=one.pk).exists()),
    "invitation": (invitation, 14 + 30, lambda one: Invitation.objects.filter(pk=one.pk).exists()),
    "practice": (practice, 730, lambda one: PracticeWalk.objects.filter(pk=one.pk).exists()),
    "guest": (guest, 90, lambda one: bool(Guest.objects.get(pk=one.pk).email)),
    "closed_account": (closed, 365, lambda one: User.objects.get(pk=one.pk).email == "dana@wigan.example"),
}


def test_every_kind_that_goes_by_itself_is_tried_here():
    assert set(GOING) == {one.id for one in KEPT if one.dispose}


@pytest.mark.parametrize("kind", GOING)
def test_it_stays_to_its_day_and_then_goes_and_only_the_number_is_noted(kind):
    make, days, is_there = GOING[kind]
    made = make()
    Clock.ahead = timedelta(days=days - 1)
    dispose_due()
    assert is_there(made)
    Clock.ahead = timedelta(days=days + 15)
    dispose_due()
    assert not is_there(made)
    events = AuditEvent.objects.filter(action="portal.retention.dispose")
    noted = next(event for event in events if event.details["kind"] == kind)
    assert set(noted.details) == {"kind", "count", "before"}
    assert noted.details["count"] >= 1
    assert noted.subject_label == ""


def test_mail_that_is_still_tried_stays():
    late = mail()
    with act("test.mail", by=SYSTEM):
        OutgoingMail.objects.update(due_at=timezone.now())
    Clock.ahead = timedelta(days=400)
    dispose_due()
    assert OutgoingMail.objects.filter(pk=late.pk).exists()


def test_disposing_again_finds_nothing_and_leaves_no_event():
    mail()
    Clock.ahead = timedelta(days=91)
    assert dispose_due() == 1
    events = AuditEvent.objects.count()
    assert dispose_due() == 0
    assert AuditEvent.objects.count() == events


def test_a_dry_run_counts_and_changes_nothing(capsys):
    mail()
    Clock.ahead = timedelta(days=91)
    call_command("dispose", "--dry-run")
    assert "Would let go of 1: Mail that the portal sent you" in capsys.readouterr().out
    assert OutgoingMail.objects.count() == 1
    assert [one.count for one in dispose(dry_run=True) if one.kept.id == "mail"] == [1]


def test_a_disposal_that_fails_leaves_everything(monkeypatch):
    mail()
    Clock.ahead = timedelta(days=91)

    def fails(before, only_count):
        if not only_count:
            OutgoingMail.objects.all().delete()
            raise RuntimeError
        return 1

    monkeypatch.setattr("portal.mail.disposing.let_mail_go", fails)
    with pytest.raises(RuntimeError):
        dispose_due()
    assert OutgoingMail.objects.count() == 1
    assert not AuditEvent.objects.filter(action="portal.retention.dispose").exists()


def test_the_name_of_a_closed_account_stays_and_no_invitation_has_its_address():
    person = closed()
    Clock.ahead = timedelta(days=366)
    dispose_due()
    person.refresh_from_db()
    assert (person.name, person.email) == ("Dana Obi", f"closed-{person.pk}@removed.invalid")
    assert not Invitation.objects.filter(email="dana@wigan.example").exists()


def test_the_privacy_page_shows_the_whole_table_to_anybody(client):
    page = client.get(reverse("govuk:privacy")).content.decode()
    assert [one.id for one in KEPT if one.how_long not in page.replace("&#x27;", "'")] == []


def test_the_table_holds_together_and_is_swept():
    assert len({one.id for one in KEPT}) == len(KEPT)
    for one in KEPT:
        assert bool(one.dispose) == (one.days is not None), one.id
        if one.dispose:
            assert callable(import_string(one.dispose))
    assert "portal.retention.disposing.dispose_due" in django_settings.PORTAL_SWEEPS
