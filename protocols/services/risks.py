"""The risk register: taking over starter risks, adding, changing and deleting risks."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from partners.models import Role
from protocols.loader.risks import StarterRisk, starter_risks
from protocols.models import Party, ProtocolVersion, Risk
from protocols.services.owned_rows import StarterRows
from protocols.services.risk_contents import RiskContent
from protocols.states import Action


class RiskRows(StarterRows[Risk, RiskContent]):
    """How risks are written: by the partner that owns them."""

    noun = "risk"
    action = Action.EDIT_RISKS
    not_own = "You can only write risks that {partner} owns. Comment on this one, or ask the partnership's officer."
    starting = "protocols.risk.add_starters"
    not_offered = "“{starter}” is not a starter risk of this theme. Open the page again and choose one."

    def of(self, version: ProtocolVersion) -> QuerySet[Risk]:
        """The risks of a version."""
        return Risk.objects.filter(version=version)

    def starters(self, theme: str) -> Mapping[str, StarterRisk]:
        """The starter risks of a theme."""
        return {one.id: one for one in starter_risks().of(theme)}

    def begun(self, starter: StarterRisk, owner: Party | None) -> dict[str, object]:
        """The fields of the risk that a starter begins."""
        return {"source": Risk.Source.STARTER, **RiskContent.of(starter, owner).as_fields()}


RISKS = RiskRows()


def add_starters(*, by: Role, version: ProtocolVersion, ids: Sequence[str] | None = None) -> list[Risk]:
    """Take over starter risks into the register: those named, or all that the theme offers; a second time adds nothing.

    Raises NotAllowed, WrongState, or Invalid for an unknown id.
    """
    return RISKS.add_starters(by=by, version=version, ids=ids)


def save_risk(
    *,
    by: Role,
    version: ProtocolVersion,
    content: RiskContent,
    risk: Risk | None = None,
    revision: int | None = None,
    nonce: UUID | None = None,
) -> Risk:
    """Add a risk of the parties' own (with `nonce`) or change one (with the `revision` that its form was made from).

    The same nonce again returns the risk added the first time. Raises NotAllowed, WrongState, Invalid with the field,
    or Conflict where somebody saved the risk since.
    """
    return RISKS.save(by=by, version=version, content=content, row=risk, revision=revision, nonce=nonce)


def delete_risk(*, by: Role, risk: Risk) -> None:
    """Take a risk out of the register; the trail keeps what it was. Raises NotAllowed or WrongState."""
    RISKS.delete(by=by, row=risk)
