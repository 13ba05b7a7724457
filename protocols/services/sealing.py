"""The portal's seal: put on once, after the last signature, however often the work is started again."""

import logging

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.work.catching_up import catch_up
from protocols.documents import signing as stamping
from protocols.documents.rendering import field_for
from protocols.facts.parents import unable_to_sign
from protocols.models import Document, ProtocolVersion, Signing
from protocols.queries.signing import places
from protocols.services import telling, telling_instruments
from protocols.services.closing import close_with
from protocols.services.commencing import leave_with_parent, mark_unsigned
from protocols.services.effects import carry_out
from protocols.services.instruments.lapsing import lapse_all
from protocols.services.keeping import keep
from protocols.services.keys import authority, timestamper
from protocols.services.matters import Matter, OfInstrument, OfVersion, held, seen
from protocols.services.queueing import queue
from protocols.services.sending_copies import send_copies
from protocols.services.signatures import hold
from protocols.services.stepping import locked, step
from protocols.states import Action, State

logger = logging.getLogger(__name__)


def seal(signing: Signing) -> Document | None:
    """Close the signed file with the portal's seal; the version is then in force, or the instrument takes effect.

    A version that is in force between those who have signed is sealed once its signing is closed, and stays so.

    A text that names a party which left its overarching protocol is not sealed: the officer, whose in-tray says so,
    takes it back to draft.

    One transaction: either the sealed file is recorded with all that follows, or nothing happened. A second run
    finds the signing sealed and does nothing.
    """
    with act("protocols.seal", by=SYSTEM, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        if signing.stage != Signing.Stage.COMPLETE or signing.current is None:
            done.cancel()
            return None
        if _names_who_left(matter):
            done.cancel()
            return None
        unsigned = _unsigned(signing)
        sealed = stamping.seal(
            signing.current.read(), authority(), timestamper=timestamper(), unsigned=unsigned,
            closing=_closing(signing, len(unsigned)),
        )  # fmt: skip
        document = keep(signing.snapshot, Document.Kind.SIGNED, sealed, pages=signing.current.pages)
        signing.stage, signing.current, signing.sealed_at = Signing.Stage.SEALED, document, timezone.now()
        signing.save()
        done.details["file"] = document.sha256
        if isinstance(matter, OfInstrument):
            matter.step(Action.SEAL, by=SYSTEM)
            carry_out(matter.instrument)
            telling_instruments.sealed(matter.instrument)
        else:
            done.details["acceded"] = _in_force(matter, signing)
        done.details["copies"] = send_copies(signing)
        queue("make_receipt", signing.pk)
    return document


def _names_who_left(matter: Matter) -> bool:
    """Whether it would bring into force a text with a party that its overarching protocol does not bind."""
    version = matter.version
    if not isinstance(matter, OfVersion) or version.status is not State.SIGNING:
        return False
    left = unable_to_sign(version)
    if left:
        logger.warning("%s is not sealed: %s left its overarching protocol.", version, ", ".join(map(str, left)))
    return bool(left)


def _unsigned(signing: Signing) -> frozenset[str]:
    """The boxes of the parties that had not signed when a text in force between those who have was closed."""
    if signing.snapshot.instrument_id is not None or not signing.snapshot.version.comes_into_force_early:
        return frozenset()
    return frozenset(field_for(one.party.partner.slug) for one in places(signing) if one.signature is None)


def _closing(signing: Signing, unsigned: int) -> str:
    signed = signing.signatures.filter(void_at=None).count()
    return f"Closed: {signed} of {signed + unsigned} parties signed." if unsigned else "Every party has signed."


def _in_force(matter: OfVersion, signing: Signing) -> list[str]:
    """Bring the version into force, unless it is or was; the parties that so signed its overarching protocol too."""
    version = matter.version
    matter.check(SYSTEM, Action.SEAL)
    if version.status is not State.SIGNING:
        return []
    if version.parent_id is not None:
        leave_with_parent(version)  # first, since it holds the overarching version
    _supersede_older(version)
    matter.step(Action.SEAL, by=SYSTEM)
    if version.comes_into_force_early:
        mark_unsigned(version, signing)
    telling.in_force(version)
    return _acceded(version)


def seal_due() -> int:
    """Seal what is signed, or closed, and nothing has sealed yet: after a crash, say. Returns how many."""
    due = Signing.objects.filter(stage=Signing.Stage.COMPLETE).select_related(
        "snapshot__version__protocol", "snapshot__instrument"
    )  # fmt: skip
    failed = "%s could not be sealed; the next sweep tries again."
    return catch_up(due, lambda signing: seal(signing) is not None, failed)


def _supersede_older(version: ProtocolVersion) -> None:
    older = ProtocolVersion.objects.filter(protocol=version.protocol, state=State.IN_FORCE.value).first()
    if older is None:
        return
    with act("protocols.supersede", by=SYSTEM, subject=older, details={"by": str(version)}):
        held_older = locked(older)
        step(held_older, Action.SUPERSEDE, by=SYSTEM)
        lapse_all(held_older)
        close_with(held_older)


def _acceded(version: ProtocolVersion) -> list[str]:
    """The parties that, by signing this, signed its overarching protocol too."""
    return [str(party) for party in version.parties.filter(accedes_to_parent=True).select_related("partner")]
