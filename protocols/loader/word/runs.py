"""The words of a paragraph, with their marks and links; notes are told where they stand, so that none is lost.

Of tracked changes the new text is read: what was put in is there, what was taken out is not. Fields such as dates and
references give the words that they show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from portal.richtext import SCHEMES
from protocols.loader.word.archives import WordFile
from protocols.loader.word.counts import Met
from protocols.loader.word.looks import OFF, is_on, value, w

BREAK = "\n"
GONE = frozenset(
    {"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "rubyPr", "rt"}
)
MARKS = {"b": "strong", "i": "em", "strike": "s", "dstrike": "s"}
RAISED = {"superscript": "sup", "subscript": "sub"}
SIGNS = {"tab": " ", "noBreakHyphen": "\u2011", "cr": BREAK, "ptab": " "}
NOTES = {"footnoteReference": ("footnotes", "footnote"), "endnoteReference": ("endnotes", "endnote")}
DEEPEST_NOTE = 2
LONGEST_LINK = 2_000


@dataclass(frozen=True)
class Token:
    """Some words, or a line break, with their marks (tags) and where they link to."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""


def local(element: Any) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Runs:
    """Reads the words of one file's paragraphs."""

    def __init__(self, file: WordFile, met: Met) -> None:
        self.file, self.met, self.note_depth = file, met, 0
        self.told: set[tuple[str, str]] = set()
        """The notes that were told: one that a file refers to again and again is told once."""
        self.boxes: list[Any] = []
        """Text boxes met in the last paragraph: their blocks come after it."""

    @cached_property
    def _notes(self) -> dict[str, dict[str, Any]]:
        """The notes of each part, by their ids."""
        parts = {part: getattr(self.file, part) for part, _ in NOTES.values()}
        return {
            part: {} if root is None else {one.get(w("id"), ""): one for one in root} for part, root in parts.items()
        }

    def of(self, paragraph: Any) -> list[Token]:
        """The words of a paragraph, in order."""
        return _merged(self._inside(paragraph, ""))

    def _inside(self, element: Any, link: str) -> Iterator[Token]:
        for child in element:
            name = local(child)
            if name in ("ins", "moveTo") and len(child):
                self.met.counts["put in"] += 1
            if name in ("del", "moveFrom") and len(child):
                self.met.counts["taken out"] += 1
            if name in GONE:
                continue
            if name == "r":
                yield from self._run(child, link)
            elif name == "hyperlink":
                yield from self._inside(child, self._address(child) or link)
            elif name == "t" and element.tag != w("r"):  # a formula's words
                yield Token(child.text or "", link=link)
            elif name not in ("txbxContent",):
                yield from self._inside(child, link)

    def _run(self, run: Any, link: str) -> Iterator[Token]:
        properties = run.find(w("rPr"))
        if properties is not None and is_on(properties, "vanish"):
            self.met.counts["hidden"] += 1
            return
        marks = _marks(properties)
        for child in run:
            yield from self._piece(child, marks, link)

    def _piece(self, child: Any, marks: frozenset[str], link: str) -> Iterator[Token]:
        name = local(child)
        if name == "t":
            yield Token(child.text or "", marks, link)
        elif name == "br":
            yield Token(BREAK if child.get(w("type")) in (None, "textWrapping") else " ", marks, link)
        elif name in SIGNS:
            yield Token(SIGNS[name], marks, link)
        elif name == "sym":
            yield Token(_symbol(child), marks, link)
        elif name in NOTES:
            yield from self._note(child, *NOTES[name])
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            self._drawn(child)
        elif name == "ruby":
            yield from self._inside(child, link)

    def _note(self, reference: Any, part: str, word: str) -> Iterator[Token]:
        """A note, told in brackets where its number stands."""
        key = reference.get(w("id"), "")
        note = self._notes[part].get(key)
        if note is None or self.note_depth >= DEEPEST_NOTE:
            return
        if (part, key) in self.told:
            yield Token(f" ({word}: the same as before)")
            return
        self.told.add((part, key))
        self.met.counts["notes"] += 1
        self.note_depth += 1
        paragraphs = [_merged(self._inside(one, "")) for one in note.iter(w("p"))]
        self.note_depth -= 1
        yield Token(f" ({word}: ")
        for number, tokens in enumerate(paragraphs):
            yield from ([Token(" ")] if number else [])
            yield from stripped(tokens)
        yield Token(")")

    def _drawn(self, element: Any) -> None:
        """A picture is named; a text box keeps its words. Of two ways of drawing the same, the first is read."""
        choice = next((one for one in element if local(one) == "Choice"), element)
        boxes = [one for one in choice.iter(w("txbxContent")) if not _within_box(one, choice)]
        self.boxes += boxes
        if boxes:
            self.met.counts["boxes"] += len(boxes)
            return
        named = next((one for one in choice.iter() if local(one) == "docPr"), None)
        name = "" if named is None else named.get("descr") or named.get("title") or named.get("name") or ""
        self.met.picture(name)

    def _address(self, hyperlink: Any) -> str:
        """Where a link leads, if that is an address outside the file of a kind that may be kept."""
        key = next((text for name, text in hyperlink.attrib.items() if etree.QName(name).localname == "id"), "")
        address = self.file.links.get(key, "").strip()
        known = address.partition(":")[0].lower() in SCHEMES and len(address) <= LONGEST_LINK
        return address if known else ""


def _within_box(box: Any, above: Any) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not above:
        if local(parent) == "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _marks(properties: Any) -> frozenset[str]:
    if properties is None:
        return frozenset()
    marks = {tag for name, tag in MARKS.items() if is_on(properties, name)}
    underlined = value(properties, "u")
    if underlined is not None and underlined.lower() not in OFF:
        marks.add("u")
    raised = RAISED.get(value(properties, "vertAlign") or "")
    return frozenset(marks | ({raised} if raised else set()))


def _symbol(element: Any) -> str:
    """A sign of a symbol font: those that only that font knows read as a bullet."""
    try:
        code = int(element.get(w("char"), ""), 16)
    except ValueError:
        return ""
    return "•" if 0xE000 <= code <= 0xF8FF or not 32 <= code < 0xD800 else chr(code)


def _merged(tokens: Iterator[Token]) -> list[Token]:
    """Neighbours with the same marks as one."""
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and (last.marks, last.link) == (token.marks, token.link) and BREAK not in (last.text, token.text):
            merged[-1] = Token(last.text + token.text, last.marks, last.link)
        elif token.text:
            merged.append(token)
    return merged


def stripped(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without white space at either end."""
    kept = list(tokens)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = Token(kept[0].text.lstrip(), kept[0].marks, kept[0].link)
        kept[-1] = Token(kept[-1].text.rstrip(), kept[-1].marks, kept[-1].link)
    return kept


def words(tokens: Sequence[Token]) -> str:
    """The bare words, in one line."""
    return " ".join("".join(token.text for token in tokens).split())


def without_number(tokens: Sequence[Token], length: int) -> list[Token]:
    """The tokens without as many characters at the beginning, and without the space after them."""
    kept = stripped(tokens)
    while kept and length >= len(kept[0].text):
        length -= len(kept.pop(0).text)
    if kept and length:
        kept[0] = Token(kept[0].text[length:], kept[0].marks, kept[0].link)
    return stripped(kept)
