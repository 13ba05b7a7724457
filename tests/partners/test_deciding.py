"""What an officer decides, and what the applicant answers."""

import pytest

from partners.errors import Invalid, NotAllowed, WrongState
from partners.models import Invitation, Membership, Partner
from partners.queries import partners_in, waiting_registrations
from partners.roles import RoleKind
from partners.services.deciding import approve, ask_more, refuse, reply
from partners.services.inviting import Invitee
from partners.services.inviting_bodies import invite_to_register
from partners.services.partnerships import admit, create_partnership
from partners.services.registering import register
from partners.states import OPEN_TO, Standing, Step, allows, refusal
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from tests.partners.factories import (
    application,
    approved_partner,
    contact,
    officer,
    partnership,
    registered,
    token_mailed_to,
)

pytestmark = pytest.mark.django_db
ANSWER = {"text": "It is Z7654321.", "ico_registration": "Z7654321", "address": "1 New Street"}


def events() -> int:
    return AuditEvent.objects.count()


def test_approving_makes_a_member_and_invites_the_contact():
    waiting = registered("Wigan Council")
    approve(by=officer(), registration=waiting)
    assert list(partners_in(partnership())) == [waiting.partner]
    invitation = Invitation.objects.get(partner=waiting.partner)
    assert (invitation.kind, invitation.email) == ("contact", waiting.contact_email)
    assert OutgoingMail.objects.filter(to=waiting.contact_email, subject__contains="is approved").count() == 1


def test_approving_twice_is_approving_once():
    waiting = registered("Wigan Council")
    approve(by=officer(), registration=waiting)
    before = events()
    approve(by=officer(), registration=waiting)
    assert (events(), Membership.objects.count(), Invitation.objects.filter(kind="contact").count()) == (before, 1, 1)


def test_a_refusal_owes_a_reason_and_mails_it():
    waiting = registered("Wigan Council")
    with pytest.raises(Invalid, match="Enter the reason"):
        refuse(by=officer(), registration=waiting, reason=" ")
    refuse(by=officer(), registration=waiting, reason="It is not in the area.")
    refuse(by=officer(), registration=waiting, reason="It is not in the area.")
    mails = OutgoingMail.objects.filter(to=waiting.contact_email, subject__contains="was refused")
    assert "It is not in the area." in mails.get().text


def test_a_refused_body_may_register_again():
    waiting = registered("Wigan Council")
    refuse(by=officer(), registration=waiting, reason="Wrong number.")
    again = registered("Wigan Council")
    assert again.partner == waiting.partner
    assert (again.reason, again.decided_at) == ("", None)


def test_a_listed_body_goes_back_to_its_register_when_refused():
    with act("test.list", by=SYSTEM):
        body = Partner(
            legal_name="Wigan Council", short_name="Wigan", slug="w", kind="council", source="r", source_code="W"
        )
        body.save()
    waiting = registered("Wigan Council", legal_name="Wigan Council of Ours", listed=body)
    refuse(by=officer(), registration=waiting, reason="Not the council.")
    body.refresh_from_db()
    assert (body.legal_name, body.ico_registration, body.status) == ("Wigan Council", "", "refused")


def test_asking_more_mails_a_link_and_the_answer_comes_back_to_the_queue():
    waiting, gina = registered("Wigan Council"), officer()
    ask_more(by=gina, registration=waiting, question="Which number is yours?")
    assert not waiting_registrations([gina]).exists()
    token = token_mailed_to(waiting.contact_email)
    answered = reply(token=token, **ANSWER)
    assert answered.reply == "It is Z7654321."
    assert list(waiting_registrations([gina])) == [answered]
    assert Partner.objects.get().ico_registration == "Z7654321"
    assert OutgoingMail.objects.filter(to=gina.person.email, subject__contains="has answered").exists()


def test_asking_and_answering_twice_is_done_once():
    waiting, gina = registered("Wigan Council"), officer()
    ask_more(by=gina, registration=waiting, question="Which number?")
    before = events()
    ask_more(by=gina, registration=waiting, question="Which number?")
    assert events() == before
    token = token_mailed_to(waiting.contact_email)
    reply(token=token, **ANSWER)
    before = events()
    reply(token=token, **ANSWER)
    assert events() == before


def test_an_answer_must_say_something_and_give_a_free_number():
    approved_partner("Bolton Council", ico_registration="ZA900002")
    waiting = registered("Wigan Council")
    ask_more(by=officer(), registration=waiting, question="Which number?")
    token = token_mailed_to(waiting.contact_email)
    for wrong, field in [({"text": ""}, "text"), ({"ico_registration": "12"}, "ico_registration")]:
        with pytest.raises(Invalid) as refused:
            reply(token=token, **(ANSWER | wrong))
        assert refused.value.field == field
    with pytest.raises(Invalid, match="Another body"):
        reply(token=token, **(ANSWER | {"ico_registration": "ZA900002"}))


