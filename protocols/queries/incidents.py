"""The incidents of a protocol, for its parties."""

from django.db.models import QuerySet

from protocols.models import Incident, ProtocolVersion


def incidents_of(version: ProtocolVersion) -> QuerySet[Incident]:
    """Every incident recorded on any version of the protocol, newest first."""
    found = Incident.objects.filter(version__protocol_id=version.protocol_id)
    return found.select_related("party__partner", "version__protocol__partnership")
