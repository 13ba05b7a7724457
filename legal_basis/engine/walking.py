"""Walk a checklist from its first step, taking responses as far as they follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from legal_basis.engine.bars import as_list, blocking_bars, is_anonymous, raised_bars
from legal_basis.engine.conditions import Ground
from legal_basis.engine.offering import bars_that_stop, put
from legal_basis.engine.refusing import refusal
from legal_basis.engine.results import End, OfferedWay, Option, Question, Response, Taken, Walk
from legal_basis.law import ENDS, Checklist, Choice, Gateway, LawCited, Limit, Step


def walk(checklist: Checklist, facts: Mapping[str, object], responses: Sequence[Response]) -> Walk:
    """Walk a checklist on some facts with the responses given so far.

    Steps are asked in the checklist's own order, whatever the order of ``responses``: one given to a
    step that the walk does not reach is dropped and listed. A response that the facts do not allow,
    or that owes a reason, is refused: the walk stops there and asks again.
    """
    given = {response.step: response for response in responses}
    state = _State(checklist, facts)
    step: Step | None = checklist.first
    question: Question | None = None
    refused: dict[str, str] = {}
    while step is not None:
        question = state.ask(step)
        response = given.get(question.token)
        taken = _settled(question, response)
        if taken is None and response is not None:
            fault = refusal(question, response)
            if fault is None:
                taken = _take(checklist, question, response)
            else:
                refused[question.token] = fault.sentence
        if taken is None:
            break
        state.record(taken)
        question = None
        step = checklist.by_id.get(taken.answer.goto)
    return _result(state, question, given, refused)


def required_stages(checklist: Checklist, flags: Iterable[str]) -> frozenset[str]:
    """The stages that a walk with these flags has to pass before DONE."""
    held = set(flags)
    for route in checklist.routes:
        if not route.flag or route.flag in held:
            return frozenset(route.stages)
    return frozenset()


@dataclass
class _State:
    """What a walk has gathered so far."""

    checklist: Checklist
    facts: Mapping[str, object]
    path: list[Taken] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.locked = _flags_of_kinds(self.checklist, self.facts)
        self.flags = sorted(self.locked)
        self.raised = bool(raised_bars(self.checklist, self.facts))
        self.blocked = bool(blocking_bars(self.checklist, self.facts))

    def ask(self, step: Step) -> Question:
        earlier = [item for item in self.path if item.step.id == step.id]
        token = step.id if not earlier else f"{step.id}-{len(earlier) + 1}"
        ground = Ground(
            facts=self.facts,
            flags=frozenset(self.flags),
            answered={item.step.id: item.answer.key for item in self.path},
            chosen=self.gateways(),
            raised=self.raised,
            blocked=self.blocked,
            went_round={item.answer.key: self.path[-1].step.id for item in earlier},
        )
        return put(self.checklist, step, token, ground, self.locked)

    def record(self, taken: Taken) -> None:
        self.path.append(taken)
        fresh = [*taken.answer.sets, *(flag for choice in taken.choices for flag in choice.sets)]
        self.flags.extend(flag for flag in dict.fromkeys(fresh) if flag not in self.flags)

    def gateways(self) -> tuple[Gateway, ...]:
        named = (gateway for item in self.path for gateway in item.gateways if not gateway.is_bar)
        return tuple({gateway.id: gateway for gateway in named}.values())


def _flags_of_kinds(checklist: Checklist, facts: Mapping[str, object]) -> frozenset[str]:
    """The flags that the kinds of data in the facts carry; data that identifies nobody carries none."""
    if is_anonymous(facts):
        return frozenset()
    kinds = (checklist.data_kinds[kind] for kind in as_list(facts.get("kinds")) if kind in checklist.data_kinds)
    flags = {flag for kind in kinds for flag in kind.flags}
    if "deceased" in as_list(facts.get("identifiability")):
        flags.add("deceased")
    return frozenset(flags)


def _settled(question: Question, response: Response | None) -> Taken | None:
    """The step taken by the facts, when it may be and they leave one answer that owes nothing."""
    if not question.step.automatic or len(question.options) != 1 or not question.options[0].owes_nothing:
        return None
    answer = question.options[0].answer
    kept = response if response is not None and response.answer == answer.key else None
    return Taken(question.token, question.step, answer, kept, True, question)


def _take(checklist: Checklist, question: Question, response: Response) -> Taken:
    option = question.option(response.answer)
    if option is None:
        raise LookupError(f"{response.answer!r} was never offered at {question.token}.")
    ways = tuple(way for way in option.ways if way.key in response.choices)
    return Taken(
        token=question.token,
        step=question.step,
        answer=option.answer,
        response=response,
        automatic=False,
        question=question,
        gateways=_named(checklist, question, option, response, ways),
        ways=ways,
        choices=_ticked(option, response),
    )


def _named(
    checklist: Checklist, question: Question, option: Option, response: Response, ways: Sequence[OfferedWay]
) -> tuple[Gateway, ...]:
    named = [item.gateway for item in option.gateways if item.gateway.id in response.gateways]
    named += [checklist.gateways[way.way.gateway] for way in ways if way.way.gateway]
    if "bar" in option.answer.ask_gateways:
        named += question.bars
    return tuple(dict.fromkeys(named))


def _ticked(option: Option, response: Response) -> tuple[Choice, ...]:
    return tuple(item.choice for item in option.choices if item.locked or item.choice.key in response.choices)


def _result(
    state: _State, question: Question | None, given: Mapping[str, Response], refused: Mapping[str, str]
) -> Walk:
    tokens = {item.token: item for item in state.path}
    dropped = tuple(
        token
        for token, response in given.items()
        if token not in tokens or (tokens[token].automatic and tokens[token].answer.key != response.answer)
    )
    gateways = state.gateways()
    return Walk(
        checklist=state.checklist,
        path=tuple(state.path),
        next=question,
        end=_end(state) if question is None else None,
        flags=tuple(state.flags),
        limits=_limits(state, gateways),
        gateways=gateways,
        laws=_laws(state, gateways),
        dropped=dropped,
        refused=dict(refused),
    )


def _end(state: _State) -> End:
    last = state.path[-1]
    code = last.answer.goto
    if code not in ENDS:
        raise LookupError(f"The loader let an answer lead to {code!r}, which is neither a step nor an end.")
    meaning = state.checklist.end(code)
    return End(
        code,
        meaning.title,
        meaning.meaning,
        last.step.id,
        last.token,
        last.answer,
        _laws_of_end(state, last),
        last.reason,
    )


def _laws_of_end(state: _State, last: Taken) -> tuple[LawCited, ...]:
    if "bar" in last.answer.ask_gateways:
        bars = bars_that_stop(state.checklist, state.facts) or last.gateways
        return tuple(LawCited(bar.cite, bar.id) for bar in bars)
    return last.answer.laws or last.step.law


def _limits(state: _State, gateways: Sequence[Gateway]) -> tuple[Limit, ...]:
    found = [Limit(gateway.limits, gateway.cite, gateway.id) for gateway in gateways if gateway.limits]
    for item in state.path:
        found += [
            Limit(f"Use is limited to: {way.way.purpose[0].lower()}{way.way.purpose[1:]}", way.bar.cite, way.bar.id)
            for way in item.ways
        ]
        found += item.answer.limits
    return tuple(dict.fromkeys(found))


def _laws(state: _State, gateways: Sequence[Gateway]) -> tuple[LawCited, ...]:
    found = [LawCited(gateway.cite, gateway.id) for gateway in gateways]
    for item in state.path:
        found += [LawCited(way.bar.cite, way.bar.id) for way in item.ways]
        found += [LawCited(gateway.cite, gateway.id) for gateway in item.gateways if gateway.is_bar]
        found += item.answer.laws
    return tuple(dict.fromkeys(found))
