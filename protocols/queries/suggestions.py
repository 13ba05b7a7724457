"""The wording that was suggested for a version's clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Count, QuerySet
from django.utils.safestring import mark_safe

from portal.preparing import prepared
from portal.richtext import plain, sanitise
from protocols.models import ProtocolVersion, Section, SectionRevision, Suggestion
from protocols.queries.protocols import address_of
from protocols.redline import redline
from protocols.redline.speaking import spoken
from protocols.texts.linking import lead_written


@dataclass(frozen=True)
class Weighed:
    """A suggestion with what it would change, safe to show, and whether its clause changed since."""

    suggestion: Suggestion
    html: str
    base: str
    is_behind: bool


def suggestions_on(version: ProtocolVersion) -> QuerySet[Suggestion]:
    """Every suggestion with its author and its clause, oldest first."""
    return _told(Suggestion.objects.filter(section__version=version))


def suggestions_on_section(section: Section) -> list[Suggestion]:
    """Those for one clause; one query."""
    found = _on_section(section.pk)
    for one in found:
        one.section = section
    return found


@prepared
def _on_section(section_id: int) -> QuerySet[Suggestion]:
    return _told(Suggestion.objects.filter(section=section_id))


def _told(found: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    related = found.select_related("section", "author__person", "author__partner", "author__partnership")
    return related.order_by("suggested_at", "pk")


@dataclass(frozen=True)
class Worded:
    """A suggestion with the paragraphs in which it differs from its clause: as they were, and as suggested."""

    suggestion: Suggestion
    was: str
    wanted: str


def worded(suggestions: Sequence[Suggestion]) -> list[Worded]:
    """Each suggestion with both wordings, as plain text; one query, however many."""
    numbers = {(one.section_id, one.base_revision) for one in suggestions}
    bases = SectionRevision.objects.filter(
        section__in={section for section, _ in numbers}, number__in={number for _, number in numbers}
    ).values_list("section_id", "number", "body")
    known = {(section, number): body for section, number, body in bases} if suggestions else {}
    return [Worded(one, *_differing(known[one.section_id, one.base_revision], one.proposed)) for one in suggestions]


def _differing(was: str, wanted: str) -> tuple[str, str]:
    """The lines of two texts that are not in both, in order."""
    old, new = plain(was).splitlines(), plain(wanted).splitlines()
    changes = [one for one in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if one[0] != "equal"]
    gone = [line for _, start, end, _, _ in changes for line in old[start:end]]
    come = [line for _, _, _, start, end in changes for line in new[start:end]]
    return "\n".join(filter(str.strip, gone)), "\n".join(filter(str.strip, come))


def weighed(suggestion: Suggestion) -> Weighed:
    """The redline from the clause as it was to what is suggested."""
    base = SectionRevision.objects.get(section=suggestion.section_id, number=suggestion.base_revision).body
    # The redline writes nothing but elements of its allow-list, and both texts are cleaned again on their way into it.
    made = spoken(redline(sanitise(base), sanitise(suggestion.proposed)))
    html = mark_safe(lead_written(made, address_of("text", suggestion.section.version)))  # noqa: S308 - by the redline
    return Weighed(suggestion, html, base, suggestion.section.revision != suggestion.base_revision)


def open_suggestions(version: ProtocolVersion) -> dict[int, int]:
    """How many open suggestions each clause has, by its primary key."""
    waiting = Suggestion.objects.filter(section__version=version, state=Suggestion.State.OPEN)
    return {row["section_id"]: row["n"] for row in waiting.order_by().values("section_id").annotate(n=Count("pk"))}
