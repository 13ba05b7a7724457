"""The pages behind sign-in: officers' work, a partner's people, invitations, and the capacity acted in."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.models import Invitation, Membership, Partner, Role
from partners.queries import open_invitations
from partners.roles import RoleKind
from partners.services.accepting import accept_with_new_account
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from tests.opened_links import opened
from tests.partners.factories import (
    PASSWORD,
    approved_partner,
    contact,
    invited,
    officer,
    partnership,
    registered,
    role,
    sign_in,
    token_mailed_to,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def page(name: str, *args) -> str:
    return reverse(f"partners:{name}", args=args)


def listed(count: int = 1, start: int = 0) -> None:
    with act("test.list", by=SYSTEM):
        for n in range(start, start + count):
            Partner(
                legal_name=f"Council {n:03d}", short_name=f"Council {n:03d}", slug=f"c{n}", kind="council",
                source="r", source_code=f"{n}",
            ).save()  # fmt: skip


class TestOfficer:
    @pytest.fixture
    def gina(self, client) -> Client:
        return sign_in(client, officer())

    def test_the_list_is_searched_filtered_and_paged(self, gina):
        listed(30)
        registered("Wigan Council")
        first = text(gina.get(page("list")))
        assert "31 partners" in first
        assert "Waiting for your decision" in first
        assert "1 partner<" in text(gina.get(page("list"), {"q": "the WIGAN metropolitan borough council"}))
        assert "1 partner<" in text(gina.get(page("list"), {"status": "waiting"}))
        assert "No partner is found" in text(gina.get(page("list"), {"q": "Nowhere"}))
        assert "26 to 31 of 31" in text(gina.get(page("list"), {"page": "2"}))

    @pytest.mark.parametrize("query", [{"page": "x"}, {"page": "999"}, {"status": "x"}, {"kind": "x"}, {"q": "%_'\""}])
    def test_a_strange_address_is_answered_all_the_same(self, gina, query):
        listed(3)
        assert gina.get(page("list"), query).status_code == 200

    def test_approving_tells_what_happens_next(self, gina):
        waiting = registered("Wigan Council")
        link = page("decide", waiting.partner.slug)
        assert waiting.contact_email in text(gina.get(link))
        done = text(gina.post(link, {"decision": "approve"}, follow=True))
        assert "Wigan Council is approved." in done
        events = AuditEvent.objects.count()
        gina.post(link, {"decision": "approve"})
        assert AuditEvent.objects.count() == events

    @pytest.mark.parametrize(("decision", "status"), [("ask", "more_asked"), ("refuse", "refused")])
    def test_asking_and_refusing_owe_their_words(self, gina, decision, status):
        waiting, words = registered("Wigan Council"), {"ask": "question", "refuse": "reason"}[decision]
        link = page("decide", waiting.partner.slug)
        assert "Enter " in text(gina.post(link, {"decision": decision}))
        assert "Choose what you decide." in text(gina.post(link, {words: "kept as typed"}))
        assert gina.post(link, {"decision": decision, words: "Which number?"}).status_code == 302
        assert Partner.objects.get(pk=waiting.partner_id).status == status

    def test_a_decision_on_what_was_decided_meanwhile_is_refused_in_a_sentence(self, gina):
        waiting = registered("Wigan Council")
        link = page("decide", waiting.partner.slug)
        gina.post(link, {"decision": "refuse", "reason": "No."})
        late = text(gina.post(link, {"decision": "approve"}))
        assert "You cannot approve this registration now" in late

    def test_a_listed_body_is_invited_by_its_contacts_mailbox(self, gina):
        listed()
        link = page("invite_body", "c0")
        assert "Invite Council 000" in text(gina.get(page("detail", "c0")))
        assert "Enter an email address" in text(gina.post(link, {"name": "Ann", "email": "ann"}))
        done = gina.post(link, {"name": "Ann Lee", "email": "ann@c0.example", "post": ""}, follow=True)
        assert "has been sent to ann@c0.example" in text(done)

    def test_a_partner_of_another_partnership_is_brought_in(self, gina):
        bury = approved_partner("Bury Council", at=partnership("Another Partnership", "AN"))
        assert "Bring it into your partnership" in text(gina.get(page("detail", bury.slug)))
        gina.post(page("admit", bury.slug))
        gina.post(page("admit", bury.slug))
        assert Membership.objects.filter(partner=bury).count() == 2

    def test_an_officer_invites_a_contact_for_a_partner_and_nobody_else(self, gina):
        wigan = approved_partner()
        form = text(gina.get(page("invite_person", wigan.slug)))
        assert "Designated contact" in form
        assert "Signatory" not in form

    def test_an_officer_invites_a_colleague_and_ends_the_role(self, gina):
        given = {"name": "Hal Orr", "post": "", "email": "hal@northmoor.example"}
        sent = text(gina.post(page("invite_officer"), given, follow=True))
        assert "Hal Orr has been invited as partnership officer" in sent
        hal = accept_with_new_account(token=token_mailed_to(given["email"]), name="Hal Orr", password=PASSWORD)
        today = timezone.localdate()
        day = {"ends_on_day": today.day, "ends_on_month": today.month, "ends_on_year": today.year}
        assert "has its end" in text(gina.post(page("end_officer", hal.pk), day, follow=True))
        assert "only partnership officer" in text(gina.post(page("end_officer", officer().pk), day))


class TestContact:
    @pytest.fixture
    def wigan(self) -> Partner:
        return approved_partner("Wigan Council")

    @pytest.fixture
    def casey(self, client, wigan) -> Client:
        return sign_in(client, contact(wigan))

    def test_whoever_was_named_is_invited_with_one_click(self, casey, wigan):
        named = wigan.named_officers.get(kind="dpo")
        assert f"Invite {named.name}" in text(casey.get(page("people", wigan.slug)))
        done = text(casey.post(page("invite_named", wigan.slug, "dpo"), follow=True))
        assert f"{named.name} has been invited as data protection officer" in done
        casey.post(page("invite_named", wigan.slug, "dpo"))
        assert Invitation.objects.filter(kind="dpo").count() == 1

    def test_somebody_else_is_invited_and_withdrawn(self, casey, wigan):
        link = page("invite_person", wigan.slug)
        given = {"kind": "viewer", "name": "Vic Ray", "post": "", "email": "vic@wigan.example"}
        assert "Choose the role." in text(casey.post(link, given | {"kind": ""}))
        assert "Vic Ray has been invited as viewer" in text(casey.post(link, given, follow=True))
        offer = open_invitations(wigan).get()
        assert "is withdrawn" in text(casey.post(page("withdraw", wigan.slug, offer.pk), follow=True))
        assert not open_invitations(wigan).exists()

    def test_a_conflict_is_said_beside_the_address(self, casey, wigan):
        role(RoleKind.DPO, wigan, "Dana Obi", "dana@obi.example")
        given = {"kind": "siro", "name": "Dana Obi", "post": "", "email": "dana@obi.example"}
        assert "The same person cannot be both" in text(casey.post(page("invite_person", wigan.slug), given))

    def test_a_role_is_ended_from_a_day_on(self, casey, wigan):
        dana, today = role(RoleKind.DPO, wigan, "Dana Obi"), timezone.localdate()
        link = page("end_role", wigan.slug, dana.pk)
        day = {"ends_on_day": today.day, "ends_on_month": today.month, "ends_on_year": today.year}
        assert "Enter a real date" in text(casey.post(link, day | {"ends_on_day": "40"}))
        assert "no longer" in text(casey.post(link, day, follow=True))
        assert not Role.objects.get(pk=dana.pk).is_current()

    def test_the_last_contact_cannot_end_their_own_role(self, casey, wigan):
        today = timezone.localdate()
        day = {"ends_on_day": today.day, "ends_on_month": today.month, "ends_on_year": today.year}
        assert "is the only designated contact" in text(
            casey.post(page("end_role", wigan.slug, contact(wigan).pk), day)
        )


class TestInvitation:
    def link(self, kind: RoleKind = RoleKind.DPO, at: str = "Wigan Council", **more) -> str:
        offer = invited(kind, approved_partner(at), **more)
        return page("invitation", token_mailed_to(offer.email))

    def test_a_newcomer_sets_a_password_and_acts_in_the_role_at_once(self, client):
        link = opened(client, self.link())
        shown = text(client.get(link))
        assert "data protection officer" in shown
        assert not Role.objects.filter(kind="dpo").exists()
        done = client.post(link, {"name": "Ivy Inns", "password": PASSWORD})
        assert done.url == settings.LOGIN_REDIRECT_URL
        held = Role.objects.get(kind="dpo")
        assert (int(client.session["_auth_user_id"]), client.session["capacity"]) == (held.person_id, held.pk)

    def test_a_weak_password_is_refused_and_the_name_is_still_there(self, client):
        shown = text(client.post(opened(client, self.link()), {"name": "Ivy O'Inns", "password": "short"}))
        assert "at least 12 characters" in shown
        assert "Ivy O&#x27;Inns" in shown or "Ivy O&#39;Inns" in shown

    def test_the_form_sent_twice_signs_the_same_person_in(self, client):
        mailed, given = self.link(), {"name": "Ivy Inns", "password": PASSWORD}
        client.post(opened(client, mailed), given)
        again = Client()
        assert again.post(opened(again, mailed), given).url == settings.LOGIN_REDIRECT_URL
        assert Role.objects.filter(kind="dpo").count() == 1

    def test_a_used_link_lets_nobody_else_in(self, client):
        mailed = self.link()
        client.post(opened(client, mailed), {"name": "Ivy Inns", "password": PASSWORD})
        stranger = Client()
        used = stranger.post(opened(stranger, mailed), {"name": "Mallory", "password": "another-long-password"})
        assert (used.status_code, "_auth_user_id" in stranger.session) == (410, False)
        assert "This invitation has been used. Sign in" in text(used)

    def test_a_person_with_an_account_signs_in_and_accepts(self, client):
        dana = role(RoleKind.DPO, approved_partner("Bury Council"), "Dana Obi", "dana@obi.example")
        link = opened(client, self.link(name="Dana Obi", email="dana@obi.example"))
        assert f"?next={link}" in text(client.get(link))
        client.force_login(dana.person)
        assert "Accept the role" in text(client.get(link))
        client.post(link)
        assert client.post(link).url == settings.LOGIN_REDIRECT_URL
        assert Role.objects.filter(person=dana.person).count() == 2
        assert "You have accepted" in text(client.get(link))

    def test_the_wrong_person_is_told_whom_it_is_for(self, client):
        link = opened(client, self.link())
        sign_in(client, officer())
        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 403
            assert "This invitation is for ivy-inns@wigan-council.example" in text(answer)
        assert not User.objects.filter(email__startswith="ivy").exists()

    def test_an_unknown_link_is_told_so(self, client):
        assert "not in use any more" in text(client.get(page("invitation", "nothing"), follow=True))


class TestCapacity:
    @pytest.fixture
    def roles(self, client) -> list[Role]:
        held = [
            role(RoleKind.DPO, approved_partner(name), "Dana Obi", "dana@obi.example")
            for name in ("Wigan Council", "Bury Council")
        ]
        sign_in(client, held[0])
        return held

    def test_the_roles_are_listed_and_one_is_chosen(self, client, roles):
        assert "Data protection officer, Bury Council" in text(client.get(page("act_as")))
        assert client.post(page("act_as"), {"role": roles[1].pk, "next": "/partners/?q=a"}).url == "/partners/?q=a"
        assert client.session["capacity"] == roles[1].pk

    @pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
    def test_nobody_is_sent_to_another_site(self, client, roles, away):
        assert client.post(page("act_as"), {"role": roles[1].pk, "next": away}).url == settings.LOGIN_REDIRECT_URL

    @pytest.mark.parametrize("wanted", ["", "x", "999999"])
    def test_a_role_that_is_not_ones_own_is_refused(self, client, roles, wanted):
        answer = client.post(page("act_as"), {"role": wanted}, follow=True)
        assert "You do not hold that role" in text(answer)

    def test_the_role_of_somebody_else_is_refused(self, client, roles):
        client.post(page("act_as"), {"role": officer().pk})
        assert client.session["capacity"] == roles[0].pk

    def test_a_role_that_has_ended_is_dropped_at_once(self, client, roles):
        with act("test.end", by=SYSTEM):
            Role.objects.filter(pk=roles[0].pk).update(ends_on=timezone.localdate())
        assert client.get(page("act_as")).wsgi_request.capacity == roles[1]
