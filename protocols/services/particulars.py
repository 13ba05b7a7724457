"""The particulars of a version: title, purpose, dates, and whether the public may read of it."""

from dataclasses import asdict, dataclass
from datetime import date

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import ProtocolVersion
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action


@dataclass(frozen=True)
class Particulars:
    """What an officer states about a version. Dates are days; no `ends_on` means until it is ended."""

    title: str
    purpose: str
    starts_on: date
    review_on: date
    ends_on: date | None = None
    is_public: bool = True
    not_public_reason: str = ""

    def check(self) -> None:
        """Raise Invalid, naming the field, where they do not hold together."""
        if not self.title.strip():
            raise Invalid("Enter a title, such as Information sharing for community safety.", "title")
        if not self.purpose.strip():
            raise Invalid("Enter what the protocol is for, in plain words.", "purpose")
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise Invalid("The end date must be after the start date.", "ends_on")
        if self.review_on <= self.starts_on:
            raise Invalid("The review date must be after the start date.", "review_on")
        if self.ends_on is not None and self.review_on > self.ends_on:
            raise Invalid("The review date must be on or before the end date.", "review_on")
        if not self.is_public and not self.not_public_reason.strip():
            raise Invalid("Say why the public register should not show this protocol.", "not_public_reason")

    def as_fields(self) -> dict[str, object]:
        """The fields of a version."""
        fields = asdict(self)
        if self.is_public:
            fields["not_public_reason"] = ""
        return fields

    @classmethod
    def of(cls, version: ProtocolVersion) -> "Particulars":
        """The particulars as they stand."""
        return cls(**{name: getattr(version, name) for name in cls.__dataclass_fields__})


def change_particulars(*, by: Role, version: ProtocolVersion, particulars: Particulars) -> ProtocolVersion:
    """Restate the particulars. Raises NotAllowed, WrongState or Invalid; the same again changes nothing."""
    particulars.check()
    with act("protocols.particulars.change", by=by, subject=version) as changing:
        version = locked(version)
        check(by, version, Action.SET_PARTIES)
        before, after = Particulars.of(version).as_fields(), particulars.as_fields()
        changed = {name: value for name, value in after.items() if before[name] != value}
        if not changed:
            changing.cancel()
            return version
        for name, value in changed.items():
            setattr(version, name, value)
        version.save(update_fields=list(changed))
        changing.details["changed"] = sorted(changed)
    return version
