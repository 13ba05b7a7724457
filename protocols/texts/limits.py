"""Numbers that a person gave and the law does not allow."""

from dataclasses import dataclass

from protocols.models import ProtocolVersion
from protocols.texts.filling import variables_in
from protocols.texts.wording import wording_for


@dataclass(frozen=True)
class OutsideLimits:
    """A value of the text that is outside its limits; `refusal` says what to enter, and the law that says so."""

    key: str
    label: str
    value: str
    refusal: str

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return f"“{self.label}” is {self.value}. {self.refusal}"


def outside_limits(version: ProtocolVersion) -> list[OutsideLimits]:
    """The values outside their limits that the text as it reads now uses; the same queries however many."""
    bounded = {key: one for key, one in wording_for(version).variables.items() if one.limits}
    if not bounded:
        return []
    used = {key for section in version.sections.all() for key in variables_in(section.body)}
    typed = {row.key: row.value for row in version.variables.all()}
    return [
        OutsideLimits(key, one.label, typed[key], one.limits.sentence)
        for key, one in bounded.items()
        if one.limits and key in used and not one.limits.allow(typed.get(key, ""))
    ]
