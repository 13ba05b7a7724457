"""The loader of templates: what it reads, how it sets it out, and what it refuses."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from legal_basis.errors import ContentError
from portal.richtext import sanitise
from protocols.loader import CONTENT, library, load
from protocols.loader.manual import templates_manual
from protocols.loader.sections import KNOWN_FACTS
from protocols.loader.wording import Paragraph, paragraphs_to_html, variables_in
from protocols.texts.known import known_values
from protocols.texts.wording import content_of
from tests.protocols.factories import draft

Change = Callable[[dict[str, Any]], None]
SECTION, TEMPLATE = "sections/S25.yaml", "templates/education.yaml"


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, Change], Path]:
    """A copy of the content in which one file has been changed."""

    def change(name: str, how: Change) -> Path:
        copy = copytree(CONTENT, tmp_path / "content")
        data = yaml.safe_load((copy / name).read_text())
        how(data)
        (copy / name).write_text(yaml.safe_dump(data, sort_keys=False))
        return copy

    return change


def entry(data: dict[str, Any], section_id: str) -> dict[str, Any]:
    """A template file's entry for a section."""
    return next(one for one in data["sections"] if one["section"] == section_id)


def test_paragraphs_become_numbered_lists_with_lettered_ones_inside():
    assert paragraphs_to_html([Paragraph("First."), Paragraph("Each must:", ("ask;", "tell."))]) == (
        "<ol><li><p>First.</p></li><li><p>Each must:</p><ol><li><p>ask;</p></li><li><p>tell.</p></li></ol></li></ol>"
    )


def test_markup_in_the_wording_is_escaped():
    assert (
        paragraphs_to_html([Paragraph("a < b & <script>")]) == "<ol><li><p>a &lt; b &amp; &lt;script&gt;</p></li></ol>"
    )


def test_no_paragraphs_give_no_list():
    assert paragraphs_to_html([]) == ""


def test_variables_are_found_in_leads_and_items_once_each_in_order():
    text = [Paragraph("On [[b_day]]:", ("[[a_thing]];", "[[b_day]]."))]
    assert variables_in(text) == ("b_day", "a_thing")


def test_the_html_keeps_variables_as_they_are_written():
    assert "[[breach_hours]]" in library().templates["overarching"].section("S25").html


def test_sanitising_leaves_every_section_as_it_is():
    for template in library().templates.values():
        for section in template.sections:
            assert sanitise(section.html) == section.html


@pytest.mark.django_db
def test_the_portal_knows_every_fact_that_the_wording_may_ask_it_for():
    assert set(KNOWN_FACTS) <= set(known_values(draft()))


def test_a_theme_gives_its_own_default_to_a_variable():
    found = {spec.key: spec.default for spec in library().templates["housing_market_renewal"].variables}
    assert found["review_months"] == "24"


def test_wording_in_a_template_replaces_the_librarys():
    section = library().templates["performance_research"].section("S17")
    assert section.paragraphs == section.added


def test_added_paragraphs_follow_the_librarys():
    section = library().templates["education"].section("S23")
    assert section.paragraphs == section.section.thematic + section.added


def test_the_library_is_read_once():
    assert library() is library()


