"""Risks for tests, made only through the services."""

from uuid import uuid4

from partners.models import Role
from protocols.models import Party, ProtocolVersion, Risk
from protocols.services.risk_contents import RiskContent
from protocols.services.risks import save_risk


def content(owner: Party | None = None, **changes: object) -> RiskContent:
    """What a risk of a wrong match says: high before, medium after."""
    given: dict[str, object] = {
        "title": "Records are matched to the wrong person", "description": "Two people share a name and a street.",
        "likelihood_before": 4, "severity_before": 4, "mitigation": "Match on three items, and test a sample.",
        "likelihood_after": 2, "severity_after": 4, "owner": owner, "owner_post": "Head of analysis",
    }  # fmt: skip
    return RiskContent(**{**given, **changes})  # type: ignore[arg-type]


def add(version: ProtocolVersion, *, by: Role, owner: Party | None = None, **changes: object) -> Risk:
    """A risk, owned by the first party unless another is given."""
    owner = owner or version.parties.select_related("partner").first()
    return save_risk(by=by, version=version, content=content(owner, **changes), nonce=uuid4())


def stays_high(version: ProtocolVersion, *, by: Role, **changes: object) -> Risk:
    """A risk that stays high: 3 times 5."""
    scores = {"likelihood_before": 4, "severity_before": 5, "likelihood_after": 3, "severity_after": 5}
    return add(version, by=by, **{**scores, **changes})
