"""What is left of markup that runs is put into a page as a browser reads it: it holds nothing of its own that acts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from portal.richtext import ATTRIBUTES, SCHEMES, TAGS, sanitise
from tests.safety.markup import KNOWN, at_random

ALLOWED = {
    "schemes": [f"{name}:" for name in sorted(SCHEMES)],
    "tags": sorted(TAGS),
    "attributes": {tag: sorted(names) for tag, names in ATTRIBUTES.items()},
}
PUT_IN = """([texts, {schemes, tags, attributes}]) => {
  window.ran = 0;
  window.alert = () => { window.ran += 1; };
  const found = [];
  for (const text of texts) {
    const place = document.body.appendChild(document.createElement("div"));
    place.innerHTML = text;
    for (const one of place.querySelectorAll("*")) {
      const tag = one.localName;
      const wrong = one.namespaceURI !== "http://www.w3.org/1999/xhtml" || !tags.includes(tag)
        || one.getAttributeNames().some(name => !(attributes[tag] || []).concat("rel").includes(name))
        || (one.hasAttribute("href") && !schemes.includes(one.protocol));
      if (wrong) found.push(one.outerHTML + " of " + text);
    }
  }
  return found;
}"""
"""Puts texts into the page, and says what is wrong of what the browser made of them."""


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A page without a policy, so that whatever can run does; it reaches nothing."""
    context = browser.new_context()
    context.route("**/*", lambda route: route.fulfill(body="<!DOCTYPE html><body>", content_type="text/html"))
    page = context.new_page()
    page.goto("https://bare.example/")
    yield page
    context.close()


def test_in_a_browser_nothing_is_left_that_acts(bare: Page):
    texts = [sanitise(text) for text in [*KNOWN, *at_random(3_000)]]
    assert bare.evaluate(PUT_IN, [texts, ALLOWED]) == []
    assert bare.evaluate("window.ran") == 0


def test_without_our_cleaning_it_would(bare: Page):
    assert len(bare.evaluate(PUT_IN, [KNOWN, ALLOWED])) > 100
    bare.wait_for_function("window.ran > 3")
