"""A signing under way in the sample: in turns, by a date, one party by a guest and one on paper."""

from datetime import timedelta

from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from protocols.models import Guest, Party, ProtocolVersion, Signing
from protocols.queries.decisions import live_snapshot
from protocols.queries.signing import live_signing
from protocols.sample.cast import Person
from protocols.sample.lives import BASIS, Lives
from protocols.sample.scans import signed_page
from protocols.services.sending_copies import name_copy
from protocols.services.signing import prepare_signing, sign
from protocols.services.signing_guests import Invited, invite_guest
from protocols.services.signing_papers import Page, accept_paper, bring_paper
from protocols.services.signing_plans import plan_signing

DUE_IN = timedelta(days=21)
GUEST = Invited(
    "Farah Iqbal", "Chair of the board", "farah.iqbal@riverside.example", "Minute 7 of the board, 12 October 2026",
    channel=Guest.Channel.MAIL.value,
)  # fmt: skip


def begin_signing(lives: Lives, version: ProtocolVersion, first: Partner, paper: Partner, guest: Partner) -> None:
    """Two sign first, one of them in ink; then the others, of whom one has asked a guest. The file is made here."""
    snapshot = live_snapshot(version)
    if snapshot is None:
        raise LookupError(f"{version} was not submitted.")
    prepare_signing(snapshot)
    parties = {party.partner_id: party for party in version.parties.select_related("partner")}
    turns = {party.pk: 1 if party.partner_id in (first.pk, paper.pk) else 2 for party in parties.values()}
    plan_signing(by=lives.officer, version=version, due_on=timezone.localdate() + DUE_IN, turns=turns)
    name_copy(
        by=lives.officer, version=version, name="Moira Flint", email="clerk@vale-board.example",
        why="Keeps the minutes of the partnership board",
    )  # fmt: skip
    signatory = lives.joined.at(first, RoleKind.SIGNATORY)
    signing = _now(version)
    if signing.current is None:
        raise LookupError("The file to sign is not made yet.")
    sign(by=signatory, signing=signing, sha256=signing.current.sha256, post=signatory.post, basis=BASIS)
    _sign_on_paper(lives, version, parties[paper.pk])
    invite_guest(
        by=lives.joined.at(guest, RoleKind.CONTACT), signing=_now(version), party=parties[guest.pk], invited=GUEST
    )


def _sign_on_paper(lives: Lives, version: ProtocolVersion, party: Party) -> None:
    """The contact hands the page in, and the officer accepts it."""
    signing = _now(version)
    signatory = lives.joined.at(party.partner, RoleKind.SIGNATORY)
    scan = signed_page(signing, party, Person(signatory.person.name, signatory.post))
    page = Page(signatory.person.name, signatory.post, BASIS, timezone.localdate(), scan, len(scan))
    brought = bring_paper(
        by=lives.joined.at(party.partner, RoleKind.CONTACT), signing=signing, party=party,
        sha256=signing.snapshot.sha256[:12], page=page,
    )  # fmt: skip
    if signing.current is None:
        raise LookupError("The file to sign is not made yet.")
    accept_paper(by=lives.officer, paper=brought, sha256=signing.current.sha256)


def _now(version: ProtocolVersion) -> Signing:
    signing = live_signing(version)
    if signing is None:
        raise LookupError(f"{version} is not being signed.")
    return signing
