"""Build the pages of the wizard: one question, a stop, the record. Reused by every room that walks a checklist.

How a view elsewhere (protocols, or the public practice walk) uses them:

* Step page. `step_page(walked, token, step_url=..., facts=...)` gives the context of `legal_basis/step.html`; add
  `form`, a `legal_basis.forms.StepForm` for the same question (`question_at(walked, token)`), and perhaps `caption`
  (whose walk this is), `notice` (a line at the top), `record_url` and `exit_url`. The page posts to its own address.
* Stop or end page. `stop_page(walked, step_url=...)` for `legal_basis/stop.html`; add `caption`, `record_url`, and
  `conclude_url`, `conclude_label` where the reader may conclude (a form that posts there).
* Record page. `record_page(record)` for `legal_basis/record.html`, whose step table alone is
  `legal_basis/_record_steps.html` with `record` in its context.
* The four-stage line is `legal_basis/_stages.html` with `stages` = `stages_of(walked)`.
* Before a changed answer is stored, `falling(walked, facts, response)` names the later answers that it drops: show
  `legal_basis/confirm_change.html` with `falling`, `question`, `posted` (the request's `POST.lists()`) and `back_url`;
  the page posts the same answer again, with `confirmed=yes`, to its own address.

`step_url` is a callable from a step's token to its address. Nothing here knows who may answer: the caller does.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any, cast

from legal_basis.engine import Question, Taken, Walk, required_stages
from legal_basis.engine.bars import as_list
from legal_basis.law import FACTS, Gateway, LawCited, LawLibrary, Source, Step
from legal_basis.loader import library
from legal_basis.queries.assessments import question_at
from legal_basis.queries.checklists import today_of

StepUrl = Callable[[str], str]

LINES = (
    ("prepare", "Before you start"),
    ("power", "Power"),
    ("human_rights", "Human rights"),
    ("confidence", "Confidence"),
    ("data_protection", "Data protection"),
    ("decide", "Decide"),
)


def stages_of(walked: Walk, token: str = "") -> list[dict[str, str]]:
    """The line of stages for `legal_basis/_stages.html`: each with name, status and note, in the order of the law."""
    now = _line_of(walked, token)
    passed = {_line(walked, item.step) for item in walked.path}
    required = {walked.checklist.stage(stage).line for stage in required_stages(walked.checklist, walked.flags)}
    passed_over = why_passed_over(walked)
    stopped = walked.end is not None and walked.end.code in ("STOP", "REDESIGN")
    found = []
    for line, name in LINES:
        note = ""
        if line == now:
            status = "stopped" if stopped and not token else "current"
        elif line in passed:
            status = "done"
        else:
            status, note = "ahead", "" if line in required else passed_over
        found.append(
            {"name": name, "status": "done" if _finished(walked, token) and line in passed else status, "note": note}
        )
    return found


def why_passed_over(walked: Walk) -> str:
    """Why the stages that this walk does not need are passed over, with the step that settled it; "" before that."""
    route = next((one for one in walked.checklist.routes if not one.flag or one.flag in walked.flags), None)
    if route is None or not route.flag:
        return ""
    setting = next((item for item in walked.path if route.flag in item.answer.sets), None)
    return f"Not needed: {route.because}" + (f" ({setting.token})" if setting else "")


def step_page(walked: Walk, token: str, *, step_url: StepUrl, facts: Mapping[str, object]) -> dict[str, object]:
    """The context of one question: the step, its law and sources, what is known already, and how to go back.

    Raises KeyError when the walk has not reached the token.
    """
    question = question_at(walked, token)
    if question is None:
        raise KeyError(token)
    law = library()
    step = question.step
    tokens = [item.token for item in walked.path if not item.automatic]
    before = tokens[: tokens.index(token)] if token in tokens else tokens
    return {
        "checklist": walked.checklist,
        "question": question,
        "step": step,
        "stage": walked.checklist.stage(step.stage),
        "stages": stages_of(walked, token),
        "laws": [cited(law, item) for item in step.law],
        "sources": sources(law, step.sources),
        "known": known_facts(law, question, facts),
        "bars": question.bars,
        "hidden": question.hidden,
        "settled": settled_before(walked, token),
        "previous_url": step_url(before[-1]) if before else "",
        "is_change": walked.taken(token) is not None,
    }


def settled_before(walked: Walk, token: str) -> list[Taken]:
    """The steps that the facts answered between the last answer that a person gave and this question."""
    tokens = [item.token for item in walked.path]
    before = walked.path[: tokens.index(token)] if token in tokens else walked.path
    return list(takewhile(lambda item: item.automatic, reversed(before)))[::-1]


def stop_page(walked: Walk, *, step_url: StepUrl) -> dict[str, object]:
    """The context of an end: what it means, at which step, on which law, and what could change it.

    Raises KeyError when the walk has not ended.
    """
    if walked.end is None:
        raise KeyError("end")
    end = walked.end
    law = library()
    return {
        "checklist": walked.checklist,
        "end": end,
        "is_good": end.code in ("DONE", "NOT_PERSONAL"),
        "step": walked.checklist.by_id[end.step],
        "stages": stages_of(walked),
        "laws": [cited(law, item) for item in end.laws],
        "limits": walked.limits,
        "change_url": step_url(end.token),
    }


def record_page(record: Mapping[str, object], *, step_url: StepUrl | None = None) -> dict[str, object]:
    """The context of the record: the record, its steps in stages, and its facts in words.

    With `step_url`, each step that a person answered links to where its answer can be changed. A step of the historic
    checklist says where it is asked today.
    """
    steps = cast(list[Any], record["steps"])
    facts, law = record.get("facts"), library()
    titles, checklist_id = _stage_titles(record), _checklist_id(record)
    is_history = checklist_id == law.earlier.checklist
    groups: dict[str, list[object]] = {}
    for step in steps:
        row = {**step, "today": today_of(law, checklist_id, step["id"].split("-")[0])} if is_history else {**step}
        if step_url:
            row["url"] = step_url(step["id"])
        groups.setdefault(titles.get(step["stage"], step["stage"]), []).append(row)
    return {
        "record": record,
        "groups": list(groups.items()),
        "facts": fact_rows(law, facts if isinstance(facts, Mapping) else {}),
        "reconstructed": law.earlier.reconstructed if is_history else "",
    }


def cited(law: LawLibrary, item: LawCited) -> dict[str, object]:
    """A provision with its library entry, its sources and how sure it is."""
    gateway: Gateway | None = law.gateways.get(item.gateway)
    return {
        "cite": item.cite,
        "gateway": gateway,
        "sources": sources(law, gateway.sources) if gateway else [],
        "gk": gateway.gk if gateway else "",
    }


def sources(law: LawLibrary, keys: Sequence[str]) -> list[Source]:
    """Sources by key, in order."""
    return [law.sources[key] for key in keys]


def known_facts(law: LawLibrary, question: Question, facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """The facts already known that bear on a question, as label and words."""
    wanted = {name: facts[name] for name in question.step.facts if facts.get(name) not in (None, [], "")}
    return fact_rows(law, wanted)


def fact_rows(law: LawLibrary, facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Facts in words: label and value."""
    return [(FACTS[name], words_of(law, name, facts[name])) for name in FACTS if facts.get(name) not in (None, [], "")]


