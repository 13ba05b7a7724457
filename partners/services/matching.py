"""Whether the body that registers is one that the portal knows already."""

from dataclasses import dataclass

from partners.errors import Invalid
from partners.loader.names import ico_number
from partners.models import Partner, Registration
from partners.queries import same_name
from partners.services.tokens import token_hash
from partners.states import Standing, Step, allows


@dataclass(frozen=True)
class Claim:
    """How a body names itself, and what it can show: the listed partner it says it is, the token of an invitation."""

    legal_name: str
    ico_registration: str
    listed: Partner | None = None
    token: str = ""


@dataclass(frozen=True)
class Match:
    """The partners that go by the same name and that gave the same number; either may be None, or both one."""

    named: Partner | None
    numbered: Partner | None

    @property
    def partner(self) -> Partner | None:
        """The partner that the claim is about."""
        return self.named or self.numbered

    @property
    def rival(self) -> Partner | None:
        """Another body that gave the number and never confirmed it, or was refused."""
        return self.numbered if self.named is not None and self.numbered != self.named else None


def match(claim: Claim) -> Match:
    """What the portal knows of a body that wants to register.

    Until somebody confirms an address, the last to register counts: nobody can keep a body's name by typing it first.
    Raises Invalid, naming the field, where the body has registered, or where an invitation must be used.
    """
    number = ico_number(claim.ico_registration)
    numbered = Partner.objects.filter(ico_registration=number).first() if number else None
    fresh = Partner.objects.filter(pk=claim.listed.pk).first() if claim.listed else None
    named = fresh or same_name(claim.legal_name)
    for found, field in ((numbered, "ico_registration"), (named, "legal_name")):
        if found is not None:
            _check_free(found, field, claim.token)
    return Match(named=named, numbered=numbered)


def _check_free(found: Partner, field: str, token: str) -> None:
    if not allows(found.standing, Step.REGISTER):
        raise Invalid(_taken_sentence(found, field), field)
    if found.standing is Standing.INVITED and not _holds_invitation(found, token):
        raise Invalid(
            f"{found} has been invited to register. Open the link that was mailed to its contact, or ask the "
            "partnership officer to send it to you.",
            field,
        )


def _taken_sentence(found: Partner, field: str) -> str:
    ask = f"Ask the designated contact of {found}, or the partnership officer, to invite you."
    if field == "ico_registration":
        return f"{found} has already registered with this ICO registration number. Check the number. {ask}"
    return (
        f"{found} has already registered. {ask} If yours is another body of the same name, add its place to the "
        "legal name."
    )


def _holds_invitation(found: Partner, token: str) -> bool:
    return bool(token) and Registration.objects.filter(partner=found, token_hash=token_hash(token)).exists()