def test_only_an_officer_of_the_partnership_asked_decides():
    waiting, wigan = registered("Wigan Council"), approved_partner("Bolton Council")
    stranger = officer(partnership("Another Partnership", "AN"))
    for by in (stranger, contact(wigan), SYSTEM):
        for act_of in (
            lambda by=by: approve(by=by, registration=waiting),
            lambda by=by: refuse(by=by, registration=waiting, reason="No"),
            lambda by=by: ask_more(by=by, registration=waiting, question="Why?"),
        ):
            with pytest.raises(NotAllowed, match="Only a partnership officer of Greater Northmoor Partnership"):
                act_of()


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("standing", list(Standing))
def test_every_step_at_every_standing_is_allowed_or_refused_in_a_sentence(standing, step):
    assert allows(standing, step) is (standing in OPEN_TO[step])
    assert standing.label.lower() in refusal(standing, step)


@pytest.mark.parametrize("standing", [s for s in Standing if s not in OPEN_TO[Step.APPROVE] | {Standing.APPROVED}])
def test_a_registration_is_approved_only_while_it_waits(standing):
    waiting = registered("Wigan Council")
    with act("test.move", by=SYSTEM):
        Partner.objects.filter(pk=waiting.partner_id).update(status=standing)
    with pytest.raises(WrongState, match=standing.label.lower()):
        approve(by=officer(), registration=waiting)


class TestInvitingABody:
    """An officer invites Wigan Council without typing its details."""

    @pytest.fixture
    def body(self) -> Partner:
        with act("test.list", by=SYSTEM):
            made = Partner(
                legal_name="Wigan Metropolitan Borough Council", short_name="Wigan Council", slug="wigan-council",
                kind="council", legal_form="local_authority", source="r", source_code="WGN",
            )  # fmt: skip
            made.save()
        return made

    def send(self, body: Partner, email: str = "ann@wigan.example", **more):
        gina = more.pop("by", None) or officer()
        return invite_to_register(
            by=gina,
            partnership=more.pop("at", partnership()),
            partner=body,
            contact=Invitee("Ann Lee", email, "IG lead"),
        )

    def test_its_contact_is_mailed_and_what_they_send_waits_at_once(self, body):
        self.send(body)
        token = token_mailed_to("ann@wigan.example")
        sent = register(application=application("Wigan Council", listed=body, token=token))
        assert (sent.partner, sent.partner.status) == (body, "waiting")
        assert sent.confirmed_at is not None

    def test_nobody_without_the_link_completes_it(self, body):
        self.send(body)
        for token in ("", "guessed"):
            with pytest.raises(Invalid, match="has been invited to register"):
                register(application=application("Wigan Council", listed=body, token=token))

    def test_invited_twice_is_invited_once_and_another_mailbox_takes_over(self, body):
        self.send(body)
        first, before = token_mailed_to("ann@wigan.example"), events()
        self.send(body)
        assert (events(), token_mailed_to("ann@wigan.example")) == (before, first)
        self.send(body, "bob@wigan.example")
        with pytest.raises(Invalid, match="has been invited"):
            register(application=application("Wigan Council", listed=body, token=first))

    def test_a_body_that_has_ended_is_not_invited(self, body):
        with act("test.end", by=SYSTEM):
            body.source_details = {"ended": "1 April 2023", "replaced_by": "Cumberland Council"}
            body.save()
        with pytest.raises(WrongState, match=r"ended on 1 April 2023. Invite its successor: Cumberland Council"):
            self.send(body)

    def test_an_approved_partner_is_not_invited_again(self):
        with pytest.raises(WrongState, match="You cannot invite this body to register"):
            self.send(approved_partner("Bolton Council"))

    def test_another_partnership_does_not_take_the_invitation_over(self, body):
        self.send(body)
        other = partnership("Another Partnership", "AN")
        with pytest.raises(Invalid, match="has been invited by Greater Northmoor"):
            self.send(body, "bob@wigan.example", by=officer(other), at=other)


def test_an_approved_partner_joins_another_partnership_by_one_act():
    wigan, other = approved_partner("Wigan Council"), partnership("Another Partnership", "AN")
    admit(by=officer(other), partner=wigan, partnership=other)
    before = events()
    admit(by=officer(other), partner=wigan, partnership=other)
    assert events() == before
    assert wigan in partners_in(other)
    with pytest.raises(NotAllowed):
        admit(by=contact(wigan), partner=wigan, partnership=other)
    with pytest.raises(WrongState):
        admit(by=officer(other), partner=registered("Bolton Council", at=other).partner, partnership=other)


def test_a_partnership_is_made_by_the_operator_once_by_name_and_by_prefix():
    partnership()
    for name, prefix, words in [("greater northmoor partnership", "X", "already"), ("Other", "gn", "already in use")]:
        with pytest.raises(Invalid, match=words):
            create_partnership(by=SYSTEM, name=name, prefix=prefix, area="A")
    with pytest.raises(NotAllowed, match="operator"):
        create_partnership(by=officer(), name="Mine", prefix="M", area="A")


def test_the_sole_contact_of_a_new_partner_is_named_ready_to_invite_its_posts():
    wigan = approved_partner("Wigan Council")
    assert contact(wigan).role is RoleKind.CONTACT
    assert set(wigan.named_officers.values_list("kind", flat=True)) == {
        "dpo",
        "signatory",
        "siro",
        "caldicott_guardian",
    }
