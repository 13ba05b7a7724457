"""What the pages of a signing lead to: order, copies, guests, pages signed on paper; and links that are mailed."""

from datetime import timedelta
from io import BytesIO

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from partners.roles import RoleKind
from partners.services.tokens import token_hash
from portal.audit.acts import SYSTEM, act
from portal.mailed_links import name_of
from protocols.models import CopyTo, Guest, ProtocolVersion
from protocols.services.sending_copies import name_copy
from protocols.services.signing_plans import plan_held
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings

GUEST, COPY = "guest-token", "copy-token"
PAGES = frozenset({
    "protocols:signing_plan", "protocols:copies_to", "protocols:uncopy", "protocols:hand_over", "protocols:guests",
    "protocols:guest_new_code", "protocols:guest_withdraw", "protocols:bring_paper", "protocols:paper",
    "protocols:close_signing",
})  # fmt: skip


class Scan(BytesIO):
    """A scan that each of several clients sends, from its beginning."""

    name = "scan.png"

    def read(self, size: int | None = -1) -> bytes:
        """All of it."""
        self.seek(0)
        return super().read(size)


class Signings:
    """A guest of one's own party, a page signed on paper for the other, and copies: named, and sent."""

    def __init__(self, cast: life.Cast, version: ProtocolVersion, in_force: ProtocolVersion) -> None:
        self.cast, self.version = cast, version
        own, other = cast.partners[:2]
        self.party = life.party(version, own)
        contact = cast.at(own, RoleKind.CONTACT)
        self.copy = name_copy(by=contact, version=version, name="Ann Lee", email="ann@press.example", why="")
        self.guest, _ = signings.ask_guest(cast, version)
        self.paper = signings.bring(cast, version, cast.at(other, RoleKind.CONTACT), index=1)
        now = timezone.now()
        with act("tests.links", by=SYSTEM):
            Guest.objects.filter(pk=self.guest.pk).update(
                token_hash=token_hash(GUEST),
                code_hash=make_password("123456"),
                code_made_at=now,
            )
            CopyTo.objects.create(
                plan=plan_held(in_force, None), name="Ann Lee", email="ann@press.example", named_by=cast.officer,
                signing=signings.now(in_force), token_hash=token_hash(COPY), sent_at=now,
                expires_at=now + timedelta(days=30),
            )  # fmt: skip

    def form(self, name: str) -> dict[str, object]:
        """What the forms still want when they are opened."""
        today = timezone.localdate()
        due = today + timedelta(days=20)
        person = {"name": "Lee Ash", "post": "Chair", "email": "lee@wigan.example", "basis": "Minute 5"}
        signatory = self.cast.at(self.cast.partners[0], RoleKind.SIGNATORY)
        wanted: dict[str, dict[str, object]] = {
            "protocols:signing_plan": {
                "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year, "order": "any",
                **{f"turn_{party.pk}": 1 for party in self.version.parties.all()},
            },
            "protocols:copies_to": {"name": "Lee Ash", "email": "lee@press.example"},
            "protocols:hand_over": {"to": str(signatory.pk), "basis": "Scheme of delegation"},
            "protocols:guests": {**person, "party": str(self.party.pk), "channel": "mail"},
            "protocols:bring_paper": {
                **person, "party": str(self.party.pk), "signed_on_day": today.day, "signed_on_month": today.month,
                "signed_on_year": today.year, "scan": Scan(signings.PNG),
                "printed": self.paper.sha256[:12],
            },
            "protocols:paper": {"act": "accept", "sha256": signings.now(self.version).current.sha256},
            "protocols:guest_sign": {
                "post": "Chair", "basis": "Minute 4", "consent": "on", "code": "654321",
                "sha256": signings.now(self.version).current.sha256,
            },
            "protocols:guest_decline": {"reason": "The board said no.", "code": "654321"},
        }  # fmt: skip
        return wanted.get(name, {})

    def values(self, name: str) -> dict[str, object]:
        """The parameters of its addresses."""
        if name == "protocols:copy_link":
            return {"token": name_of(COPY)}
        if name in ("protocols:guest_sign", "protocols:guest_file", "protocols:guest_decline", "protocols:guest_code"):
            return {"token": name_of(GUEST)}
        rows = {
            "protocols:uncopy": self.copy, "protocols:guest_new_code": self.guest,
            "protocols:guest_withdraw": self.guest, "protocols:paper": self.paper,
        }  # fmt: skip
        return {"pk": rows[name].pk} if name in rows else {}
