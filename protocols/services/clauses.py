"""The clause library: saving a clause of a protocol, putting one into another, retiring one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from legal_basis.loader import library as law_library
from partners.models import Partnership, Role
from portal.audit.acts import act
from portal.richtext import plain
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.loader.contents import variables_of
from protocols.models import ClauseUse, SavedClause, Section
from protocols.permissions import check, check_compose_for
from protocols.queries.clauses import stands_in
from protocols.services.declaring import declare_variables
from protocols.services.stepping import locked
from protocols.services.texts import save_section
from protocols.states import Action
from protocols.texts.wording import variable_from, wording_for


@dataclass(frozen=True)
class ClauseContent:
    """What somebody says of a clause that they save."""

    title: str
    theme: str = ""
    tags: str = ""
    note: str = ""

    def tidied(self) -> "ClauseContent":
        """Without stray spaces. Raises Invalid, naming the field."""
        found = replace(self, title=" ".join(self.title.split()), tags=" ".join(self.tags.split()))
        if not found.title:
            raise Invalid("Give the clause a title by which others will find it.", "title")
        for name, most in (("title", 120), ("tags", 200), ("note", 2000)):
            if len(getattr(found, name)) > most:
                raise Invalid(f"This can be {most} characters long. Shorten it.", name)
        if found.theme and found.theme not in law_library().themes:
            raise Invalid("Choose a theme from the list.", "theme")
        return found


def save_clause(*, by: Role, section: Section, given: ClauseContent, nonce: UUID) -> SavedClause:
    """Save a section's own wording to the partnership's library. The same nonce saves it once.

    Raises NotAllowed, or Invalid where there is nothing to save or the title is taken.
    """
    clean = given.tidied()
    version = section.version
    with act("protocols.clause.save", by=by, details={"title": clean.title}) as saving:
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=version.protocol.partnership_id)
        check_compose_for(by, partnership)
        known = SavedClause.objects.filter(nonce=nonce, partnership=partnership).first()
        if known is not None:
            saving.cancel()
            return known
        # Held, since the new row names it: whoever puts a text back has all clauses, and waits for the trail's end.
        section = Section.objects.select_for_update(no_key=True).get(pk=section.pk)
        if not plain(section.body):
            raise Invalid("This clause has no text of its own. Write it before you save it.")
        if SavedClause.objects.filter(partnership=partnership, retired_at=None, title__iexact=clean.title).exists():
            raise Invalid(f"The library has a clause called “{clean.title}”. Give this one another title.", "title")
        variables = wording_for(version).variables
        clause = SavedClause(
            partnership=partnership, title=clean.title, theme=clean.theme, tags=clean.tags, note=clean.note.strip(),
            body=section.body, words=_words(clean, section.body), came_from=section, nonce=nonce,
            saved_by=str(by)[:250],
            variables=[asdict(variables[key]) for key in variables_of(section.body) if key in variables],
        )  # fmt: skip
        clause.save()
        saving.subject = clause
    return clause


def put_in(*, by: Role, clause: SavedClause, section: Section, revision: int) -> Section:
    """Put a saved clause at the end of a section, as a save of it; where it stands there already, nothing changes.

    Variables of the clause that the protocol does not know come with it. Raises NotAllowed, WrongState, Invalid where
    the section cannot be written, or Conflict where somebody saved since `revision`.
    """
    with act("protocols.clause.put_in", by=by, subject=clause, details={"section": str(section)}) as putting:
        version = locked(section.version)
        check(by, version, Action.EDIT_TEXT)
        if clause.partnership_id != version.protocol.partnership_id:
            raise NotAllowed("This clause is another partnership's.")
        if clause.retired_at is not None:
            raise WrongState(f"The clause “{clause}” is retired. Choose another.")
        held = version.sections.get(pk=section.pk)
        use = ClauseUse.objects.filter(clause=clause, section=held).first()
        if use is not None and stands_in(clause, held.body):
            putting.cancel()
            return held
        saved = save_section(by=by, section=held, body=held.body + clause.body, revision=revision)
        declare_variables(version, clause.body, _variables(clause))
        if use is None:
            ClauseUse(clause=clause, section=saved, put_in_by=str(by)[:250]).save()
    return saved


def retire_clause(*, by: Role, clause: SavedClause) -> SavedClause:
    """Take a clause out of use; texts that have it stay as they are. A second time changes nothing."""
    with act("protocols.clause.retire", by=by, subject=clause) as retiring:
        check_compose_for(by, clause.partnership)
        held = SavedClause.objects.select_for_update(no_key=True).get(pk=clause.pk)
        if held.retired_at is not None:
            retiring.cancel()
            return held
        held.retired_at = timezone.now()
        held.save(update_fields=["retired_at"])
    return held


def _variables(clause: SavedClause) -> Mapping[str, Any]:
    return {one["key"]: variable_from(one) for one in clause.variables}


def _words(given: ClauseContent, body: str) -> str:
    """What is searched: all that is said of the clause and in it, in small letters."""
    return " ".join([given.title, given.tags, given.note, plain(body)]).lower()
