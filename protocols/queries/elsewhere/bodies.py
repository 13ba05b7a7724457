"""Bodies that agreements name and no partner is known for, with the partners that may be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from django.db.models import Count, QuerySet

from partners.loader.names import name_key
from partners.models import Partner, Partnership
from protocols.loader.elsewhere.bodies import Mention
from protocols.models import NamedBody
from protocols.queries.elsewhere.known import partners_meant

MOST_OFFERED = 4
ALIKE = 0.62  # of SequenceMatcher's ratio: below it, what was offered for real names was noise
SMALL = {"and", "of", "for", "the", "in"}
LEADING = ("department for ", "department of ", "ministry of ")


@dataclass(frozen=True)
class Offer:
    """A partner that a text may mean, and why it is offered."""

    partner: Partner
    why: str


@dataclass(frozen=True)
class Unmatched:
    """A body without a partner, in how many agreements it is named, and what is offered."""

    body: NamedBody
    offers: Sequence[Offer]


def unmatched(partnership: Partnership, *, kept_as_text: bool = False) -> QuerySet[NamedBody]:
    """The bodies of a partnership that no partner is known for, those named most first."""
    bodies = NamedBody.objects.filter(partnership=partnership, partner=None, kept_as_text=kept_as_text)
    return (
        bodies.annotate(uses=Count("mentions__agreement", distinct=True))
        .filter(uses__gt=0)
        .order_by("-uses", "text", "pk")
    )


def with_offers(bodies: Iterable[NamedBody]) -> list[Unmatched]:
    """Each body with the partners that may be meant; one query, however many bodies."""
    offering = Offering(partners_meant())
    return [Unmatched(body, offering.for_text(body.text)) for body in bodies]


class Offering:
    """Finds the partners that a text may mean, by name, by initials and by likeness; it never takes one."""

    def __init__(self, partners: Sequence[Partner]) -> None:
        self.by_name: dict[str, list[Partner]] = {}
        self.by_initials: dict[str, list[Partner]] = {}
        for partner in partners:
            for key in {partner.name_key, partner.short_key} - {""}:
                self.by_name.setdefault(key, []).append(partner)
                for initials in _initials(key):
                    self.by_initials.setdefault(initials, []).append(partner)

    def for_text(self, text: str) -> list[Offer]:
        """Up to four offers, the likeliest first. An entry of a list tells nothing that could be likened."""
        if Mention(text).entry:
            return []
        found: dict[int, Offer] = {}
        for part in dict.fromkeys((text, *text.split("/"))):
            key = name_key(part)
            same = [Offer(partner, "The same name") for partner in self.by_name.get(key, [])]
            initials = [Offer(partner, "Its initials") for partner in self.by_initials.get(key.replace(" ", ""), [])]
            for offer in (*same, *initials, *self._alike(key)):
                found.setdefault(offer.partner.pk, offer)
        return list(found.values())[:MOST_OFFERED]

    def _alike(self, key: str) -> list[Offer]:
        close = get_close_matches(key, self.by_name, n=MOST_OFFERED, cutoff=ALIKE)
        told = {name: round(100 * SequenceMatcher(None, key, name).ratio()) for name in close}
        return [
            Offer(partner, f"A similar name ({told[name]}% alike)") for name in close for partner in self.by_name[name]
        ]


def _initials(key: str) -> set[str]:
    """How a name is shortened: DWP for Department for Work and Pensions, BEIS without its first word, HMRC."""
    shorter = next((key.removeprefix(lead) for lead in LEADING if key.startswith(lead)), key)
    words = [[word for word in name.split() if word not in SMALL] for name in (key, shorter)]
    plain = {"".join(word[0] for word in one) for one in words if len(one) > 2}
    crown = {f"hm{''.join(w[0] for w in one[1:])}" for one in words if one[:1] == ["hm"] and len(one) > 1}
    return plain | crown
