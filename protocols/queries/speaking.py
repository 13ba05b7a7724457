"""Which parties have had their say in a consultation: commented, suggested wording, or said that they have read it."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from protocols.models import Comment, Party, Reading, Suggestion
from protocols.states import State


def spoken() -> Q:
    """Of a party: somebody there has had their say since the version came to the state that it is in."""
    here = {"version": OuterRef("version")}
    since = OuterRef("version__state_since")
    commented = Comment.objects.filter(**here, author__partner=OuterRef("partner"), written_at__gte=since)
    suggested = Suggestion.objects.filter(
        section__version=OuterRef("version"), author__partner=OuterRef("partner"), suggested_at__gte=since
    )
    read = Reading.objects.filter(**here, reader__partner=OuterRef("partner"), read_at__gte=since)
    return Q(Exists(commented)) | Q(Exists(suggested)) | Q(Exists(read))


def silent_parties() -> QuerySet[Party]:
    """The parties, of every consultation now open, that have not had their say, the first to close first."""
    asked = Party.objects.filter(version__state=State.CONSULTATION.value).filter(~spoken())
    return asked.select_related("version__protocol", "partner").order_by(
        F("version__consultation_closes_on").asc(nulls_last=True), "pk"
    )
