"""Rules on the draft itself: its parties, dates, flows, text and comments."""

from collections.abc import Iterator

from django.utils import timezone

from partners.models import Partner
from protocols.checks.problems import Problem, Rule, at
from protocols.facts import legal_standing
from protocols.facts.commencing import why_not_early
from protocols.facts.counting import counted
from protocols.facts.parents import newer_parent, unbound
from protocols.models import ProtocolVersion
from protocols.states import State
from protocols.texts.composing import ComposedSection, sections_of
from protocols.texts.limits import outside_limits


def enough_parties(version: ProtocolVersion) -> Iterator[Problem]:
    """An agreement takes two."""
    count = len(version.all_parties())
    if count == 0:
        yield at(version, "parties", "Choose the parties: there are none yet.")
    elif count == 1:
        yield at(version, "parties", "Choose at least one more party: nobody can agree with itself.")


def parties_approved(version: ProtocolVersion) -> Iterator[Problem]:
    """A party must still be an approved partner."""
    for party in version.all_parties():
        if party.partner.status != Partner.Status.APPROVED:
            yield at(
                version, "parties", f"{party} is no longer an approved partner. Leave it out, or approve it again."
            )


def parties_bound(version: ProtocolVersion) -> Iterator[Problem]:
    """Each party has signed the overarching protocol, or accedes to it by signing this one."""
    for party in unbound(version):
        if party.accedes_to_parent:
            continue
        sentence = (
            f"{party} has not signed {version.parent}. Mark it as acceding by signing this protocol, "
            "or have it added to the overarching protocol."
        )
        yield at(version, "parties", sentence)


def dates_hold(version: ProtocolVersion) -> Iterator[Problem]:
    """An agreement that would be over before it is signed binds nobody."""
    today = timezone.localdate()
    if version.ends_on is not None and version.ends_on <= today:
        yield at(version, "particulars", "The end date has passed. Set a later one, or none.")
    if version.review_on <= today:
        yield at(version, "particulars", "The review date has passed. Set a later one.")


def commencement_holds(version: ProtocolVersion) -> Iterator[Problem]:
    """One that comes into force between those who have signed can do so, and leaves time to sign."""
    if not version.comes_into_force_early:
        return
    refusal, needed, parties = why_not_early(version), version.signatures_needed or 0, len(version.all_parties())
    if refusal:
        yield at(version, "particulars", refusal)
    elif needed > parties:
        sentence = f"It asks for {needed} signatures to come into force, and has {parties} parties. Ask for fewer."
        yield at(version, "particulars", sentence)
    for one in sections_of(version):
        if one.schedule == "signatures" and "[[takes_effect]]" not in one.section.body:
            yield _in(one, version, "has its own words on taking effect. Write [[takes_effect]] in their place.")
    if version.signing_closes_on is not None and version.signing_closes_on <= timezone.localdate():
        yield at(version, "particulars", "The last day on which a party may sign has come. Set a later one.")


def parent_in_force(version: ProtocolVersion) -> Iterator[Problem]:
    """A thematic protocol stands under a version that is in force."""
    if version.parent is not None and version.parent.status is not State.IN_FORCE:
        newer = newer_parent(version)
        if newer is not None:
            sentence = f"{newer} is in force; this protocol inherits from version {version.parent.number}. Adopt it."
            yield at(version, "overarching", sentence)
            return
        sentence = (
            f"{version.parent}, under which this protocol stands, is no longer in force. "
            "Abandon this draft and begin one under the version that is."
        )
        yield at(version, "version", sentence)


def has_flows(version: ProtocolVersion) -> Iterator[Problem]:
    """A thematic protocol is about data that moves."""
    if version.protocol.is_thematic and not legal_standing(version).active_flows:
        yield at(version, "flows", "Describe at least one data flow.")


def text_filled(version: ProtocolVersion) -> Iterator[Problem]:
    """Every mandatory clause says something, and no clause has a gap."""
    for section in sections_of(version):
        if section.is_empty and section.section.mandatory:
            yield _in(section, version, "is mandatory and has no text. Write it.")
        elif section.gaps:
            labels = ", ".join(f"“{gap.label}”" for gap in section.gaps)
            yield _in(section, version, f"still needs {labels}.", page="details")
        if section.broken:
            words = ", ".join(f"“{one}”" for one in section.broken)
            yield _in(section, version, f"links to what this text does not have: {words}. Change or remove the link.")


def limits_kept(version: ProtocolVersion) -> Iterator[Problem]:
    """A time limit of the agreement is not longer than the law's own."""
    for one in outside_limits(version):
        yield at(version, "details", one.sentence)


def comments_resolved(version: ProtocolVersion) -> Iterator[Problem]:
    """Every comment was answered."""
    count = counted(version).open_comments
    if count:
        noun = "1 comment is" if count == 1 else f"{count} comments are"
        yield at(version, "comments", f"{noun} still open. Respond to each before you submit.")


def risks_owned(version: ProtocolVersion) -> Iterator[Problem]:
    """Every risk on the register has a party that answers for it."""
    numbers = [str(risk.number) for risk in legal_standing(version).risks if risk.owner_id is None]
    if numbers:
        which = f"Risk {numbers[0]} has" if len(numbers) == 1 else f"Risks {', '.join(numbers)} have"
        yield at(version, "risks", f"{which} no owner. Choose the party that answers for each.")


def _in(section: ComposedSection, version: ProtocolVersion, what: str, *, page: str = "section") -> Problem:
    sentence = f"Clause {section.number}, {section.title}, {what}"
    return at(version, page, sentence, section.id) if page == "section" else at(version, page, sentence)


CONSULTATION: tuple[Rule, ...] = (
    enough_parties,
    parties_approved,
    parties_bound,
    dates_hold,
    commencement_holds,
    parent_in_force,
    has_flows,
)
SUBMISSION: tuple[Rule, ...] = (text_filled, limits_kept, risks_owned, comments_resolved)
