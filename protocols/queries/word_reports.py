"""What was read of a Word file and what was left out, each in a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from protocols.loader.word import Understood

SHOWN = 12
# Each tally with what is said of one and of more.
SAID = {
    "paragraphs": ("1 paragraph was read.", "{} paragraphs were read."),
    "tables": ("1 table was kept.", "{} tables were kept."),
    "notes": (
        "1 footnote or endnote was put in brackets where its number stood.",
        "{} footnotes or endnotes were put in brackets where their numbers stood.",
    ),
    "boxes": (
        "The words of 1 text box follow the paragraph that held it.",
        "The words of {} text boxes follow the paragraphs that held them.",
    ),
    "typed numbers": (
        "1 number that was typed before a paragraph is counted by the portal now.",
        "{} numbers that were typed before paragraphs are counted by the portal now.",
    ),
    "put in": ("1 tracked insertion was read as accepted.", "{} tracked insertions were read as accepted."),
    "taken out": ("1 tracked deletion was read as accepted.", "{} tracked deletions were read as accepted."),
    "contents": ("The table of contents was left out: the portal makes its own.",) * 2,
    "hidden": ("1 piece of hidden text was left out.", "{} pieces of hidden text were left out."),
    "too deep": (
        "Text inside more than twelve tables or frames was left out.",
        "Text inside more than twelve tables or frames was left out, in {} places.",
    ),
    "outside": (
        "1 thing outside the file, such as a template or a picture, was not fetched.",
        "{} things outside the file, such as templates and pictures, were not fetched.",
    ),
    "fetching fields": (
        "1 field that would fetch words from another program or file was not run: what it shows was read.",
        "{} fields that would fetch words from other programs or files were not run: what they show was read.",
    ),
    "embedded": ("1 embedded file was left out.", "{} embedded files were left out."),
}


def sentences(understood: Understood) -> Sequence[str]:
    """Everything that is to be told of a file, in order."""
    return [*_tallies(understood.counts), *_named(understood)]


def _tallies(counts: Mapping[str, int]) -> Iterator[str]:
    for name, (one, more) in SAID.items():
        count = counts.get(name, 0)
        if count:
            yield one if count == 1 else more.format(f"{count:,}")


def _named(understood: Understood) -> Iterator[str]:
    pictures = understood.counts.get("pictures", 0)
    if pictures:
        names = "; ".join(understood.pictures[:SHOWN]) + ("; and others" if pictures > SHOWN else "")
        yield f"{pictures} picture{' was' if pictures == 1 else 's were'} left out: {names}."
    for comment in understood.comments[:SHOWN]:
        yield f"A comment in the margin was left out. {comment}"
    if len(understood.comments) > SHOWN:
        yield f"{len(understood.comments) - SHOWN} more comments in the margin were left out."
