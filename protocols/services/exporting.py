"""Handing an agreement to an operator: the signed PDF, or the frozen content that it was made from."""

from protocols.errors import Invalid
from protocols.models import ProtocolVersion
from protocols.queries.decisions import live_snapshot
from protocols.queries.documents import signed_document

FORMATS = ("pdf", "json")


def version_to_export(reference: str, number: int | None = None) -> ProtocolVersion:
    """The version asked for; without a number, the newest that was signed by all, or else the newest.

    Raises Invalid where there is none.
    """
    versions = ProtocolVersion.objects.filter(protocol__reference=reference).select_related("protocol")
    if number is not None:
        found = versions.filter(number=number).first()
    else:
        signed = versions.filter(snapshots__documents__kind="signed", snapshots__instrument=None).order_by("-number")
        found = signed.first() or versions.order_by("-number").first()
    if found is None:
        raise Invalid(f"There is no {reference}{f' version {number}' if number else ''} in this portal.")
    return found


def export(version: ProtocolVersion, form: str) -> bytes:
    """The bytes of a version: its sealed PDF, or its frozen content as canonical JSON.

    Raises Invalid where there is nothing of that form: an unsigned file is never exported as the agreement.
    """
    if form == "pdf":
        document = signed_document(version)
        if document is None:
            raise Invalid(f"{version} is not signed by all, so it has no signed PDF. Its content exports as json.")
        return document.read()
    snapshot = live_snapshot(version)
    if snapshot is None:
        raise Invalid(f"{version} is still being drafted: nothing of it is frozen yet.")
    return snapshot.text.encode()
