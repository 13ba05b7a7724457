"""Quoted words are found again where they stand, are marked there, and are missed when they are gone."""

from hypothesis import given, settings

from portal.richtext import plain
from protocols.redline.quoting import Quote, find, highlighted, paragraphs, quote_from
from tests.protocols.redline.writing_texts import texts

TEXT = "<p>The council shares data.</p><ol><li>The police keep <strong>the data</strong> for a year.</li></ol>"


def test_words_are_found_across_bold_and_plain():
    quote = quote_from(TEXT, "keep  the\ndata for")
    assert quote == Quote("keep the data for", "The police ", " a year.", 1)


def test_words_that_are_not_there_are_not_quoted():
    assert quote_from(TEXT, "the fire service") is None
    assert quote_from(TEXT, " ") is None


def test_of_two_places_the_one_with_the_same_words_round_it_is_meant():
    twice = "<p>Send the data to Wigan. Send the data to Vale.</p>"
    assert quote_from(twice, "the data", before="Wigan. Send ").before.endswith("Wigan. Send ")
    assert quote_from(twice, "the data", after=" to Wigan").before == "Send "


def test_words_are_found_again_after_a_paragraph_was_put_before_them():
    quote = quote_from(TEXT, "for a year")
    assert find("<p>New.</p>" + TEXT, quote).paragraph == 2


def test_words_that_were_rewritten_are_missed_and_the_text_is_left_as_it_was():
    quote = quote_from(TEXT, "for a year")
    changed = TEXT.replace("a year", "two years")
    assert highlighted(changed, [quote]) == (changed, [False])


def test_words_are_marked_where_they_stand():
    html, found = highlighted(TEXT, [quote_from(TEXT, "keep the data")])
    assert found == [True]
    assert 'police <mark class="quoted">keep <strong>the data</strong></mark> for a year' in html


@settings(max_examples=60, deadline=None)
@given(texts)
def test_marking_changes_no_word(html):
    quotes = [Quote(words, paragraph=number) for number, words in enumerate(paragraphs(html)) if words]
    marked, found = highlighted(html, quotes)
    assert all(found)
    assert "".join(plain(marked).split()) == "".join(plain(html).split())
