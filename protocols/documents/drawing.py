"""The geometry of what is drawn: the flow map and the QR code. Numbers only; templates turn them into SVG.

The map is a ladder: a column a party, a rung a flow, an arrow from who sends to who receives. Unlike a web of arrows
it stays readable with a dozen parties and any number of flows, and it reads in the order of the schedule.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

WIDTH = 980  # user units: CSS pixels across a landscape page
LABELS = 290  # the part of the width that names each flow
HEAD, RUNG, LINE = 52, 31, 13  # heights of the party names, of one flow, and of each further line of its title
RUNGS_A_MAP = 12  # more flows than this go on a further map, so that a map never outgrows its page
TITLE, TITLE_LINES = 44, 2  # letters that fit beside the map, and the most lines of them
LINES = {  # a line's look says how identifiable the data is; the word is printed beside it
    "identifiable": ("", 2.6),
    "pseudonymised": ("9 5", 2.2),
    "anonymous": ("2 5", 2.2),
    "deceased": ("12 4 2 4", 2.2),
}
WORDS = {
    "identifiable": "Identifiable",
    "pseudonymised": "Pseudonymised",
    "anonymous": "Anonymous",
    "deceased": "About people who have died",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A party's column: the middle of it, and its name broken into lines."""

    x: float
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One stroke from the sender's column to the furthest recipient on that side, with a head at each recipient.

    `tips` are where the heads point to, and `heads` the same as paths of SVG.
    """

    start: float
    end: float
    tips: tuple[float, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One flow: its label, the word for how identifiable it is, its line's look and its arrows."""

    y: float
    number: int
    title: tuple[tuple[float, str], ...]
    word: str
    dashes: str
    weight: float
    sender: float
    arrows: tuple[Arrow, ...]

    @property
    def label_y(self) -> float:
        """The line that the number and the first line of the title stand on."""
        return self.title[0][0]

    @property
    def word_y(self) -> float:
        """The line that the word for how identifiable the data is stands on."""
        return self.title[-1][0] + 12


@dataclass(frozen=True, slots=True)
class FlowMap:
    """Everything the template draws, and the same in words for those who do not see it."""

    width: int
    height: float
    foot: float
    columns: tuple[Column, ...]
    rungs: tuple[Rung, ...]
    text: str


def flow_maps(flows: Sequence[Mapping[str, object]], parties: Sequence[Mapping[str, object]]) -> list[FlowMap]:
    """The maps of a protocol's flows: one for each twelve flows."""
    batches = [flows[start : start + RUNGS_A_MAP] for start in range(0, len(flows), RUNGS_A_MAP)]
    return [_flow_map(batch, parties) for batch in batches]


def _flow_map(flows: Sequence[Mapping[str, object]], parties: Sequence[Mapping[str, object]]) -> FlowMap:
    taking_part = {key for flow in flows for key in (flow["sender"], *flow["recipients"])}  # type: ignore[misc]
    shown = [party for party in parties if party["key"] in taking_part]
    step = (WIDTH - LABELS) / max(len(shown), 1)
    places = {party["key"]: LABELS + step * (index + 0.5) for index, party in enumerate(shown)}
    columns = tuple(_column(places[party["key"]], str(party["short_name"]), step) for party in shown)
    rungs, foot = _rungs(flows, places)
    names = {party["key"]: str(party["short_name"]) for party in shown}
    return FlowMap(WIDTH, foot + 4, foot, columns, rungs, _in_words(flows, names))


def _column(x: float, name: str, step: float) -> Column:
    lines = textwrap.wrap(name, max(int(step / 6.4), 8))[:4] or [name]
    top = HEAD - 10 - 12 * (len(lines) - 1)
    return Column(round(x, 1), tuple((top + 12 * index, line) for index, line in enumerate(lines)))


def _rungs(flows: Sequence[Mapping[str, object]], places: Mapping[object, float]) -> tuple[tuple[Rung, ...], float]:
    rungs, top = [], HEAD + 6.0
    for flow in flows:
        lines = textwrap.wrap(str(flow["title"]), TITLE, max_lines=TITLE_LINES, placeholder=" …") or [""]
        height = RUNG + LINE * (len(lines) - 1)
        rungs.append(_rung(flow, lines, top + height / 2, places))
        top += height
    return tuple(rungs), top + 2


def _rung(flow: Mapping[str, object], lines: Sequence[str], y: float, places: Mapping[object, float]) -> Rung:
    kind = str(flow["identifiability"])
    dashes, weight = LINES.get(kind, LINES["identifiable"])
    sender = places[flow["sender"]]
    targets = [places[key] for key in flow["recipients"]]  # type: ignore[attr-defined]
    sides = ([x for x in targets if x > sender], [x for x in targets if x < sender])
    arrows = tuple(_arrow(sender, side, y) for side in sides if side)
    first = y - 1 - LINE * (len(lines) - 1) / 2
    title = tuple((first + LINE * index, line) for index, line in enumerate(lines))
    word = WORDS.get(kind, kind)
    return Rung(y, int(str(flow["number"])), title, word, dashes, weight, round(sender, 1), arrows)


def _arrow(sender: float, targets: Sequence[float], y: float) -> Arrow:
    right = targets[0] > sender
    end = max(targets) if right else min(targets)
    back = -9 if right else 9
    heads = tuple(f"M{x:.1f} {y:.1f}l{back} -5v10z" for x in targets)
    return Arrow(round(sender, 1), round(end + back, 1), tuple(targets), heads)


def _in_words(flows: Sequence[Mapping[str, object]], names: Mapping[object, str]) -> str:
    sentences = [
        f"Flow {flow['number']}, {flow['title']}: {names[flow['sender']]} to "
        f"{', '.join(names[key] for key in flow['recipients'])}; "  # type: ignore[attr-defined]
        f"{WORDS.get(str(flow['identifiability']), str(flow['identifiability'])).lower()}."
        for flow in flows
    ]
    return "Map of the data flows. " + " ".join(sentences)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as one path, a rectangle for each run of dark squares; `size` includes the quiet zone round it."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code of an address, able to lose an eighth of itself and still be read."""
    quiet = 4
    rows = segno.make(text, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(rows, quiet):
        x = quiet
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return QrCode(len(rows) + 2 * quiet, "".join(runs))
