"""The words of a paragraph with their marks: bold, italic, underlined, struck through, raised, lowered, linked."""

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from portal.richtext import SCHEMES
from protocols.documents.impact.word import clean
from protocols.loader.word.marks import bookmark_name, paragraph_bookmark

SPACE = re.compile(r"[ \t\n\r\f]+")  # not the no-break space, which is a letter of its own
PLACED = re.compile(r"#section-([\w.-]+)(/[pw][0-9a-f]+)?")
MARKS = {"strong": "bold", "em": "italic", "u": "underline", "s": "strike", "sub": "subscript", "sup": "superscript"}

Node = Any  # an element of the text, or a string


def put_words(paragraph: Paragraph, nodes: list[Node]) -> None:
    """Put text and inline elements into a paragraph, white space as a browser shows it."""
    _Words(paragraph).put(nodes, frozenset(), None)


def says_nothing(nodes: list[Node]) -> bool:
    """Whether nothing of these would be seen."""
    return not any(SPACE.sub("", node if isinstance(node, str) else "".join(node.itertext())) for node in nodes)


class _Words:
    def __init__(self, paragraph: Paragraph) -> None:
        self.paragraph, self.ends_in_space = paragraph, True

    def put(self, nodes: list[Node], marks: frozenset[str], link: Any) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._text(node, marks, link)
            elif node.tag == "br":
                self._run(marks, link).add_break()
                self.ends_in_space = True
            else:
                inside = [node.text or "", *(part for child in node for part in (child, child.tail or ""))]
                linked = self._link(node.get("href", "")) if node.tag == "a" else None
                mark = MARKS.get(node.tag)
                self.put(inside, marks | {mark} if mark else marks, link if linked is None else linked)

    def _text(self, text: str, marks: frozenset[str], link: Any) -> None:
        text = SPACE.sub(" ", clean(text))
        if self.ends_in_space:
            text = text.removeprefix(" ")
        if text:
            self._run(marks, link).add_text(text)
            self.ends_in_space = text.endswith(" ")

    def _run(self, marks: frozenset[str], link: Any) -> Run:
        run = self.paragraph.add_run()
        if link is not None:
            link.append(run._r)
            run.font.underline = True
        for mark in marks:
            setattr(run.font, mark, True)
        return run

    def _link(self, address: str) -> Any:
        """A link to a clause or paragraph of this text, or to somewhere else; one that leads nowhere is words alone."""
        if inside := PLACED.fullmatch(address):
            name = paragraph_bookmark(address[1:]) if inside[2] else bookmark_name(inside[1])
            return self._put_link("w:anchor", name)
        if address.partition(":")[0].lower() not in SCHEMES:
            return None
        key = self.paragraph.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._put_link("r:id", key)

    def _put_link(self, name: str, value: str) -> Any:
        link = OxmlElement("w:hyperlink")
        link.set(qn(name), value)
        self.paragraph._p.append(link)
        return link
