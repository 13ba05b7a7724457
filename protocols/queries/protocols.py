"""Protocol versions: which of them somebody may see, and one of them by its address."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from portal.addresses import address
from portal.preparing import prepared
from protocols.facts.counting import counted, with_counts
from protocols.models import Party, Protocol, ProtocolVersion
from protocols.states import SETTLED, State
from protocols.texts.composing import with_parent_text

Versions = QuerySet[ProtocolVersion]


def visible_to(capacity: Role | None) -> Versions:
    """The versions that exist for somebody: what is not in here is answered with 404.

    An officer sees all of the partnership's; people of a party see its versions from the first draft on; a viewer
    sees only those that are or were in force (a draft may speak of what other partners have not yet agreed to).
    """
    return seen_from(place_of(capacity), capacity.role) if capacity else _whole().none()


def version_at(capacity: Role, reference: str, number: int, *, to_read: bool = False) -> ProtocolVersion | None:
    """A version by its address, if somebody may see it; the text of its template is left unread.

    For a page that is only read, what hangs on it is counted in the same query, which names the text it inherits from.
    """
    return next(iter(_at(place_of(capacity), reference, number, role=capacity.role, to_read=to_read)), None)


@prepared
def _at(place: int, reference: str, number: int, *, role: RoleKind, to_read: bool) -> Versions:
    found = seen_from(place, role).filter(protocol__reference=reference, number=number)
    whole = with_parent_text(with_counts(found)) if to_read else found
    return whole.defer("template_version__content")


def place_of(capacity: Role) -> int:
    """The key of the partnership that an officer serves, or of the partner at which a role is held."""
    place = capacity.partnership_id if capacity.role is RoleKind.OFFICER else capacity.partner_id
    return place or 0


def _whole() -> Versions:
    return ProtocolVersion.objects.select_related(
        "protocol__partnership", "template_version__template", "parent__protocol", "officer__person",
        "copied_from__protocol",
    )  # fmt: skip


def seen_from(place: int, role: RoleKind) -> Versions:
    """What is seen in a role that is held there."""
    if role is RoleKind.OFFICER:
        return _whole().filter(Q(protocol__partnership_id=place))
    seen = _whole().filter(pk__in=_of_partner(place))
    return seen.filter(state__in=[state.value for state in SETTLED]) if role is RoleKind.VIEWER else seen


def _of_partner(partner_id: int | None) -> QuerySet[ProtocolVersion, int]:
    # Whoever was to join by a document that was given up is no party, and sees nothing.
    joined = Party.everyone.filter(Q(partner_id=partner_id)).exclude(
        joins_by__state=State.ABANDONED.value, signs_late=False
    )
    return ProtocolVersion.objects.filter(pk__in=joined.values("version_id")).values_list("pk", flat=True)


def latest_of(capacity: Role | None, reference: str) -> ProtocolVersion | None:
    """The newest version of a protocol that somebody may see."""
    return visible_to(capacity).filter(protocol__reference=reference).order_by("-number").first()


def versions_of(capacity: Role | None, protocol: Protocol) -> Versions:
    """All versions of one protocol that somebody may see, newest first."""
    return visible_to(capacity).filter(protocol=protocol).order_by("-number")


def in_force(partnership_id: int | None) -> Versions:
    """The overarching versions in force in a partnership: those that a thematic protocol can stand under."""
    of_partnership = Q(protocol__partnership_id=partnership_id, protocol__tier="overarching")
    return ProtocolVersion.objects.select_related("protocol").filter(of_partnership, state=State.IN_FORCE.value)


def address_of(page: str, version: ProtocolVersion, *more: object) -> str:
    """The address of a page of a version."""
    where = (version.protocol.reference, version.number)
    return reverse(f"protocols:{page}", args=[*where, *more]) if more else address(f"protocols:{page}", *where)


def address_of_section(version: ProtocolVersion, section_id: str) -> str:
    """The address of a clause, on its own page; for lists of them."""
    return address("protocols:section", version.protocol.reference, version.number, section_id)


def address_of_comment(pk: int, version: ProtocolVersion) -> str:
    """The address of a comment on the page of the list that has it."""
    return f"{address_of('comments', version)}?comment={pk}#comment-{pk}"


def counts_of(version: ProtocolVersion) -> dict[str, int]:
    """What the tabs count: flows, risks, and comments still open; one query."""
    found = counted(version)
    return {"flows": found.flows, "risks": found.risks, "comments": found.open_comments}
