"""The public guide: from a few facts to what stands in the way, what may help, and what is still to be asked.

It gives no verdict. Powers and bars are found by the same engine that walks the checklists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from legal_basis.engine.bars import raised_bars, ways_through
from legal_basis.engine.openness import fits_theme, why_closed
from legal_basis.engine.results import OfferedWay
from legal_basis.law import Gateway, GuideQuestion, LawCited, LawLibrary, Theme, ThemeFlow
from legal_basis.loader import guide
from legal_basis.queries.pages import words_of

COMPETENT_CLASSES = ("police",)
"""Body classes that are competent authorities here; others walk as if they were not (DPA 2018 s.30)."""
RESEARCH_THEMES = ("performance_research",)
LIVING = ("identifiable", "pseudonymised")
ORDER = ("duty", "express power", "implied power", "general power")


@dataclass(frozen=True)
class Situation:
    """What somebody told the guide: body classes, theme, kinds of data, form of data, and what it was collected for."""

    who: str
    whom: str
    theme: str
    kinds: tuple[str, ...]
    people: str
    collected: str

    def facts(self) -> dict[str, object]:
        """The facts as the engine takes them; what was not asked is left out, and so hides nothing."""
        facts: dict[str, object] = {
            "body_class": self.who,
            "public_authority": self.who != "private",
            "competent_authority": self.who in COMPETENT_CLASSES,
            "discloses": True,
            "receives": False,
            "theme": self.theme,
            "extent": "england",
            "identifiability": [self.people],
            "kinds": sorted(self.kinds),
            "own_tasks": self.who != "private",
            "collected_on_consent": self.collected == "agreed",
        }
        if self.who not in COMPETENT_CLASSES:
            facts["regime"] = "general"
        if self.theme in RESEARCH_THEMES:
            facts["research"] = True
        return facts

    def turned(self) -> "Situation":
        """The same with giver and receiver changed about."""
        return replace(self, who=self.whom, whom=self.who)


@dataclass(frozen=True)
class BarMet:
    """A bar that the kinds of data raise, with the exceptions that fit the theme and the giver."""

    gateway: Gateway
    ways: tuple[tuple[OfferedWay, Gateway | None], ...]


@dataclass(frozen=True)
class PowerFound:
    """A power that may serve; not ``alone`` when it is not known to be in force."""

    gateway: Gateway
    alone: bool


@dataclass(frozen=True)
class FlowFound:
    """A flow that is usual in the theme: its forms, whether each side could offer it, and the law it rests on."""

    flow: ThemeFlow
    forms: str
    offer: bool
    expect: bool
    laws: tuple[Gateway, ...]


@dataclass(frozen=True)
class Asked:
    """A question that remains, with the provisions that its steps rest on."""

    question: GuideQuestion
    laws: tuple[LawCited, ...]


def situation_words(law: LawLibrary, situation: Situation, barred: bool) -> frozenset[str]:
    """What the situation is, for the questions to depend on."""
    flags = {flag for kind in situation.kinds for flag in law.data_kinds[kind].flags}
    words = {situation.who, situation.whom, situation.people, situation.collected, *flags} - {"same", "new", "deceased"}
    words |= {"deceased"} if situation.people == "deceased" else set()
    words |= {"personal"} if situation.people in LIVING else set()
    words |= {"public"} if situation.who != "private" else set()
    words -= {"private"} if situation.who != "private" else set()
    words |= {"research"} if situation.theme in RESEARCH_THEMES else set()
    return frozenset(words | ({"barred"} if barred else set()))


def guide_page(law: LawLibrary, situation: Situation) -> dict[str, object]:
    """The context of an answer, bars first; where no usual power is in force, with help on where to look."""
    theme = law.themes[situation.theme]
    bars = bars_met(law, situation)
    usual, others, general = powers_found(law, situation)
    close = any(found.alone for found in usual)
    words = situation_words(law, situation, bool(bars))
    raised = {met.gateway.id for met in bars}
    return {
        "theme": theme,
        "told": told(law, situation),
        "headline": _headline(bars, close),
        "bars": bars,
        "watch": [law.gateways[name] for name in theme.bars if name not in raised],
        "usual": usual,
        "others": others,
        "general": general,
        "no_power": "" if close else guide().no_power[situation.who],
        "flows": flows_open(law, theme, situation),
        "questions": [_asked(law, one) for one in guide().questions if one.arises(words)],
    }


def told(law: LawLibrary, situation: Situation) -> list[tuple[str, str]]:
    """The answers in words, under the guide's own questions."""
    found = []
    for name, ask in guide().asks.items():
        words = {option.key: option.label for option in ask.options}
        value = getattr(situation, name)
        found.append((ask.label, words.get(value) or words_of(law, name, value)))
    return found


