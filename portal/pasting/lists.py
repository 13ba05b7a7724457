"""Lists: Word draws them with indents and typed bullets, Google Docs puts one beside the item that it belongs to."""

import re
from dataclasses import dataclass

from lxml import etree

LEVEL = re.compile(r"mso-list\s*:\s*(?:(l\d+)\s+)?level(\d+)", re.I)
IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.I)
TYPED = re.compile(r"^\s*(?:([·•o▪§\-–]|\uf0b7|\uf0a7)|\(?(\d+|[a-z]|[ivx]+)[.)])[\s\xa0]+", re.I)
DEEPEST = 6


@dataclass
class _Item:
    """A paragraph that is an item: how deep, what stands before it, and the list that Word counts it in."""

    paragraph: etree._Element
    level: int
    marker: str
    list_id: str

    @property
    def tag(self) -> str:
        """Numbered or not, as its marker shows."""
        return "ol" if re.match(r"\(?(\d+|[a-z]{1,4})[.)]", self.marker, re.I) else "ul"

    @property
    def start(self) -> int:
        """Its number, where it has one."""
        number = re.match(r"\(?(\d+)", self.marker)
        return int(number[1]) if number else 1


def gather_word_lists(root: etree._Element) -> None:
    """Paragraphs that Word draws as items become lists, nested as deep as they were."""
    run: list[_Item] = []
    for paragraph in list(root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6")):
        item = _item(paragraph)
        if item is None or (run and not _follows(run[-1].paragraph, paragraph)):
            _build(run)
            run = []
        if item is not None:
            run.append(item)
    _build(run)


def nest_stray_lists(root: etree._Element) -> None:
    """A list directly in a list belongs to the item before it; where there is none, its items stand a level higher."""
    for inner in [one for one in root.iter("ul", "ol") if one.getparent().tag in ("ul", "ol")]:
        before = inner.getprevious()
        if before is not None and before.tag == "li":
            inner.tail = None
            before.append(inner)
        else:
            inner.drop_tag()  # a selection that began in the middle of a deeper list


def _item(paragraph: etree._Element) -> _Item | None:
    said = LEVEL.search(paragraph.get("style", ""))
    listed = paragraph.get("class", "").startswith("MsoListParagraph")
    if said is None and not listed:
        return None
    marker = _take_marker(paragraph)
    if said is None and not marker:
        return None  # an indented paragraph between items
    level = min(int(said[2]), DEEPEST) if said else 1
    return _Item(paragraph, level, marker, (said[1] if said else None) or "")


def _take_marker(paragraph: etree._Element) -> str:
    """What Word typed before the item, taken out of it."""
    for span in list(paragraph.iter("span")):
        if IGNORED.search(span.get("style", "")):
            marker = "".join(span.itertext()).strip("\xa0 \t\r\n")
            span.drop_tree()
            return marker
    typed = TYPED.match("".join(paragraph.itertext()))
    if typed:
        _strip_beginning(paragraph, typed.end())
        return typed[0].strip("\xa0 \t\r\n")
    return ""


def _strip_beginning(paragraph: etree._Element, length: int) -> None:
    """Take so many characters away, in whatever elements they stand: a saved page types a bullet in spans."""
    for one in paragraph.iter():
        for name in ("text", "tail"):
            text = getattr(one, name) or ""
            if length and not (one is paragraph and name == "tail"):
                setattr(one, name, text[length:])
                length = max(length - len(text), 0)


def _follows(before: etree._Element, paragraph: etree._Element) -> bool:
    return paragraph.getprevious() is before and not (before.tail or "").strip()


def _build(run: list[_Item]) -> None:
    """Put the lists in the place of the first paragraph of the run."""
    open_lists: list[tuple[int, etree._Element]] = []
    for item in run:
        while open_lists and open_lists[-1][0] > item.level:
            open_lists.pop()
        if open_lists and open_lists[-1] == (item.level, open_lists[-1][1]) and open_lists[-1][1].tag != item.tag:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < item.level:
            open_lists.append((item.level, _begin(item, open_lists)))
        entry = etree.SubElement(open_lists[-1][1], "li")
        paragraph = item.paragraph
        paragraph.tail = None
        entry.append(paragraph)
        paragraph.tag = "p"


def _begin(item: _Item, open_lists: list[tuple[int, etree._Element]]) -> etree._Element:
    """A new list: in the last item of the list above, or where its first paragraph stands."""
    made = etree.Element(item.tag)
    if item.tag == "ol" and item.start > 1:
        made.set("start", str(item.start))
    if open_lists and len(open_lists[-1][1]):
        open_lists[-1][1][-1].append(made)
    else:
        item.paragraph.addprevious(made)
    return made
