"""The life of one protocol, from a draft to its seal: what each person sends, and what the worker does."""

import json
import time
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import check_password
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from partners.models import Partnership, Role
from protocols.checks import problems
from protocols.models import Decision, ProtocolVersion, Section, Signing
from protocols.queries.protocols import address_of
from protocols.sample import PASSWORD
from protocols.services.moving import open_consultation, take_back
from protocols.services.sealing import seal
from protocols.services.signing import prepare_signing
from scripts.bench.visits import signed_in

if TYPE_CHECKING:
    from scripts.bench.living import Clock

AUTOSAVES = 5
FLOOR = "/bench-floor/"


def chosen(count: int) -> list[ProtocolVersion]:
    """So many protocols of the largest partnership that wait for approval; fewer, where there are no more."""
    partnership = Partnership.objects.annotate(size=Count("protocols")).order_by("-size", "pk")[0]
    waiting = ProtocolVersion.objects.filter(protocol__partnership=partnership, state="approval", snapshots__number=1)
    return list(waiting.order_by("pk").distinct()[:count])


class Life:
    """One protocol that waits for approval, and everybody who has something to do about it."""

    def __init__(self, version: ProtocolVersion, clock: "Clock") -> None:
        self.version, self.clock = version, clock
        self.by = version.officer
        self.officer = signed_in(self.by)

    def live(self) -> None:
        """Every act, in order, after the version is taken back. Raises LookupError where one is refused."""
        open_consultation(by=self.by, version=take_back(by=self.by, version=self.version))
        self._write()
        self._act("submit", self.officer, address_of("submit", self.version))
        snapshot = self.version.snapshots.filter(withdrawn_at=None, instrument=None).first()
        if snapshot is None:
            self.version.refresh_from_db()
            raise LookupError(
                f"{self.version} was not submitted: {[str(one.sentence) for one in problems(self.version)]}"
            )
        for decision in Decision.objects.filter(snapshot=snapshot, outcome="waiting").order_by("pk"):
            self._approve(decision)
        self._timed("file for signing, in the background", lambda: prepare_signing(snapshot))
        signing = Signing.objects.get(snapshot=snapshot)
        for party in self.version.parties.order_by("pk"):
            self._sign(signing, party.partner_id)
        signing = Signing.objects.get(snapshot=snapshot)
        if self._timed("seal, in the background", lambda: seal(signing)) is None:
            raise LookupError(f"{self.version} was not sealed.")

    def _write(self) -> None:
        """Save a few clauses as their writer goes on."""
        written = Section.objects.filter(version=self.version).exclude(inherits=Section.Inherits.AS_IS)
        for section in written.exclude(body="").order_by("position")[:AUTOSAVES]:
            sent = {
                "revision": section.revision,
                "body": section.body.replace("</p>", " And so on.</p>", 1) + "<p>More.</p>",
            }
            address = address_of("section_save", self.version, section.section_id)
            self._act("autosave", self.officer, address, json.dumps(sent), content_type="application/json")

    def _approve(self, decision: Decision) -> None:
        role = Role.objects.filter(kind=decision.kind, partner=decision.party.partner).order_by("pk")[0]
        sent = {"sha256": decision.snapshot.sha256, "outcome": "approved", "text": ""}
        self._act("approval", signed_in(role), reverse("protocols:decide", args=[decision.pk]), sent)

    def _sign(self, signing: Signing, partner: int) -> None:
        role = Role.objects.filter(kind="signatory", partner=partner).order_by("pk")[0]
        signing.refresh_from_db()
        if signing.current is None:
            raise LookupError(f"{signing} has no file.")
        sent = {
            "sha256": signing.current.sha256,
            "post": "Chief executive",
            "basis": "Scheme of delegation",
            "proof": PASSWORD,
        }
        began = time.perf_counter()
        check_password(PASSWORD, role.person.password)
        self.clock.proofs.append((time.perf_counter() - began) * 1000)
        self._act("signature", signed_in(role), address_of("sign", self.version), sent)

    def _act(self, name: str, client: Client, address: str, sent: Any = None, **how: Any) -> None:
        client.get(FLOOR)  # a new client loads the site's middleware
        answer = self.clock.act(name, lambda: client.get(FLOOR), lambda: client.post(address, sent or {}, **how))
        if answer.status_code not in (200, 302):
            raise LookupError(f"{address} answered {answer.status_code}: {answer.content[-3000:].decode()}")

    def _timed(self, name: str, do: Any) -> Any:
        return self.clock.act(name, lambda: self.officer.get(FLOOR), do)
