"""What a body tells about itself when it registers."""

from dataclasses import asdict, dataclass, field
from uuid import UUID, uuid4

from partners.errors import Invalid
from partners.kinds import LEGAL_FORMS, BodyKind
from partners.loader.names import ICO_SENTENCE, ico_number
from partners.models import Partner, Partnership
from partners.roles import CONFLICTS, RoleKind
from portal.audit.acts import Actor


@dataclass(frozen=True)
class Body:
    """Who the body is, in its own words."""

    legal_name: str
    short_name: str
    kind: BodyKind
    legal_form: str
    ico_registration: str
    address: str


@dataclass(frozen=True)
class Named:
    """Somebody whom the body names for a post."""

    kind: RoleKind
    name: str
    email: str
    post: str = ""


@dataclass(frozen=True)
class Application:
    """One filled-in registration form.

    `listed` is the imported partner that the body says it is; `token` the one from an officer's invitation, which
    proves the mailbox; `submission` marks this form, so that sending it twice registers once.
    """

    partnership: Partnership
    body: Body
    contact: Named
    people: tuple[Named, ...]
    listed: Partner | None = None
    token: str = ""
    submission: UUID = field(default_factory=uuid4)

    @property
    def applicant(self) -> Actor:
        """Who sends it, as the audit trail keeps it."""
        return Actor.public(f"{self.contact.name} <{self.contact.email}>")

    def columns(self) -> dict[str, str]:
        """The body as a partner stores it."""
        number = ico_number(self.body.ico_registration) or ""
        return {**asdict(self.body), "kind": self.body.kind.value, "ico_registration": number}


def posts_of(kind: BodyKind) -> list[RoleKind]:
    """The posts that a kind of body must name, in the order in which they are asked."""
    posts = [RoleKind.DPO, RoleKind.SIGNATORY]
    if kind.facts.needs_siro:
        posts.append(RoleKind.SIRO)
    if kind.facts.needs_caldicott_guardian:
        posts.append(RoleKind.CALDICOTT_GUARDIAN)
    return posts


def check_application(application: Application) -> None:
    """Raise Invalid, naming the field, where the form does not hold together."""
    body = application.body
    if not body.legal_name.strip():
        raise Invalid("Enter the legal name, as it would stand above a signature.", "legal_name")
    if ico_number(body.ico_registration) is None:
        raise Invalid(ICO_SENTENCE, "ico_registration")
    if body.legal_form not in dict(LEGAL_FORMS):
        raise Invalid("Choose the legal form.", "legal_form")
    _check_people(application)


def _check_people(application: Application) -> None:
    named = {person.kind: person for person in application.people}
    for post in posts_of(application.body.kind):
        if post not in named or not named[post].name.strip() or not named[post].email.strip():
            raise Invalid(f"Enter the name and the email address of your {post.label}.", f"{post.value}_name")
    clash = conflict(application.people)
    if clash is not None:
        raise Invalid(conflict_sentence(*clash), f"{clash[1].value}_email")


def conflict(people: tuple[Named, ...]) -> tuple[RoleKind, RoleKind] | None:
    """The first two posts that are given to one mailbox and that one person may not hold together."""
    boxes = {person.kind: person.email.strip().lower() for person in people}
    for first, second in CONFLICTS:
        if first in boxes and boxes[first] == boxes.get(second):
            return first, second
    return None


def conflict_sentence(first: RoleKind, second: RoleKind) -> str:
    """Why two posts may not be held together (UK GDPR Article 38(6))."""
    return (
        f"The same person cannot be both {first.label} and {second.label}: a data protection officer must have no "
        "task that conflicts with checking the others (UK GDPR Article 38(6)). Name somebody else for one of them."
    )
