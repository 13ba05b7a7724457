"""The risk register: taking over starter risks, adding, changing and deleting risks."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.models import QuerySet

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed
from protocols.loader.risks import StarterRisk, starter_risks
from protocols.models import Party, ProtocolVersion, Risk
from protocols.permissions import check, is_officer_of, party_of
from protocols.services.risk_contents import RiskContent
from protocols.services.rows import Rows
from protocols.services.stepping import locked
from protocols.states import Action


class RiskRows(Rows[Risk, RiskContent]):
    """How risks are written: by the partner that owns them."""

    noun = "risk"
    action = Action.EDIT_RISKS

    def of(self, version: ProtocolVersion) -> QuerySet[Risk]:
        """The risks of a version."""
        return Risk.objects.filter(version=version)

    def check_content(self, by: Role, version: ProtocolVersion, content: RiskContent) -> None:
        """A contributor's own partner has to be the owner."""
        _check_own(by, version, content.owner)

    def check_row(self, by: Role, row: Risk) -> None:
        """A contributor takes over no risk of others, but may take up one that nobody owns."""
        if row.owner_id is not None:
            _check_own(by, row.version, row.owner)


RISKS = RiskRows()


def add_starters(*, by: Role, version: ProtocolVersion, ids: Sequence[str] | None = None) -> list[Risk]:
    """Take over starter risks into the register: those named, or all that the theme offers.

    Those taken over before are left as they are, so a second time adds nothing. A contributor's own party becomes the
    owner; those that the officer takes over have none yet. Raises NotAllowed, WrongState, or Invalid for an unknown id.
    """
    with act("protocols.risk.add_starters", by=by, subject=version) as adding:
        version = locked(version)
        check(by, version, Action.EDIT_RISKS)
        offered = {one.id: one for one in starter_risks().of(version.protocol.theme)}
        unknown = [name for name in ids or () if name not in offered]
        if unknown:
            raise Invalid(f"“{unknown[0]}” is not a starter risk of this theme. Open the page again and choose one.")
        taken = set(version.risks.exclude(starter="").values_list("starter", flat=True))
        wanted = [one for key, one in offered.items() if (ids is None or key in ids) and key not in taken]
        if not wanted:
            adding.cancel()
            return []
        owner = None if is_officer_of(by, version) else party_of(by, version)
        first = RISKS.next_number(version)
        made = [_take_over(version, starter, owner, number) for number, starter in enumerate(wanted, first)]
        Risk.objects.bulk_create(made)
        adding.details["starters"] = [one.starter for one in made]
    return made


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


def _check_own(by: Role, version: ProtocolVersion, owner: Party | None) -> None:
    """A contributor writes the risks that its own partner owns; the officer writes any."""
    if not is_officer_of(by, version) and (owner is None or owner.partner_id != by.partner_id):
        raise NotAllowed(
            f"You can only write risks that {by.partner} owns. Comment on this one, or ask the partnership's officer."
        )


def _take_over(version: ProtocolVersion, starter: StarterRisk, owner: Party | None, number: int) -> Risk:
    fields = RiskContent.of(starter, owner).as_fields()
    source = Risk.Source.STARTER
    return Risk(version=version, number=number, source=source, starter=starter.id, nonce=uuid4(), **fields)
