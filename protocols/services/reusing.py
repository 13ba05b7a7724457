"""Beginning a protocol from another one: its words, flows and risks, without what only the other's parties settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed
from protocols.loader.copying import copying_rules
from protocols.models import DataFlow, Party, ProtocolVersion, Recheck
from protocols.permissions import check, check_create, is_officer_of
from protocols.queries.parties import candidates, signed_parent
from protocols.services.carrying import carry_case, carry_flows, carry_parties, carry_risks, carry_text, carry_values
from protocols.services.creating import begin_draft, check_parent
from protocols.services.particulars import Particulars
from protocols.services.stepping import locked
from protocols.states import Action
from protocols.texts.wording import wording_for


@dataclass(frozen=True)
class Copied:
    """The draft that was begun; and the parties and flows of the other that could not be taken over."""

    version: ProtocolVersion
    parties_left_out: tuple[str, ...] = ()
    flows_left_out: tuple[str, ...] = ()


def copy_protocol(
    *,
    by: Role,
    version: ProtocolVersion,
    particulars: Particulars,
    parent: ProtocolVersion | None = None,
    nonce: UUID | None = None,
) -> Copied:
    """Begin a protocol from a version of another: text, values, parties, flows, risks and the case for it.

    Nothing that others decided comes along: no assessment, evidence, comment, approval, signature, processor's contract
    or agreement to an indemnity. Values of one place or time are cleared, and every part waits to be looked at again.
    A party that is no approved member any more stays behind, with the flows that hang on it alone. The same nonce
    again returns the draft made the first time. Raises NotAllowed, or Invalid with the field that is wrong.
    """
    check_create(by)
    if not is_officer_of(by, version):
        raise NotAllowed(f"Only an officer of {version.protocol.partnership} can copy {version}.")
    particulars.check()
    check_parent(by, version.template_version, parent)
    with act("protocols.protocol.copy", by=by, details={"from": str(version)}) as copying:
        new, is_new = begin_draft(by, version.template_version, particulars, parent, nonce or uuid4(), version)
        if not is_new:
            copying.cancel()
            return Copied(new)
        carry_text(version, new)
        carry_values(_values_for(version), new, version)
        staying, leaving = _sorted_parties(version, new)
        parties = carry_parties(staying, new)
        _mark_acceding(new, parties.values())
        flows, flows_left = carry_flows(version, new, parties)
        carried = {"risks": carry_risks(version, new, parties), "case": carry_case(version, new, parties)}
        _ask_again(new, flows, {name for name, count in carried.items() if count})
        copying.subject = new
        copying.details |= {"left out": [*map(str, leaving), *map(str, flows_left)]}
    return Copied(new, tuple(map(str, leaving)), tuple(flow.title for flow in flows_left))


def confirm_copied(*, by: Role, recheck: Recheck) -> Recheck:
    """Say that a copied part was looked at; a second time changes nothing. Raises NotAllowed or WrongState.

    Raises Invalid where the part is a value that is still empty.
    """
    with act("protocols.copied.confirm", by=by, subject=recheck.version, details={"part": str(recheck)}) as confirming:
        version = locked(recheck.version)
        check(by, version, Action.CONFIRM_COPIED)
        held = Recheck.objects.select_for_update(no_key=True).get(pk=recheck.pk)
        if held.confirmed_at is not None:
            confirming.cancel()
            return held
        _check_given(version, held)
        held.confirmed_at, held.confirmed_by = timezone.now(), str(by)[:250]
        held.save(update_fields=["confirmed_at", "confirmed_by"])
    return held


def _values_for(version: ProtocolVersion) -> dict[str, str]:
    """The values that stand for any place and time; the template's usual ones in place of those that do not."""
    variables, cleared = wording_for(version).variables, copying_rules().cleared
    values = {}
    for row in version.variables.all():
        known = variables.get(row.key)
        if known and known.kind == "party":
            values[row.key] = ""
        elif row.key in cleared:
            values[row.key] = known.default if known else ""
        else:
            values[row.key] = row.value
    return values


def _sorted_parties(old: ProtocolVersion, new: ProtocolVersion) -> tuple[list[Party], list[Party]]:
    """The parties that may be party to the new one, and those that may not."""
    approved = set(candidates(new).values_list("pk", flat=True))
    parties = list(old.parties.select_related("partner"))
    staying = [party for party in parties if party.partner_id in approved]
    return staying, [party for party in parties if party.partner_id not in approved]


def _mark_acceding(version: ProtocolVersion, parties: Iterable[Party]) -> None:
    """Whoever has not signed the overarching protocol can only be party by acceding to it."""
    if version.parent_id is None:
        return
    signed = signed_parent(version)
    for party in parties:
        if party.partner_id not in signed:
            party.accedes_to_parent = True
            party.save(update_fields=["accedes_to_parent"])


def _ask_again(version: ProtocolVersion, flows: Iterable[DataFlow], present: set[str]) -> None:
    """Open a recheck for each part that the copy has, and for each flow."""
    variables = wording_for(version).variables
    parts = [
        part
        for part in copying_rules().again
        if (not part.variable or part.variable in variables) and (not part.of or part.of in present)
    ]
    Recheck.objects.bulk_create([Recheck(version=version, part=part.id) for part in parts])
    Recheck.objects.bulk_create([Recheck(version=version, part="flow", flow=flow) for flow in flows])


def _check_given(version: ProtocolVersion, recheck: Recheck) -> None:
    part = copying_rules().part(recheck.part)
    if part is None or not part.variable:
        return
    if not version.variables.filter(key=part.variable).exclude(value="").exists():
        label = wording_for(version).variables[part.variable].label
        raise Invalid(f"Give “{label}” first: the copy began without it.")
