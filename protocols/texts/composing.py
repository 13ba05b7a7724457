"""A version's whole text, clause by clause: its own, what it inherits, the values in place and the gaps marked.

The text tab, the snapshot and the PDF all read the text from here, so they cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count

from django.db.models import OuterRef, QuerySet, Subquery

from portal.keeping import Kept
from portal.preparing import prepared
from portal.reading import once
from protocols.models import ProtocolVersion, Section, Snapshot
from protocols.texts.anchoring import Choice, anchored, bare, choices
from protocols.texts.definitions import terms_in
from protocols.texts.filling import Filled, Gap, fill
from protocols.texts.known import known_values
from protocols.texts.linking import Places, Spot, Target, has_links, link_up, spots_wanted
from protocols.texts.paragraphs import ID
from protocols.texts.wording import SectionWording, Wording, worded, wording_for

NOTHING = Filled("")


@dataclass(frozen=True)
class Inherited:
    """The overarching protocol's clause as it is in force: its number there, its text and where it is from."""

    number: int
    html: str
    source: str

    @property
    def clause(self) -> str:
        """Where it comes from, such as GM-0001 version 1, clause 7."""
        return f"{self.source}, clause {self.number}"


@dataclass(frozen=True)
class ComposedSection:
    """One clause as it reads now. `origin` is own, inherited, extended or replaced; html is filled and safe to show.

    Of a replaced one `inherited` is nothing, for its words are no part of the text: they are in `replaced`.
    """

    section: Section
    number: int
    html: str
    origin: str
    inherited: Inherited | None
    wording: SectionWording | None
    gaps: tuple[Gap, ...]
    replaced: Inherited | None = None
    broken: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the section library."""
        return self.section.section_id

    @property
    def title(self) -> str:
        """Its heading."""
        return self.section.title

    @property
    def heading(self) -> str:
        """Its number, where it has one, and its heading."""
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def source(self) -> str | None:
        """The version that it inherits from, or whose clause it replaces."""
        clause = self.inherited or self.replaced
        return clause.source if clause else None

    @property
    def inherited_html(self) -> str:
        """The inherited text, or nothing."""
        return self.inherited.html if self.inherited else ""

    @property
    def whole(self) -> str:
        """All its words: what it inherits, then its own."""
        return self.inherited_html + self.html

    @property
    def schedule(self) -> str | None:
        """The table that follows the text, such as the data flows."""
        return self.wording.schedule if self.wording else None

    @property
    def guidance(self) -> str:
        """Why the clause exists."""
        return self.wording.guidance if self.wording else ""

    @property
    def sources(self) -> Sequence[str]:
        """Where the clause comes from: keys of the law library's sources."""
        return self.wording.sources if self.wording else ()

    @property
    def gk(self) -> str:
        """What counsel has still to confirm of it: "all", a part, or nothing."""
        return self.wording.gk if self.wording else ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all: no text, no inherited text, no schedule."""
        return not (self.html.strip() or self.inherited or self.schedule)

    @property
    def may_be_written(self) -> bool:
        """Whether it has text of its own: a clause inherited as it is has none."""
        return not (self.inherited and self.section.inherits == Section.Inherits.AS_IS)

    @property
    def is_left_out(self) -> bool:
        """Whether it is optional and says nothing, so that the agreement goes without it."""
        return self.is_empty and not self.section.mandatory

    @cached_property
    def standing(self) -> str:
        """How far it has come: left out, empty, gaps, draft or ready."""
        if self.is_empty:
            return "left out" if self.is_left_out else "empty"
        if self.gaps or self.broken:
            return "gaps"
        return "ready" if self.section.reviewed or self.origin == "inherited" else "draft"

    @property
    def mark(self) -> str:
        """How far it has come, as style sheets call it."""
        return self.standing.replace(" ", "-")

    @property
    def words(self) -> str:
        """How far it has come, in words."""
        if self.origin == "inherited" and self.standing == "ready":
            return "standard wording, unchanged"
        return {"draft": "in progress", "gaps": "has gaps"}.get(self.standing, self.standing)


@dataclass(frozen=True)
class Values:
    """What fills a version's text: values by key, and what each variable is called."""

    values: dict[str, str]
    labels: dict[str, str]
    known: frozenset[str]


