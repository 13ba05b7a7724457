"""Giving a numbered paragraph the key by which links know it."""

import secrets

from partners.models import Role
from protocols.errors import Conflict, Invalid
from protocols.models import Section
from protocols.permissions import check
from protocols.services.texts import save_section
from protocols.states import Action
from protocols.texts.paragraphs import paragraphs, with_ids

ENOUGH = 200
"""Characters by which a paragraph is known again."""
CHANGED = "That paragraph has changed. Choose it again."


def key_paragraph(*, by: Role, section: Section, place: int, words: str) -> str:
    """The key of the paragraph at `place`, counted from 0, which begins with `words`; it is given one if it has none.

    A second time gives the same key and changes nothing. The clause gets a revision with the same words, and stays as
    ready as it was. Raises NotAllowed, WrongState, or Invalid where another paragraph stands there now.
    """
    check(by, section.version, Action.EDIT_TEXT)
    section.refresh_from_db(fields=["body", "revision"])
    found = paragraphs(section.body)
    if not 0 <= place < len(found) or not words or found[place].words[:ENOUGH] != words[:ENOUGH]:
        raise Invalid(CHANGED)
    if found[place].key:
        return found[place].key
    key = f"p{secrets.token_hex(4)}"
    ids = {one.start: one.key for one in found if one.key} | {found[place].start: key}
    try:
        save_section(by=by, section=section, body=with_ids(section.body, found, ids), revision=section.revision)
    except Conflict as conflict:
        raise Invalid(CHANGED) from conflict
    return key
