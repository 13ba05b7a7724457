"""The wording of the templates: whole, different by theme, fit to sign, and clear of the known traps."""

import re
from itertools import combinations

import pytest

from legal_basis.law import Gateway
from legal_basis.loader import library as law_library
from protocols.loader import library
from protocols.loader.sections import TIERS
from protocols.loader.templates import TemplateSection, TemplateText
from protocols.loader.wording import VARIABLE, Paragraph

LIBRARY = library()
TEMPLATES = list(LIBRARY.templates.values())
THEMATIC = LIBRARY.thematic()
EVERY_SECTION = [
    pytest.param(one, section, id=f"{one.id}-{section.id}") for one in TEMPLATES for section in one.sections
]
EVERY_FLOW = [pytest.param(one, flow, id=f"{one.id}-{flow.slug}") for one in THEMATIC for flow in one.flows]
THEMED = [
    "S03",
    "S04",
    "S05",
    "S08",
    "S10",
    "S11",
    "S12",
    "S14",
    "S16",
    "S18",
    "S19",
    "S21",
    "S22",
    "S23",
    "S24",
    "S30",
    "S37",
]
POWERS = {"express power", "implied power", "general power", "duty"}
LATIN = [
    "inter alia",
    "mutatis",
    "bona fide",
    "pro rata",
    "per annum",
    "vice versa",
    "prima facie",
    "ultra vires",
    "e.g.",
    "i.e.",
    "etc",
]
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)
each_theme = pytest.mark.parametrize("template", THEMATIC, ids=lambda one: one.id)


def text_of(paragraphs: tuple[Paragraph, ...]) -> str:
    """Paragraphs as running text."""
    return "\n".join(piece for one in paragraphs for piece in one.pieces)


def whole(template: TemplateText) -> str:
    """All the wording of a template."""
    return "\n".join(text_of(section.paragraphs) for section in template.sections)


def plain_cite(gateway: Gateway) -> str:
    """The Act and section of a citation, without what is put after it in brackets or by “with”."""
    return re.split(r" \(| with |, Sch 1 Art", gateway.cite)[0].strip()


def in_powers(template: TemplateText, gateway: Gateway) -> str | None:
    """The sentence or item of the template that names a provision, where one does."""
    names = {
        "policing-common-law": "common law power of the police",
        "pcsc-2022-s17": "Police, Crime, Sentencing and Courts Act 2022 s.16 (express power) and s.17",
        "hra-1998-s6": "Human Rights Act 1998",
        "nhs-2006-s251": "National Health Service Act 2006 s.251",
        "ndoo": "National data opt-out",
        "wpls": "Work and Pensions Longitudinal Study",
        "anonymity-victims": "Sexual Offences (Amendment) Act 1992 s.1",
        "ca-2004-s16LC": "s.16LC",
        "cpa-2026-asb": "Crime and Policing Act 2026",
        "vpa-2024": "Victims and Prisoners Act 2024",
        "cwsa-2026-cnis": "Children's Wellbeing and Schools Act 2026",
        "std-directions": "NHS sexually transmitted disease directions",
        "electoral-regs": "Representation of the People (England and Wales) Regulations 2001",
    }
    name = names.get(gateway.id, plain_cite(gateway))
    where = ["S08", "S10"] if template.tier == "overarching" else ["S08"]
    pieces = [piece for id in where for one in template.section(id).paragraphs for piece in one.pieces]
    return next((piece for piece in pieces if name in piece), None)


def test_there_is_one_overarching_template_and_one_for_each_theme():
    assert [one.id for one in TEMPLATES if one.tier == "overarching"] == ["overarching"]
    assert {one.theme for one in THEMATIC} == set(law_library().themes)


def test_the_section_library_has_forty_sections():
    assert list(LIBRARY.sections) == [f"S{number:02d}" for number in range(1, 41)]


@pytest.mark.parametrize("tier", TIERS)
def test_every_section_is_used_at_its_tier(tier):
    used = {section.id for one in TEMPLATES if one.tier == tier for section in one.sections}
    assert used == {one.id for one in LIBRARY.sections.values() if one.belongs_to(tier)}


@pytest.mark.parametrize(("template", "section"), EVERY_SECTION)
def test_a_mandatory_clause_says_enough_to_act_on(template: TemplateText, section: TemplateSection):
    if section.inherits == "as is" or not section.mandatory:
        assert section.words == 0 or section.words >= 30
    else:
        assert section.words >= 40


@pytest.mark.parametrize(("template", "section"), EVERY_SECTION)
def test_every_variable_is_declared_and_can_be_filled(template: TemplateText, section: TemplateSection):
    used = set(VARIABLE.findall(section.html))
    assert used == {spec.key for spec in section.variables}
    assert all(spec.label and spec.help for spec in section.variables)


def test_an_officer_has_few_blanks_to_fill_by_hand():
    for template in TEMPLATES:
        blanks = [spec.key for spec in template.variables if not spec.known and not spec.default]
        assert len(blanks) <= 6, (template.id, blanks)


