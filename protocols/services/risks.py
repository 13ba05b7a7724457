"""The risk register: taking over starter risks, adding, changing and deleting risks."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.models import Max

from partners.models import Role
from portal.audit.acts import Act, act
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.loader.risks import StarterRisk, starter_risks
from protocols.models import Party, ProtocolVersion, Risk
from protocols.permissions import check, is_officer_of, party_of
from protocols.services.risk_contents import RiskContent, differences
from protocols.services.stepping import locked
from protocols.states import Action


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
        first = _next_number(version)
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
    name = "protocols.risk.add" if risk is None else "protocols.risk.change"
    with act(name, by=by, subject=risk) as saving:
        version = locked(version)
        check(by, version, Action.EDIT_RISKS)
        _check_own(by, version, content.owner)
        content.check(version)
        if risk is None:
            return _add(saving, version, content, nonce)
        return _change(saving, by, risk, content, revision)


def delete_risk(*, by: Role, risk: Risk) -> None:
    """Take a risk out of the register; the trail keeps what it was. Raises NotAllowed or WrongState."""
    with act("protocols.risk.delete", by=by, subject=risk.version, details={"risk": str(risk)}):
        _held(by, risk).delete()


def _check_own(by: Role, version: ProtocolVersion, owner: Party | None) -> None:
    """A contributor writes the risks that its own partner owns; the officer writes any."""
    if not is_officer_of(by, version) and (owner is None or owner.partner_id != by.partner_id):
        raise NotAllowed(
            f"You can only write risks that {by.partner} owns. Comment on this one, or ask the partnership's officer."
        )


def _held(by: Role, risk: Risk) -> Risk:
    """The risk as it stands, held with its version, if it may be written now and by them.

    A contributor may take up a risk that nobody owns.
    """
    version = locked(risk.version)
    check(by, version, Action.EDIT_RISKS)
    held = Risk.objects.select_for_update().get(pk=risk.pk)
    held.version = version
    if held.owner_id is not None:
        _check_own(by, version, held.owner)
    return held


def _next_number(version: ProtocolVersion) -> int:
    highest: int | None = version.risks.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _take_over(version: ProtocolVersion, starter: StarterRisk, owner: Party | None, number: int) -> Risk:
    fields = RiskContent.of(starter, owner).as_fields()
    source = Risk.Source.STARTER
    return Risk(version=version, number=number, source=source, starter=starter.id, nonce=uuid4(), **fields)


def _add(adding: Act, version: ProtocolVersion, content: RiskContent, nonce: UUID | None) -> Risk:
    if nonce is None:
        raise Invalid("This form is not whole. Open the page again and send it once more.")
    made = Risk.objects.filter(version=version, nonce=nonce).first()
    if made is not None:
        adding.cancel()
        return made
    risk = Risk(version=version, number=_next_number(version), nonce=nonce, **content.as_fields())
    risk.save()
    adding.subject = risk
    return risk


def _change(changing: Act, by: Role, risk: Risk, content: RiskContent, revision: int | None) -> Risk:
    held = _held(by, risk)
    changed = differences(held, content)
    if not changed:
        changing.cancel()
        return held
    if revision != held.revision:
        raise Conflict(
            "Somebody else saved this risk while you were writing. Nothing was overwritten: compare the two below.",
            theirs=str(held.revision),
            yours=str(revision),
            revision=held.revision,
        )
    for name, value in content.as_fields().items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    changing.details["changed"] = changed
    return held
