"""What one risk says, and whether it holds together."""

from dataclasses import dataclass

from protocols.errors import Invalid
from protocols.kinds import SCALE, score_of
from protocols.loader.risks import StarterRisk
from protocols.models import Party, ProtocolVersion, Risk
from protocols.services.rows import RowContent

OWED = {
    "title": "Enter a name for the risk, such as Data reaches somebody who should not have it.",
    "description": "Enter what could cause it and how it would harm people.",
}
SCORES = {
    "likelihood_before": "Choose how likely it is with nothing done.",
    "severity_before": "Choose how bad the harm would be with nothing done.",
    "likelihood_after": "Choose how likely it is once the measures are in place.",
    "severity_after": "Choose how bad the harm would be once the measures are in place.",
}


@dataclass(frozen=True)
class RiskContent(RowContent[Risk]):
    """What one risk says. Likelihood and severity run from 1 to 5; `owner` None means that nobody owns it yet."""

    title: str
    description: str
    likelihood_before: int
    severity_before: int
    likelihood_after: int
    severity_after: int
    mitigation: str = ""
    owner: Party | None = None
    owner_post: str = ""

    @classmethod
    def of(cls, starter: StarterRisk, owner: Party | None) -> "RiskContent":
        """A starter risk as the register takes it over."""
        return cls(
            title=starter.title,
            description=starter.description,
            likelihood_before=starter.before.likelihood,
            severity_before=starter.before.severity,
            likelihood_after=starter.after.likelihood,
            severity_after=starter.after.severity,
            mitigation=starter.mitigation,
            owner=owner,
        )

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        for name, sentence in OWED.items():
            if not getattr(self, name).strip():
                raise Invalid(sentence, name)
        for name, sentence in SCORES.items():
            if getattr(self, name) not in SCALE:
                raise Invalid(sentence, name)
        if self.owner is not None and self.owner.version_id != version.pk:
            raise Invalid(f"{self.owner} is not a party to this protocol. Add it as a party first.", "owner")
        before = (self.likelihood_before, self.severity_before)
        after = (self.likelihood_after, self.severity_after)
        if score_of(*after) > score_of(*before):
            raise Invalid("What remains cannot be higher than the risk with nothing done.", "likelihood_after")
        if after != before and not self.mitigation.strip():
            raise Invalid("Enter what is done about it, or leave the risk as it was with nothing done.", "mitigation")
