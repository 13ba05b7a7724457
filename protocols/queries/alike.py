"""What may already do what somebody is about to begin: protocols here and agreements made elsewhere, the nearest first.

A candidate is weighed by its theme, its partners, the words of its title and purpose, and the data sets and kinds of
data that move.
Words count the more, the fewer candidates share them; partners count only beside something else that is shared.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from datasets.models import Dataset
from legal_basis.loader import library
from partners.models import Partner, Role
from protocols.models import Agreement, DataFlow, ProtocolVersion, TemplateVersion
from protocols.queries.elsewhere.agreements import visible_to as agreements_visible_to
from protocols.queries.elsewhere.agreements import with_bodies
from protocols.queries.protocols import visible_to
from protocols.states import State
from protocols.texts.known import listing
from protocols.texts.wording import wording_of

WEIGHED = 400
"""How many protocols, and how many agreements, are weighed at most: the latest."""
SHOWN = 8
LIVE = (State.DRAFT, State.CONSULTATION, State.APPROVAL, State.SIGNING, State.IN_FORCE)
THEME, WORDS, DATASETS, KINDS, PARTNERS = 3.0, 4.0, 3.0, 1.5, 2.0
ENOUGH = 1.6
FEWEST = 2
"""One word, or one kind of data, shared by chance tells nothing; nor does it that the same partners meet again."""
EMPTY = (
    "about across after against agreement agreements also among area areas been before being between both data "
    "each every find from have help improve information into local more other others over partner partners "
    "partnership people protocol protocols service services share shared sharing such than that their them then "
    "there these they this those through together under understand until used using when where which while will "
    "with within work working"
)
EMPTY_WORDS = frozenset(EMPTY.split())


@dataclass(frozen=True)
class Wanted:
    """What somebody is about to begin."""

    template: TemplateVersion
    title: str
    purpose: str
    partners: Sequence[Partner] = ()
    datasets: Sequence[Dataset] = ()

    @property
    def theme(self) -> str:
        """The theme; nothing for an overarching protocol."""
        return self.template.template.theme

    @property
    def words(self) -> set[str]:
        """The words that tell it from others."""
        return telling_words(f"{self.title} {self.purpose}")

    @property
    def kinds(self) -> set[str]:
        """The special kinds of data in the flows that the template begins with."""
        return {kind for flow in wording_of(self.template).flows for kind in flow.values.get("kinds", ())}


@dataclass(frozen=True)
class Candidate:
    """One that may do it already, as it is weighed."""

    thing: ProtocolVersion | Agreement
    theme: str
    partners: Mapping[int, str]
    words: Collection[str]
    kinds: Collection[str] = ()
    datasets: Collection[int] = ()


@dataclass(frozen=True)
class Alike:
    """One that is near: how near, and why, in words. Exactly one of `version` and `agreement` is set."""

    score: float
    reasons: Sequence[str]
    version: ProtocolVersion | None = None
    agreement: Agreement | None = None
    parties: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """The nearest, and how many more are near."""

    shown: Sequence[Alike]
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown)


@dataclass(frozen=True)
class _Scales:
    """How much each word tells, over all candidates."""

    candidates: Sequence[Candidate]
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for candidate in self.candidates:
            self.counts.update(set(candidate.words))

    def weight(self, word: str) -> float:
        """A word in one candidate of many, or in none, tells much; a word in all of them little."""
        return log(1 + (1 + len(self.candidates)) / (1 + max(self.counts[word], 1)))

    def sum(self, words: Iterable[str]) -> float:
        """What some words tell together."""
        return sum(self.weight(word) for word in words)


def alike_to(capacity: Role, wanted: Wanted) -> Found:
    """What the reader may see that is near to what is wanted; the number of queries does not depend on how much."""
    candidates = [*_protocols(capacity, wanted), *_agreements(capacity)]
    scales = _Scales(candidates)
    weighed = [near for one in candidates if (near := _weigh(wanted, one, scales)).score >= ENOUGH]
    weighed.sort(key=lambda near: (-near.score, near.agreement is not None))
    return Found(weighed[:SHOWN], max(len(weighed) - SHOWN, 0))


def telling_words(text: str) -> set[str]:
    """The words of a text that tell it from others, without endings of the plural."""
    found = re.findall(r"[a-z][a-z'-]{3,}", text.lower().replace("’", "'"))
    return {_singular(word.strip("'-")) for word in found if word not in EMPTY_WORDS}


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _protocols(capacity: Role, wanted: Wanted) -> list[Candidate]:
    """The newest live version of each protocol of the same tier; three queries."""
    live = visible_to(capacity).filter(
        state__in=[state.value for state in LIVE], protocol__tier=wanted.template.template.tier
    )
    latest = list(live.prefetch_related("parties__partner").order_by("-state_since")[:WEIGHED])
    newest = {version.protocol_id: version for version in sorted(latest, key=lambda one: one.number)}
    kinds: dict[int, set[str]] = {}
    datasets: dict[int, set[int]] = {}
    flows = DataFlow.objects.filter(version__in=[one.pk for one in newest.values()], refused_at=None)
    for version_id, ids, dataset_id in flows.values_list("version_id", "kinds", "dataset_id"):
        kinds.setdefault(version_id, set()).update(ids)
        if dataset_id is not None:
            datasets.setdefault(version_id, set()).add(dataset_id)
    return [
        Candidate(
            version,
            version.protocol.theme,
            {party.partner_id: str(party) for party in version.parties.all()},
            telling_words(f"{version.title} {version.purpose}"),
            kinds.get(version.pk, ()),
            datasets.get(version.pk, ()),
        )
        for version in newest.values()
    ]


def _agreements(capacity: Role) -> list[Candidate]:
    """Agreements made elsewhere that have not ended; two queries."""
    rows = with_bodies(agreements_visible_to(capacity)).order_by("-imported_at", "-pk")[:WEIGHED]
    return [
        Candidate(
            agreement,
            "",
            {one.body.partner_id: str(one.body.partner) for one in agreement.bodies.all() if one.body.partner_id},
            telling_words(" ".join([agreement.title, *(cell for _, _, cell in agreement.told)])),
        )
        for agreement in rows
        if not agreement.has_ended()
    ]


def _weigh(wanted: Wanted, one: Candidate, scales: _Scales) -> Alike:
    words = wanted.words & set(one.words)
    partners = [name for key, name in one.partners.items() if key in {partner.pk for partner in wanted.partners}]
    kinds = wanted.kinds & set(one.kinds)
    same_theme = bool(wanted.theme) and one.theme == wanted.theme
    datasets = [str(dataset) for dataset in wanted.datasets if dataset.pk in one.datasets]
    if not (same_theme or datasets or len(words) >= FEWEST or len(kinds) >= FEWEST):
        return Alike(0, ())
    score = THEME * same_theme
    if len(words) >= FEWEST:
        score += WORDS * _part(scales.sum(words), scales.sum(wanted.words))
    score += DATASETS * _part(len(datasets), len(wanted.datasets))
    score += KINDS * _part(len(kinds), len(wanted.kinds))
    score += PARTNERS * _part(len(partners), len(wanted.partners))
    told = sorted(words, key=lambda word: (-scales.weight(word), word))
    reasons = _reasons(same_theme, datasets, partners, told, kinds)
    if isinstance(one.thing, Agreement):
        return Alike(score, reasons, agreement=one.thing, parties=one.thing.names)
    return Alike(score, reasons, version=one.thing, parties=list(one.partners.values()))


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 0.0


def _reasons(
    same_theme: bool,
    datasets: Sequence[str],
    partners: Sequence[str],
    words: Sequence[str],
    kinds: Collection[str],
) -> list[str]:
    """Why it is near, the weightiest first."""
    labels = library().data_kinds
    found = ["Same theme"] if same_theme else []
    if datasets:
        found.append(f"Same data sets: {_some(datasets)}")
    if partners:
        found.append(f"Same partners: {_some(partners)}")
    if words:
        found.append(f"Same words: {_some(words)}")
    if kinds:
        found.append(
            f"Same kinds of data: {_some(sorted(labels[kind].label.lower() for kind in kinds if kind in labels))}"
        )
    return found


def _some(names: Sequence[str], most: int = 5) -> str:
    return listing(list(names)) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"
