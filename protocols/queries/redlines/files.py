"""Redlines as PDF: which exist for somebody."""

from uuid import UUID

from partners.models import Role
from protocols.models import ProtocolVersion, RedlineFile
from protocols.queries.redlines.comparing import Comparison
from protocols.queries.redlines.sides import side_of, sides_for


def file_of(version: ProtocolVersion, comparison: Comparison) -> RedlineFile | None:
    """The file of exactly this redline, made or being made."""
    return RedlineFile.objects.filter(version=version, sha256=comparison.sha256).defer("text").first()


def file_for(capacity: Role, version: ProtocolVersion, pk: UUID) -> RedlineFile | None:
    """One finished file of a version that they see, if both its sides exist for them."""
    file = RedlineFile.objects.filter(version=version, pk=pk, made_at__isnull=False).defer("text").first()
    if file is None:
        return None
    sides = sides_for(capacity, version)
    return file if side_of(sides, file.before) and side_of(sides, file.after) else None
