"""Who may do what to a version, and whether its state allows it: one refusal sentence for every use.

`check` raises it, `why_not` returns it for the page and the disabled button, `may` answers yes or no.
"""

from collections.abc import Callable

from partners.models import Partnership, Role
from partners.roles import RoleKind
from portal.audit.actors import SYSTEM, ActsAs
from protocols.errors import NotAllowed, Refused, WrongState
from protocols.facts.commencing import is_open
from protocols.facts.parents import unable_to_sign
from protocols.kinds import OWN_ACTS
from protocols.models import Instrument, Party, ProtocolVersion, Template
from protocols.models.adherence import KEEPERS
from protocols.models.joining import BEGINNERS, OBJECTORS
from protocols.states import INSTRUMENTS, SETTLED, TABLE, WHILE_OPEN, Action, State, Who, move, refusal

DECIDERS = frozenset({RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO})
ACCOUNTABLE = frozenset({RoleKind.SIGNATORY, RoleKind.SIRO})
BY_THE_BOUND = frozenset(
    {Action.RECORD_INCIDENT, Action.GIVE_ADHERENCE, Action.REVIEW, Action.ASK_TO_READ, Action.COUNT_STAFF}
)
"""What the people of a party do under an agreement, and not while only the others have signed it."""


def check(by: ActsAs, version: ProtocolVersion, action: Action, *, party: Party | None = None) -> None:
    """Raise NotAllowed or WrongState unless `by` may do the action to the version now.

    `party` is the party that is acted for, where the action is one party's own: only its people may then act.
    """
    _check_who(by, version, action, party)
    if move(version.status, action) is None:
        raise WrongState(refusal(version.status, action))
    if version.status is State.IN_FORCE and action in WHILE_OPEN and not is_open(version):
        raise WrongState(f"Signing of {version} is closed, so you cannot {action.value}.")
    if version.status is State.SIGNING and action is Action.BACK_TO_DRAFT and not unable_to_sign(version):
        raise WrongState(
            f"Every party has approved {version}, and it is being signed. It goes back to draft where a party declines "
            "to sign, or cannot sign because it left the overarching protocol."
        )


def check_instrument(by: ActsAs, instrument: Instrument, action: Action, *, party: Party | None = None) -> None:
    """Raise NotAllowed or WrongState unless `by` may do the action to the instrument now.

    `party` is the party that is acted for. Whoever joins by an accession acts for itself before it is bound.
    """
    version, table = instrument.version, INSTRUMENTS
    if isinstance(by, Role) and not by.is_current():
        raise NotAllowed(f"You no longer hold the role {by.label}. Choose another capacity at the top of the page.")
    here = move(instrument.status, action, table)
    who = here.who if here else next(found.who for (_, known), found in table.items() if known is action)
    own = party is not None and isinstance(by, Role) and by.partner_id == party.partner_id and by.role in AT_PARTY[who]
    holds = begins(by, instrument) if who is Who.BEGINNER else HOLDS[who](by, version)
    if not (own if party is not None else holds):
        whom = f" for {party}" if party is not None else ""
        raise NotAllowed(f"Only {ONLY[who]} can {action.value}{whom}. {_acting_as(by)}")
    if here is None:
        raise WrongState(refusal(instrument.status, action, table))


def begins(by: ActsAs, instrument: Instrument) -> bool:
    """Whether somebody may begin such an instrument, whatever its state: an officer, or its party for its own act."""
    if is_officer_of(by, instrument.version):
        return True
    party = instrument.party if instrument.kind in OWN_ACTS else None
    return party is not None and isinstance(by, Role) and by.role in BEGINNERS and by.partner_id == party.partner_id


def begins_for_own(by: ActsAs, version: ProtocolVersion) -> bool:
    """Whether somebody may begin what is their own party's act."""
    return isinstance(by, Role) and by.is_current() and _at_party(by, version, BEGINNERS)


def why_not_instrument(by: ActsAs, instrument: Instrument, action: Action, *, party: Party | None = None) -> str | None:
    """The sentence that says why the action on an instrument is refused; None where it may be done."""
    try:
        check_instrument(by, instrument, action, party=party)
    except Refused as refused:
        return refused.sentence
    return None


def why_not(by: ActsAs | None, version: ProtocolVersion, action: Action, *, party: Party | None = None) -> str | None:
    """The sentence that says why the action is refused; None where it may be done."""
    if by is None:
        return "You hold no role in this portal yet. Ask your organisation's designated contact to invite you."
    try:
        check(by, version, action, party=party)
    except Refused as refused:
        return refused.sentence
    return None


