"""Links to numbered paragraphs: whatever is written, moved or copied, a link leads to its own paragraph or is told."""

import re

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.audit.acts import SYSTEM, act
from portal.richtext import sanitise
from protocols.checks import problems
from protocols.errors import Invalid
from protocols.models import ProtocolVersion
from protocols.redline import accept, canonical, redline, reject
from protocols.redline.merging import carried, merge
from protocols.services.paragraphs import CHANGED, key_paragraph
from protocols.services.texts import mark_section, save_section, write_section
from protocols.texts.anchoring import anchored, choices
from protocols.texts.composing import composed
from protocols.texts.linking import lead, lead_written
from protocols.texts.paragraphs import by_fingerprint, by_key, keys_kept, paragraphs
from tests.protocols import factories

KEYED = "p0000000a"
BODY = "<p>Why.</p><ol><li>One.<ol><li>Under one.</li><li>Last.</li></ol></li></ol><p>So:</p><ol><li>Two.</li></ol>"


def numbers(html: str) -> list[str]:
    return [one.number(4) for one in paragraphs(html)]


def words_at(html: str, key: str) -> str | None:
    found = by_key(paragraphs(html)).get(key)
    return found.words if found else None


def test_paragraphs_have_the_numbers_that_the_page_gives_them():
    assert numbers(BODY) == ["4.1", "4.1(a)", "4.1(b)", "4.2"]
    assert numbers("<ol><li>a<ol><li>b<ol><li>c<ol><li>d</li></ol></li></ol></li></ol></li></ol>")[-1] == "4.1(a)(i)"
    assert numbers("<ul><li>a<ol><li>b</li></ol></li></ul><blockquote><ol><li>c</li></ol></blockquote>") == []
    assert numbers("<table><tbody><tr><td><ol><li>a</li></ol></td></tr></tbody></table>") == []
    assert numbers(f"<ol>{'<li>x</li>' * 2}</ol><ol start='7'><li>y</li></ol>") == ["4.1", "4.2", "4.3"]
    many = paragraphs(f"<ol><li>a<ol>{'<li>b</li>' * 28}</ol></li></ol>")
    assert [many[place].number(4) for place in (26, 27, 28)] == ["4.1(z)", "4.1(aa)", "4.1(ab)"]


def test_markup_in_an_address_is_no_paragraph():
    html = sanitise('<ol><li>One <a href="https://a.example/?<li><ol><li>">x</a></li><li>Two</li></ol>')
    assert numbers(html) == ["4.1", "4.2"]


@st.composite
def worked_on(draw) -> tuple[str, str, str]:
    """A clause of different paragraphs, one of them keyed; the same after work on it; and the words of that one."""
    items = [f"Paragraph {name} says so." for name in "abcdef"]
    kept = draw(st.sampled_from(items))
    work: list[tuple[str, bool]] = [(words, words == kept) for words in items]
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(work) - 1))
        what = draw(st.sampled_from(["move", "edit", "in", "out", "before", "copy"]))
        words, keyed = work[place]
        if what == "move":
            work.insert(draw(st.integers(0, len(work) - 1)), work.pop(place))
        elif what == "edit" and words != kept:
            work[place] = (f"{words} And more.", keyed)
        elif what == "in":
            work.insert(place, ("A new one.", False))
        elif what == "out" and words != kept and len(work) > 1:
            work.pop(place)
        elif what == "before" and keyed:  # a paragraph is begun in front, and takes the key along
            work[place : place + 1] = [("Begun in front.", True), (words, False)]
        elif what == "copy" and keyed:  # with its key, and written on at once
            work.insert(draw(st.sampled_from([place, place + 1])), (f"{words} Copied.", True))
    return _list((words, words == kept) for words in items), _list(work), kept


def _list(items) -> str:
    named = f' id="{KEYED}"'
    inner = (f"<li{named if keyed else ''}>{words}</li>" for words, keyed in items)
    return f"<ol>{''.join(inner)}</ol>"


@settings(max_examples=150, deadline=None)
@given(worked_on())
def test_a_key_stays_with_the_words_of_its_paragraph_and_stands_once(work):
    old, new, words = work
    kept = keys_kept(old, new)
    assert kept.count(KEYED) == 1
    assert words_at(kept, KEYED) == words
    assert canonical(kept) == canonical(new)
    assert keys_kept(kept, kept) == kept


