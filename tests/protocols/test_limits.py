"""Numbers that the law bounds: refused outside the bounds, and found where they were given before."""

import re

import pytest

from portal.audit.acts import SYSTEM, act
from protocols.checks import problems
from protocols.errors import Invalid
from protocols.loader import library
from protocols.loader.limits import Limits
from protocols.models import ProtocolVersion, VariableValue
from protocols.queries.tasks import tasks_of
from protocols.services.templates import sync_templates
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from tests.protocols import factories
from tests.protocols.test_drafting_pages import at, signed_in

HOURS = Limits(1, 24, "a controller has 72 hours in all", "UK GDPR Article 33(1)")
REFUSAL = "Enter a whole number from 1 to 24: a controller has 72 hours in all (UK GDPR Article 33(1))."


@pytest.mark.parametrize(
    ("limits", "span", "inside", "outside"),
    [
        (HOURS, "from 1 to 24", ["1", "24", "", " 7 "], ["0", "25", "-3", "a day", "2.5"]),
        (Limits(None, 30, "so", "Act"), "of 30 or less", ["0", "30"], ["31"]),
        (Limits(5, None, "so", "Act"), "of 5 or more", ["5", "500"], ["4"]),
    ],
)
def test_limits_hold_both_ends_and_leave_a_gap_a_gap(limits, span, inside, outside):
    assert limits.span == span
    assert [value for value in [*inside, *outside] if limits.allow(value)] == inside


def test_the_law_bounds_the_time_to_tell_of_a_breach_and_to_acknowledge_a_complaint():
    specs = {spec.key: spec for section in library().sections.values() for spec in section.variables}
    bounded = {key: (spec.limits.least, spec.limits.most) for key, spec in specs.items() if spec.limits}
    assert bounded == {"breach_hours": (1, 24), "acknowledge_days": (1, 30)}


@pytest.fixture
def by(db):
    return factories.officer()


@pytest.fixture
def version(by, monkeypatch) -> ProtocolVersion:
    """A draft from a template that bounds the hours."""
    bounds = {"least": 1, "most": 24, "because": HOURS.because, "law": HOURS.law}
    variables = [{**one, "limits": bounds} if one["key"] == "breach_hours" else one for one in factories.VARIABLES]
    monkeypatch.setattr(factories, "VARIABLES", variables)
    return factories.draft(by=by)


def give_before(version: ProtocolVersion, value: str) -> None:
    """A value as it was given before there were limits."""
    with act("tests.value", by=SYSTEM):
        VariableValue.objects.update_or_create(version=version, key="breach_hours", defaults={"value": value})


def test_a_number_outside_its_limits_is_not_kept(by, version):
    with pytest.raises(Invalid) as refused:
        set_variables(by=by, version=version, values={"breach_hours": "25"})
    assert (refused.value.sentence, refused.value.field) == (REFUSAL, "breach_hours")
    assert not version.variables.filter(key="breach_hours").exists()


def test_the_form_refuses_it_beside_the_field_and_in_the_summary_and_keeps_what_was_typed(by, version):
    typed = {"strategic_purpose": "keep people safe", "breach_hours": "48"}
    answer = signed_in(by).post(at(version, "details/"), {**typed, "was_strategic_purpose": "", "was_breach_hours": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(REFUSAL) == 2
    assert re.search(r'href="#id_breach_hours"[^>]*>\s*Enter a whole number from 1 to 24', page)
    assert 'value="48"' in page
    assert "keep people safe" in page
    assert not version.variables.exists()


def test_a_number_given_before_blocks_submission_and_is_on_the_task_list(by, version):
    set_variables(by=by, version=version, values={"breach_hours": "12", "strategic_purpose": "safety"})
    assert not [one for one in problems(version) if one.url_name == "protocols:details"]
    give_before(version, "48")
    wrong = [one.sentence for one in problems(version) if one.url_name == "protocols:details"]
    assert wrong == [f"“Hours to tell of a breach” is 48. {REFUSAL}"]
    details = next(task for task in tasks_of(version).groups[0].tasks if task.title == "Details that fill the text")
    assert (details.state, details.hint) == ("in progress", wrong[0])
    page = signed_in(by).get(at(version, "details/")).content.decode()
    assert f'{wrong[0]} <a class="govuk-link" href="#id_breach_hours">' in page


def test_a_number_given_before_does_not_keep_others_from_saving_theirs(by, version):
    give_before(version, "48")
    form = {"strategic_purpose": "safety", "was_strategic_purpose": "", "breach_hours": "48", "was_breach_hours": "48"}
    assert signed_in(by).post(at(version, "details/"), form).status_code == 302
    assert version.variables.get(key="strategic_purpose").value == "safety"


def test_a_number_that_the_text_no_longer_uses_is_no_problem(by, version):
    give_before(version, "48")
    save_section(by=by, section=version.sections.get(section_id="S21"), body="<p>At once.</p>", revision=1)
    assert not [one for one in problems(version) if "Hours to tell" in one.sentence]


def test_the_values_that_a_real_draft_begins_with_are_within_their_limits(by):
    sync_templates(library().templates.values())
    assert not [one for one in problems(factories.draft(by=by)) if "Enter a whole number" in one.sentence]
