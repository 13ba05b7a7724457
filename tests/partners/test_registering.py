"""A body registers itself: what is refused, in which words, and what a second sending does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from partners.errors import Invalid, WrongState
from partners.kinds import BodyKind
from partners.loader.names import ico_number, name_key
from partners.models import NamedOfficer, Partner, Registration
from partners.roles import RoleKind
from partners.services.applications import Named, posts_of
from partners.services.registering import confirm, register
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from tests.partners.factories import application, approved_partner, officer, partnership, registered, token_mailed_to

pytestmark = pytest.mark.django_db


def listed(name: str = "Wigan Metropolitan Borough Council", **more) -> Partner:
    with act("test.list", by=SYSTEM):
        made = Partner(
            legal_name=name, short_name=name, slug="listed", kind="council", source="r", source_code="W", **more
        )
        made.save()
    return made


@pytest.mark.parametrize("typed", ["Z1234567", "z 123 4567", "ZA123456", "zb-123456", "Z548884X"])
def test_a_registration_number_is_taken_whatever_its_spaces_and_case(typed):
    assert ico_number(typed) == typed.upper().replace(" ", "").replace("-", "")


@pytest.mark.parametrize(
    "typed", ["", "1234567", "Z12345", "Z12345678", "ZA12345", "X1234567", "ZA1234567", "Z123456A"]
)
def test_a_wrong_registration_number_is_refused_in_a_plain_sentence(typed):
    with pytest.raises(Invalid, match="Enter the ICO registration number") as refused:
        register(application=application("Wigan Council", ico_registration=typed))
    assert refused.value.field == "ico_registration"
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wigan Council", "WIGAN  METROPOLITAN BOROUGH COUNCIL"),
        ("The Barnes & Noakes Trust", "Barnes and Noakes Trust"),
        ("St Mary’s School", "St Mary's School"),
    ],
)
def test_two_spellings_of_a_name_are_one_body(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Leicester City Council", "Leicestershire County Council"), ("A", "B")])
def test_two_bodies_stay_two(one, other):
    assert name_key(one) != name_key(other)


def test_a_registration_waits_until_the_address_is_confirmed_and_the_officers_are_told():
    gina = officer()
    sent = register(application=application("Wigan Council"))
    assert sent.partner.status == "unconfirmed"
    assert not OutgoingMail.objects.filter(to=gina.person.email, subject__contains="Decide").exists()
    confirm(token=token_mailed_to(sent.contact_email))
    assert Partner.objects.get(pk=sent.partner_id).status == "waiting"
    assert OutgoingMail.objects.filter(to=gina.person.email, subject__contains="Decide").count() == 1


def test_only_the_hash_of_a_link_is_kept():
    sent = register(application=application("Wigan Council"))
    token = token_mailed_to(sent.contact_email)
    assert token not in sent.token_hash
    assert len(sent.token_hash) == 64


def test_the_same_form_sent_twice_registers_once():
    form = application("Wigan Council")
    first, events = register(application=form), AuditEvent.objects.count()
    assert register(application=form) == first
    assert (AuditEvent.objects.count(), OutgoingMail.objects.count()) == (events, 1)


def test_a_link_opened_twice_confirms_once():
    sent = register(application=application("Wigan Council"))
    token = token_mailed_to(sent.contact_email)
    confirmed, events = confirm(token=token), AuditEvent.objects.count()
    assert confirm(token=token).confirmed_at == confirmed.confirmed_at
    assert AuditEvent.objects.count() == events


def test_an_unknown_link_and_an_old_one_are_refused_in_a_sentence():
    with pytest.raises(WrongState, match="not in use"):
        confirm(token="nothing")
    sent = register(application=application("Wigan Council"))
    token = token_mailed_to(sent.contact_email)
    with act("test.age", by=SYSTEM):
        Registration.objects.update(sent_at=timezone.now() - timedelta(days=15))
    with pytest.raises(WrongState, match="has run out"):
        confirm(token=token)


@pytest.mark.parametrize("kind", list(BodyKind))
def test_each_kind_of_body_must_name_the_posts_that_it_calls_for(kind):
    whole = application("A body", kind)
    assert {named.kind for named in whole.people} == set(posts_of(kind))
    for missing in posts_of(kind):
        people = tuple(named for named in whole.people if named.kind is not missing)
        with pytest.raises(Invalid, match=missing.label):
            register(application=replace(whole, people=people, submission=uuid4()))


def test_a_council_names_a_siro_and_a_caldicott_guardian_and_a_charity_neither():
    assert {RoleKind.SIRO, RoleKind.CALDICOTT_GUARDIAN} <= set(posts_of(BodyKind.COUNCIL))
    assert not {RoleKind.SIRO, RoleKind.CALDICOTT_GUARDIAN} & set(posts_of(BodyKind.CHARITY))


def test_one_person_cannot_be_named_data_protection_officer_and_signatory():
    whole = application("Mercy Trust", BodyKind.CHARITY)
    both = (Named(RoleKind.DPO, "D", "d@x.example"), Named(RoleKind.SIGNATORY, "D", "D@x.example", "Chair"))
    with pytest.raises(Invalid, match="cannot be both data protection officer and signatory") as refused:
        register(application=replace(whole, people=both))
    assert refused.value.field == "signatory_email"


def test_a_body_that_has_registered_is_refused_by_name_and_by_number():
    approved_partner("Wigan Council", ico_registration="ZA900001")
    with pytest.raises(Invalid, match="Wigan Council has already registered") as refused:
        register(application=application("The Wigan Metropolitan Borough Council"))
    assert refused.value.field == "legal_name"
    with pytest.raises(Invalid, match="with this ICO registration number") as refused:
        register(application=application("Bolton Council", ico_registration="za 900001"))
    assert refused.value.field == "ico_registration"


def test_nobody_keeps_a_name_or_a_number_by_typing_it_first():
    register(application=application("Wigan Council", ico_registration="ZA900001"))
    second = registered("Wigan Council", ico_registration="ZA900001")
    assert Partner.objects.get().status == "waiting"
    assert second.partner == Partner.objects.get()


def test_an_unconfirmed_number_goes_to_the_body_that_gives_it_next_and_the_first_link_says_so():
    squatter = register(application=application("Somebody", ico_registration="ZA900001"))
    token = token_mailed_to(squatter.contact_email)
    listed()
    ours = register(
        application=application("Wigan Council", ico_registration="ZA900001", listed=Partner.objects.get(slug="listed"))
    )
    assert ours.partner.ico_registration == "ZA900001"
    with pytest.raises(WrongState, match="Somebody else has registered"):
        confirm(token=token)


def test_a_listed_body_that_says_this_is_us_is_attached_to_and_not_doubled():
    body = listed()
    with pytest.raises(Invalid, match="Say whether this is your organisation"):
        register(application=application("Wigan Council"))
    sent = register(application=application("Wigan Council", listed=body))
    assert sent.partner == body
    assert Partner.objects.count() == 1
    assert sent.listed_as["legal_name"] == "Wigan Metropolitan Borough Council"


def test_registering_again_replaces_whom_it_named():
    register(application=application("Wigan Council", BodyKind.COUNCIL))
    register(application=application("Wigan Council", BodyKind.CHARITY))
    assert NamedOfficer.objects.count() == len(posts_of(BodyKind.CHARITY))


def test_a_sample_partnership_has_sample_partners():
    gm = partnership()
    with act("test.sample", by=SYSTEM):
        gm.is_sample = True
        gm.save()
    assert registered("Northmoor Council", at=gm).partner.is_sample
