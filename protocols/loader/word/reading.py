"""What a Word file says, part by part, and a report of what was understood and what was left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.file_kinds import NotTaken, visible_name
from portal.richtext import TooLong, plain
from protocols.errors import Invalid
from protocols.loader.headings import bare
from protocols.loader.word.archives import DAMAGED, WordFile, open_word
from protocols.loader.word.blocks import Blocks
from protocols.loader.word.counts import Met
from protocols.loader.word.looks import w
from protocols.loader.word.marks import CopyMarks
from protocols.loader.word.splitting import Piece, split, title_of
from protocols.loader.word.weaving import weave

MOST_PIECES = 400
"""More headings than that are no agreement's: the pages that show them would not open."""
LONGEST_COMMENT = 300
FETCHES = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A part: its heading without number ("" before the first), its text, and what an earlier copy marks as inherited.

    `bookmarks` are the names of the heading's bookmarks, by which a copy from a portal names the section.
    """

    heading: str
    html: str
    inherited: str = ""
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understood:
    """What was met in the file. `counts` are by name, such as tables; the rest could not be taken along."""

    counts: Mapping[str, int]
    pictures: Sequence[str] = ()
    comments: Sequence[str] = ()


@dataclass(frozen=True)
class WordText:
    """A Word file as text: its parts in order, its title if it tells one, and the marks of a copy from a portal."""

    name: str
    title: str
    parts: Sequence[Part]
    understood: Understood
    marks: CopyMarks | None = None
    words: str = field(default="", repr=False)


def read_word(name: str, content: bytes) -> WordText:
    """Read a file. Raises Invalid (field `file`) with a sentence for whatever is no Word file that can be read."""
    shown = visible_name(name) or "This file"
    try:
        return _read(shown, open_word(content))
    except NotTaken as not_taken:
        raise Invalid(f"{shown} {not_taken}", "file") from not_taken
    except RecursionError:
        raise Invalid(f"{shown} {DAMAGED}", "file") from None
    except TooLong as too_long:
        raise Invalid(f"A part of {shown} is too long. {too_long}", "file") from too_long


def _read(name: str, file: WordFile) -> WordText:
    met, marks = Met(comments=_comments(file)), CopyMarks.read(file.properties)
    met.counts["outside"], met.counts["fetching fields"] = file.outside, _fetching_fields(file)
    blocks = Blocks(file, met).all()
    pieces, depth = split(blocks, is_copy=marks is not None)
    parts = [_part(piece, depth) for piece in pieces if piece.heading or piece.blocks]
    if not parts:
        raise NotTaken("holds no words. Choose the file that holds the agreement.")
    if len(parts) > MOST_PIECES:
        raise NotTaken(f"has more than {MOST_PIECES} headings. Bring in one part of it at a time.")
    understood = Understood(dict(met.counts), tuple(met.pictures), tuple(met.comments))
    words = "\n".join(f"{part.heading}\n{plain(part.html)}" for part in parts)
    return WordText(name, title_of(blocks)[:200], parts, understood, marks, words)


def _part(piece: Piece, depth: int) -> Part:
    inherited = weave(piece.inherited, above=depth) if piece.inherited else ""
    return Part(bare(piece.heading)[:200], weave(piece.blocks, above=depth), inherited, piece.bookmarks)


def _fetching_fields(file: WordFile) -> int:
    """How many fields would have words fetched from other programs or files: only what they show is read."""
    said = [one.text or "" for one in file.document.iter(w("instrText"))]
    said += [one.get(w("instr"), "") for one in file.document.iter(w("fldSimple"))]
    return sum(FETCHES.match(one) is not None for one in said)


def _comments(file: WordFile) -> list[str]:
    """The comments in the margin, each with its author: they are no part of the text, and are told in the report."""
    found = [] if file.comments is None else file.comments.findall(w("comment"))
    return [f"{one.get(w('author'), '')}: {_said(one)}"[:LONGEST_COMMENT] for one in found]


def _said(comment: object) -> str:
    return " ".join("".join(text.text or "" for text in comment.iter(w("t"))).split())  # type: ignore[attr-defined]