REFUSED: dict[str, tuple[str, Change, str]] = {
    "an unknown key": (SECTION, lambda d: d.update(colour="red"), "unknown key colour"),
    "a missing key": (SECTION, lambda d: d.pop("why"), "why is missing"),
    "an unknown tier": (SECTION, lambda d: d.update(tier="local"), "tier cannot be 'local'"),
    "an unknown schedule": (SECTION, lambda d: d.update(schedule="maps"), "schedule cannot be 'maps'"),
    "an id unlike its file's name": (SECTION, lambda d: d.update(id="S52"), "the id and the file's name differ"),
    "a variable nobody declared": (
        SECTION,
        lambda d: d["wording"]["thematic"].append("Within [[some_days]] days."),
        "undeclared variables: some_days",
    ),
    "a variable no wording uses": (
        SECTION,
        lambda d: d["variables"].update(spare={"label": "Spare", "type": "text", "help": "Nothing."}),
        "no wording uses the variables: spare",
    ),
    "a variable declared in two ways": (
        "sections/S39.yaml",
        lambda d: d["variables"]["reference"].update(label="Number"),
        "another section declares this variable differently",
    ),
    "an unknown known fact": (
        SECTION,
        lambda d: (d["variables"]["breach_hours"].pop("default"), d["variables"]["breach_hours"].update(known="moon")),
        "known cannot be 'moon'",
    ),
    "a default beside a known fact": (
        SECTION,
        lambda d: d["variables"]["breach_hours"].update(known="version"),
        "a known variable cannot have a default",
    ),
    "choices on a number": (
        SECTION,
        lambda d: d["variables"]["breach_hours"].update(choices=["24"]),
        "choices belong to a variable of type choice",
    ),
    "a default outside the choices": (
        "sections/S15.yaml",
        lambda d: d["variables"]["small_area_unit"].update(default="parish"),
        "the default is not one of the choices",
    ),
    "limits without a bound": (
        SECTION,
        lambda d: [d["variables"]["breach_hours"]["limits"].pop(key) for key in ("least", "most")],
        "say the least, the most, or both",
    ),
    "limits the wrong way round": (
        SECTION,
        lambda d: d["variables"]["breach_hours"]["limits"].update(least=25),
        "the least is more than the most",
    ),
    "limits without a law": (
        SECTION,
        lambda d: d["variables"]["breach_hours"]["limits"].pop("law"),
        "law is missing",
    ),
    "limits on words": (
        SECTION,
        lambda d: d["variables"]["breach_hours"].update(type="text", default="24"),
        "limits belong to a number",
    ),
    "a default outside the limits": (
        SECTION,
        lambda d: d["variables"]["breach_hours"].update(default=48),
        "the default is outside the limits",
    ),
    "a theme's default outside the limits": (
        "templates/overarching.yaml",
        lambda d: d.setdefault("defaults", {}).update(breach_hours=48),
        "the default of breach_hours is outside its limits",
    ),
    "bracketed filler": (
        SECTION,
        lambda d: d["wording"]["thematic"].append("Tell [name of officer]."),
        "square brackets that are not a variable",
    ),
    "a filler word": (
        SECTION,
        lambda d: d["wording"]["thematic"].append("Contacts are TBC."),
        "the filler word 'TBC'",
    ),
    "an empty paragraph": (SECTION, lambda d: d["wording"]["thematic"].append(" "), "is empty or is not text"),
    "a list of one item": (
        SECTION,
        lambda d: d["wording"]["thematic"].append({"lead": "Each must:", "items": ["ask."]}),
        "fewer than two items",
    ),
    "a mandatory section without wording": (
        "sections/S13.yaml",
        lambda d: (d["wording"].update(thematic=[]), d.update(variables={})),
        "mandatory at the thematic tier, but has no wording",
    ),
    "wording at the wrong tier": (
        "sections/S13.yaml",
        lambda d: d["wording"].update(overarching=["Something."]),
        "not of the overarching tier",
    ),
    "a section that is not in the library": (
        TEMPLATE,
        lambda d: d["sections"].append({"section": "S77"}),
        "section cannot be 'S77'",
    ),
    "a section of the other tier": (
        TEMPLATE,
        lambda d: d["sections"].append({"section": "S07"}),
        "S07 is not a section of the thematic tier",
    ),
    "a section listed twice": (
        TEMPLATE,
        lambda d: d["sections"].append({"section": "S40"}),
        "a section is listed twice",
    ),
    "sections out of order": (TEMPLATE, lambda d: d["sections"].reverse(), "sections are out of order"),
    "a mandatory section left out": (
        TEMPLATE,
        lambda d: d["sections"].remove(entry(d, "S09")),
        "mandatory sections are left out: S09",
    ),
    "an undeclared variable in a theme's wording": (
        TEMPLATE,
        lambda d: entry(d, "S23")["add"].append("Kept for [[some_years]] years."),
        "some_years is not declared in S23.yaml",
    ),
    "a default that nothing uses": (
        TEMPLATE,
        lambda d: d["defaults"].update(audit_moons=3),
        "defaults are given for variables that no section uses",
    ),
    "a thematic template without a theme": (
        TEMPLATE,
        lambda d: d.update(theme=None),
        "a thematic template has a theme",
    ),
    "an unknown kind of body": (
        TEMPLATE,
        lambda d: d["flows"][0].update({"from": ["circus"]}),
        "from names 'circus'",
    ),
    "an anonymous flow without a small number rule": (
        TEMPLATE,
        lambda d: d["flows"][-1].pop("small_number_rule"),
        "an anonymous flow needs a rule on small numbers",
    ),
    "a flow too long to save": (
        TEMPLATE,
        lambda d: d["flows"][0].update(method="by post " * 50),
        "method is longer than 300 characters",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_loader_refuses(case, broken):
    name, how, sentence = REFUSED[case]
    with pytest.raises(ContentError) as refused:
        load(broken(name, how))
    assert sentence in str(refused.value)
    assert Path(name).name in str(refused.value)


def test_an_empty_directory_is_refused(tmp_path):
    with pytest.raises(ContentError, match="there are no templates here"):
        load(tmp_path)


def test_the_manual_page_is_up_to_date(capsys):
    call_command("document_templates", "--check")
    assert "up to date" in capsys.readouterr().out


def test_an_old_manual_page_fails_the_check(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="out of date"):
        call_command("document_templates", "--check")
    call_command("document_templates", verbosity=0)
    call_command("document_templates", "--check")


def test_the_manual_page_names_every_section_variable_and_template():
    page = templates_manual(library())
    names = [*library().sections, *(f"`{spec.key}`" for one in library().sections.values() for spec in one.variables)]
    assert not [name for name in [*names, *(one.title for one in library().templates.values())] if name not in page]


def test_a_section_of_a_file_can_be_conditional(broken):
    copy = broken(TEMPLATE, lambda data: entry(data, "S20").update(condition="consent"))
    found = load(copy)
    content = content_of(found.templates["education"])
    assert next(one for one in content["sections"] if one["id"] == "S20")["condition"] == "consent"
    assert "- S20 only if data was collected on consent" in templates_manual(found)


@pytest.mark.parametrize(
    ("section", "change", "words"),
    [
        ("S20", {"condition": "full moon"}, "full moon"),
        ("S20", {"condition": "consent", "mandatory": True}, "mandatory"),
        ("S18", {"condition": "processor"}, "mandatory"),
        ("S36", {"condition": "transfer_outside_uk"}, "inherited text"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(broken, section, change, words):
    with pytest.raises(ContentError, match=words):
        load(broken(TEMPLATE, lambda data: entry(data, section).update(change)))