def values_of(version: ProtocolVersion, wording: Wording) -> Values:
    """What is known and what was typed; a known value is never overruled by a typed one."""
    facts = known_values(version)
    known = {key: facts[variable.known] for key, variable in wording.variables.items() if variable.known}
    typed = {row.key: row.value for row in version.variables.all()}
    labels = {key: variable.label for key, variable in wording.variables.items()}
    return Values({**typed, **known}, labels, frozenset(known))


def composed(version: ProtocolVersion) -> list[ComposedSection]:
    """The text as it is read, frozen and signed: an optional clause without text is left out, and takes no number."""
    return [section for section in sections_of(version) if section.number]


@once
def sections_of(version: ProtocolVersion) -> list[ComposedSection]:
    """Every clause, with those that are left out (number 0); the number of queries does not depend on how many."""
    wording = wording_for(version)
    values = values_of(version, wording)
    parent = inherited_clauses(version)
    began = {section.id: section for section in wording.sections}
    found = [
        compose_section(section, values, parent.get(section.section_id), began.get(section.section_id))
        for section in version.sections.all()
    ]
    return numbered(found)


def numbered(rows: Sequence[ComposedSection]) -> list[ComposedSection]:
    """The clauses with their numbers, 0 where one is left out, and with links that lead to where things are now."""
    numbers = count(1)
    placed = [replace(one, number=0 if one.is_left_out else next(numbers)) for one in rows]
    if not any(has_links(one.html) or ID.search(one.html) for one in placed):
        return placed
    found, spots = _anchored(placed)
    terms: dict[str, str] = {}
    for one in placed:
        for key in terms_in(one.whole, one.title) if one.number else ():
            terms.setdefault(key, one.id)
    places = Places(numbers_of(placed), terms, spots)
    return [_linked(one, places) if has_links(one.html) else one for one in found]


def _anchored(placed: Sequence[ComposedSection]) -> tuple[list[ComposedSection], dict[str, Spot]]:
    """The clauses with ids on the paragraphs that are linked to, and those by clause and key."""
    wanted: dict[str, set[str]] = {}
    for clause, key in chain.from_iterable(spots_wanted(one.html) for one in placed):
        wanted.setdefault(clause, set()).add(key)
    found: list[ComposedSection] = []
    spots: dict[str, Spot] = {}
    for one in placed:
        if not one.number or one.id not in wanted:
            found.append(replace(one, html=bare(one.html)))
            continue
        made = anchored(one.id, one.number, one.inherited_html, one.html, wanted[one.id])
        inherited = replace(one.inherited, html=made.inherited) if one.inherited else None
        found.append(replace(one, html=made.own, inherited=inherited))
        spots |= {f"{one.id}/{key}": spot for key, spot in made.spots.items()}
    return found, spots


def spots_in(sections: Sequence[ComposedSection], body: str) -> dict[str, Spot]:
    """The paragraphs that a text as it is written links to, where they are now."""
    numbered_now = {one.id: one for one in sections if one.number}
    spots: dict[str, Spot] = {}
    for clause in {clause for clause, _ in spots_wanted(body)} & numbered_now.keys():
        one = numbered_now[clause]
        keys = {key for other, key in spots_wanted(body) if other == clause}
        made = anchored(clause, one.number, one.inherited_html, one.section.body, keys)
        spots |= {f"{clause}/{key}": spot for key, spot in made.spots.items()}
    return spots


def numbers_of(sections: Sequence[ComposedSection]) -> dict[str, int]:
    """The number of each clause that the text has, by its id."""
    return {one.id: one.number for one in sections if one.number}


