"""Dated changes of the law: what the files may say, and what a change makes of answers."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from legal_basis.engine.changes import Relied, ReliedStep, Stage, touches
from legal_basis.errors import ContentError
from legal_basis.law.changes import LawChange
from legal_basis.loader import changes, library, load_changes
from tests.law_edits import LawFiles, law_files
from tests.legal_basis.walks import facts_of

__all__ = ["law_files"]
TODAY = date(2026, 11, 2)


def relied(*gateways: str, stage: Stage = Stage.CONCLUDED, on: date = date(2010, 1, 1), **facts: object) -> Relied:
    """An assessment whose step C1.5 names some powers."""
    steps = (ReliedStep("C1.2", on), ReliedStep("C1.5", on, gateways))
    return Relied("current-2026", "2026.1", facts_of(**facts), steps, stage)


def change(what: str, **more: object) -> LawChange:
    """A change on 4 April 2012, unless another day is given."""
    given: dict[str, object] = {"id": "one", "on": date(2012, 4, 4), "sentence": "It changed.", "gk": "all"}
    return LawChange(**{**given, "what": what, **more})  # type: ignore[arg-type]


WITHDRAWN = change("replaced", gateways=("lga-2000-s2",), replaced_by="localism-2011-s1")


def test_a_power_withdrawn_names_the_step_and_the_power_that_followed() -> None:
    [touch] = touches(library(), [WITHDRAWN], relied("lga-2000-s2"), today=TODAY)
    assert touch.steps == ("C1.5",)
    assert touch.why == "Local Government Act 2000 s.2 (well-being), named at step C1.5, was withdrawn on 4 April 2012."
    assert "name Localism Act 2011 s.1 (with s.2), which has taken its place" in touch.todo
    assert touch.must_act


def test_answers_that_do_not_name_it_are_not_touched() -> None:
    assert touches(library(), [WITHDRAWN], relied("lga-1972-s111"), today=TODAY) == ()


def test_a_body_that_the_new_power_does_not_fit_is_told_so() -> None:
    [touch] = touches(library(), [WITHDRAWN], relied("lga-2000-s2", body_class="nhs"), today=TODAY)
    assert "is not open here. It belongs to other kinds of body" in touch.todo


def test_where_another_power_stands_beside_it_the_first_is_only_taken_out() -> None:
    [touch] = touches(library(), [WITHDRAWN], relied("lga-2000-s2", "lga-1972-s111"), today=TODAY)
    assert "Take it out at step C1.5: Local Government Act 1972 s.111 is named there too" in touch.todo


def test_before_its_day_it_will_be_withdrawn() -> None:
    [touch] = touches(library(), [WITHDRAWN], relied("lga-2000-s2"), today=date(2012, 4, 3))
    assert "will be withdrawn on 4 April 2012" in touch.why


@pytest.mark.parametrize(
    ("stage", "begins"),
    [
        (Stage.OPEN, "Answer step C1.5 again"),
        (Stage.CONCLUDED, "Open the checklist again."),
        (Stage.AGREED, "Begin a new version of the protocol."),
    ],
)
def test_what_to_do_depends_on_how_far_it_has_come(stage: Stage, begins: str) -> None:
    [touch] = touches(library(), [WITHDRAWN], relied("lga-2000-s2", stage=stage), today=TODAY)
    assert touch.todo.startswith(begins)


def test_a_bar_that_begins_over_the_data_has_to_be_met() -> None:
    bar = change("begun", gateways=library().data_kinds["council_tax"].bars[:1])
    [touch] = touches(library(), [bar], relied(kinds=["council_tax"]), today=TODAY)
    assert touch.must_act
    assert touch.steps == ("C1.2",)
    assert touches(library(), [bar], relied(kinds=["asb_cases"]), today=TODAY) == ()


def test_a_power_that_begins_may_serve_where_the_facts_fit_it_and_nowhere_else() -> None:
    begun = change("begun", gateways=("cda-1998-s115",))
    [touch] = touches(library(), [begun], relied(), today=TODAY)
    assert not touch.must_act
    assert touches(library(), [begun], relied(on=date(2012, 4, 4)), today=TODAY) == ()
    assert touches(library(), [begun], relied(theme="performance_research", identifiability=["anonymous"],
                                              body_class="private"), today=TODAY) == ()  # fmt: skip


def test_a_revised_checklist_touches_the_steps_that_were_answered_on_the_old_text() -> None:
    revised = change("checklist_revised", checklist="current-2026", version="2027.1", steps=("C1.5", "C3.1"))
    [touch] = touches(library(), [revised], relied("lga-1972-s111"), today=TODAY)
    assert touch.steps == ("C1.5",)
    assert touch.todo.startswith("The record keeps the text that it was answered on.")
    older = change("checklist_revised", checklist="current-2026", version="2026.1", steps=("C1.5",))
    assert touches(library(), [older], relied("lga-1972-s111"), today=TODAY) == ()


def test_the_release_tells_its_changes_by_their_day() -> None:
    assert [one.on for one in changes()] == sorted(one.on for one in changes())
    assert {one.id for one in changes()} >= {"well-being-power-withdrawn"}


ENTRY = "  - id: {id}\n    day: {day}\n    what: {what}\n    sentence: {sentence}\n    gk: all\n{more}"


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"what": "abolished"}, "what cannot be 'abolished'"),
        ({"more": "    gateways: [no-such-act]\n"}, "no-such-act"),
        ({"more": ""}, "names either gateways, or the checklist"),
        ({"day": "2013-01-01"}, "is not withdrawn on 2013-01-01"),
        ({"day": "soon"}, "day has to be a date"),
        ({"what": "replaced", "more": "    gateways: [lga-2000-s4]\n"}, "replaced_by belongs to what is replaced"),
        ({"more": "    gateways: [lga-2000-s4]\n    replaced_by: cda-1998-s115\n"}, "replaced_by belongs"),
        ({"more": "    gateways: [lga-2000-s4]\n    note: x\n"}, "unknown key note"),
        ({"sentence": "No full stop"}, "whole sentence"),
        ({"what": "begun", "more": "    gateways: [ca-2004-s16LA]\n"}, "does not begin on"),
        (
            {"what": "checklist_revised",
             "more": "    checklist: current-2026\n    version: '2099.1'\n    steps: [C1.1]\n"},
            "is still at version",
        ),
    ],
)  # fmt: skip
def test_a_change_that_does_not_agree_with_the_library_is_refused(
    law_files: LawFiles, told: dict[str, str], fault: str
) -> None:
    given = {"id": "one", "day": "2015-05-26", "what": "retired", "sentence": "It ended.",
             "more": "    gateways: [lga-2000-s4]\n"}  # fmt: skip
    law_files.write_changes(ENTRY.format(**{**given, **told}))
    with pytest.raises(ContentError, match=fault):
        load_changes(law_files.directory, library())


def test_check_law_names_a_broken_change(law_files: LawFiles) -> None:
    law_files.edit("changes.yaml", "day: 2015-05-26", "day: 2015-05-27")
    with pytest.raises(CommandError, match=r"changes\.yaml: community-strategy-duty-withdrawn"):
        call_command("check_law", law_files.directory)
