"""What holds when two act on one partner at the same moment: the second begins before the first is committed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from partners.errors import Invalid, Refused, WrongState
from partners.models import Registration
from partners.roles import RoleKind
from partners.services.closing import close_account
from partners.services.inviting import Invitee, invite, withdraw_invitation
from partners.services.registering import confirm, register
from portal.audit.acts import SYSTEM, act
from tests.partners import factories as people

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
PATIENCE = 20  # seconds


def overlapping(first: Callable[[], object], second: Callable[[], object]) -> object:
    """What the second comes to, or is refused with, which waits for the first to be committed."""

    def run() -> object:
        try:
            return second()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads, transaction.atomic(), connection.cursor() as cursor:
        first()
        came, waits, until = threads.submit(run), 0, time.monotonic() + PATIENCE
        while not waits:
            assert not came.done()
            assert time.monotonic() < until
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITS)
            (waits,) = cursor.fetchone()
    return came.result()


def test_of_the_last_two_contacts_one_account_is_closed():
    wigan = people.approved_partner()
    casey, olu = people.contact(wigan), people.role(RoleKind.CONTACT, wigan, "Olu Ade")
    came = overlapping(
        lambda: close_account(by=SYSTEM, person=casey.person), lambda: close_account(by=SYSTEM, person=olu.person)
    )
    assert isinstance(came, WrongState)
    assert people.contact(wigan) == olu


def test_an_offer_that_is_withdrawn_while_it_is_sent_again_stays_withdrawn():
    wigan = people.approved_partner()
    offer, by = people.invited(RoleKind.DPO, wigan), people.contact(wigan)
    with act("tests.later", by=SYSTEM):
        offer.sent_at -= timedelta(days=1)
        offer.save()
    came = overlapping(
        lambda: withdraw_invitation(by=by, invitation=offer),
        lambda: invite(by=by, at=wigan, kind=RoleKind.DPO, invitee=Invitee(offer.name, offer.email)),
    )
    offer.refresh_from_db()
    assert offer.withdrawn_at is not None
    assert came.pk != offer.pk


@pytest.fixture
def sent():
    """A registration whose address nobody has confirmed, and the token of its link."""
    registration = register(application=people.application("Wigan Council"))
    return registration, people.token_mailed_to(registration.contact_email)


def test_a_body_that_is_being_confirmed_is_not_registered_by_another(sent):
    registration, token = sent
    again = people.application("Wigan Council")
    came = overlapping(lambda: confirm(token=token), lambda: register(application=again))
    kept = Registration.objects.select_related("partner").get()
    assert isinstance(came, Invalid)
    assert (kept.submission, kept.partner.status) == (registration.submission, "waiting")


def test_a_link_confirms_nothing_that_another_has_just_registered(sent):
    again = people.application("Wigan Council")
    came = overlapping(lambda: register(application=again), lambda: confirm(token=sent[1]))
    assert isinstance(came, WrongState)
    assert Registration.objects.get().confirmed_at is None
