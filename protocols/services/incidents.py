"""Recording incidents: the people of a party record its own, the officer any; nothing is deleted."""

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from partners.models import Role
from protocols.errors import Invalid, NotAllowed
from protocols.models import Incident, ProtocolVersion
from protocols.permissions import is_officer_of
from protocols.services.incident_contents import IncidentContent
from protocols.services.rows import Rows
from protocols.states import Action


class IncidentRows(Rows[Incident, IncidentContent]):
    """How incidents are written."""

    noun = "incident"
    action = Action.RECORD_INCIDENT

    def of(self, version: ProtocolVersion) -> QuerySet[Incident]:
        """The incidents recorded on a version."""
        return Incident.objects.filter(version=version)

    def check_content(self, by: Role, version: ProtocolVersion, content: IncidentContent) -> None:
        """The party has to be one's own, but for the officer."""
        own = content.party is not None and content.party.partner_id == by.partner_id
        if not own and content.party is not None and not is_officer_of(by, version):
            raise NotAllowed(f"You can only record what happened at {by.partner}.")

    def check_row(self, by: Role, row: Incident) -> None:
        """What another party recorded is not changed."""
        if row.party.partner_id != by.partner_id and not is_officer_of(by, row.version):
            raise NotAllowed(f"You can only change what {by.partner} recorded.")

    def check_free(self, row: Incident) -> None:
        """What happened stays on record."""
        raise Invalid(f"{row} stays on record. Change what is wrong in it.")

    def save(
        self,
        *,
        by: Role,
        version: ProtocolVersion,
        content: IncidentContent,
        row: Incident | None,
        revision: int | None,
        nonce: UUID | None,
    ) -> Incident:
        """As every row is saved, with who first recorded it."""
        named = replace(content, recorded_by=row.recorded_by if row else str(by)[:250])
        return super().save(
            by=by, version=row.version if row else version, content=named, row=row, revision=revision, nonce=nonce
        )


INCIDENTS = IncidentRows()
