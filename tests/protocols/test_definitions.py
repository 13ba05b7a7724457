"""What defines a term, in any clause and in a clause of definitions; and what only sounds like it."""

import pytest

from protocols.texts.definitions import is_defining, terms_in

DEFINITIONS = "Definitions and interpretation"


@pytest.mark.parametrize(
    ("html", "term"),
    [
        ("<ol><li>A party means an organisation.</li></ol>", "party"),
        ("<p>Serious Harm means death or injury.</p>", "Serious Harm"),
        ("<p>“Serious harm” means death or injury.</p>", "Serious harm"),
        ('<p>"Bar" means a law that forbids.</p>', "Bar"),
        ("<ul><li><p><strong>Bar</strong> means a law that forbids.</p></li></ul>", "Bar"),
        ("<p><strong>“Bar” </strong>means a law that forbids.</p>", "Bar"),
        ("<p>In this protocol, “the Act” means the 2018 Act.</p>", "the Act"),
        ("<p>For the purposes of this clause, data means records.</p>", "data"),
        ("<p>Personal data has the meaning given in section 3 of the 2018 Act.</p>", "Personal data"),
        ("<p>Processor and controller have the meanings given in Article 4.</p>", "Processor and controller"),
        ("<p>“Child” has the same meaning as in the Children Act 1989.</p>", "Child"),
        ("<p>“Record” includes a copy of it.</p>", "Record"),
    ],
)
def test_a_term_is_defined_where_its_meaning_is_said(html, term):
    assert list(terms_in(html).values()) == [term]


@pytest.mark.parametrize(
    ("html", "term"),
    [
        ("<p><strong>Bar</strong> – a law that forbids.</p>", "Bar"),
        ("<p><strong>Bar:</strong> a law that forbids.</p>", "Bar"),
        ("<ul><li>Data item – one column of a table</li></ul>", "Data item"),
        ("<ol><li>Police: the chief constable</li></ol>", "Police"),
        ("<table><tr><th>Term</th><th>Meaning</th></tr><tr><td><p>Bar</p></td><td>A law</td></tr></table>",
         "Bar"),
        ("<table><tbody><tr><th scope='row'>“Bar”</th><td>A law</td></tr></tbody></table>", "Bar"),
    ],
)  # fmt: skip
def test_a_clause_of_definitions_has_forms_of_its_own(html, term):
    assert list(terms_in(html, DEFINITIONS).values()) == [term]
    assert terms_in(html, "Purpose") == {}


@pytest.mark.parametrize(
    "html",
    [
        "<p>This means that nobody may.</p>",
        "<p>This means nothing by itself, it means trouble.</p>",
        "<p>It means what it says.</p>",
        "<p>A failure means that the data is deleted.</p>",
        "<p>The record includes names.</p>",
        "<p>Nothing in this clause means a duty.</p>",
        "<p>If a party means to leave, it says so.</p>",
        "<p>The party that receives the data by any other way or road means well.</p>",
        "<p>Note: ask the officer.</p>",
        "<table><tbody><tr><td>Bar</td><td>A law</td></tr></tbody></table>",
    ],
)
def test_what_does_not_define_is_no_term(html):
    assert terms_in(html) == {}


@pytest.mark.parametrize(
    "html",
    [
        "<p>In this protocol: words in the singular include the plural.</p>",
        "<table><tbody><tr><td>A</td><td>B</td><td>C</td></tr></tbody></table>",
        "<table><tbody><tr><td>Term</td><td>Meaning</td></tr><tr><td>Bar</td><td></td></tr></tbody></table>",
    ],
)
def test_a_clause_of_definitions_says_other_things_too(html):
    assert terms_in(html, DEFINITIONS) == {}


def test_a_term_is_the_same_whatever_its_capitals_and_the_first_definition_stands():
    assert terms_in("<p>Serious Harm means death.</p><p>serious harm means injury.</p>") == {
        "serious-harm": "Serious Harm"
    }


@pytest.mark.parametrize(
    ("title", "defining"),
    [("Definitions", True), ("Interpretation of this protocol", True), ("Defined terms", True), ("Purpose", False)],
)
def test_a_clause_of_definitions_is_known_by_its_title(title, defining):
    assert is_defining(title) is defining
