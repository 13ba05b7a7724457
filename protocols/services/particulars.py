"""The particulars of a version: title, purpose, dates, and whether the public may read of it."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.facts.binding import FEWEST
from protocols.facts.commencing import why_not_early
from protocols.kinds import Commencement
from protocols.models import ProtocolVersion
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action


@dataclass(frozen=True)
class Particulars:
    """What an officer states about a version. Dates are days; no `ends_on` means until it is ended.

    The last three say how an overarching version comes into force, where it does not wait for every party.
    """

    title: str
    purpose: str
    starts_on: date
    review_on: date
    ends_on: date | None = None
    is_public: bool = True
    not_public_reason: str = ""
    commencement: str = Commencement.ALL.value
    signatures_needed: int | None = None
    signing_closes_on: date | None = None

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
        self._check_commencement()

    def _check_commencement(self) -> None:
        if self.commencement == Commencement.ALL.value:
            return
        if self.commencement == Commencement.NUMBER.value and (self.signatures_needed or 0) < FEWEST:
            raise Invalid("Enter how many parties have to sign: at least 2.", "signatures_needed")
        if self.signing_closes_on is None:
            raise Invalid("Enter the last day on which a party may sign.", "signing_closes_on")
        if self.commencement == Commencement.DATE.value and self.signing_closes_on < self.starts_on:
            raise Invalid("It must be open for signature at least until the start date.", "signing_closes_on")
        if self.ends_on is not None and self.signing_closes_on > self.ends_on:
            raise Invalid("Signing must close before the protocol ends.", "signing_closes_on")

    def as_fields(self) -> dict[str, object]:
        """The fields of a version."""
        fields = asdict(self)
        if self.is_public:
            fields["not_public_reason"] = ""
        if self.commencement != Commencement.NUMBER.value:
            fields["signatures_needed"] = None
        if self.commencement == Commencement.ALL.value:
            fields["signing_closes_on"] = None
        return fields

    @classmethod
    def carried(cls, version: ProtocolVersion) -> "Particulars":
        """Those that a new version of a protocol in force begins with: every party signs it."""
        return replace(
            cls.of(version), commencement=Commencement.ALL.value, signatures_needed=None, signing_closes_on=None
        )

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
        _check_early(version, particulars)
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


def _check_early(version: ProtocolVersion, particulars: Particulars) -> None:
    """Raise Invalid unless the version may come into force in the way that is stated, with the parties it has."""
    if particulars.commencement == Commencement.ALL.value:
        return
    refusal = why_not_early(version)
    if refusal:
        raise Invalid(refusal, "commencement")
    if particulars.signing_closes_on is not None and particulars.signing_closes_on <= timezone.localdate():
        raise Invalid("The last day on which a party may sign must be after today.", "signing_closes_on")
    count = len(version.all_parties())
    if count and (particulars.signatures_needed or 0) > count:
        raise Invalid(f"There are {count} parties, so no more than {count} can be asked to sign.", "signatures_needed")
