"""A small world in which every address leads somewhere, and one person for each way of standing to it."""

from dataclasses import dataclass, field
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from partners.kinds import BodyKind
from partners.models import Role
from partners.roles import RoleKind
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail
from protocols.models import Document
from protocols.services.comments import add_comment
from protocols.states import State
from tests.addresses import Address
from tests.form_filling import form_on
from tests.partners import factories as people
from tests.protocols import factories
from tests.protocols import factories_life as life

# The columns of the matrix. Those in the middle hold a role at a party; the last three have nothing to do with it.
ANYBODY = "anybody"
OWN = [kind.value for kind in RoleKind]
APART = ["other_officer", "other_dpo", "no_role"]
STANDINGS = [ANYBODY, *OWN, *APART]

# The state in which an address of a version is tried; the others are tried on a draft.
TRIED_IN = {
    "protocols:take_back": State.CONSULTATION,
    "protocols:submit": State.CONSULTATION,
    "protocols:approvals": State.APPROVAL,
    "protocols:approve": State.APPROVAL,
    "protocols:sign": State.SIGNING,
    "protocols:decline": State.SIGNING,
    "protocols:document": State.IN_FORCE,
    "protocols:vary": State.IN_FORCE,
    "protocols:end": State.IN_FORCE,
}
# What the forms still want when they are opened.
REASON = {"reason": "Another protocol covers it."}
FILLED: dict[str, dict[str, object]] = {
    "protocols:abandon": REASON,
    "protocols:end": REASON,
    "protocols:decline": REASON,
    "protocols:flow_leave_out": REASON,
    "protocols:comments": {"body": "Why so long?"},
    "protocols:comment_resolve": {"response": "Because the Act says so."},
}

STATES = [state for state in State if state in {State.DRAFT, *TRIED_IN.values()}]


@dataclass
class World:
    """Two parties (Wigan Council is one's own), a protocol in each state that is tried, and what hangs on them."""

    cast: life.Cast = field(default_factory=life.cast)

    def __post_init__(self) -> None:
        self.own, self.partnership = self.cast.partners[0], self.cast.officer.partnership
        self.versions = {state: life.protocol_at(state, self.cast)[1] for state in STATES}
        draft = self.versions[State.DRAFT]
        self.flow = factories.flow(draft, by=self.cast.officer)
        nonce, section = self.flow.nonce, draft.sections.first()
        self.comment = add_comment(by=self.cast.officer, version=draft, section=section, body="Why?", nonce=nonce)
        self.document = Document.objects.filter(snapshot__version=self.versions[State.IN_FORCE], kind="signed").get()
        self.waiting = people.registered("Northmoor Homes", BodyKind.HOUSING_ASSOCIATION, self.partnership).partner
        self.ending = factories.role(RoleKind.VIEWER, at=self.own)
        with act("tests.mail", by=SYSTEM):
            self.mail = OutgoingMail.objects.create(to="a@b.example", subject="A", text="A", html="A")
        self.clients = {standing: self._client(standing) for standing in STANDINGS}

    def _client(self, standing: str) -> Client:
        if standing == ANYBODY:
            return Client()
        if standing == "no_role":
            client = Client()
            client.force_login(User.objects.create_user(email="no@role.example", name="No Role", password=None))
            return client
        return people.sign_in(Client(), self._role(standing))

    def _role(self, standing: str) -> Role:
        if standing == "officer":
            return self.cast.officer
        if standing == "other_officer":
            return factories.officer()
        if standing == "other_dpo":
            return factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council", of=factories.partnership()))
        return self.cast.at(self.own, RoleKind(standing))

    def form(self, address: Address) -> dict[str, object]:
        """What to post there: the form as whoever may see it finds it, with its gaps filled."""
        path, found = self.path(address), {}
        for client in self.clients.values():
            answer = client.get(path)
            if answer.status_code == HTTPStatus.OK:
                found = form_on(answer.content.decode(), path)
                break
        return {**found, **FILLED.get(address.name, {})}

    def path(self, address: Address) -> str:
        """Where the address leads in this world."""
        version = self.versions[TRIED_IN.get(address.name, State.DRAFT)]
        values = {
            "reference": version.protocol.reference,
            "number": version.number,
            "section_id": "S03",
            "invitation": self.flow.nonce,
            "role_id": self.ending.pk,
            "slug": "overarching" if address.name == "protocols:create" else self.own.slug,
            "kind": "dpo",
            "token": "a-token-that-nobody-was-sent",
            "key": "a-key",
            "uidb36": "1",
            "pk": {
                "protocols:document": self.document.pk,
                "protocols:comment_resolve": self.comment.pk,
                "mail:mail": self.mail.pk,
            }.get(address.name, self.flow.pk),
        }
        if address.name == "partners:decide":
            values["slug"] = self.waiting.slug
        if address.name == "register:agreement":
            values["reference"] = self.versions[State.IN_FORCE].protocol.reference
        return reverse(address.name, kwargs={name: values[name] for name in address.parameters})
