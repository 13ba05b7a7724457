"""Putting variables back into a text that came back from Word, where their values were read into it.

A paragraph that is as it was downloaded becomes again what it was before it was filled, with its variables. In one
whose words or formatting were changed, each value that still stands there once becomes its variable again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from lxml import etree
from lxml import html as markup

from portal.richtext import plain, sanitise
from protocols.texts.filling import PIECES, fill
from protocols.texts.looks import look_the_same

LEAVES = ("p", "li", "h3", "h4", "td", "th", "caption", "blockquote")
BLOCKS = frozenset({*LEAVES, "ul", "ol", "table", "thead", "tbody", "tr"})
BEGINNING = re.compile(r"<(?=(?:[ou]l|li|p|h[34]|table|tr|t[dh]|blockquote|caption)\b)")
ALIKE = 0.6
"""How like two paragraphs must be for one to be the other, changed."""
LONGEST = 5_000
"""Characters of a paragraph that is compared with others: more would take long, and say little."""
SHORTEST = 2
"""Characters of a value that can be told from the words around it."""


def unfill(html: str, base: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A text as it came back, with the variables of `base`, from which it was downloaded, in place again.

    `values` fill the base; a variable without one was read as its label in square brackets.
    """
    root, before = _tree(html), _tree(base)
    known = {words_of(_filled(one, values, labels)): one for one in _leaves(before)}
    for leaf in list(_leaves(root)):
        words = words_of(_own_text(leaf))
        same = known.get(words)
        if same is not None and _looks_as_before(leaf, same, values, labels):
            _take_inside(leaf, same)
        elif words:
            _put_variables(leaf, _nearest(words, known) if same is None else same, values, labels)
    inside = (root.text or "") + "".join(etree.tostring(one, encoding="unicode", method="html") for one in root)
    return sanitise(inside)


def words_of(text: str) -> str:
    """The words of a text in one line: what two texts that read the same have in common."""
    return " ".join(text.split())


def words_of_html(html: str) -> str:
    """The words of a rich text in one line, parted wherever a block begins or ends."""
    return words_of(plain(BEGINNING.sub(" <", html)))


def _tree(html: str) -> Any:
    return markup.fragment_fromstring(html, create_parent="div")


def _leaves(root: Any) -> Iterator[Any]:
    """The elements that hold words of their own."""
    return (one for one in root.iter(*LEAVES) if words_of(_own_text(one)))


def _pieces(element: Any) -> Iterator[Any]:
    """What stands in an element before its first block inside."""
    for child in element:
        if child.tag in BLOCKS:
            return
        yield child


def _own_text(element: Any) -> str:
    """Its words, without those of blocks inside it."""
    parts = [element.text or ""]
    for child in _pieces(element):
        parts += [" " if child.tag == "br" else "".join(child.itertext()), child.tail or ""]
    return "".join(parts)


def _filled(element: Any, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    return PIECES.sub(lambda found: _shown(found[1], values, labels) if found[1] else found[0], _own_text(element))


def _shown(key: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """What a reader saw in the place of a variable."""
    return values.get(key, "").strip() or f"[{labels.get(key) or key.replace('_', ' ')}]"


def _looks_as_before(leaf: Any, same: Any, values: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """Whether a paragraph with the same words has the same marks, too."""
    tag = same.tag if same.tag in ("th", "h3", "h4", "blockquote") else "p"
    one, other = (_alone(tag, element) for element in (same, leaf))
    return look_the_same(fill(one, values, labels).html, other)


def _alone(tag: str, element: Any) -> str:
    """What stands in an element before its first block inside, as a text of its own."""
    alone = markup.Element(tag)
    alone.text = element.text
    alone.extend(deepcopy(child) for child in _pieces(element))
    return str(etree.tostring(alone, encoding="unicode", method="html"))


def _take_inside(leaf: Any, same: Any) -> None:
    """Give a paragraph the words, variables and formatting of the one that it was."""
    for child in list(_pieces(leaf)):
        leaf.remove(child)
    leaf.text = same.text
    for place, child in enumerate(_pieces(same)):
        leaf.insert(place, deepcopy(child))


def _nearest(words: str, known: Mapping[str, Any]) -> Any:
    """The paragraph with variables that these words most likely were; None where none is like them."""
    with_variables = [(text, one) for text, one in known.items() if PIECES.search(_own_text(one))]
    likeness, text = max(((_like(words, text), text) for text, _ in with_variables), default=(0.0, ""))
    return dict(with_variables)[text] if likeness >= ALIKE else None


def _like(one: str, other: str) -> float:
    """How like two paragraphs are, from 0 to 1; those that cannot be alike, or are endless, are not compared."""
    if max(len(one), len(other)) > LONGEST:
        return 0.0
    compared = SequenceMatcher(None, one, other, autojunk=False)
    hopeful = compared.real_quick_ratio() >= ALIKE and compared.quick_ratio() >= ALIKE
    return compared.ratio() if hopeful else 0.0


def _put_variables(leaf: Any, base: Any, values: Mapping[str, str], labels: Mapping[str, str]) -> None:
    if base is None:
        return
    keys = dict.fromkeys(found[1] for found in PIECES.finditer(_own_text(base)) if found[1])
    for key in sorted(keys, key=lambda name: len(_shown(name, values, labels)), reverse=True):
        value = words_of(_shown(key, values, labels))
        if len(value) >= SHORTEST and _times(_own_text(leaf), value) == 1:
            _replace(leaf, value, f"[[{key}]]")


def _times(text: str, value: str) -> int:
    return len(re.findall(_whole(value), text))


def _whole(value: str) -> str:
    """A value where it stands as a whole, not inside a longer word or number."""
    return rf"(?<!\w){re.escape(value)}(?!\w)"


def _replace(leaf: Any, value: str, variable: str) -> None:
    """Replace the one place where a value stands, if it stands in one run of words."""
    for element, name in _texts(leaf):
        text = getattr(element, name) or ""
        changed = re.sub(_whole(value), lambda _: variable, text, count=1)
        if changed != text:
            setattr(element, name, changed)
            return


def _texts(leaf: Any) -> Iterable[tuple[Any, str]]:
    yield leaf, "text"
    for child in _pieces(leaf):
        yield from ((inside, name) for inside in child.iter() for name in ("text", "tail") if inside is not child)
        yield child, "text"
        yield child, "tail"
