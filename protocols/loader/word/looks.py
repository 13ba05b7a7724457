"""What a paragraph is by its style and its numbering: a heading and how deep, an item of a list and of which kind."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from protocols.loader.word.archives import WORD, WordFile

MOST_LEVELS = 9
HEADING = "heading "
OFF = frozenset({"0", "false", "off", "none"})


def w(name: str) -> str:
    """The full name of an element or attribute of the text's own namespace."""
    return f"{{{WORD}}}{name}"


def value(element: Any, path: str, name: str = "val") -> str | None:
    """An attribute of what is found down a path of names; None where there is no such element."""
    for step in path.split("/"):
        element = None if element is None else element.find(w(step))
    return None if element is None else (element.get(w(name)) or "")


def is_on(element: Any, name: str) -> bool | None:
    """Whether a switch such as bold is on; None where nothing is said."""
    said = value(element, name)
    return None if said is None else said.lower() not in OFF


def number(text: str | None) -> int | None:
    """A whole number, where it is one."""
    bare = (text or "").removeprefix("-").partition(".")[0]
    return int(text.partition(".")[0]) if text and bare.isascii() and bare.isdigit() and len(bare) < 9 else None


@dataclass(frozen=True)
class Item:
    """Where an item of a list stands: its list, how deep, numbered or bulleted, and how far in (twips)."""

    list_id: str
    level: int
    numbered: bool
    left: int


class Looks:
    """The styles and lists of a file."""

    def __init__(self, file: WordFile) -> None:
        self.file = file

    @cached_property
    def _styles(self) -> dict[str, Any]:
        root = self.file.styles
        return {} if root is None else {one.get(w("styleId"), ""): one for one in root.findall(w("style"))}

    @cached_property
    def _default(self) -> str:
        usual = (key for key, one in self._styles.items()
                 if one.get(w("type")) == "paragraph" and one.get(w("default")) not in (None, *OFF))  # fmt: skip
        return next(usual, "")

    @cached_property
    def _lists(self) -> dict[str, dict[int, Any]]:
        """The levels of each list, by number of the list."""
        root = self.file.numbering
        if root is None:
            return {}
        kinds = {one.get(w("abstractNumId")): one for one in root.findall(w("abstractNum"))}
        return {
            one.get(w("numId"), ""): self._levels(kinds.get(value(one, "abstractNumId")), one)
            for one in root.findall(w("num"))
        }

    def _levels(self, kind: Any, own: Any) -> dict[int, Any]:
        levels = [] if kind is None else kind.findall(w("lvl"))
        changed = [one for over in own.findall(w("lvlOverride")) for one in over.findall(w("lvl"))]
        return {number(one.get(w("ilvl"))) or 0: one for one in [*levels, *changed]}

    def chain(self, paragraph: Any) -> list[Any]:
        """The properties that hold for a paragraph: its own, then those of its style and of what that builds on."""
        own = paragraph.find(w("pPr"))
        found, key = [own] if own is not None else [], value(own, "pStyle") or self._default
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            properties = style.find(w("pPr"))
            found += [] if properties is None else [properties]
            key = value(style, "basedOn") or ""
        return found

    def style_name(self, paragraph: Any) -> str:
        """The name of a paragraph's style, such as Heading 1."""
        key = value(paragraph, "pPr/pStyle") or self._default
        return value(self._styles.get(key), "name") or key

    def is_bold(self, paragraph: Any) -> bool:
        """Whether the words of a paragraph are bold by its style."""
        key, seen = value(paragraph, "pPr/pStyle") or "", set[str]()
        while key in self._styles and key not in seen:
            seen.add(key)
            said = is_on(self._styles[key].find(w("rPr")), "b")
            if said is not None:
                return said
            key = value(self._styles[key], "basedOn") or ""
        return False

    def heading_level(self, paragraph: Any) -> int:
        """How deep a heading it is, from 1; 0 for what is none."""
        name = self.style_name(paragraph).lower()
        if name.startswith(HEADING) and (level := number(name.removeprefix(HEADING))):
            return level
        said = next(
            (level for one in self.chain(paragraph) if (level := number(value(one, "outlineLvl"))) is not None), 9
        )
        return said + 1 if said < MOST_LEVELS else 0

    def item(self, paragraph: Any) -> Item | None:
        """Where it stands in a list; None where it is no item."""
        numbered = next(
            (one.find(w("numPr")) for one in self.chain(paragraph) if one.find(w("numPr")) is not None), None
        )
        key = value(numbered, "numId") or "0"
        level = number(value(numbered, "ilvl")) or self._linked_level(paragraph, key)
        found = self._lists.get(key, {}).get(level)
        if key == "0" or found is None or (kind := value(found, "numFmt")) == "none":
            return None
        left = self.left(paragraph)
        if left is None:
            left = _left(found.find(w("pPr"))) or 0
        return Item(key, level, kind != "bullet", left)

    def _linked_level(self, paragraph: Any, key: str) -> int:
        """The level of a list that belongs to the paragraph's style."""
        style = value(paragraph, "pPr/pStyle")
        levels = self._lists.get(key, {}).items()
        return next((level for level, one in levels if style and value(one, "pStyle") == style), 0)

    def left(self, paragraph: Any) -> int | None:
        """How far in it stands, in twips, where it or its style says so."""
        return next((left for one in self.chain(paragraph) if (left := _left(one)) is not None), None)


def _left(properties: Any) -> int | None:
    said = value(properties, "ind", "left")
    return number(said or value(properties, "ind", "start"))