@pytest.mark.parametrize("section", LIBRARY.sections.values(), ids=lambda one: one.id)
def test_every_section_says_in_two_to_four_sentences_why_it_exists(section):
    sentences = re.findall(r"[.?!](?:\s|$)", section.why)
    assert 2 <= len(sentences) <= 4


@pytest.mark.parametrize("section", LIBRARY.sections.values(), ids=lambda one: one.id)
def test_every_section_has_a_source_or_says_that_counsel_has_to_confirm_it(section):
    assert section.sources or section.gk
    assert set(section.sources) <= set(law_library().sources)


@each_theme
@pytest.mark.parametrize("section_id", THEMED)
def test_a_theme_has_its_own_words_where_it_matters(template: TemplateText, section_id: str):
    assert template.section(section_id).added


@pytest.mark.parametrize("section_id", ["S03", "S08", "S14"])
def test_no_two_themes_share_purpose_powers_or_data(section_id):
    for one, other in combinations(THEMATIC, 2):
        assert text_of(one.section(section_id).paragraphs) != text_of(other.section(section_id).paragraphs)


def test_no_paragraph_is_repeated_from_one_theme_to_another():
    seen: dict[Paragraph, str] = {}
    for template in THEMATIC:
        for section in template.sections:
            for paragraph in section.added:
                assert seen.setdefault(paragraph, template.id) == template.id, paragraph.text


@pytest.mark.parametrize(
    ("lowest", "highest", "tier"), [(6000, 8000, "overarching"), (4000, 6000, "thematic")], ids=TIERS
)
def test_a_template_is_of_a_length_that_people_read(lowest, highest, tier):
    for template in TEMPLATES:
        if template.tier == tier:
            assert lowest <= template.words <= highest, (template.id, template.words)


@each_template
def test_paragraphs_are_short(template: TemplateText):
    long = [piece[:60] for section in template.sections for one in section.paragraphs for piece in one.pieces
            if len(piece.split()) > 120]  # fmt: skip
    assert not long


@each_template
def test_sentences_end(template: TemplateText):
    for section in template.sections:
        for one in section.paragraphs:
            last = one.pieces[-1]
            assert last.endswith((".", "]]")), last
            assert one.text.endswith(":") == bool(one.items), one.text
            assert all(item.endswith((";", ".", "?")) for item in one.items), one.items


