"""Links to clauses and terms: their numbers follow, and a broken one is a problem that is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.acts import SYSTEM, act
from portal.richtext import plain, sanitise
from protocols.checks import problems
from protocols.models import ProtocolVersion, Section
from protocols.redline import accept, canonical, redline
from protocols.services.texts import save_section
from protocols.texts.composing import composed, targets_of
from protocols.texts.linking import Places, has_links, link_up, renumber
from tests.protocols import factories

pytestmark = pytest.mark.django_db
TO_BREACHES = '<p>See <a href="#clause-S21">clause 5</a>.</p>'


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def version(officer) -> ProtocolVersion:
    return factories.draft(by=officer)


def write(version: ProtocolVersion, officer, body: str, section_id: str = "S03") -> None:
    section = version.sections.get(section_id=section_id)
    save_section(by=officer, section=section, body=body, revision=section.revision)


def text_of(version: ProtocolVersion, section_id: str) -> str:
    fresh = ProtocolVersion.objects.get(pk=version.pk)
    return next(one.html for one in composed(fresh) if one.id == section_id)


def swap(version: ProtocolVersion, *ids: str) -> None:
    """Put clauses in another order."""
    with act("tests.reorder", by=SYSTEM):
        for step in (100, 0):
            for place, section_id in enumerate(ids, start=1):
                Section.objects.filter(version=version, section_id=section_id).update(position=place + step)


def test_a_link_shows_the_number_of_its_clause_and_leads_there(version, officer):
    write(version, officer, TO_BREACHES.replace("clause 5", "whatever"))
    assert text_of(version, "S03") == '<p>See <a href="#section-S21">clause 5</a>.</p>'


def test_the_number_follows_when_the_order_changes(version, officer):
    write(version, officer, TO_BREACHES)
    swap(version, "S21", "S01", "S03", "S07", "S20")
    assert '<a href="#section-S21">clause 1</a>' in text_of(version, "S03")


def test_the_number_follows_when_a_clause_before_it_is_left_out(version, officer):
    write(version, officer, '<p>See <a href="#clause-L1">clause 6</a>.</p>')
    with act("tests.section", by=SYSTEM):
        Section.objects.create(version=version, section_id="L1", position=6, title="Last", body="<p>Words</p>")
    assert "clause 6</a>" in text_of(version, "S03")
    write(version, officer, "", "S21")
    assert "clause 5</a>" in text_of(version, "S03")


def test_a_link_to_a_clause_that_is_left_out_is_a_problem_on_the_task_list(version, officer):
    write(version, officer, TO_BREACHES)
    write(version, officer, "", "S21")
    assert '<mark class="gap">[clause 5: not in this text]</mark>' in text_of(version, "S03")
    found = [one for one in problems(ProtocolVersion.objects.get(pk=version.pk)) if "links to" in one.sentence]
    assert [(one.sentence, one.href.split("/")[-2]) for one in found] == [
        (
            "Clause 2, Purpose, links to what this text does not have: “clause 5”. Change or remove the link.",
            "S03",
        )
    ]


def test_a_term_leads_to_the_clause_that_defines_it_and_keeps_its_words(version, officer):
    write(version, officer, "<ol><li>Serious harm means death or injury.</li></ol>", "S21")
    write(version, officer, '<p>Where <a href="#term-serious-harm">serious harms</a> are feared.</p>')
    assert '<a href="#section-S21">serious harms</a>' in text_of(version, "S03")
    write(version, officer, "<p>Nothing is defined.</p>", "S21")
    assert "[serious harms: not in this text]" in text_of(version, "S03")


def test_what_can_be_linked_to_is_each_clause_and_each_term(version, officer):
    write(version, officer, "<ol><li>A bar means a law that forbids.</li></ol>", "S21")
    targets = targets_of(composed(ProtocolVersion.objects.get(pk=version.pk)))
    assert ("#clause-S03", "clause 2") in [(one.href, one.words) for one in targets]
    assert ("#term-bar", "bar", "“bar”, in clause 5") in [(one.href, one.words, one.label) for one in targets]


def test_the_editor_opens_with_the_numbers_of_today():
    assert renumber(TO_BREACHES, {"S21": 9}) == '<p>See <a href="#clause-S21">clause 9</a>.</p>'
    assert renumber(TO_BREACHES, {}) == TO_BREACHES


def test_a_link_outlives_cleaning_merging_and_redlines():
    clean = sanitise(TO_BREACHES)
    assert has_links(clean)
    assert has_links(canonical(clean))
    assert has_links(accept(redline("<p>See.</p>", clean)))


@given(words=st.text(max_size=40), number=st.integers(1, 300))
def test_whatever_a_link_says_nothing_but_the_link_changes(words, number):
    body = sanitise(f"<p>{words}<a href='#clause-S21'>old</a>{words}</p>")
    linked = link_up(body, Places({"S21": number}, {}))
    assert not linked.broken
    assert plain(linked.html).replace(f"clause {number}", "old", 1) == plain(body) or f"clause {number}" in words
