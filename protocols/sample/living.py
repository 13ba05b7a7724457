"""What happens to an agreement of the sample once it is in force: people read it, and something nearly goes wrong."""

from datetime import time, timedelta
from uuid import uuid4

from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from protocols.models import Incident, ProtocolVersion
from protocols.queries.decisions import live_snapshot
from protocols.sample.joining import Joined
from protocols.services.incident_contents import IncidentContent
from protocols.services.incidents import INCIDENTS
from protocols.services.summaries.asking import ask_to_read
from protocols.services.summaries.reading import confirm_summary, count_staff

READERS = (RoleKind.CONTRIBUTOR, RoleKind.CONTACT)
NEARLY = "A list of open cases was addressed to the wrong team. It was noticed before it was sent; nobody saw it."
LEARNT = "Addresses are chosen from the protocol's own list, and a second person looks before anything is sent."


def keep_alive(joined: Joined, version: ProtocolVersion, council: Partner, police: Partner) -> None:
    """One partner's people are asked to read the summary, some have, and one near miss is on record."""
    contact = joined.at(council, RoleKind.CONTACT)
    ask_to_read(by=contact, version=version)
    snapshot = live_snapshot(version)
    if snapshot is None:
        raise LookupError(f"{version} was not submitted.")
    for partner in (council, police):
        for kind in READERS:
            confirm_summary(by=joined.at(partner, kind), version=version, sha256=snapshot.sha256)
    count_staff(by=contact, version=version, number=46, how="Team meetings in October")
    yesterday = timezone.localdate() - timedelta(days=1)
    content = IncidentContent(
        party=version.parties.get(partner=council), kind=Incident.Kind.NEAR_MISS, what=NEARLY, happened_on=yesterday,
        known_on=yesterday, known_time=time(10, 30), told=Incident.Told.NO, lessons=LEARNT,
    )  # fmt: skip
    by = joined.at(council, RoleKind.CONTRIBUTOR)
    INCIDENTS.save(by=by, version=version, content=content, row=None, revision=None, nonce=uuid4())
