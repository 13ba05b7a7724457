"""The ordinary course of a life, each step by whoever it is for; and what stands now in it."""

from uuid import uuid4

from partners.roles import RoleKind
from protocols.models import Decision, Instrument, Party, Signing
from protocols.queries.handovers import handover_of
from protocols.services.acting_as_guest import sign_as_guest
from protocols.services.advice import answer_advice
from protocols.services.deciding import decide
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.instruments.submitting import submit_instrument
from protocols.services.moving import open_consultation
from protocols.services.sealing import seal_due
from protocols.services.signing import prepare_due, sign
from protocols.services.signing_papers import accept_paper, bring_paper
from protocols.services.submitting import submit
from protocols.services.texts import save_section
from protocols.states import State
from tests.protocols import whole_life_rules as rules
from tests.protocols.factories_signing import PNG
from tests.protocols.instruments import TERMS
from tests.protocols.whole_life_moves import signed_page
from tests.protocols.whole_life_refusals import AS_GUEST, AS_SIGNATORY

Outcome = Decision.Outcome
WAYS = ("in the portal", "by link", "on paper")


class Course:
    """Mixed into the machine of `test_whole_life`, beside `Refusals`: what must not be is tried in passing."""

    def decision(self, one: Decision) -> Decision:
        found = Decision.objects.select_related(
            "snapshot__version__protocol__partnership", "snapshot__instrument", "party__partner"
        )
        return found.get(pk=one.pk)

    def advice(self) -> Decision | None:
        """Advice against that waits for its answer."""
        found = Decision.objects.filter(
            snapshot__version__protocol=self.world.protocol, snapshot__withdrawn_at=None, outcome=Outcome.AGAINST
        ).first()
        return self.decision(found) if found else None

    def signing(self, which) -> Signing | None:
        found = (
            Signing.objects.filter(snapshot__version__protocol=self.world.protocol)
            .order_by("-pk")
            .select_related("current", "snapshot__version__protocol__partnership", "snapshot__instrument")
        )
        return found[which % 2 : which % 2 + 1].first() if which % 5 == 0 else found.first()

    def under_signature(self) -> Signing | None:
        """The newest signing that is open; the newest of all where none is."""
        found = (
            Signing.objects.filter(snapshot__version__protocol=self.world.protocol, current__isnull=False)
            .order_by("-pk")
            .select_related("current", "snapshot__version__protocol__partnership", "snapshot__instrument")
        )
        return found.filter(stage="open").first() or found.first()

    def signers(self, signing: Signing) -> list[Party]:
        """Those who sign, in the order of their keys."""
        partners = rules.signers(signing.snapshot.instrument or signing.snapshot.version)
        held = Party.everyone.filter(version=signing.snapshot.version, partner__in=partners).select_related("partner")
        return list(held.order_by("pk"))

    def party(self, signing: Signing, which: int) -> Party:
        """One of those who sign."""
        held = self.signers(signing)
        return held[which % len(held)]

    def goes_on_some(self, steps, kind=Instrument.Kind.ACCESSION, first=0):
        """The next steps of a life, each by whoever it is for; they sign in all ways, from the `first` on."""
        for _ in range(steps):
            self.goes_on_once(kind, first)

    def goes_on_once(self, kind, first):
        world, version = self.world, self.world.version
        waiting = (
            Decision.objects.filter(
                snapshot__version__protocol=world.protocol, snapshot__withdrawn_at=None, outcome="waiting"
            )
            .order_by("pk")
            .first()
        )
        signing = self.signing(1)
        if waiting is not None:
            one = self.decision(waiting)
            by = world.right(RoleKind(one.kind), one.party.partner)
            self.nobody_else_decides(one, by)
            shown, approved = one.snapshot.sha256, Outcome.APPROVED
            assert self.tries(lambda: decide(by=by, decision=one, sha256=shown, outcome=approved))
        elif (advice := self.advice()) is not None:
            by = world.right(RoleKind.SIGNATORY, advice.party.partner)
            sha256 = advice.snapshot.sha256
            self.tries(lambda: answer_advice(by=by, decision=advice, sha256=sha256, follow=False, reason="Urgent."))
        elif signing is not None and signing.stage == "preparing" and signing.snapshot.withdrawn_at is None:
            assert self.tries(prepare_due)
        elif signing is not None and signing.stage == "open":
            self.signs_next(signing, first)
        elif signing is not None and signing.stage == "complete":
            assert self.tries(seal_due)
            self.nothing_is_sealed_again(signing)
        elif version.status is State.DRAFT:
            self.is_drafted(version)
            self.tries(lambda: open_consultation(by=world.officer, version=version))
        elif version.status is State.CONSULTATION:
            self.tries(lambda: submit(by=world.officer, version=version))
        elif version.status is State.IN_FORCE:
            self.goes_on_after_signing(kind)

    def is_drafted(self, version):
        """Once, by somebody who also holds the post that decides on it."""
        if not any(number == version.pk for number, _ in self.world.wrote):
            one, body = version.sections.last(), "<ol><li>A breach is told within a day.</li></ol>"
            self.tries(lambda: save_section(by=self.world.writer, section=one, body=body, revision=one.revision))

    def signs_next(self, signing, first):
        """Whose turn it is signs, or the one to whom it was handed over, or a guest who is asked to, or on paper."""
        signed = set(signing.signatures.values_list("party", flat=True))
        turns = {
            key[2]: number for key, number in self.world.turns_now.items() if key[:2] == rules.plan_of(signing.snapshot)
        }
        left = [party for party in self.signers(signing) if party.pk not in signed]
        party = min(left, key=lambda one: turns.get(one.pk, max(turns.values(), default=1)))
        handed = handover_of(signing, party)
        by = handed.role if handed else self.world.right(RoleKind.SIGNATORY, party.partner)
        self.nobody_else_signs(signing, party, by)
        way = "in the portal" if handed else WAYS[(first + len(signed)) % 3]
        if way == "by link":
            self.a_guest_signs_next(signing, party)
            return
        if way == "on paper" and self.a_page_is_taken_next(signing, party):
            return
        shown = signing.current.sha256
        assert self.tries(lambda: sign(by=by, signing=signing, sha256=shown, **AS_SIGNATORY))

    def a_guest_signs_next(self, signing, party):
        """Asked by the officer; by link and code, once."""
        assert self.invites(self.world.officer, signing, party)
        _, token, code = self.world.asked[-1]
        self.nothing_but_the_code_signs(signing, token, code)
        given = {"token": token, "code": code, "sha256": signing.current.sha256, **AS_GUEST}
        assert self.tries(lambda: sign_as_guest(**given))
        self.a_link_is_used_once(signing, token, code)

    def a_page_is_taken_next(self, signing, party) -> bool:
        """Handed in by the party's contact, accepted by the officer; unless another page waits."""
        by, printed = self.world.right(RoleKind.CONTACT, party.partner), signing.snapshot.sha256[:12]
        page = signed_page(PNG + str(signing.pk).encode())
        if not self.tries(lambda: bring_paper(by=by, signing=signing, party=party, sha256=printed, page=page)):
            return False
        paper = self.paper()
        self.nobody_alone_takes_a_page(paper)
        shown = paper.signing.current.sha256
        assert self.tries(lambda: accept_paper(by=self.world.officer, paper=paper, sha256=shown))
        return True

    def goes_on_after_signing(self, kind):
        """The short document is submitted where one is a draft; otherwise one begins."""
        instrument = self.world.instrument
        if instrument is not None and instrument.status is State.DRAFT:
            self.tries(lambda: submit_instrument(by=self.world.officer, instrument=instrument))
            return
        about = self.world.joins if kind == Instrument.Kind.ACCESSION else self.world.parties[1]
        content = Content(kind, self.world.today, "It works here too.", about, TERMS[kind])
        self.tries(
            lambda: begin_instrument(by=self.world.officer, version=self.world.version, content=content, nonce=uuid4())
        )