def bars_met(law: LawLibrary, situation: Situation) -> list[BarMet]:
    """The bars that the data raises, each with what could let it out."""
    facts = situation.facts()
    return [
        BarMet(bar, tuple((way, law.gateways.get(way.way.gateway)) for way in ways_through(law.current, facts, bar)))
        for bar in raised_bars(law.current, facts)
    ]


def powers_found(law: LawLibrary, situation: Situation) -> tuple[list[PowerFound], list[PowerFound], list[PowerFound]]:
    """Powers that may serve: usual in the theme, others of the theme, and those for work of any kind."""
    theme = law.themes[situation.theme]
    usual_names = {name for flow in theme.flows for name in flow.gateways}
    usual: list[PowerFound] = []
    others: list[PowerFound] = []
    general: list[PowerFound] = []
    for gateway in sorted(law.gateways.values(), key=lambda one: (_rank(one), one.cite)):
        if not may_serve(law, situation, gateway):
            continue
        found = PowerFound(gateway, gateway.status == "in force")
        if gateway.themes == ("all",):
            general.append(found)
        else:
            (usual if gateway.id in usual_names else others).append(found)
    return usual, others, general


def may_serve(law: LawLibrary, situation: Situation, gateway: Gateway) -> bool:
    """Whether an entry is a power that the theme, both bodies and the data leave open."""
    if not gateway.is_power or not fits_theme(law.current, gateway, situation.theme):
        return False
    if gateway.to_bodies and situation.whom not in gateway.to_bodies:
        return False
    return not why_closed(law.current, situation.facts(), gateway)


def flows_open(law: LawLibrary, theme: Theme, situation: Situation) -> list[FlowFound]:
    """The theme's usual flows that either side has a power for, whatever the data that was told of."""
    found = []
    for flow in theme.flows:
        offer, expect = _basis(law, situation, flow), _basis(law, situation.turned(), flow)
        if offer or expect:
            forms = words_of(law, "identifiability", list(flow.identifiability))
            laws = tuple(dict.fromkeys((*offer, *expect)))
            found.append(FlowFound(flow, forms, bool(offer), bool(expect), laws))
    return found


def _basis(law: LawLibrary, situation: Situation, flow: ThemeFlow) -> list[Gateway]:
    """What a giver could rest a flow on; a flow that no power is named for rests on a public body's own task."""
    laws = [law.gateways[name] for name in flow.gateways]
    if not any(one.is_power for one in laws):
        return laws if situation.who != "private" else []
    return [one for one in laws if one.is_power and _carries(law, situation, flow, one)]


def _carries(law: LawLibrary, situation: Situation, flow: ThemeFlow, gateway: Gateway) -> bool:
    forms = (replace(situation, kinds=(), people=form) for form in flow.identifiability)
    return any(may_serve(law, one, gateway) for one in forms)


def _headline(bars: Sequence[BarMet], powers: bool) -> str:
    if any(not met.ways for met in bars):
        return "blocked"
    if bars:
        return "limited"
    return "powers" if powers else "none"


def _asked(law: LawLibrary, question: GuideQuestion) -> Asked:
    cited = {item.cite: item for name in question.steps for item in law.current.by_id[name].law}
    return Asked(question, tuple(cited.values()))


def _rank(gateway: Gateway) -> int:
    return ORDER.index(gateway.power_kind) if gateway.is_power else len(ORDER)
