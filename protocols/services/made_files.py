"""PDFs that people ask for: frozen when asked for, made once in the background, used again, swept away when old."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols.documents.case_papers import print_papers
from protocols.documents.errors import RenderingError
from protocols.documents.kinds import DocumentKind
from protocols.documents.redlining import render_redline
from protocols.documents.rendering import Rendered, render
from protocols.documents.typesetting import Typeset
from protocols.models import MadeFile, ProtocolVersion, Template
from protocols.permissions import check_compose_for
from protocols.queries.made_files import Wanted, file_of
from protocols.queries.redlines import Side, compare_sides, comparison_of, wanted_redline
from protocols.services.queueing import queue
from protocols.services.stepping import locked
from protocols.snapshot import fingerprint

KEPT = timedelta(days=30)
"""How long a file is kept after somebody asked for it; asked for again, it is made again."""


def ask_for_redline(*, by: Role, version: ProtocolVersion, before: Side, after: Side) -> MadeFile:
    """Have the redline between two texts made; asked again, the same file.

    Whoever may see both sides may ask: the caller found them among `sides_for` that person.
    """
    wanted = wanted_redline(version, compare_sides(before, after))
    return _ask(by, wanted, {"from": before.label, "to": after.label}, before=before.key, after=after.key)


def ask_for_file(*, by: Role, wanted: Wanted) -> MadeFile:
    """Have a case or a preview made; asked again for the same content, the same file.

    Whoever may see the version may ask for its case; a preview is for those who compose templates (NotAllowed).
    """
    if wanted.template is not None:
        check_compose_for(by, by.partnership)
    return _ask(by, wanted, {})


def _ask(by: Role, wanted: Wanted, details: dict[str, str], **sides: str) -> MadeFile:
    with act(f"protocols.{wanted.kind}.ask", by=by, subject=wanted.about, details=details) as asking:
        _hold(wanted)
        known = file_of(wanted)
        if known is not None and (known.is_made or known.is_waited_for):
            asking.cancel()
            return known
        file = known or MadeFile(
            kind=wanted.kind, version=wanted.version, template=wanted.template, text=wanted.text,
            sha256=wanted.sha256, **sides,
        )  # fmt: skip
        file.problem, file.asked_at = "", timezone.now()
        file.save()
        queue("make_file", str(file.pk))
    return file


def _hold(wanted: Wanted) -> None:
    """Two who ask at once follow one another."""
    if wanted.version is not None:
        locked(wanted.version)
    elif wanted.template is not None:
        Template.objects.select_for_update(no_key=True).get(pk=wanted.template.pk)


def make_file(file: MadeFile) -> MadeFile:
    """Make the PDF once; later runs change nothing. Where it cannot be made, the file says why."""
    if file.is_made:
        return file
    made, problem = None, ""
    try:
        made = MAKERS[file.kind](file)
    except RenderingError as error:
        problem = str(error)[:500]
    with act(f"protocols.{file.kind}.make", by=SYSTEM, subject=file.version or file.template) as making:
        held = MadeFile.objects.select_for_update(no_key=True).get(pk=file.pk)
        if held.is_made or problem == held.problem != "":
            making.cancel()
            return held
        held.problem = problem
        if made is not None:
            held.name, held.pages, held.made_at = _stored(file, made.pdf), made.page_count, timezone.now()
            making.details["file"] = hashlib.sha256(made.pdf).hexdigest()
        else:
            making.details["problem"] = problem
        held.save(update_fields=["name", "pages", "made_at", "problem"])
    return held


def sweep_made_files() -> int:
    """Let go of the files that were asked for long ago; how many there were."""
    old = MadeFile.objects.filter(asked_at__lt=timezone.now() - KEPT)
    if not old.exists():
        return 0
    with act("protocols.files.sweep", by=SYSTEM) as sweeping:
        names = list(old.exclude(name="").values_list("name", flat=True))
        count, _ = old.delete()
        sweeping.details["files"] = count
        _delete_stored(names)
        if not count:
            sweeping.cancel()
    return count


def let_go_of_previews(template: Template) -> None:
    """Delete a template's previews, so that it can be deleted itself; inside an act only."""
    names = list(template.made_files.exclude(name="").values_list("name", flat=True))
    template.made_files.all().delete()
    _delete_stored(names)


def _delete_stored(names: list[str]) -> None:
    """Delete the bytes once the rows are gone for good; what another row still names stays."""
    still = set(MadeFile.objects.filter(name__in=names).values_list("name", flat=True))
    for name in set(names) - still:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]


def _stored(file: MadeFile, pdf: bytes) -> str:
    """Where the bytes are kept: under their own SHA-256, or beside what a crash left there, so none is overwritten."""
    return default_storage.save(f"made/{file.kind}/{file.pk}/{hashlib.sha256(pdf).hexdigest()}.pdf", ContentFile(pdf))


def _redline(file: MadeFile) -> Typeset:
    comparison = comparison_of(file.content)
    if file.version is None:
        raise LookupError("A redline is about a version.")
    return render_redline(
        comparison.text, comparison.tables, before=comparison.before, after=comparison.after,
        version=file.version, asked_at=file.asked_at, sha256=file.sha256, not_needed=comparison.not_needed,
    )  # fmt: skip


def _case(file: MadeFile) -> Typeset:
    return print_papers(file.content, identifier=file.sha256)


def _preview(file: MadeFile) -> Rendered:
    return render(file.content, DocumentKind.DRAFT, sha256=fingerprint(file.text), label="Preview")


MAKERS: dict[str, Callable[[MadeFile], Any]] = {
    MadeFile.Kind.REDLINE: _redline,
    MadeFile.Kind.CASE: _case,
    MadeFile.Kind.PREVIEW: _preview,
}
