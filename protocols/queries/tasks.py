"""What is to be done before a version can be submitted: groups of tasks, each with its state and its page."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from portal.preparing import keep_with, prepared
from protocols.checks import problems
from protocols.checks.conditions import conditional_sections
from protocols.checks.indemnities import indemnity_standing
from protocols.facts import legal_standing
from protocols.facts.counting import counted
from protocols.models import ProtocolVersion, Section, VariableValue
from protocols.queries.agreeing import agreeing_groups, still_to_agree
from protocols.queries.personal_data import warnings_of
from protocols.queries.protocols import address_of, address_of_section
from protocols.queries.rechecks import rechecks_of
from protocols.queries.task_lists import Task, TaskGroup, TaskList
from protocols.texts.composing import ComposedSection, sections_of

WORDS = {
    "ready": "done",
    "draft": "in progress",
    "gaps": "in progress",
    "empty": "not started",
    "left out": "not started",
}


def read_clauses(version: ProtocolVersion) -> None:
    """Read the clauses in order, without what no task asks about, and what was typed for their gaps; two queries."""
    keep_with(version, "sections", _clauses(version.pk))
    keep_with(version, "variables", _values(version.pk))


@prepared
def _clauses(version_id: int) -> QuerySet[Section]:
    unread = ("departs_from", "people", "saved_at", "saved_by")
    return Section.objects.filter(version=version_id).order_by("position").defer(*unread)


@prepared
def _values(version_id: int) -> QuerySet[VariableValue]:
    return VariableValue.objects.filter(version=version_id)


def tasks_of(version: ProtocolVersion, *, whole: bool = True) -> TaskList:
    """The task list of a version in any state; the number of queries does not depend on its length.

    Unless it is wanted whole, long groups show only what waits.
    """
    if not version.is_working:
        return TaskList(agreeing_groups(version))
    found = problems(version)
    blocked: dict[str, list[str]] = {}
    for problem in found:
        blocked.setdefault(problem.url_name.removeprefix("protocols:"), []).append(problem.sentence)
    groups = [
        TaskGroup(f"Look again at what was copied from {version.copied_from}", list(_copied(version)), whole),
        TaskGroup("Set it up", [*_setting_up(version, blocked), *_indemnity(version, blocked)]),
        TaskGroup("Write the text", [*_text(version, sections_of(version)), *_from_word(version, blocked)], whole),
        TaskGroup("Describe the sharing", [*_sharing(version, blocked), _risks(version, blocked)]),
        TaskGroup("Consult", [_comments(version)]),
        still_to_agree(version, found),
    ]
    return TaskList([group for group in groups if group.tasks], found, warnings_of(version), whole)


def _copied(version: ProtocolVersion) -> Iterator[Task]:
    """Each part of a copy; the link leads to where it is told what to do, mended and confirmed."""
    for one in rechecks_of(version):
        href = f"{address_of('copied', version)}#{one.anchor}" if one.is_open else address_of("copied", version)
        yield Task(one.title, "not started" if one.is_open else "done", href, one.todo if one.is_open else "")


def _setting_up(version: ProtocolVersion, blocked: dict[str, list[str]]) -> Iterator[Task]:
    for page, title in (
        ("particulars", "Title, purpose and dates"),
        ("parties", "Parties"),
        ("details", "Details that fill the text"),
    ):
        wrong = blocked.get(page, [])
        state = "in progress" if wrong and page == "details" else "not started" if wrong else "done"
        yield Task(title, state, address_of(page, version), wrong[0] if len(wrong) == 1 else _count(wrong))


def _indemnity(version: ProtocolVersion, blocked: dict[str, list[str]]) -> Iterator[Task]:
    """Asked for only where the text gives an indemnity and a council is party."""
    standing = indemnity_standing(version)
    if standing.words and standing.councils:
        wrong = blocked.get("indemnity", [])
        hint = wrong[0] if len(wrong) == 1 else _count(wrong)
        state = "not started" if wrong else "done"
        yield Task("Who agreed to the indemnity", state, address_of("indemnity", version), hint)


def _count(sentences: Sequence[str]) -> str:
    return f"{len(sentences)} things are to be mended." if sentences else ""


def _text(version: ProtocolVersion, sections: Sequence[ComposedSection]) -> Iterator[Task]:
    conditional = conditional_sections(version)
    for section in sections:
        depends = conditional.get(section.id)
        if depends and not (depends.holds or depends.is_there):
            continue
        left_out = "" if depends else " (optional, left out)"
        title = f"{section.number}. {section.title}" if section.number else f"{section.title}{left_out}"
        hint = "; ".join(f"Needs: {gap.label}" for gap in section.gaps)
        if depends and depends.hint:
            hint = "; ".join(one for one in (depends.hint, hint) if one)
        if section.origin == "inherited" and section.inherited:
            hint = f"Standard wording, unchanged: {section.inherited.clause}. There is nothing to write."
        elif section.standing == "draft" and section.section.revision == 1 and not hint:
            hint = "Unchanged since it was begun. Read it, then mark it as ready."
        yield Task(title, WORDS[section.standing], address_of_section(version, section.id), hint)


def _from_word(version: ProtocolVersion, blocked: dict[str, list[str]]) -> Iterator[Task]:
    """Asked for only where a Word file left something over."""
    wrong = blocked.get("word", [])
    if wrong:
        yield Task("Text from Word without a place", "not started", f"{address_of('word', version)}#waiting", wrong[0])
    elif counted(version).unplaced:
        yield Task("Text from Word without a place", "done", address_of("word", version))


def _sharing(version: ProtocolVersion, blocked: dict[str, list[str]]) -> Iterator[Task]:
    if not version.protocol.is_thematic:
        return
    flows = len(legal_standing(version).active_flows)
    hint = "" if not flows else "1 flow" if flows == 1 else f"{flows} flows"
    yield Task("Data flows", "done" if flows else "not started", address_of("flows", version), hint)
    wrong = blocked.get("legal", [])
    href = address_of("legal", version) if flows else ""
    hint = (wrong[0] if wrong else "") if flows else "Describe the data flows first."
    state = "done" if flows and not wrong else "in progress" if flows else "cannot start yet"
    yield Task("Legal basis: each party's checklist", state, href, hint)


def _risks(version: ProtocolVersion, blocked: dict[str, list[str]]) -> Task:
    count, wrong = counted(version).risks, blocked.get("risks", [])
    state = "in progress" if wrong else "done" if count else "not started"
    hint = wrong[0] if wrong else "1 risk" if count == 1 else f"{count} risks" if count else "Begin from the starters."
    return Task("Risks", state, address_of("risks", version), hint)


def _comments(version: ProtocolVersion) -> Task:
    waiting = counted(version).open_comments
    state = "in progress" if waiting else "done" if counted(version).comments else "not started"
    noun = "1 comment to resolve" if waiting == 1 else f"{waiting} comments to resolve" if waiting else ""
    return Task("Comments", state, address_of("comments", version), noun)