def targets_of(sections: Sequence[ComposedSection]) -> list[Target]:
    """What a link can lead to: each clause, then each term that one of them defines."""
    clauses = [one for one in sections if one.number]
    return [
        *(Target(f"#clause-{one.id}", f"clause {one.number}", one.heading) for one in clauses),
        *(
            Target(f"#term-{key}", term, f"“{term}”, in clause {one.number}")
            for one in clauses
            for key, term in terms_in(one.whole, one.title).items()
        ),
    ]


def choices_in(one: ComposedSection) -> list[Choice]:
    """The numbered paragraphs of a clause that a link can lead to; none where it is left out."""
    return choices(one.number, one.inherited_html, one.section.body if one.may_be_written else "") if one.number else []


def _linked(one: ComposedSection, places: Places) -> ComposedSection:
    linked = link_up(one.html, places)
    return replace(one, html=linked.html, broken=linked.broken)


def compose_section(
    section: Section, values: Values, inherited: Inherited | None, wording: SectionWording | None
) -> ComposedSection:
    """One clause, from its own row and the parent's clause of the same id."""
    takes = section.inherits in {Section.Inherits.AS_IS, Section.Inherits.EXTEND} and inherited is not None
    replaced = inherited if section.inherits == Section.Inherits.REPLACE else None
    own = NOTHING
    if not (takes and section.inherits == Section.Inherits.AS_IS):
        own = fill(section.body, values.values, values.labels)
    origin = "replaced" if replaced else "own" if not takes else "extended" if own.html.strip() else "inherited"
    return ComposedSection(
        section=section,
        number=0,
        html=own.html,
        origin=origin,
        inherited=inherited if takes else None,
        wording=worded(section, wording),
        gaps=own.gaps,
        replaced=replaced,
    )


@once
def inherited_clauses(version: ProtocolVersion) -> Mapping[str, Inherited]:
    """The parent's clauses by id, as they were frozen and signed; none without a parent."""
    if version.parent is None:
        return {}
    known = _kept.find(getattr(version, PARENT_TEXT, None), str(version.parent))
    return known if known is not None else clauses_of(version.parent)


PARENT_TEXT = "parent_text"
"""Where a version that was read for a page keeps the hash of the text that it inherits from."""


def with_parent_text(versions: QuerySet[ProtocolVersion]) -> QuerySet[ProtocolVersion]:
    """The versions, each with that hash: its clauses are then known without a query where the process keeps them."""
    return versions.annotate(**{PARENT_TEXT: parent_text("parent")})


def parent_text(parent: str) -> Subquery:
    """The hash alone; `parent` leads from a row to the version that is inherited from."""
    live = Snapshot.objects.filter(version=OuterRef(parent), instrument=None, withdrawn_at=None)
    return Subquery(live.order_by().values("sha256")[:1])


def clauses_of(parent: ProtocolVersion) -> Mapping[str, Inherited]:
    """The clauses of an overarching version by id, as thematic ones inherit them; one query where it was frozen."""
    frozen = next(iter(_frozen_of(parent.pk)), None)
    if frozen is None:
        source = str(parent)
        return {one.id: Inherited(one.number, one.inherited_html + one.html, source) for one in composed(parent)}
    return _kept.made_from(frozen.sha256, lambda: frozen.text, lambda: _clauses(frozen, str(parent)), str(parent))


_kept = Kept[Mapping[str, Inherited]](32)


@prepared
def _frozen_of(version_id: int) -> QuerySet[Snapshot]:
    """The live text of a version itself, whose words are read only where they are not known yet."""
    return Snapshot.objects.filter(version_id=version_id, instrument=None, withdrawn_at=None).only("sha256")


def _clauses(frozen: Snapshot, source: str) -> dict[str, Inherited]:
    return {
        one["id"]: Inherited(one["number"], one["inherited_html"] + one["html"], source)
        for one in frozen.content["sections"]
        if one["inherited_html"] or one["html"]
    }
