"""Mail that tells people that it is their turn, or what came of it. Each must be called inside an act."""

from collections.abc import Iterable

from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from portal.mail.services import absolute_url, queue_mail
from protocols.facts.binding import not_bound_yet
from protocols.models import Adherence, Comment, Condition, Decision, Party, ProtocolVersion, Suggestion
from protocols.models.adherence import KEEPERS
from protocols.texts.known import listing

OF_ONE = {"approve": "protocols:decide", "advice": "protocols:advice"}
"""Pages of one decision, whatever it is on."""
READERS = (RoleKind.CONTRIBUTOR, RoleKind.LEGAL_ADVISER, RoleKind.DPO)


def consultation_opened(version: ProtocolVersion) -> None:
    """Every contributor, legal adviser and data protection officer of a party: read and comment."""
    _tell(people_of(version.parties.all(), *READERS), "consultation_opened", version, "version")


def reminded(version: ProtocolVersion, party: Party) -> None:
    """The same people of a party that has not had its say: the consultation closes soon, or today."""
    _tell(people_of([party], *READERS), "consultation_closes", version, "text", party=party)


def mentioned(comment: Comment, roles: Iterable[Role]) -> None:
    """Those whom a comment names: what it says."""
    _tell(roles, "mentioned", comment.version, "comments", comment=comment)


def asked_to_approve(version: ProtocolVersion, decisions: Iterable[Decision]) -> None:
    """Each post that owes a decision."""
    for decision in decisions:
        holders = people_of([decision.party], RoleKind(decision.kind))
        _tell(holders, "asked_to_approve", version, "approve", decision=decision)


def carried_over(version: ProtocolVersion, decisions: Iterable[Decision]) -> None:
    """Each post whose earlier approval stands: why, and that they may decide again until the signing opens."""
    for decision in decisions:
        holders = people_of([decision.party], RoleKind(decision.kind))
        _tell(holders, "carried_over", version, "approve", decision=decision)


def advised_against(version: ProtocolVersion, decision: Decision) -> None:
    """The party's signatories and senior information risk owners: the advice waits for their answer."""
    accountable = people_of([decision.party], RoleKind.SIGNATORY, RoleKind.SIRO)
    _tell(accountable, "advised_against", version, "advice", decision=decision)


def advice_not_followed(version: ProtocolVersion, decision: Decision) -> None:
    """Who advised, and the officer: the party goes on against the advice, and why."""
    advisers = people_of([decision.party], RoleKind(decision.kind))
    _tell([*advisers, version.officer], "advice_not_followed", version, "approvals", decision=decision)


def conditions_set(version: ProtocolVersion, decision: Decision) -> None:
    """The officer: on which conditions a party approved."""
    _tell([version.officer], "conditions_set", version, "approvals", decision=decision)


def condition_changed(version: ProtocolVersion, condition: Condition) -> None:
    """The officer once a condition is answered; the post that set it once it is said to be met."""
    proposed = condition.state == Condition.State.PROPOSED
    setters = people_of([condition.decision.party], RoleKind(condition.decision.kind))
    _tell(setters if proposed else [version.officer], "condition_changed", version, "approvals", condition=condition)


def changes_asked(version: ProtocolVersion, decision: Decision) -> None:
    """The officer, and every party's contributors: what must change, and why."""
    writers = [version.officer, *people_of(version.parties.all(), RoleKind.CONTRIBUTOR)]
    _tell(writers, "changes_asked", version, "version", decision=decision)


def declined(version: ProtocolVersion, party: Party, reason: str) -> None:
    """The officer and every party's signatories and data protection officers: signing has stopped."""
    others = people_of(version.parties.all(), RoleKind.SIGNATORY, RoleKind.DPO)
    _tell([version.officer, *others], "declined", version, "version", party=party, reason=reason)


