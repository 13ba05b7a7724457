"""What a signature, or a refusal to sign, brings about: it comes into force, the signing is closed, or it goes on."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from portal.govuk.days import day
from protocols.facts.commencing import terms_of
from protocols.facts.parents import unable_to_sign
from protocols.models import ComingIntoForce, Party, ProtocolVersion, Signing
from protocols.queries.signing import SIGNS
from protocols.services import telling
from protocols.services.instruments.lapsing import lapse_of_all
from protocols.services.matters import Matter, OfVersion
from protocols.services.queueing import queue
from protocols.services.stepping import step
from protocols.states import Action, State

ALL_HAVE = "Every party has signed, or has declined to."


def settle(matter: Matter, signing: Signing, party: Party | None = None) -> None:
    """Draw what follows for a held signing, once `party` has signed, or a party has declined. Inside an act.

    Whoever signs once it is in force is bound from today. The signing is saved by the caller.
    """
    signed, declined = signing.signatures.filter(void_at=None).count(), signing.refusals.count()
    if isinstance(matter, OfVersion) and matter.version.comes_into_force_early:
        _bind_late(matter.version, party)
        if is_due(matter.version, signing, timezone.localdate()):
            come_into_force(matter.version, signing)
    if signed + declined == len(matter.signers()):
        close(signing, ALL_HAVE)
    elif isinstance(matter, OfVersion):
        close_if_past(matter.version, signing)


def is_due(version: ProtocolVersion, signing: Signing, today: date) -> bool:
    """Whether enough have signed to bring a version into force on a day, with those not counted that it cannot bind.

    Whoever left its overarching protocol after signing is one of them.
    """
    if version.status is not State.SIGNING:
        return False
    counted = signing.signatures.filter(void_at=None).exclude(party__in=unable_to_sign(version))
    return terms_of(version).is_met(counted.count(), today)


def come_into_force(version: ProtocolVersion, signing: Signing) -> None:
    """Bring a held version into force between those who have signed. Must be called inside an act."""
    with act("protocols.come_into_force", by=SYSTEM, subject=version) as done:
        if version.parent_id is not None:
            leave_with_parent(version)
        step(version, Action.COME_INTO_FORCE, by=SYSTEM)
        signing.came_into_force = ComingIntoForce(signing=signing)
        signing.came_into_force.save()
        left = mark_unsigned(version, signing)
        bound = signing.signatures.exclude(party__bound_until__lt=timezone.localdate())
        signed = bound.filter(void_at=None).select_related("party__partner")
        done.details |= {"signed": [str(one.party) for one in signed], "not_signed": [str(one) for one in left]}
        telling.in_force_between(version, [one.party for one in signed], left)


def mark_unsigned(version: ProtocolVersion, signing: Signing) -> list[Party]:
    """Mark the parties that have not signed, so that the text binds none of them yet; in order of name."""
    signed = signing.signatures.filter(void_at=None).values("party_id")
    left = list(version.parties.filter(SIGNS).exclude(pk__in=signed).select_related("partner"))
    for party in left:
        party.signs_late = True
        party.save(update_fields=["signs_late"])
    return left


def leave_with_parent(version: ProtocolVersion) -> None:
    """Whoever leaves the overarching protocol leaves what comes into force under it on the same day too.

    Must be called inside an act, with the thematic version held. The overarching version is held here, and so is a
    later one in force: who leaves it in the same moment has left, and is seen, or finds this version in force.
    """
    list(_over(version).select_for_update(no_key=True).values_list("pk"))
    _leave_as_there(version)


def close(signing: Signing, reason: str, *, by: Role | None = None) -> None:
    """Close a held signing, so that it is sealed, whoever has signed. Inside an act; the caller saves the signing.

    What is closed already stays as it is.
    """
    if signing.stage != Signing.Stage.OPEN:
        return
    signing.stage = Signing.Stage.COMPLETE
    queue("seal", signing.pk)
    force = ComingIntoForce.objects.filter(signing=signing).first()
    if force is not None:
        force.closed_at, force.closed_by, force.reason = timezone.now(), by, reason
        force.save(update_fields=["closed_at", "closed_by", "reason"])


def close_if_past(version: ProtocolVersion, signing: Signing, today: date | None = None) -> None:
    """Close the signing of a version in force whose last day for signing is over on a day, today by default."""
    if version.status is State.IN_FORCE and terms_of(version).is_past(today or timezone.localdate()):
        close(signing, f"It was open for signature until {day(version.signing_closes_on)}.")


def _over(version: ProtocolVersion) -> QuerySet[ProtocolVersion]:
    """The version over a thematic one, and a later one in force."""
    parent = ProtocolVersion.objects.filter(pk__in=[version.parent_id])
    later = Q(protocol__in=parent.values("protocol"), state=State.IN_FORCE.value)
    return ProtocolVersion.objects.filter(Q(pk=version.parent_id) | later).order_by("pk")


def _leave_as_there(version: ProtocolVersion) -> None:
    left = Party.objects.filter(version__in=_over(version)).exclude(bound_until=None).order_by("version")
    last = dict(left.values_list("partner_id", "bound_until"))
    for party in version.parties.filter(partner__in=last, accedes_to_parent=False, bound_until=None):
        party.bound_until = last[party.partner_id]
        party.save(update_fields=["bound_until"])


def _bind_late(version: ProtocolVersion, party: Party | None) -> None:
    if party is not None and version.status is State.IN_FORCE:
        party.bound_from = timezone.localdate()
        party.save(update_fields=["bound_from"])
        if version.parent_id is not None:
            _leave_as_there(version)
        lapse_of_all(version, f"{party} signed the agreement. Begin it again, so that every party signs.")