def may(by: ActsAs | None, version: ProtocolVersion, action: Action, *, party: Party | None = None) -> bool:
    """Whether the action may be done now."""
    return why_not(by, version, action, party=party) is None


def check_create(by: ActsAs) -> None:
    """Raise NotAllowed unless somebody may begin a protocol: a partnership's officer may."""
    if not (isinstance(by, Role) and by.role is RoleKind.OFFICER and by.is_current()):
        raise NotAllowed(f"Only a partnership's officer can create a protocol. {_acting_as(by)}")


def check_keep_agreements(by: ActsAs, partnership: Partnership) -> None:
    """Raise NotAllowed unless somebody may keep agreements made elsewhere: its officer, or the operator."""
    officer = isinstance(by, Role) and by.role is RoleKind.OFFICER and by.is_current()
    if by is SYSTEM or (officer and getattr(by, "partnership_id", None) == partnership.pk):
        return
    raise NotAllowed(f"Only an officer of {partnership} can keep agreements made elsewhere. {_acting_as(by)}")


def check_sees(by: ActsAs, version: ProtocolVersion) -> None:
    """Raise NotAllowed unless somebody takes part in the version: its officer, or a role at a party."""
    if not _reads(by, version):
        raise NotAllowed(f"Only people who take part in {version} can do this. {_acting_as(by)}")


def check_compose_for(by: ActsAs, partnership: Partnership | None) -> None:
    """Raise NotAllowed unless somebody may compose a partnership's templates and keep its clauses: its officer may."""
    officer = isinstance(by, Role) and by.role is RoleKind.OFFICER and by.is_current()
    if partnership is None or not (officer and getattr(by, "partnership_id", None) == partnership.pk):
        whose = f"an officer of {partnership}" if partnership else "a partnership's officer"
        raise NotAllowed(f"Only {whose} can compose its templates. {_acting_as(by)}")


def check_compose(by: ActsAs, template: Template) -> None:
    """Raise NotAllowed unless somebody may change a template: nobody may change a built-in one."""
    if template.partnership is None:
        raise NotAllowed("This template is built in, and cannot be changed. Copy it to make your own.")
    check_compose_for(by, template.partnership)


def is_officer_of(by: ActsAs, version: ProtocolVersion) -> bool:
    """Whether somebody acts as an officer of the version's partnership."""
    return isinstance(by, Role) and by.role is RoleKind.OFFICER and by.partnership_id == version.protocol.partnership_id


def writes(by: ActsAs, version: ProtocolVersion) -> bool:
    """Whether somebody is of those who write a version, whatever its state allows now."""
    return _writes(by, version)


def party_of(by: ActsAs, version: ProtocolVersion) -> Party | None:
    """The party that somebody acts for in this version; no query where the parties were fetched before."""
    if not isinstance(by, Role) or by.partner_id is None:
        return None
    return next((party for party in version.parties.all() if party.partner_id == by.partner_id), None)


def _check_who(by: ActsAs, version: ProtocolVersion, action: Action, party: Party | None) -> None:
    who = _who(version, action)
    if isinstance(by, Role) and not by.is_current():
        raise NotAllowed(f"You no longer hold the role {by.label}. Choose another capacity at the top of the page.")
    if not HOLDS[who](by, version):
        raise NotAllowed(f"Only {ONLY[who]} can {action.value}. {_acting_as(by)}")
    _check_bound(by, version, action)
    if party is None:
        return
    own = party_of(by, version)
    if own is None or own.pk != party.pk:
        raise NotAllowed(f"Only the people of {party} can {action.value} for {party}. {_acting_as(by)}")


def _check_bound(by: ActsAs, version: ProtocolVersion, action: Action) -> None:
    """Whoever acts for a party that has not signed a text in force between others does not yet act under it."""
    if action not in BY_THE_BOUND or not version.comes_into_force_early or is_officer_of(by, version):
        return
    own = party_of(by, version)
    if own is not None and own.signs_late and own.bound_from is None:
        raise NotAllowed(f"{own} has not signed {version}, so it is not bound by it, and you cannot {action.value}.")


def _who(version: ProtocolVersion, action: Action) -> Who:
    """Who the table names for the action: in this state, or in the first state that allows it."""
    here = move(version.status, action)
    tables = {**TABLE, **INSTRUMENTS}
    return here.who if here else next(found.who for (_, known), found in tables.items() if known is action)


def _acting_as(by: ActsAs) -> str:
    return f"You are acting as {by.as_actor().capacity}."


def _writes(by: ActsAs, version: ProtocolVersion) -> bool:
    return is_officer_of(by, version) or _at_party(by, version, {RoleKind.CONTRIBUTOR})


