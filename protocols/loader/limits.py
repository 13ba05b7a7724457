"""The bounds of a number that a person gives, with the reason and the law that set them."""

from __future__ import annotations

from dataclasses import dataclass

from legal_basis.loader.reading import Entry


@dataclass(frozen=True)
class Limits:
    """A whole number from `least` to `most`, both included; None where there is no such bound.

    `because` says why, as the end of a sentence; `law` is the provision that it rests on. Only a partnership's own
    template may set limits that rest on none.
    """

    least: int | None
    most: int | None
    because: str
    law: str

    @property
    def span(self) -> str:
        """The bounds in words, such as from 1 to 24."""
        if self.least is None:
            return f"of {self.most} or less"
        return f"from {self.least} to {self.most}" if self.most is not None else f"of {self.least} or more"

    @property
    def sentence(self) -> str:
        """What to enter, and why no other number will do."""
        law = f" ({self.law})" if self.law else ""
        return f"Enter a whole number {self.span}: {self.because}{law}."

    def allow(self, value: str) -> bool:
        """Whether a value as it was typed is within the bounds; an empty one is a gap, not a breach of them."""
        if not value.strip():
            return True
        try:
            number = int(value)
        except ValueError:
            return False
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)


def read_limits(entry: Entry) -> Limits | None:
    """The limits of a variable, where it has any. Raises ContentError where they do not hold together."""
    value = entry.data.get("limits")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise entry.error("limits has to be a mapping")
    given = Entry(entry.file, f"{entry.where} limits", value)
    given.only(required=("because", "law"), optional=("least", "most"))
    bounds = [given.number(key) if key in value else None for key in ("least", "most")]
    limits = Limits(bounds[0], bounds[1], given.text("because"), given.text("law"))
    if limits.least is None and limits.most is None:
        raise given.error("say the least, the most, or both")
    if limits.least is not None and limits.most is not None and limits.least > limits.most:
        raise given.error("the least is more than the most")
    if not (limits.because and limits.law):
        raise given.error("say why in because, and name the law")
    return limits
