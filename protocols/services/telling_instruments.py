"""Mail about instruments: whose turn it is, or what came of it. Each must be called inside an act."""

from collections.abc import Iterable

from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from portal.govuk.days import day
from portal.mail.services import absolute_url, queue_mail
from protocols.facts.binding import bound_parties
from protocols.models import Decision, Instrument, Party
from protocols.queries.leaving_with import left_with, still_naming
from protocols.queries.signing import signers_of
from protocols.services.telling import people_of
from protocols.texts.known import listing

READERS = (RoleKind.CONTACT, RoleKind.DPO, RoleKind.SIGNATORY)


def asked_to_approve(instrument: Instrument, decisions: Iterable[Decision]) -> None:
    """Each post that owes a decision."""
    for one in decisions:
        what = f"Approve it for {one.party}, approve it with conditions, or ask for changes."
        holders = people_of([one.party], RoleKind(one.kind))
        tell(holders, instrument, "instrument_approve", "Decide on", what, "Read and decide")


def carried_over(instrument: Instrument, decisions: Iterable[Decision]) -> None:
    """Each post whose earlier approval stands: why, and that they may decide again until the signing opens."""
    for one in decisions:
        what = f"{one.news} You can still open your decision again, until the signing opens."
        holders = people_of([one.party], RoleKind(one.kind))
        tell(holders, instrument, "instrument_approve", "Your approval stands:", what, "See your decision")


def changes_asked(instrument: Instrument, decision: Decision) -> None:
    """The officer: what must change, and why."""
    what = f"{decision.party} asked for changes, so it is a draft again: {decision.text}"
    tell([instrument.begun_by], instrument, "instrument", "Changes asked for in", what, "Open the draft")


def declined(instrument: Instrument, party: Party, reason: str) -> None:
    """The officer and everybody who was to sign or had approved."""
    what = f"{party} declined to sign. Nothing signed so far binds anybody. The reason given: {reason}"
    others = people_of(signers_of(instrument), RoleKind.SIGNATORY, RoleKind.DPO)
    tell([instrument.begun_by, *others], instrument, "instrument", "Signing has stopped of", what, "Open the draft")


def sealed(instrument: Instrument) -> None:
    """Everybody bound by the agreement, and whoever it is about: it is signed, and from when it takes effect."""
    parties = {*bound_parties(instrument.version), *signers_of(instrument)}
    what = f"It is signed and sealed. It takes effect on {day(instrument.effective_on)}."
    told = [instrument.begun_by, *people_of(parties, *READERS)]
    tell(told, instrument, "instrument", "Signed:", what, "Read it")
    if instrument.kind == Instrument.Kind.WITHDRAWAL and instrument.party is not None:
        _left_with_it(instrument, instrument.party)


def _left_with_it(instrument: Instrument, party: Party) -> None:
    """The parties of each thematic protocol that is left too, of that alone; the officer, of what is under way."""
    version, on = instrument.version, day(instrument.effective_on)
    for one in left_with(version, party.partner_id):
        what = f"{party} leaves {version.protocol.reference}, and with it {one}, {one.title}. Its last day is {on}."
        told = [one.officer, *people_of(bound_parties(one), *READERS)]
        path = reverse("protocols:instruments", args=[one.protocol.reference, one.number])
        tell(told, instrument, "", f"A party leaves {one.protocol.reference} too:", what, "Read it", path)
    naming = listing([str(one) for one in still_naming(version, party.partner_id)])
    if naming:
        what = f"{party} leaves {version.protocol.reference} on {on}. It is named in what is under way: {naming}."
        subject = "To be taken back to draft because of"
        tell([version.officer], instrument, "instrument", subject, f"{what} Take that back to draft.", "Read it")


def tell(
    roles: Iterable[Role], instrument: Instrument, page: str, subject: str, what: str, button: str, path: str = ""
) -> None:
    """One mail a person, however many roles they hold; it leads to a page of the instrument, or to a path."""
    version = instrument.version
    path = path or reverse(f"protocols:{page}", args=[version.protocol.reference, version.number, instrument.number])
    people = {role.person_id: role for role in reversed(list(roles))}
    for role in people.values():
        context = {
            "version": version, "instrument": instrument, "role": role, "subject": subject, "what": what,
            "button": button, "link": absolute_url(path),
        }  # fmt: skip
        queue_mail(to=role.person.email, template="protocols/instrument", context=context)