@settings(max_examples=60, deadline=None)
@given(worked_on())
def test_a_key_that_came_while_another_wrote_is_on_the_same_words_after_merging(work):
    base, new, words = (re.sub(r' id="\w+"', "", work[0]), re.sub(r' id="\w+"', "", work[1]), work[2])
    merged = merge(base, work[0], new)
    assert merged is not None
    assert canonical(merged) == canonical(new)
    assert words_at(keys_kept(work[0], merged), KEYED) == words
    assert merge(base, new, work[0]) == merged


def test_a_paragraph_keeps_its_key_while_its_words_are_rewritten():
    old = _list([("One is so.", True), ("Two is so.", False)])
    assert words_at(keys_kept(old, old.replace("One is so.", "One was never so.")), KEYED) == "One was never so."
    base = re.sub(r' id="\w+"', "", old)
    merged = merge(base, old, base.replace("One is so.", "One was so."))
    assert merged is not None
    assert words_at(merged, KEYED) == "One was so."


def test_a_paragraph_that_went_takes_its_key_with_it():
    old = _list([("One is so.", True), ("Two is so.", False)])
    assert KEYED not in keys_kept(old, _list([("Two is so.", False)]))
    assert KEYED not in keys_kept(old, _list([("One was so.", False), ("Two is so.", False)]))


def test_what_comes_back_from_word_has_its_keys_again():
    old = _list([("One is so.", True), ("Two is so.", False)])
    back = "<ol><li><p>Nothing before.</p></li><li><p>One is hardly so.</p></li><li><p>Two is so.</p></li></ol>"
    assert words_at(carried(old, back), KEYED) == "One is hardly so."


@settings(max_examples=60, deadline=None)
@given(worked_on())
def test_keys_are_no_change_to_a_redline(work):
    old, new, _ = work
    both, without = redline(old, new), redline(re.sub(r' id="\w+"', "", old), re.sub(r' id="\w+"', "", new))
    assert re.sub(r' id="\w+"', "", both) == without
    assert (accept(both), reject(both)) == (canonical(new), canonical(old))


def test_an_inherited_paragraph_is_known_by_its_words_while_no_other_has_them():
    frozen = "<ol><li>Same.</li><li>Other.</li><li>Same.</li></ol>"
    [key] = by_fingerprint(paragraphs(frozen))
    moved = anchored("S1", 3, "<ol><li>Other.</li><li>New.</li></ol>", "<ol><li>Own.</li></ol>", {key})
    assert moved.spots[key].number == "3.1"
    assert f'<li id="section-S1/{key}">Other.' in moved.inherited
    assert anchored("S1", 3, "<ol><li>Another.</li></ol>", "", {key}).spots == {}
    assert [(one.number, one.place) for one in choices(3, frozen, "<ol><li>Own.</li></ol>")] == [
        ("3.2", None),
        ("3.4", 0),
    ]


def test_only_ids_of_paragraphs_outlive_cleaning():
    bad = '<ol><li id="heading-S01" onclick="x()">a</li><li id="p0000000a">b</li></ol><p id="p0000000a">c</p>'
    assert sanitise(bad) == '<ol><li>a</li><li id="p0000000a">b</li></ol><p>c</p>'


def test_a_link_to_what_is_not_on_the_page_leads_to_the_page_where_it_is():
    html = '<a href="#section-S1/p0000000a">clause 1.1</a> <a href="#section-S2">clause 2</a>'
    assert lead(html, {"S2"}, "/text/") == html.replace('"#section-S1', '"/text/#section-S1')
    assert lead(html, {"S2"}) == 'clause 1.1 <a href="#section-S2">clause 2</a>'
    written = '<a href="#clause-S1/p0000000a">clause 1.1</a> <a href="#term-bar">bar</a>'
    assert lead_written(written, "/text/") == '<a href="/text/#section-S1/p0000000a">clause 1.1</a> bar'


@pytest.fixture
def officer(db):
    return factories.officer()


@pytest.fixture
def version(officer) -> ProtocolVersion:
    return factories.draft(by=officer)


def write(version, officer, body: str, section_id: str) -> None:
    section = version.sections.get(section_id=section_id)
    save_section(by=officer, section=section, body=body, revision=section.revision)


