"""What the environment says: what is not understood stops the portal, and turns no safeguard off."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.environment import choice, measure, switch, whole
from scripts.check import IN_PUBLIC, ROOT

NAME = "CONCORDAT_TRIED"


@pytest.fixture
def said(monkeypatch):
    def say(word: str) -> None:
        monkeypatch.setenv(NAME, word)

    return say


@pytest.mark.parametrize(
    ("word", "is_on"), [("1", True), ("On", True), (" yes ", True), ("0", False), ("FALSE", False)]
)
def test_a_switch_is_on_or_off(said, word, is_on):
    said(word)
    assert (switch(NAME, default=not is_on), switch(NAME, default=is_on)) == (is_on, is_on)


@pytest.mark.parametrize("default", [True, False])
def test_what_is_empty_or_not_there_is_as_by_default(said, default):
    assert switch(NAME, default=default) is default
    said("")
    assert switch(NAME, default=default) is default
    assert (whole(NAME, default=7), measure(NAME, default=0.5), choice(NAME, ("a", "b"))) == (7, 0.5, "a")


@pytest.mark.parametrize("word", ["everyone", "enabled", "2", "nein"])
def test_a_switch_that_says_anything_else_is_refused(said, word):
    said(word)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “{word}”, which is neither on"):
        switch(NAME, default=True)


@pytest.mark.parametrize("word", ["abc", "-1", "0", "1.5", "²", "1e3"])
def test_a_whole_number_is_one(said, word):
    said(word)
    with pytest.raises(ImproperlyConfigured, match="not a whole number from 1"):
        whole(NAME, default=1)


@pytest.mark.parametrize(("word", "number"), [("2", 2.0), ("0.5", 0.5), ("0", 0.0)])
def test_a_measure_may_have_a_fraction(said, word, number):
    said(word)
    assert measure(NAME, default=1.0) == number


@pytest.mark.parametrize("word", ["-1", "nan", "inf", "1.2.3", "much"])
def test_a_measure_is_a_number_from_nothing_up(said, word):
    said(word)
    with pytest.raises(ImproperlyConfigured, match="not a number such as"):
        measure(NAME, default=1.0)


def test_a_choice_is_among_the_words(said):
    said("JSON")
    assert choice(NAME, ("readable", "json")) == "json"
    said("xml")
    with pytest.raises(ImproperlyConfigured, match="not one of: readable, json"):
        choice(NAME, ("readable", "json"))


@pytest.mark.parametrize(
    ("name", "word", "sentence"),
    [
        ("CONCORDAT_SECOND_FACTOR", "everyone", "CONCORDAT_SECOND_FACTOR is “everyone”"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL has to begin with postgres:// or sqlite:///"),
    ],
)
def test_the_portal_does_not_start_on_what_it_does_not_understand(tmp_path, name, word, sentence):
    told = {**IN_PUBLIC, "CONCORDAT_DATA": str(tmp_path), "PATH": os.environ["PATH"], name: word}
    done = subprocess.run(
        [sys.executable, "-c", "import portal.settings"], cwd=ROOT, env=told, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert sentence in done.stderr
