"""Markup that runs, as it is known and as chance puts it together: nothing is left of it that could."""

import re

import pytest
from lxml import html

from portal.pasting import tidy
from portal.richtext import ATTRIBUTES, SCHEMES, TAGS, sanitise
from tests.safety.markup import KNOWN, at_random

UNSEEN = re.compile(r"[\x00-\x20]")  # browsers read an address without them
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def wrong_in(clean: str) -> list[str]:
    """What there is in it that no text of ours may hold."""
    found = list(html.fragment_fromstring(clean, create_parent="div").iterdescendants())
    wrong = [f"<{one.tag}>" for one in found if one.tag not in TAGS]
    wrong += [name for one in found for name in one.attrib if name not in ATTRIBUTES.get(one.tag, set()) | {"rel"}]
    schemes = [SCHEME.match(UNSEEN.sub("", one.get("href", ""))) for one in found]
    return wrong + [one[0] for one in schemes if one and one[1].lower() not in SCHEMES]


@pytest.mark.parametrize("read", [str, tidy])
def test_nothing_that_runs_is_left_of_what_is_typed_or_pasted(read):
    clean = {text: sanitise(read(f"<p>before</p>{text}<p>after</p>")) for text in [*KNOWN, *at_random(3_000)]}
    assert {text: wrong for text, one in clean.items() if (wrong := wrong_in(one))} == {}
    assert {text: wrong for text, one in clean.items() if (wrong := wrong_in(sanitise(one)))} == {}


def test_the_same_seed_gives_the_same_texts_and_they_are_many():
    assert list(at_random(50)) == list(at_random(50))
    assert len(set(KNOWN)) == len(KNOWN) > 100
    assert len(set(at_random(500))) > 490
    assert all(wrong_in(text) for text in KNOWN[:4])


@pytest.mark.parametrize("name", ["title", "lang", "class", "style", "dir", "data-x"])
def test_no_attribute_hides_words_or_looks_in_a_text(name):
    assert sanitise(f'<p {name}="not agreed">Agreed.</p>') == "<p>Agreed.</p>"