def text_of(version, section_id: str) -> str:
    fresh = ProtocolVersion.objects.get(pk=version.pk)
    return next(one.html for one in composed(fresh) if one.id == section_id)


def linked(version, officer, place: int = 1, words: str = "Under one.") -> str:
    write(version, officer, BODY, "S21")
    target = version.sections.get(section_id="S21")
    key = key_paragraph(by=officer, section=target, place=place, words=words)
    write(version, officer, f'<p>See <a href="#clause-S21/{key}">clause 0</a>.</p>', "S03")
    return key


def test_a_link_to_a_paragraph_shows_its_number_and_leads_to_it(version, officer):
    key = linked(version, officer)
    assert text_of(version, "S03") == f'<p>See <a href="#section-S21/{key}">clause 5.1(a)</a>.</p>'
    assert f'<li id="section-S21/{key}">Under one.</li>' in text_of(version, "S21")


def test_the_number_follows_when_paragraphs_move(version, officer):
    key = linked(version, officer)
    body = version.sections.get(section_id="S21").body
    write(version, officer, body.replace("<li>Last.</li>", "").replace("<ol><li id", "<ol><li>Last.</li><li id"), "S21")
    assert f'{key}">clause 5.1(b)</a>' in text_of(version, "S03")


def test_a_link_whose_paragraph_is_gone_is_told_and_leads_nowhere(version, officer, client):
    linked(version, officer)
    write(version, officer, BODY.replace("<li>Under one.</li>", ""), "S21")
    assert text_of(version, "S03") == '<p>See <mark class="gap">[clause 0: not in this text]</mark>.</p>'
    found = [one.sentence for one in problems(ProtocolVersion.objects.get(pk=version.pk)) if "links to" in one.sentence]
    assert found == ["Clause 2, Purpose, links to what this text does not have: “clause 0”. Change or remove the link."]
    with act("tests.sign_in", by=SYSTEM):
        client.force_login(officer.person)
    page = client.get(reverse("protocols:section", args=[version.protocol.reference, version.number, "S03"]))
    assert "This clause links to what the text does not have: “clause 0”." in page.content.decode()


def test_a_key_is_given_once_and_leaves_a_clause_as_ready_as_it_was(version, officer):
    write(version, officer, BODY, "S21")
    target = version.sections.get(section_id="S21")
    mark_section(by=officer, section=target, ready=True)
    key = key_paragraph(by=officer, section=target, place=3, words="Two.")
    assert key_paragraph(by=officer, section=target, place=3, words="Two.") == key
    target.refresh_from_db()
    assert (target.reviewed, target.revision) == (True, 3)
    with pytest.raises(Invalid, match=CHANGED):
        key_paragraph(by=officer, section=target, place=2, words="Two.")


def test_whoever_writes_the_clause_meanwhile_loses_neither_words_nor_key(version, officer):
    write(version, officer, BODY, "S21")
    target = version.sections.get(section_id="S21")
    opened = target.revision
    key = key_paragraph(by=officer, section=target, place=1, words="Under one.")
    sought = version.sections.filter(section_id="S21")
    write_section(by=officer, sought=sought, body=BODY.replace("Under one.", "Under one, now."), revision=opened)
    assert words_at(version.sections.get(section_id="S21").body, key) == "Under one, now."


def test_the_editor_is_told_the_paragraphs_and_gives_one_its_key(version, officer, client):
    write(version, officer, BODY, "S21")
    with act("tests.sign_in", by=SYSTEM):
        client.force_login(officer.person)
    address = reverse("protocols:section_paragraphs", args=[version.protocol.reference, version.number, "S21"])
    told = client.get(address).json()["paragraphs"]
    assert [(one["number"], one["words"]) for one in told] == [
        ("5.1", "One."), ("5.1(a)", "Under one."), ("5.1(b)", "Last."), ("5.2", "Two."),
    ]  # fmt: skip
    sent = {"place": 3, "words": "Two."}
    key = client.post(address, sent, content_type="application/json").json()["key"]
    assert client.get(address).json()["paragraphs"][3]["key"] == key
    stale = client.post(address, {"place": 0, "words": "Two."}, content_type="application/json")
    assert (stale.status_code, stale.json()["sentence"]) == (422, CHANGED)
    assert client.post(address, {"place": 0}, content_type="application/json").status_code == 400
