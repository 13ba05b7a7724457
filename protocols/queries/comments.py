"""What has been said of a version, and where the words stand that it was said of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from portal.preparing import prepared
from protocols.models import Comment, ProtocolVersion
from protocols.redline.quoting import Quote, find, highlighted, paragraphs
from protocols.texts.composing import ComposedSection

ROWS = 25
"""How many comments stand on a page of the list."""


def comments_on(version: ProtocolVersion) -> QuerySet[Comment]:
    """Every comment with its author and its clause, oldest first."""
    return _told(version.comments.all())


def _told(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    related = comments.select_related("section", "author__person", "author__partner", "author__partnership")
    return related.order_by("written_at", "pk")


@prepared
def _on_section(section_id: int) -> QuerySet[Comment]:
    return _told(Comment.objects.filter(section=section_id))


def comments_on_section(version: ProtocolVersion, section_pk: int) -> list[Comment]:
    """What has been said of one clause: open ones first, then the resolved."""
    found = _on_section(section_pk)
    for comment in found:
        comment.version = version
    return sorted(found, key=lambda comment: comment.resolved_at is not None)


def pages_of(version: ProtocolVersion, asked: Mapping[str, str]) -> dict[str, tuple[Page[int], list[Comment]]]:
    """A page of the open comments (`page`), and one of the resolved (`settled`); two queries, however many.

    `comment` asks for the pages that have that comment.
    """
    known = list(version.comments.order_by("written_at", "pk").values_list("pk", "resolved_at"))
    keys = {"page": [pk for pk, at in known if at is None], "settled": [pk for pk, at in known if at is not None]}
    pages = {name: _page_of(pks, asked.get("comment", ""), asked.get(name, "1")) for name, pks in keys.items()}
    found = {one.pk: one for one in comments_on(version).filter(pk__in=[pk for part in pages.values() for pk in part])}
    return {name: (part, [found[pk] for pk in part if pk in found]) for name, part in pages.items()}


def _page_of(keys: Sequence[int], wanted: str, number: str) -> Page[int]:
    """A page by its number, or the one that has the comment wanted."""
    if wanted.isdecimal() and int(wanted) in keys:
        number = str(keys.index(int(wanted)) // ROWS + 1)
    return Paginator(keys, ROWS).get_page(number)


def open_by_section(version: ProtocolVersion) -> dict[int, int]:
    """How many open comments each clause has, by its primary key."""
    return dict(_open_counts(version.pk))


@prepared
def _open_counts(version_id: int) -> QuerySet[Comment, tuple[int, int]]:
    found = Comment.objects.filter(version=version_id, resolved_at=None, section__isnull=False).order_by()
    return found.values("section_id").annotate(count=Count("pk")).values_list("section_id", "count")


@dataclass(frozen=True)
class Remark:
    """A comment on a clause or on some of its words, and whether these still stand in the text."""

    comment: Comment
    stands: bool


def on_clauses(version: ProtocolVersion) -> list[Comment]:
    """The open comments on clauses and on words in them, oldest first; one query."""
    return list(comments_on(version).filter(resolved_at=None, section__isnull=False))


def with_quotes_marked(
    sections: Iterable[ComposedSection], comments: Sequence[Comment]
) -> list[tuple[ComposedSection, list[Remark]]]:
    """Each clause with the words marked that comments quote, and those comments."""
    about: dict[int | None, list[Comment]] = {}
    for comment in comments:
        about.setdefault(comment.section_id, []).append(comment)
    return [_marked(section, about.get(section.section.pk, [])) for section in sections]


def _marked(section: ComposedSection, comments: list[Comment]) -> tuple[ComposedSection, list[Remark]]:
    if not comments:
        return section, []
    first = len(paragraphs(section.inherited_html))  # of the clause's own paragraphs
    own, taken, remarks = [], [], []
    for comment in comments:
        if not comment.quote:
            remarks.append(Remark(comment, stands=True))
            continue
        quote = _quote_of(comment)
        place = find(section.inherited_html + section.html, quote)
        remarks.append(Remark(comment, place is not None))
        if place is not None and place.paragraph < first:
            taken.append(replace(quote, paragraph=place.paragraph))
        elif place is not None:
            own.append(replace(quote, paragraph=place.paragraph - first))
    html, _ = highlighted(section.html, own)
    inherited = section.inherited
    if inherited is not None:
        inherited = replace(inherited, html=highlighted(inherited.html, taken)[0])
    return replace(section, html=html, inherited=inherited), remarks


def _quote_of(comment: Comment) -> Quote:
    return Quote(comment.quote, comment.quote_before, comment.quote_after, comment.quote_paragraph or 0)
