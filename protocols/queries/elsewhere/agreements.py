"""Agreements made elsewhere: which of them somebody may see, and the list's rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from partners.models import Partnership, Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.models import Agreement, AgreementBody, AgreementFile, NamedBody

SOON = timedelta(days=90)
DUE, UNMATCHED, DOUBTFUL = "due", "unmatched", "doubtful"
SHOWS = ((DUE, "Review due within 90 days"), (UNMATCHED, "Bodies to match"), (DOUBTFUL, "Doubtful when read"))


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; an empty field narrows nothing."""

    words: str = ""
    show: str = ""


def visible_to(capacity: Role | None) -> QuerySet[Agreement]:
    """The agreements that exist for somebody.

    An officer sees all of the partnership's; people of a partner see those that name it.
    """
    agreements = Agreement.objects.select_related("partnership")
    if capacity is None:
        return agreements.none()
    if capacity.role is RoleKind.OFFICER:
        return agreements.filter(Q(partnership_id=capacity.partnership_id))
    return agreements.filter(Exists(_naming(capacity.partner_id)))


def listed(capacity: Role | None, wanted: Wanted) -> QuerySet[Agreement]:
    """The list's rows, with the bodies of each and the number of its files."""
    rows = visible_to(capacity).annotate(file_count=Count("files", distinct=True))
    if wanted.words:
        rows = rows.filter(worded(wanted.words))
    if wanted.show == DUE:
        rows = rows.filter(due())
    if wanted.show == UNMATCHED:
        rows = rows.filter(
            Exists(AgreementBody.objects.filter(agreement=OuterRef("pk"), body__partner=None, body__kept_as_text=False))
        )
    if wanted.show == DOUBTFUL:
        rows = rows.exclude(doubts=[])
    return with_bodies(rows).order_by("register", "pk")


def published() -> QuerySet[Agreement]:
    """The agreements that the public may read."""
    return with_bodies(Agreement.objects.filter(is_public=True).select_related("partnership"))


def naming(body: NamedBody) -> QuerySet[Agreement]:
    """The agreements that name a body."""
    mentions = AgreementBody.objects.filter(agreement=OuterRef("pk"), body=body)
    return Agreement.objects.filter(Exists(mentions)).order_by("register", "pk")


def worded(words: str) -> Q:
    """Agreements whose title, number, bodies or partners hold some words."""
    named = AgreementBody.objects.filter(agreement=OuterRef("pk")).filter(
        Q(body__text__icontains=words) | Q(body__partner__legal_name__icontains=words)
    )
    return Q(title__icontains=words) | Q(reference__iexact=words) | Q(Exists(named))


def due(by: date | None = None) -> Q:
    """Agreements that have not ended and whose review falls due by a day, 90 days ahead unless told."""
    today = timezone.localdate()
    lasting = Q(ends_on=None) | Q(ends_on__gte=today)
    return lasting & Q(review_on__lte=by or today + SOON)


def with_bodies(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with their bodies, in one more query however many."""
    bodies = AgreementBody.objects.select_related("body__partner").order_by("agreement", "position")
    return agreements.prefetch_related(Prefetch("bodies", bodies))


def files_for(capacity: Role | None) -> QuerySet[AgreementFile]:
    """The attached files that somebody may download: those of the agreements that exist for them."""
    return AgreementFile.objects.filter(agreement__in=visible_to(capacity).values("pk")).select_related(
        "agreement__partnership"
    )


def was_taken_out(partnership: Partnership, pk: int) -> bool:
    """Whether an agreement of the partnership was there and was taken out."""
    acts = AuditEvent.objects.filter(subject_type=Agreement._meta.label_lower, subject_id=str(pk))
    return acts.filter(action="protocols.agreement.take_out", details__partnership=partnership.pk).exists()


def _naming(partner_id: int | None) -> QuerySet[AgreementBody]:
    return AgreementBody.objects.filter(agreement=OuterRef("pk"), body__partner_id=partner_id or 0)
