"""Moves of the whole life that are about who signs, and how: in turns, handed over, by guests, on paper, by deputies.

Mixed into the machine of `test_whole_life`, which knows how to find people and how to try something.
"""

import re
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from partners.models import Role
from partners.roles import RoleKind
from partners.services.deputising import end_deputy, name_deputy
from portal.mail.models import OutgoingMail
from protocols.models import Adherence, Condition, Decision, Guest, PaperSignature
from protocols.services.acting_as_guest import decline_as_guest, sign_as_guest
from protocols.services.adherence.asking import ask_for_adherence
from protocols.services.adherence.giving import give_statement
from protocols.services.conditions import find_met, find_not_met, say_met, waive
from protocols.services.deciding import decide
from protocols.services.handing_over import hand_over
from protocols.services.signing_guests import Invited, check_code, invite_guest, withdraw_guest
from protocols.services.signing_papers import Page, accept_paper, bring_paper, refuse_paper
from protocols.services.signing_plans import plan_signing
from tests.protocols.factories_living import statement
from tests.protocols.factories_signing import PNG

numbers = st.integers(0, 60)
anybody = st.none() | numbers
"""Whom to send: none for whoever it is for, or a number among everybody there ever was."""


def mailed_token(email: str) -> str:
    """The token in the link that was mailed to a guest."""
    mail = OutgoingMail.objects.filter(to=email).latest("pk")
    return re.search(r"/signing/([\w-]+)/", mail.text).group(1)


def signed_page(content: bytes) -> Page:
    """A page that somebody signed today."""
    return Page("Sam Reed", "Chair", "Minute 4", timezone.localdate(), content, len(content))


class SigningMoves:
    """Arranging who signs, and signing otherwise than by the party's own signatory."""

    @rule(who=anybody, order=st.lists(st.integers(1, 2), min_size=3, max_size=3))
    def plans(self, who, order):
        one = self.under_signature()
        if one is None:
            return
        parties = self.signers(one)
        turns = {party.pk: number for party, number in zip(parties, order, strict=False)}
        version, instrument, by = one.snapshot.version, one.snapshot.instrument, self.who(who)
        self.tries(lambda: plan_signing(by=by, version=version, instrument=instrument, due_on=None, turns=turns))

    @rule(who=anybody, which=numbers, to=numbers)
    def hands_over(self, who, which, to):
        one = self.under_signature()
        if one is None:
            return
        party = self.party(one, which)
        by, role = self.who(who, RoleKind.CONTACT, party.partner), self.world.anyone(to)
        if who is None:
            role = self.world.another_signatory(party.partner)
        self.tries(lambda: hand_over(by=by, signing=one, party=party, to=role, basis="Scheme of delegation"))

    @rule(who=anybody, which=numbers)
    def asks_a_guest(self, who, which):
        one = self.under_signature()
        if one is None:
            return
        self.invites(self.who(who), one, self.party(one, which))

    def invites(self, by, signing, party) -> bool:
        """Ask the next guest, and remember what they sign with."""
        number, made = len(self.world.asked), []
        invited = Invited(f"Guest {number}", "Chair", f"guest{number}@elsewhere.example", "Minute 4", phone="0161")
        asked = self.tries(lambda: made.extend(invite_guest(by=by, signing=signing, party=party, invited=invited)))
        if asked:
            guest, code = made
            self.world.asked.append((guest.pk, mailed_token(guest.email), code))
        return asked

    @rule(which=numbers, right=st.sampled_from([True, True, False]), stale=st.booleans(), no=st.integers(0, 7))
    def a_guest_signs(self, which, right, stale, no):
        """Or declines: with the right code or a wrong one, over the file as it stands or as it was; again and again."""
        if not self.world.asked:
            return
        guest, token, code = self.world.asked[-1 - which % min(3, len(self.world.asked))]
        signing = Guest.objects.select_related("signing__current").get(pk=guest).signing
        if not right:
            code = "000000" if code != "000000" else "000001"
            self.tries(lambda: check_code(token=token, code=code))
        sha256 = "0" * 64 if stale and which % 3 == 0 else signing.current.sha256
        if no == 0:
            never = [] if right else ["protocols.decline"]
            self.tries(lambda: decline_as_guest(token=token, code=code, reason="The board said no."), never=never)
            return
        never = [] if right and sha256 == signing.current.sha256 else ["protocols.sign"]
        given = {"token": token, "code": code, "sha256": sha256, "post": "Chair", "basis": "Minute 4"}
        self.tries(lambda: sign_as_guest(**given), never=never)

    @rule(who=anybody, which=numbers)
    def withdraws_a_guest(self, who, which):
        found = Guest.objects.select_related("signing__snapshot__version", "party__partner").order_by("pk")
        if which % 3 == 0 and found.exists():
            by = self.who(who)
            self.tries(lambda: withdraw_guest(by=by, guest=found.last()))

    @rule(who=anybody, which=numbers, other_text=st.sampled_from([False, False, True]))
    def brings_a_page(self, who, which, other_text):
        one = self.under_signature()
        if one is None:
            return
        party, content = self.party(one, which), PNG + str(which).encode()
        page = signed_page(content)
        printed = "0" * 12 if other_text else one.snapshot.sha256[:12]
        by = self.who(who, RoleKind.CONTACT, party.partner)
        never = ["protocols.paper.bring"] if other_text else []
        self.tries(lambda: bring_paper(by=by, signing=one, party=party, sha256=printed, page=page), never=never)

    @rule(who=anybody, accepts=st.sampled_from([True, True, False]), stale=st.booleans())
    def looks_at_a_page(self, who, accepts, stale):
        paper = self.paper()
        if paper is None:
            return
        sha256 = "0" * 64 if stale and who is not None else paper.signing.current.sha256
        by = paper.brought_by if who == 1 else self.who(who)
        if accepts:
            never = ["protocols.paper.accept"] if sha256 != paper.signing.current.sha256 else []
            self.tries(lambda: accept_paper(by=by, paper=paper, sha256=sha256), never=never)
        else:
            self.tries(lambda: refuse_paper(by=by, paper=paper, reason="It cannot be read."))

    def paper(self) -> PaperSignature | None:
        """The page that was handed in last."""
        return PaperSignature.objects.select_related(
            "signing__snapshot__version__protocol__partnership", "signing__snapshot__instrument", "signing__current",
            "brought_by", "party__partner",
        ).order_by("pk").last()  # fmt: skip