@each_template
def test_there_is_no_latin(template: TemplateText):
    text = whole(template).lower()
    assert not [word for word in LATIN if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


@each_theme
def test_powers_are_named_with_their_kind(template: TemplateText):
    for id in template.laws.gateways:
        gateway = law_library().gateways[id]
        assert gateway.kind in POWERS
        assert gateway.status == "in force"
        said = in_powers(template, gateway)
        assert said, f"{gateway.cite} is not named"
        assert f"({gateway.kind}" in said, said


@each_theme
def test_bars_and_conditions_are_named_with_their_kind(template: TemplateText):
    assert template.laws.bars
    for kind, ids in (("bar", template.laws.bars), ("condition", template.laws.conditions)):
        for id in ids:
            gateway = law_library().gateways[id]
            assert (gateway.kind, gateway.status) == (kind, "in force")
            said = in_powers(template, gateway)
            assert said, f"{gateway.cite} is not named"
            assert f"({kind})" in said, said


@each_theme
def test_every_provision_in_the_powers_section_that_is_not_in_force_is_said_not_to_be_relied_on(template: TemplateText):
    for id in template.laws.pending:
        gateway = law_library().gateways[id]
        assert gateway.status == "pending"
        said = in_powers(template, gateway)
        assert said, f"{gateway.cite} is not named"
        assert said.startswith("Noted")
        assert re.search(r"not relied on|No flow relies on", said)


@each_theme
def test_every_provision_a_theme_lists_is_known_and_listed_once(template: TemplateText):
    laws = template.laws
    ids = [*laws.gateways, *laws.conditions, *laws.bars, *laws.pending]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(law_library().gateways)


@each_theme
def test_the_bars_and_gateways_of_the_theme_in_the_law_library_are_not_forgotten(template: TemplateText):
    theme = law_library().themes[template.theme]
    laws = template.laws
    assert set(theme.bars) <= {*laws.bars, *laws.pending}


@each_template
def test_no_repealed_provision_is_named(template: TemplateText):
    historic = [one for one in law_library().gateways.values() if one.status == "historic"]
    assert historic
    assert not [one.cite for one in historic if plain_cite(one) + " " in whole(template)]


@pytest.mark.parametrize(("template", "flow"), EVERY_FLOW)
def test_a_starter_flow_names_kinds_of_data_and_gateways_that_exist(template, flow):
    assert set(flow.kinds) <= set(law_library().data_kinds)
    laws = template.laws
    assert set(flow.gateways) <= {*laws.gateways, *laws.conditions}


@pytest.mark.parametrize(("template", "flow"), EVERY_FLOW)
def test_no_starter_flow_carries_data_whose_bar_the_theme_has_not_tested(template, flow):
    bars = {bar for kind in flow.kinds for bar in law_library().data_kinds[kind].bars}
    assert bars <= {*template.laws.bars, *template.laws.pending}


@pytest.mark.parametrize(("template", "flow"), EVERY_FLOW)
def test_an_anonymous_starter_flow_carries_no_names(template, flow):
    if flow.identifiability == "anonymous":
        assert "contact_details" not in flow.kinds
        assert not [item for item in flow.items if re.search(r"\bname|date of birth|\baddress\b", item, re.I)]


@each_theme
def test_each_theme_gives_an_officer_flows_to_begin_from(template: TemplateText):
    assert len(template.flows) >= 4
    assert len({flow.slug for flow in template.flows}) == len(template.flows)


def test_community_safety_begins_with_assault_data_without_names_and_never_with_council_tax():
    template = LIBRARY.templates["community_safety"]
    assault = template.flows[0]
    assert (assault.identifiability, assault.kinds) == ("anonymous", ("location_place_time",))
    assert "nhs_trust" in assault.sender_kinds
    assert not [flow.title for flow in template.flows if "council_tax" in flow.kinds]
    assert "lgfa-1992-sch2" in template.laws.bars


TRAPS = {
    "T05 a condition lifts no duty of confidence": (
        "overarching", "S11", "does not lift the duty of confidence"),
    "T10 the partnership is not a person": ("overarching", "S02", "It is not a legal person"),
    "T12 processor contracts stand apart": ("community_safety", "S13", "That contract is separate from this protocol"),
    "T13 the review date is in the text": ("community_safety", "S01", "[[review_on]]"),
    "T14 the dead keep their confidence": ("overarching", "S11", "The duty continues after the person's death"),
    "T15 police data keeps its regime": ("community_safety", "S12", "only where that use is authorised by law"),
    "T16 an exemption is no power": ("overarching", "S08", "is not a power"),
    "T18 protocols are published": ("overarching", "S26", "The protocols are public documents"),
    "T19 the national data opt-out": ("overarching", "S11", "apply the national data opt-out"),
    "T20 research safeguards": ("overarching", "S17", "Articles 84B and 84C"),
    "T21 compatibility is no basis": ("community_safety", "S12", "Compatibility is not itself a lawful basis"),
    "T22 nobody borrows a task": ("community_safety", "S12", "It must not rely on another party's task"),
    "T23 data first collected on consent": ("community_safety", "S12", "Article 8A(4)"),
    "T24 a homelessness referral needs agreement": (
        "housing_market_renewal", "S20", "must not be made without the person's agreement"),
    "T26 England": ("overarching", "S08", "The protocols apply to England"),
    "T27 the checklist of 2003 decides nothing": (
        "community_safety", "S09", "must not support any decision under this protocol"),
    "T28 a refusal names its law": ("community_safety", "S18", "A refusal must name the step"),
    "T29 no cases in the protocol": ("community_safety", "S14", "never contain the details of a person"),
    "T30 authority is recorded": ("overarching", "S39", "gives them authority to bind their organisation"),
    "T31 reasons and not ticks": ("overarching", "S10", "with reasons and not by a tick"),
    "T32 complaints within 30 days": ("overarching", "S27", "never later than 30 days after receipt"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_the_wording_keeps_clear_of_trap(trap):
    template, section, words = TRAPS[trap]
    assert words in text_of(LIBRARY.templates[template].section(section).paragraphs)


@each_template
def test_nothing_cites_the_omitted_research_article_or_the_old_compatibility_test(template: TemplateText):
    text = whole(template)
    assert not re.search(r"\bArt(icle)?\.? ?89\b", text)
    assert not re.search(r"6\(4\)|Data Protection Act 1998|section 19\b", text)


@each_theme
def test_consent_is_the_exception_and_public_authorities_have_no_legitimate_interests(template: TemplateText):
    text = text_of(template.section("S12").paragraphs)
    assert "Consent is not relied on as a lawful basis unless the table names it" in text
    assert "are not open to it for those tasks" in text


def test_each_party_bears_its_own_loss_unless_finance_and_law_agree():
    spec = next(one for one in LIBRARY.sections["S30"].variables if one.key == "indemnity")
    assert spec.default == spec.choices[0]
    assert spec.default.startswith("each party bears its own losses")
    assert "section 151 officer" in text_of(LIBRARY.templates["overarching"].section("S30").paragraphs)


def test_safe_normal_periods_are_given():
    found = {spec.key: spec.default for one in LIBRARY.sections.values() for spec in one.variables}
    assert (found["review_months"], found["breach_hours"], found["acknowledge_days"]) == ("12", "24", "30")


@each_theme
def test_a_theme_lists_at_least_four_risks_with_their_controls(template: TemplateText):
    risks = next(one for one in template.section("S30").added if one.items)
    assert len(risks.items) >= 4
    assert all(": " in item for item in risks.items)


@each_template
def test_each_template_says_what_counsel_has_to_confirm(template: TemplateText):
    assert len(template.counsel) >= 4
