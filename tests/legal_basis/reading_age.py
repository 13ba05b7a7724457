"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by rule."""

from __future__ import annotations

import re

SENTENCE = re.compile(r"[.?!:;]+(?:\s|$)")
WORD = re.compile(r"[A-Za-z][A-Za-z’']*")
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end; never fewer than one."""
    word = word.lower().replace("’", "").replace("'", "")
    count = len(VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    if silent or (word.endswith("ed") and not word.endswith(("ted", "ded"))):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """Years of school that it asks for, about: grade 7 is read at age 12. A text without words has grade 0."""
    words = WORD.findall(text)
    sentences = [part for part in SENTENCE.split(text) if WORD.search(part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