def _reads(by: ActsAs, version: ProtocolVersion) -> bool:
    if is_officer_of(by, version):
        return True
    kinds = set(RoleKind) if version.status in SETTLED else set(RoleKind) - {RoleKind.VIEWER}
    return _at_party(by, version, kinds)


def _owns_review(by: ActsAs, version: ProtocolVersion) -> bool:
    own = isinstance(by, Role) and version.protocol.review_owner_id == by.pk
    return is_officer_of(by, version) or (own and _at_party(by, version, set(RoleKind)))


def _at_party(by: ActsAs, version: ProtocolVersion, kinds: set[RoleKind] | frozenset[RoleKind]) -> bool:
    if not (isinstance(by, Role) and by.role in kinds and by.partner_id is not None):
        return False
    return version.known_party == by.partner_id or party_of(by, version) is not None


ONLY: dict[Who, str] = {
    Who.OFFICER: "the partnership's officer",
    Who.WRITER: "the partnership's officer or a contributor of a party",
    Who.READER: "people with a role at a party, other than viewers before it is in force,",
    Who.DECIDER: "the data protection officer, Caldicott Guardian or senior information risk owner of a party",
    Who.ACCOUNTABLE: "a signatory or the senior information risk owner of a party",
    Who.SIGNATORY: "a signatory of a party",
    Who.ADVISER: "a legal adviser of a party",
    Who.ARRANGER: "the partnership's officer or the designated contact of a party",
    Who.HANDER: "the designated contact or a signatory of a party",
    Who.OWNER: "the owner of its review or the partnership's officer",
    Who.KEEPER: "the partnership's officer, or the designated contact, a contributor or the data protection officer of "
    "a party,",
    Who.CONTACT: "the designated contact of a party",
    Who.BEGINNER: "the partnership's officer or, for a party's own act, its designated contact, a contributor or a "
    "signatory of it",
    Who.OBJECTOR: "the designated contact, a contributor, a signatory or the data protection officer of a party",
    Who.PORTAL: "the portal itself",
}

AT_PARTY: dict[Who, frozenset[RoleKind]] = {
    Who.OFFICER: frozenset(),
    Who.WRITER: frozenset({RoleKind.CONTRIBUTOR}),
    Who.READER: frozenset(RoleKind.at_partner()),
    Who.DECIDER: DECIDERS,
    Who.ACCOUNTABLE: ACCOUNTABLE,
    Who.SIGNATORY: frozenset({RoleKind.SIGNATORY}),
    Who.ADVISER: frozenset({RoleKind.LEGAL_ADVISER}),
    Who.ARRANGER: frozenset({RoleKind.CONTACT}),
    Who.HANDER: frozenset({RoleKind.CONTACT, RoleKind.SIGNATORY}),
    Who.OWNER: frozenset(),
    Who.KEEPER: KEEPERS,
    Who.CONTACT: frozenset({RoleKind.CONTACT}),
    Who.BEGINNER: BEGINNERS,
    Who.OBJECTOR: OBJECTORS,
    Who.PORTAL: frozenset(),
}
"""Which roles at a party act for it, by what the table names."""

HOLDS: dict[Who, Callable[[ActsAs, ProtocolVersion], bool]] = {
    Who.OFFICER: is_officer_of,
    Who.WRITER: _writes,
    Who.READER: _reads,
    Who.DECIDER: lambda by, version: _at_party(by, version, DECIDERS),
    Who.ACCOUNTABLE: lambda by, version: _at_party(by, version, ACCOUNTABLE),
    Who.SIGNATORY: lambda by, version: _at_party(by, version, {RoleKind.SIGNATORY}),
    Who.ADVISER: lambda by, version: _at_party(by, version, {RoleKind.LEGAL_ADVISER}),
    Who.ARRANGER: lambda by, version: is_officer_of(by, version) or _at_party(by, version, {RoleKind.CONTACT}),
    Who.HANDER: lambda by, version: _at_party(by, version, {RoleKind.CONTACT, RoleKind.SIGNATORY}),
    Who.OWNER: _owns_review,
    Who.KEEPER: lambda by, version: is_officer_of(by, version) or _at_party(by, version, KEEPERS),
    Who.CONTACT: lambda by, version: _at_party(by, version, {RoleKind.CONTACT}),
    Who.BEGINNER: lambda by, version: is_officer_of(by, version) or _at_party(by, version, BEGINNERS),
    Who.OBJECTOR: lambda by, version: _at_party(by, version, OBJECTORS),
    Who.PORTAL: lambda by, version: by.as_actor() == SYSTEM,
}