def taken_back(version: ProtocolVersion, left: Iterable[Party]) -> None:
    """Every party's signatories and data protection officers: signing has stopped, for a party cannot sign."""
    people = people_of(version.parties.all(), RoleKind.SIGNATORY, RoleKind.DPO)
    _tell(people, "taken_back", version, "version", names=listing([str(party) for party in left]))


def in_force(version: ProtocolVersion) -> None:
    """Everyone with a part in it: it is signed by all, and can be downloaded."""
    everyone = people_of(version.parties.all(), *RoleKind.at_partner())
    _tell([version.officer, *everyone], "in_force", version, "version")


def in_force_between(version: ProtocolVersion, signed: list[Party], left: list[Party]) -> None:
    """Everyone with a part in it: it is in force between those who have signed, and who may still sign."""
    people = people_of([*signed, *left], *RoleKind.at_partner())
    _tell([version.officer, *people], "in_force_between", version, "version", signed=len(signed), left=len(left))


def stood_aside(version: ProtocolVersion, party: Party, reason: str) -> None:
    """The officer, and the party's own signatories and data protection officers: it declined, and the others go on."""
    own = people_of([party], RoleKind.SIGNATORY, RoleKind.DPO)
    _tell([version.officer, *own], "stood_aside", version, "sign", party=party, reason=reason)


def signing_closed(version: ProtocolVersion) -> None:
    """The officer, and the signatories and contacts of those that have not signed: they are not bound, and may join."""
    left = version.parties.filter(not_bound_yet())
    _tell([version.officer, *people_of(left, RoleKind.SIGNATORY, RoleKind.CONTACT)], "signing_closed", version, "sign")


def suggestion_answered(suggestion: Suggestion) -> None:
    """Whoever suggested it: what became of it."""
    version = suggestion.section.version
    _tell([suggestion.author], "suggestion_answered", version, "comments", suggestion=suggestion)


def review_near(version: ProtocolVersion, roles: Iterable[Role], *, lapsed: bool) -> None:
    """The owner of the review and the data protection officers of the bound parties: by when it is to be reviewed."""
    _tell(roles, "review_near", version, "review", lapsed=lapsed)


def adherence_asked(version: ProtocolVersion, party: Party, statement: Adherence, *, again: bool) -> None:
    """The people of one party who may give its yearly statement: it is asked for, or still missing."""
    link = reverse("protocols:statement", args=[version.protocol.reference, version.number, statement.pk])
    roles = people_of([party], *sorted(KEEPERS, key=str))
    more = {"statement": statement, "party": party, "again": again, "link": absolute_url(link)}
    _tell(roles, "adherence_asked", version, "adherence", **more)


def asked_to_read(version: ProtocolVersion, roles: Iterable[Role]) -> None:
    """People who handle the data: read the plain summary, and confirm it."""
    _tell(roles, "asked_to_read", version, "summary")


def people_of(parties: Iterable[Party], *kinds: RoleKind) -> list[Role]:
    """Who holds any of these roles today at any of these parties."""
    partners = {party.partner_id for party in parties}
    held = Role.objects.current().filter(partner_id__in=partners, kind__in=[kind.value for kind in kinds])
    return list(held.select_related("person", "partner").order_by("pk"))


def _tell(roles: Iterable[Role], template: str, version: ProtocolVersion, page: str, **more: object) -> None:
    """One mail a person, however many roles they hold."""
    of_one = more.get("decision") if page in OF_ONE else more.get("condition")
    if of_one is not None:
        path = reverse(OF_ONE.get(page, "protocols:condition"), args=[of_one.pk])  # type: ignore[attr-defined]
    else:
        path = reverse(f"protocols:{page}", args=[version.protocol.reference, version.number])
    told: set[int] = set()
    for role in roles:
        if role.person_id in told:
            continue
        told.add(role.person_id)
        context = {"version": version, "role": role, "link": absolute_url(path), **more}
        queue_mail(to=role.person.email, template=f"protocols/{template}", context=context)