def words_of(law: LawLibrary, name: str, value: object) -> str:
    """One fact's value in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    labels: dict[str, str] = dict(FACT_WORDS.get(name, {}))
    if name == "kinds":
        labels = {kind.id: kind.label for kind in law.data_kinds.values()}
    if name == "theme":
        labels = {theme.id: theme.title for theme in law.themes.values()}
    return ", ".join(labels.get(item, item.replace("_", " ").capitalize()) for item in as_list(value))


FACT_WORDS: Mapping[str, Mapping[str, str]] = {
    "body_class": {
        "council": "Council or another statutory body",
        "nhs": "NHS body",
        "police": "Police force",
        "department": "Government department or agency",
        "private": "Charity, company or housing association",
    },
    "identifiability": {
        "identifiable": "People can be identified",
        "pseudonymised": "Pseudonymised: codes in place of names",
        "anonymous": "Anonymous: identifies nobody",
        "deceased": "About people who have died",
    },
    "control": {
        "separate": "Each controller for itself",
        "joint": "Joint controllers",
        "processor": "A controller, with a processor",
    },
    "regime": {
        "general": "General (UK GDPR)",
        "law_enforcement": "Law enforcement (DPA 2018 Part 3)",
        "mixed": "Both, for different purposes",
    },
}


def _finished(walked: Walk, token: str) -> bool:
    return not token and walked.end is not None and walked.end.code in ("DONE", "NOT_PERSONAL")


def _line(walked: Walk, step: Step) -> str:
    return walked.checklist.stage(step.stage).line


def _line_of(walked: Walk, token: str) -> str:
    question = question_at(walked, token) if token else walked.next
    step = question.step if question else walked.path[-1].step
    return _line(walked, step)


def _stage_titles(record: Mapping[str, object]) -> dict[str, str]:
    checklist = library().checklists.get(_checklist_id(record))
    return {stage.id: stage.title for stage in checklist.stages} if checklist else {}


def _checklist_id(record: Mapping[str, object]) -> str:
    head = record["checklist"]
    return str(head["id"]) if isinstance(head, Mapping) else ""
