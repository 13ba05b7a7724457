"""Edited copies come back as suggestions, one a clause, against the revisions that they were downloaded from."""

from collections.abc import Collection
from uuid import uuid5

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import WordUpload
from protocols.permissions import check
from protocols.queries.word_returns import returned
from protocols.services.stepping import locked
from protocols.services.suggesting import suggest
from protocols.states import Action


def suggest_changes(*, by: Role, upload: WordUpload, sections: Collection[str], why: str = "") -> WordUpload:
    """Suggest the changes of an edited copy in the clauses named, and let the file go. A second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid where no clause was chosen or one can take no suggestion.
    """
    with act("protocols.word.suggest", by=by, subject=upload.version) as done:
        version = locked(upload.version)
        check(by, version, Action.SUGGEST)
        held = WordUpload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if held.done_at is not None:
            done.cancel()
            return held
        chosen = [one for one in returned(upload).changed if one.section.section_id in sections]
        if not chosen:
            raise Invalid("Choose at least one clause whose changes you suggest.", "sections")
        for one in chosen:
            suggest(
                by=by,
                section=one.section,
                body=one.proposed,
                base_revision=one.base_revision,
                why=why,
                nonce=uuid5(held.pk, one.section.section_id),
            )
        held.counts, held.done_at, held.content = {"suggestions": len(chosen)}, timezone.now(), b""
        held.save(update_fields=["counts", "done_at", "content"])
        done.details.update(file=held.file_name, **held.counts)
    return held
