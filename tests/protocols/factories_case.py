"""Benefits, costs and barriers for tests, made only through the services."""

from uuid import uuid4

from partners.models import Role
from protocols.models import Barrier, CaseEntry, Party, ProtocolVersion
from protocols.services.case import BARRIERS, CASE
from protocols.services.case_contents import BarrierContent, CaseContent


def entry(version: ProtocolVersion, *, by: Role, owner: Party | None = None, **changes: object) -> CaseEntry:
    """A benefit to local people, measured and estimated."""
    given = {
        "side": "benefit", "group": "community", "title": "Help comes sooner", "description": "Needs are seen early.",
        "measured": "Days to first help.", "amount": 12_000, "unit": "pounds", "per": "year", "owner": owner,
    }  # fmt: skip
    content = CaseContent(**{**given, **changes})  # type: ignore[arg-type]
    return CASE.save(by=by, version=version, content=content, row=None, revision=None, nonce=uuid4())


def barrier(version: ProtocolVersion, *, by: Role, owner: Party | None = None, **changes: object) -> Barrier:
    """A barrier of doubt about the law, got over."""
    given = {
        "kind": "lawfulness", "title": "The trust said no", "description": "Its lawyer read the Act narrowly.",
        "standing": "overcome", "done": "Counsel's advice was shared.", "owner": owner,
    }  # fmt: skip
    content = BarrierContent(**{**given, **changes})  # type: ignore[arg-type]
    return BARRIERS.save(by=by, version=version, content=content, row=None, revision=None, nonce=uuid4())
