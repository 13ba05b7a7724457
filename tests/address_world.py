"""A small world in which every address leads somewhere, and one person for each way of standing to it."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from legal_basis.engine.practice import Practice
from legal_basis.loader import examples, library
from legal_basis.queries import walk_of
from legal_basis.services import GivenFile
from legal_basis.services.practising import keep_walk
from partners.kinds import BodyKind
from partners.models import Partner, Role
from partners.roles import RoleKind
from partners.services.inviting import Invitee, invite
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail
from portal.mailed_links import cookie_of, name_of
from protocols.models import Document, MadeFile, NamedBody, PartyAssessment, ProtocolVersion, UnplacedText
from protocols.services.assessing import begin, draw_on
from protocols.services.comments import add_comment, resolve_comment
from protocols.services.elsewhere.keeping import attach_file
from protocols.services.elsewhere.uploads import keep_upload
from protocols.services.evidencing import add_evidence
from protocols.services.named_texts import name_text
from protocols.services.particulars import Particulars
from protocols.services.reusing import copy_protocol
from protocols.services.suggesting import suggest
from protocols.services.variables import set_variables
from protocols.services.word_uploads import keep_word_file
from protocols.states import State
from tests.address_approvals import Approvals
from tests.address_catalogue import Catalogue
from tests.address_instruments import Instruments
from tests.address_living import Living, is_living
from tests.address_signing import COPY, GUEST, PAGES, Signings
from tests.address_studio import Studio
from tests.addresses import Address
from tests.legal_basis.small_files import PDF
from tests.legal_basis.walks import CURRENT, facts_of
from tests.partners import factories as people
from tests.protocols import factories, factories_case, factories_risks
from tests.protocols import factories_elsewhere as made_elsewhere
from tests.protocols import factories_life as life
from tests.protocols.factories_word import paragraph, word_file

# The columns of the matrix: people of one party, and the officer; people of another party of the same protocol; people
# of a partner beside them that is no party, who has left a party, and people of another partnership.
ANYBODY = "anybody"
OWN = [kind.value for kind in RoleKind]
PARTY = {"party_contact": RoleKind.CONTACT, "party_dpo": RoleKind.DPO, "party_signatory": RoleKind.SIGNATORY}
BESIDE = {"beside_contact": RoleKind.CONTACT, "beside_dpo": RoleKind.DPO}
LEFT = "left"
ELSEWHERE = ["other_officer", "other_dpo", "no_role"]
APART = [*BESIDE, LEFT, *ELSEWHERE]
STANDINGS = [ANYBODY, *OWN, *PARTY, *APART]

# The state in which an address of a version is tried; the others are tried on a draft.
TRIED_IN = {
    "protocols:closing_date": State.CONSULTATION,
    "protocols:take_back": State.CONSULTATION,
    "protocols:submit": State.CONSULTATION,
    "protocols:approvals": State.APPROVAL,
    "protocols:approve": State.APPROVAL,
    "protocols:sign": State.SIGNING,
    **dict.fromkeys(PAGES, State.SIGNING),
    "protocols:decline": State.SIGNING,
    "protocols:document": State.IN_FORCE,
    "protocols:awaited_document": State.IN_FORCE,
    "protocols:vary": State.IN_FORCE,
    "protocols:end": State.IN_FORCE,
}
# The legal pages, by how far the checklist has to be walked for them; the others are tried on one just begun.
WALKED = {"protocols:legal_end", "protocols:legal_conclude", "protocols:legal_stop_drawing"}
CONCLUDED = {"protocols:legal_reopen"}
STOPPED = {"protocols:legal_leave_out"}

UNSENT = "a-token-that-nobody-was-sent"

STATES = [state for state in State if state in {State.DRAFT, *TRIED_IN.values()}]


def let_go(answer: HttpResponse) -> None:
    """Close a file that was handed out, as a server would, but not the database that this test is in the middle of."""
    if answer.streaming:
        for close in answer._resource_closers:
            close()


@dataclass
class World:
    """Two parties (Wigan Council is one's own), a protocol in each state that is tried, and what hangs on them."""

    cast: life.Cast = field(default_factory=life.cast)

    def __post_init__(self) -> None:
        self.own, self.partnership = self.cast.partners[0], self.cast.officer.partnership
        self.versions = {state: life.protocol_at(state, self.cast)[1] for state in STATES}
        draft = self.versions[State.DRAFT]
        self.flow = factories.flow(draft, by=self.cast.officer)
        self.risk = factories_risks.add(draft, by=self.cast.officer, owner=life.party(draft, self.own))
        self.entry = factories_case.entry(draft, by=self.cast.officer, owner=life.party(draft, self.own))
        self.barrier = factories_case.barrier(draft, by=self.cast.officer, owner=life.party(draft, self.own))
        nonce, section = self.flow.nonce, draft.sections.first()
        self.comment = add_comment(by=self.cast.officer, version=draft, section=section, body="Why?", nonce=nonce)
        self._consult(draft)
        self._assess()
        self.document = Document.objects.filter(snapshot__version=self.versions[State.IN_FORCE], kind="signed").get()
        self.waiting = people.registered("Northmoor Homes", BodyKind.HOUSING_ASSOCIATION, self.partnership).partner
        wanted = Invitee("Ivy Inns", "ivy@wigan.example", "Head")
        self.invited = invite(
            by=self.cast.at(self.own, RoleKind.CONTACT), at=self.own, kind=RoleKind.VIEWER, invitee=wanted
        )
        self.invited_officer = invite(by=SYSTEM, at=self.partnership, kind=RoleKind.OFFICER, invitee=wanted)
        self.second_officer = factories.role(RoleKind.OFFICER, at=self.partnership)
        with act("tests.listed", by=SYSTEM):
            self.listed = Partner.objects.create(
                legal_name="Bolton Council", short_name="Bolton", slug="bolton", kind="council"
            )
        self.ending = factories.role(RoleKind.VIEWER, at=self.own)
        with act("tests.mail", by=SYSTEM):
            self.mail = OutgoingMail.objects.create(to="a@b.example", subject="A", text="A", html="A")
        self.practice = keep_walk(by=self.cast.officer.person, practice=Practice(CURRENT, facts_of()))
        self._agree_elsewhere()
        self.studio = Studio(self.cast.officer, draft)
        self.catalogue = Catalogue(self.cast, draft)
        self.living = Living(self.cast, self.versions[State.IN_FORCE])
        self.instruments = Instruments(self.cast, self.versions[State.IN_FORCE])
        self.signings = Signings(self.cast, self.versions[State.SIGNING], self.versions[State.IN_FORCE])
        self.rooms = (self.studio, self.catalogue, self.living, Approvals(self.cast), self.instruments, self.signings)
        self._compare(draft)
        self._send_word(draft)
        dates = Particulars.of(draft)
        self.copy = copy_protocol(by=self.cast.officer, version=draft, particulars=dates).version
        self.beside = factories.partner("Beside Council", of=self.partnership)
        self.clients = {standing: self._client(standing) for standing in STANDINGS}
        for client in self.clients.values():  # who has opened each of the mailed links in their browser
            client.cookies.load({cookie_of(name_of(token)): token for token in (GUEST, COPY, UNSENT)})

    def _agree_elsewhere(self) -> None:
        """An agreement made elsewhere that names one's own body, with a file; and a register that waits."""
        by = self.cast.officer
        self.elsewhere = made_elsewhere.one(by, controller_names=f"{self.own}; DWP")
        self.entered = made_elsewhere.entered(by, controllers=str(self.own))
        self.named_body = NamedBody.objects.get(text="DWP")
        scan = made_elsewhere.pdf()
        self.scan = attach_file(by=by, agreement=self.elsewhere, title="Signed", name="scan.pdf", content=scan)
        register = made_elsewhere.content_of({"name": "Another"})
        self.upload = keep_upload(
            by=by, partnership=self.partnership, register="Another register", name="a.csv", content=register
        )

    def _consult(self, draft: ProtocolVersion) -> None:
        """A comment that was answered, and wording that a party's data protection officer suggests."""
        by, dpo = self.cast.officer, self.cast.at(self.own, RoleKind.DPO)
        settled = add_comment(by=by, version=draft, body="Who?", nonce=uuid4())
        self.settled = resolve_comment(by=by, comment=settled, response="The council.")
        section = draft.sections.get(section_id="S03")
        self.suggestion = suggest(
            by=dpo, section=section, body="<p>Other words.</p>", base_revision=section.revision, nonce=uuid4()
        )

    def _compare(self, draft: ProtocolVersion) -> None:
        """A text of the draft that has a name, a change since, and a redline of the two as a file."""
        by = self.cast.officer
        self.named = name_text(by=by, version=draft, name="At first", nonce=uuid4())
        set_variables(by=by, version=draft, values={"strategic_purpose": "prevent crime"})
        with act("tests.redline", by=SYSTEM):
            name = default_storage.save("redlines/at-first.pdf", ContentFile(b"%PDF-"))
            sides = {"before": f"named-{self.named.pk}", "after": "version-1"}
            self.redline = MadeFile.objects.create(
                kind="redline", version=draft, text="{}", name=name, made_at=timezone.now(), **sides
            )

    def _send_word(self, draft: ProtocolVersion) -> None:
        """A Word file that waits for the officer's word, and a part of an earlier one that has no place yet."""
        by, content = self.cast.officer, word_file(paragraph("Old purpose", "Heading1") + paragraph("Old words."))
        self.word_upload = keep_word_file(by=by, version=draft, name="old.docx", content=content)
        with act("tests.unplaced", by=SYSTEM):
            self.unplaced = UnplacedText.objects.create(
                version=draft, file_name="old.docx", position=1, heading="Parking", html="", brought_by="Priya"
            )

    def _assess(self) -> None:
        """A thematic draft with checklists of one's own: one begun, one walked, one concluded, one that stopped."""
        self.thematic = life.thematic_draft(self.cast, self.versions[State.IN_FORCE])
        by, party = self.cast.at(self.own, RoleKind.CONTRIBUTOR), life.party(self.thematic, self.own)
        names = ("Cases", "More cases", "Old cases", "New cases")
        flows = [life.cases_flow(self.cast, self.thematic, title=name) for name in names]
        self.begun = begin(by=by, party=party, flows=flows[:1])
        [self.evidence] = add_evidence(
            by=by, covering=self.begun, step="C0.1", files=[GivenFile("minute.pdf", PDF, len(PDF))], shows="The power"
        )
        self.walked = life.walked(by, begin(by=by, party=party, flows=flows[1:2]), {})
        self.concluded = life.assessed(self.cast, party, flows[2:3])
        draw_on(by=by, covering=self.walked, source=self.concluded)
        taxes = life.cases_flow(self.cast, self.thematic, title="Council tax records", kinds=("council_tax",))
        self.stopped = life.walked(by, begin(by=by, party=party, flows=[taxes]), {})
        self.unassessed = flows[3]

    def _covering(self, name: str) -> PartyAssessment:
        if name in WALKED:
            return self.walked
        if name in CONCLUDED:
            return self.concluded
        return self.stopped if name in STOPPED else self.begun

    def _client(self, standing: str) -> Client:
        if standing == ANYBODY:
            return Client()
        if standing == "no_role":
            client = Client()
            client.force_login(User.objects.create_user(email="no@role.example", name="No Role", password=None))
            return client
        role = self._role(standing)
        client = people.sign_in(Client(), role)
        if standing == LEFT:
            with act("tests.left", by=SYSTEM):
                Role.objects.filter(pk=role.pk).update(
                    starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
                )
        return client

    def _role(self, standing: str) -> Role:
        if standing == "officer":
            return self.cast.officer
        if standing == "other_officer":
            return factories.officer()
        if standing == "other_dpo":
            return factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council", of=factories.partnership()))
        if standing == LEFT:
            return factories.role(RoleKind.CONTRIBUTOR, at=self.own)
        if standing in BESIDE:
            return self.cast.at(self.beside, BESIDE[standing])
        if standing in PARTY:
            return self.cast.at(self.cast.partners[1], PARTY[standing])
        return self.cast.at(self.own, RoleKind(standing))

    def path(self, address: Address) -> str:
        """Where the address leads in this world."""
        values = self._values(address.name)
        return reverse(address.name, kwargs={name: values[name] for name in address.parameters})

    def moved_on(self, address: Address) -> str | None:
        """The same address at a version that is no draft any more, where it is one of a version's."""
        if not {"reference", "number"} <= set(address.parameters) or TRIED_IN.get(address.name):
            return None
        version, values = self.versions[State.IN_FORCE], self._values(address.name)
        values |= {"reference": version.protocol.reference, "number": version.number}
        return reverse(address.name, kwargs={name: values[name] for name in address.parameters})

    def _values(self, name: str) -> dict[str, object]:
        legal = name.startswith("protocols:legal")
        version = (
            self.thematic
            if legal or name == "protocols:section_overarching"
            else self.versions[TRIED_IN.get(name, State.DRAFT)]
        )
        if name.startswith("protocols:copied"):
            version = self.copy
        if name in ("register:agreement", "register:on_record") or is_living(name):
            version = self.versions[State.IN_FORCE]
        walk = walk_of(self.begun.assessment) if "legal" in name else None
        pks = {"protocols:document": self.document, "protocols:comment_resolve": self.comment, "mail:mail": self.mail,
               "protocols:copied_confirm": self.copy.rechecks.get(part="parties"),
               "protocols:redline_file": self.redline,
               "protocols:word_place": self.unplaced, "protocols:word_set_aside": self.unplaced,
               "protocols:case_change": self.entry, "protocols:case_delete": self.entry,
               "protocols:barrier_change": self.barrier, "protocols:barrier_delete": self.barrier,
               "protocols:risk_change": self.risk, "protocols:risk_delete": self.risk}  # fmt: skip
        pks["protocols:comment_reopen"] = self.settled
        pks["protocols:awaited_document"] = self.document.snapshot
        if name.startswith("protocols:suggestion"):
            pks[name] = self.suggestion
        thing = self._covering(name) if legal else pks.get(name, self.flow)
        if "elsewhere" in name:
            things = {"protocols:elsewhere_body": self.named_body, "protocols:elsewhere_rewrite": self.entered}
            thing = things.get(name, self.elsewhere)
        return {
            "reference": version.protocol.reference,
            "number": version.number,
            "code": f"{version.protocol.reference}-v{version.number}",
            "fingerprint": "0123456789ab",
            "section_id": "S03",
            "pk": thing.pk,
            "evidence": self.evidence.pk,
            "checklist_id": "current-2026",
            "gateway_id": next(iter(library().gateways)),
            "example_id": next(iter(examples())),
            "walk_id": self.practice.pk,
            "token": walk.next.token if walk and walk.next else name_of(UNSENT),
            "slug": self._slug(name),
            "kind": "dpo",
            "what": "signed",
            "invitation": (self.invited_officer if "officer" in name else self.invited).pk,
            "role_id": (self.second_officer if "officer" in name else self.ending).pk,
            "upload": self.word_upload.pk if name.startswith("protocols:word") else self.upload.pk,
            "file": self.scan.pk,
            "key": "a-key",
            "kept": f"named-{self.named.pk}",
            "uidb36": "zzz",
            **{key: value for room in self.rooms for key, value in room.values(name).items()},
        }

    def _slug(self, name: str) -> str:
        if name == "protocols:create":
            return "overarching"
        partner = {"partners:decide": self.waiting, "partners:invite_body": self.listed}.get(name, self.own)
        return partner.slug
