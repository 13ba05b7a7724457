"""A redline is whole: accepting it gives the new text, rejecting it the old, whatever was edited."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.richtext import TAGS, plain, sanitise
from protocols.redline import accept, canonical, redline, reject
from protocols.redline.matching import longest_rising
from protocols.redline.nodes import CONTAINERS, LEAVES, RANKS
from protocols.redline.redlining import Tally, tally
from protocols.redline.speaking import spoken
from tests.protocols.redline.writing_texts import edits, grids, texts


def whole(old: str, new: str) -> str:
    """The redline, once both ways back from it are tried."""
    both = redline(old, new)
    assert accept(both) == canonical(new)
    assert reject(both) == canonical(old)
    return both


def without_spaces(html: str) -> str:
    return "".join(plain(html).split())


@settings(max_examples=80, deadline=None)
@given(edits())
def test_a_redline_of_an_edited_text_is_whole(pair):
    whole(*pair)


@settings(max_examples=30, deadline=None)
@given(texts, texts)
def test_a_redline_of_any_two_texts_is_whole(old, new):
    whole(old, new)


@settings(max_examples=60, deadline=None)
@given(grids(), grids())
def test_a_redline_of_two_tables_is_whole_whatever_their_columns(old, new):
    whole(old, new)


@settings(max_examples=100, deadline=None)
@given(st.text("<>/&;=\"' \n\u00a0abplioltrd1[]é", max_size=60), st.text("<>/&;=\"' \nabplioltrd1[]", max_size=60))
def test_a_redline_of_whatever_was_sent_is_whole(old, new):
    whole(sanitise(old), sanitise(new))


@settings(max_examples=30, deadline=None)
@given(texts)
def test_the_canonical_text_says_every_word_of_the_text_once(text):
    assert without_spaces(canonical(text)) == without_spaces(text)


@settings(max_examples=30, deadline=None)
@given(texts)
def test_the_canonical_text_is_its_own_and_the_same_to_the_sanitiser(text):
    assert canonical(canonical(text)) == canonical(text)
    assert canonical(sanitise(canonical(text))) == canonical(text)


@settings(max_examples=30, deadline=None)
@given(texts)
def test_a_text_against_itself_shows_no_change(text):
    both = redline(text, text)
    assert both == canonical(text)
    assert "<ins>" not in both
    assert "data-change" not in both


def test_an_editor_that_wraps_items_in_paragraphs_changes_nothing():
    old = "<ol><li>Weekly.</li><li>Daily.<ol><li>On Monday.</li></ol></li></ol>"
    new = "<ol><li><p>Weekly.</p></li><li><p>Daily.</p><ol><li><p>On Monday.</p></li></ol></li></ol><p></p>"
    assert whole(old, new) == canonical(old)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<p>Sent by email.</p>", "<p>Sent by post.</p>", "<p>Sent by <del>email</del><ins>post</ins>.</p>"),
        ("<p>Sent by email.</p>", "<p>Sent by <strong>email</strong>.</p>",
         '<p>Sent by <del data-how="format">email</del><ins data-how="format"><strong>email</strong></ins>.</p>'),
        ("<ol><li>One.</li><li>Two.</li></ol>", "<ol><li>One.</li></ol>",
         '<ol><li><p>One.</p></li><li data-change="del"><p><del>Two.</del></p></li></ol>'),
        ("<ul><li>One</li></ul>", "<ul><li>One<ul><li>Under it</li></ul></li></ul>",
         '<ul><li><p>One</p><ul data-change="ins"><li><p><ins>Under it</ins></p></li></ul></li></ul>'),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
         "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></tbody></table>",
         "<table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr>"
         '<tr data-change="ins"><td><p><ins>c</ins></p></td><td></td></tr></tbody></table>'),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
         "<table><tbody><tr><td>a</td><td>c</td></tr></tbody></table>",
         "<table><tbody><tr><td><p>a</p></td><td><p><del>b</del><ins>c</ins></p></td></tr></tbody></table>"),
        ('<p><a href="https://a.example/">Act</a></p>', '<p><a href="https://b.example/">Act</a></p>',
         '<p><del><a href="https://a.example/">Act</a></del><ins><a href="https://b.example/">Act</a></ins></p>'),
        ("<p>Conduct.</p>", "<h3>Conduct.</h3>",
         '<p data-change="del" data-how="format"><del>Conduct.</del></p>'
         '<h3 data-change="ins" data-how="format"><ins>Conduct.</ins></h3>'),
    ],
)  # fmt: skip
def test_changes_are_shown_where_they_are(old, new, shown):
    assert whole(old, new) == shown


def test_a_column_put_into_a_table_is_shown_as_a_column():
    old = "<table><tbody><tr><th>Party</th><th>Duty</th></tr><tr><td>Council</td><td>Keeps</td></tr></tbody></table>"
    new = old.replace("<th>Duty", "<th>Post</th><th>Duty").replace("<td>Keeps", "<td>Clerk</td><td>Keeps")
    added = '<{0} data-change="ins"><p><ins>{1}</ins></p></{0}>'
    assert whole(old, new) == (
        f"<table><tbody><tr><th><p>Party</p></th>{added.format('th', 'Post')}<th><p>Duty</p></th></tr>"
        f"<tr><td><p>Council</p></td>{added.format('td', 'Clerk')}<td><p>Keeps</p></td></tr></tbody></table>"
    )


def test_a_rewritten_passage_is_not_shown_as_confetti():
    old = "<p>Each party shall within ten working days supply to the other a full list of cases.</p>"
    new = "<p>On request, partners must hand over the register before the end of that month.</p>"
    assert whole(old, new).count("<ins>") <= 2


def test_nothing_that_runs_comes_out_of_a_redline():
    bad = '<p onclick="a()">x<script>alert(1)</script><a href="javascript:alert(1)">y</a><img src=x onerror=a()></p>'
    both = redline(bad, bad.replace("x", "z"))
    assert "<script" not in both
    assert "javascript:" not in both
    assert "onclick" not in both
    assert "<img" not in both


def test_every_tag_that_a_text_may_hold_has_its_place_in_a_redline():
    assert LEAVES | CONTAINERS | set(RANKS) | {"br"} == TAGS | {"mark", "ins", "del", "span"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<blockquote>" * 3000 + "deep", "<blockquote>" * 3000 + "deeper"),
        ("<strong>x " * 3000, "<strong>y " * 3000),
        ("<p>a</p>" * 3000, "<p>a</p><p>b</p>" * 1500),
        ("<p>" + "a b " * 8000 + "</p>", "<p>" + "b a c " * 6000 + "</p>"),
    ],
    ids=["deep", "marked", "many the same", "one long paragraph"],
)
def test_hostile_texts_are_compared_soon(old, new):
    old, new = sanitise(old), sanitise(new)
    began = time.process_time()
    whole(old, new)
    assert time.process_time() - began < 10


KINDS = [("<li>{}</li>", "<ol>{}</ol>"), ("<tr><td>{}</td></tr>", "<table>{}</table>")]
ITEMS = ["One thing is so here.", "Two is another thing.", "Three is the last of them.", "Four is not there."]


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(4)), st.sampled_from(KINDS))
def test_what_only_moved_is_told_as_moved_and_nothing_as_put_in_or_taken_out(order, kind):
    one, frame = kind
    before = [one.format(words) for words in ITEMS]
    after = [before[place] for place in order]
    both = whole(*(sanitise(frame.format("".join(items))) for items in (before, after)))
    assert tally(both) == Tally(moved=4 - len(longest_rising(order)))


def test_a_paragraph_that_moved_is_marked_where_it_was_and_where_it_is():
    old = "<ol><li>One thing is so.</li><li>Two things.</li><li>Three things.</li></ol>"
    new = "<ol><li>Two things.</li><li>Three things.</li><li>One thing is so.</li></ol>"
    assert whole(old, new) == (
        '<ol><li data-change="del" data-how="moved"><p><del>One thing is so.</del></p></li>'
        "<li><p>Two things.</p></li><li><p>Three things.</p></li>"
        '<li data-change="ins" data-how="moved"><p><ins>One thing is so.</ins></p></li></ol>'
    )
    told = spoken(redline(old, new))
    assert ">[moved from here: </span>" in told
    assert ">[moved here: </span>" in told


def test_a_paragraph_that_moved_is_not_taken_for_a_like_one_in_its_place():
    alike = "Each party tells the others of a breach within {} hours of it."
    old = [alike.format(24), "Words that stay.", "Others that stay as well."]
    new = [alike.format(72), *old[1:], old[0]]
    both = whole(*(f"<ol>{''.join(f'<li>{words}</li>' for words in items)}</ol>" for items in (old, new)))
    assert tally(both) == Tally(put_in=13, moved=1)


def test_few_words_that_stand_elsewhere_are_no_move():
    row = "<tr><td>{}</td></tr>"
    old, new = ["Yes", "Wigan", "No"], ["Wigan", "No", "Yes"]
    both = whole(*(sanitise(f"<table>{''.join(map(row.format, rows))}</table>") for rows in (old, new)))
    assert 'data-how="moved"' not in both


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>We meet weekly.</p>", "<p>We <em>meet</em> weekly.</p>"),
        ("<h3>Conduct of all.</h3>", "<h4>Conduct of all.</h4>"),
        ("<ol><li>One.</li><li>Two.</li></ol>", "<ul><li>One.</li><li>Two.</li></ul>"),
        ("<p>One.</p><p>Two.</p>", "<ul><li>One.</li><li>Two.</li></ul>"),
        ("<p>One. Two.</p>", "<blockquote><p>One. Two.</p></blockquote>"),
    ],
)
def test_what_changed_its_formatting_alone_is_told_so(old, new):
    both = whole(old, new)
    assert tally(both) == Tally(formatted=1)
    assert "[formatting is now: " in spoken(both)
    assert "inserted" not in spoken(both)


def test_another_target_of_a_link_is_no_formatting():
    old, new = (f'<p>See <a href="#section-S0{number}">there</a>.</p>' for number in (1, 2))
    assert tally(whole(old, new)) == Tally(put_in=1, taken_out=1)
