"""Read the public guide: its wording, its form, and the questions that it leaves people with."""

from __future__ import annotations

from legal_basis.law import (
    BODY_CLASSES,
    COLLECTED,
    IDENTIFIABILITY,
    SITUATION_WORDS,
    Guide,
    GuideAsk,
    GuideOption,
    GuideQuestion,
    LawLibrary,
)
from legal_basis.loader.reading import ContentFile, Entry, entries

OPTIONS = {
    "who": BODY_CLASSES,
    "whom": BODY_CLASSES,
    "theme": (),
    "kinds": (),
    "people": IDENTIFIABILITY,
    "collected": COLLECTED,
}
"""The questions of the form, with the answers that each must word."""


def read_guide(file: ContentFile, law: LawLibrary) -> Guide:
    """The guide. Raises ContentError where words are missing or a step does not exist."""
    head = Entry(file, "", file.data).only(required=("wording", "asks", "questions", "no_power"))
    asks = {entry.text("key"): _ask(entry) for entry in entries(file, "asks", "key")}
    if tuple(asks) != tuple(OPTIONS):
        raise head.error(f"asks have to be {', '.join(OPTIONS)}, in this order")
    no_power: dict[str, str] = file.data["no_power"]
    if set(no_power) != set(BODY_CLASSES):
        raise head.error(f"no_power has to speak to each of {', '.join(BODY_CLASSES)}")
    questions = tuple(_question(entry, law) for entry in entries(file, "questions"))
    return Guide(wording=file.data["wording"], asks=asks, questions=questions, no_power=no_power)


def _ask(entry: Entry) -> GuideAsk:
    entry.only(required=("key", "label", "missing"), optional=("hint", "options"))
    key = entry.among("key", OPTIONS)
    options = tuple(_option(option) for option in entry.each("options", "key"))
    if tuple(option.key for option in options) != tuple(OPTIONS[key]):
        raise entry.error(f"options have to be {', '.join(OPTIONS[key]) or 'left to the library'}")
    return GuideAsk(key, entry.text("label"), entry.text("hint"), entry.text("missing"), options)


def _option(entry: Entry) -> GuideOption:
    entry.only(required=("key", "label"), optional=("hint",))
    return GuideOption(entry.text("key"), entry.text("label"), entry.text("hint"))


def _question(entry: Entry, law: LawLibrary) -> GuideQuestion:
    entry.only(required=("id", "text", "why", "who", "steps"), optional=("when", "unless"))
    for name in entry.words("steps"):
        if name not in law.current.by_id:
            raise entry.error(f"names the step {name!r}, which does not exist")
    return GuideQuestion(
        id=entry.text("id"),
        text=entry.text("text"),
        why=entry.text("why"),
        who=entry.text("who"),
        steps=entry.words("steps"),
        when=entry.all_among("when", SITUATION_WORDS),
        unless=entry.all_among("unless", SITUATION_WORDS),
    )
