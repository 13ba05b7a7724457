"""Redlines as PDF: asked for once, made in the background from what was frozen then, the same bytes each time."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols.documents.redlining import render_redline
from protocols.models import ProtocolVersion, RedlineFile
from protocols.queries.redlines import Side, compare_sides, comparison_of, file_of
from protocols.services.queueing import queue
from protocols.services.stepping import locked


def ask_for_redline(*, by: Role, version: ProtocolVersion, before: Side, after: Side) -> RedlineFile:
    """Have the redline between two texts made as a PDF; asked again, the same file.

    Whoever may see both sides may ask: the caller found them among `sides_for` that person.
    """
    comparison = compare_sides(before, after)
    with act("protocols.redline.ask", by=by, subject=version) as asking:
        held = locked(version)
        known = file_of(held, comparison)
        if known is not None:
            asking.cancel()
            return known
        file = RedlineFile(
            version=held, before=before.key, after=after.key, text=comparison.frozen, sha256=comparison.sha256
        )
        file.save()
        asking.details |= {"from": before.label, "to": after.label}
        queue("make_redline", str(file.pk))
    return file


def make_redline(file: RedlineFile) -> RedlineFile:
    """Make the PDF once; later runs change nothing."""
    if file.made_at is not None:
        return file
    comparison = comparison_of(file.sides)
    made = render_redline(
        comparison.text, comparison.tables, before=comparison.before, after=comparison.after,
        version=file.version, asked_at=file.asked_at, sha256=file.sha256,
    )  # fmt: skip
    with act("protocols.redline.make", by=SYSTEM, subject=file.version) as making:
        held = RedlineFile.objects.select_for_update().get(pk=file.pk)
        if held.made_at is not None:
            making.cancel()
            return held
        held.name, held.pages, held.made_at = _stored(file, made.pdf), made.page_count, timezone.now()
        held.save(update_fields=["name", "pages", "made_at"])
        making.details["file"] = hashlib.sha256(made.pdf).hexdigest()
    return held


def _stored(file: RedlineFile, pdf: bytes) -> str:
    """Where the bytes are kept: under their own SHA-256, so that no file overwrites another."""
    name = f"redlines/{file.version.protocol.reference}/{hashlib.sha256(pdf).hexdigest()}.pdf"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(pdf))