class KeepingMoves:
    """Deputies, conditions, and what partners state each year."""

    @rule(whose=numbers, colleague=numbers, begins=st.sampled_from([0, 0, 5]), days=st.sampled_from([0, 30]))
    def names_a_deputy(self, whose, colleague, begins, days):
        kind = RoleKind.SIGNATORY if whose % 5 == 0 else RoleKind.DPO  # a signatory has no deputy
        partner = self.world.parties[whose % 2]
        by, starts_on = self.world.right(kind, partner), self.world.today + timedelta(days=begins)
        other = self.world.anyone(colleague) if colleague % 3 == 0 else self.world.right(RoleKind.VIEWER, partner)
        last = starts_on + timedelta(days=days)
        self.tries(lambda: name_deputy(by=by, colleague=other, starts_on=starts_on, last_day=last))
        self.world.find_roles()

    @rule(who=anybody)
    def ends_a_deputy(self, who):
        one = self.deputies().last()
        if one is not None:
            by = self.world.anyone(who) if who is not None else one.deputises_for
            self.tries(lambda: end_deputy(by=by, deputy=one))

    @rule(which=numbers)
    def a_deputy_acts(self, which):
        """In the post that they stand in for: whether it is their day or not."""
        held = list(self.deputies())
        if not held:
            return
        by = held[-1 - which % min(2, len(held))]
        waiting = Decision.objects.filter(outcome="waiting", party__partner=by.partner_id, kind=by.kind).first()
        if waiting is not None:
            found = self.decision(waiting)
            self.tries(lambda: decide(by=by, decision=found, sha256=found.snapshot.sha256, outcome="approved"))

    @rule(who=anybody, step=st.sampled_from([say_met, say_met, find_met, find_not_met, waive]), again=st.booleans())
    def goes_on_with_a_condition(self, who, step, again):
        found = Condition.objects.select_related(
            "decision__snapshot__version__protocol__partnership", "decision__snapshot__instrument",
            "decision__party__partner",
        ).order_by("pk").last()  # fmt: skip
        if found is None:
            return
        own = (RoleKind(found.decision.kind), found.decision.party.partner)
        by = self.who(who) if step is say_met else self.who(who, *own)
        words = {"evidence": "All were trained."} if step is say_met else {"reason": "All were trained."}
        for _ in range(1 + again):
            self.tries(lambda: step(by=by, condition=found, **words))

    @rule(who=anybody, which=numbers)
    def states_how_it_is_kept(self, who, which):
        """A year later; only then is it asked for."""
        self.tries(lambda: ask_for_adherence(self.world.today + timedelta(days=400)))
        owed = Adherence.objects.select_related("version__protocol__partnership", "partner").order_by("pk")
        one = owed[which % owed.count()] if owed else None
        if one is not None:
            by = self.who(who, RoleKind.DPO, one.partner)
            self.tries(lambda: give_statement(by=by, statement=one, given=statement(staff=12 + which % 2)))

    def deputies(self):
        """Everybody who was ever named a deputy, in the order in which they were."""
        return (
            Role.objects.exclude(deputises_for=None)
            .select_related("person", "partner", "deputises_for__person", "deputises_for__partner")
            .order_by("pk")
        )
