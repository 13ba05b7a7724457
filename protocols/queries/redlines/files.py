"""Redlines as PDF: what one is made from, and which exist for somebody."""

from uuid import UUID

from partners.models import Role
from protocols.models import MadeFile, ProtocolVersion
from protocols.queries.made_files import Wanted
from protocols.queries.redlines.comparing import Comparison
from protocols.queries.redlines.sides import side_of, sides_for


def wanted_redline(version: ProtocolVersion, comparison: Comparison) -> Wanted:
    """The file of exactly this redline."""
    return Wanted(MadeFile.Kind.REDLINE, comparison.frozen, version=version)


def file_for(capacity: Role, version: ProtocolVersion, pk: UUID) -> MadeFile | None:
    """One redline of a version that they see, made or not, if both its sides exist for them."""
    files = MadeFile.objects.filter(kind=MadeFile.Kind.REDLINE, version=version, pk=pk)
    file = files.defer("text").first()
    if file is None:
        return None
    sides = sides_for(capacity, version)
    return file if side_of(sides, file.before) and side_of(sides, file.after) else None
