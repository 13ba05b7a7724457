"""A registration being filled in: what was typed so far, in the session of a person who has no account."""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from partners.forms.registering import BodyForm, PeopleForm
from partners.models import Partner, Registration

DRAFT, SENT = "registration_draft", "registration_sent"


@dataclass
class Draft:
    """What was typed on each page, as it was typed; every page checks it again before it is used."""

    submission: str = field(default_factory=lambda: str(uuid4()))
    body: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    listed: int | None = None
    token: str = ""

    @property
    def key(self) -> UUID:
        """The mark of this form, so that sending it twice registers once."""
        return UUID(self.submission)

    def body_form(self) -> BodyForm:
        """The first page; empty, or filled in and checked."""
        partner = Partner.objects.filter(pk=self.listed).first() if self.listed else None
        return BodyForm(self.body or None, listed=partner, token=self.token)

    def people_form(self, body: BodyForm) -> PeopleForm:
        """The second page, for the kind of body on the first."""
        return PeopleForm(self.people or None, kind=body.kind_of_body)


def draft_in(session: SessionBase) -> Draft:
    """The draft of this session; a new one where there is none."""
    kept = session.get(DRAFT)
    return Draft(**kept) if kept else Draft()


def keep(session: SessionBase, draft: Draft) -> None:
    """Keep the draft for the next page."""
    session[DRAFT] = asdict(draft)


def typed(post: QueryDict) -> dict[str, str]:
    """What was typed, without the token of the form itself."""
    return {name: str(value) for name, value in post.items() if name != "csrfmiddlewaretoken"}


def invited_draft(registration: Registration, token: str) -> Draft:
    """A draft filled in from the public register, for a body that an officer invited."""
    partner = registration.partner
    body: dict[str, Any] = {
        "partnership": str(registration.partnership_id),
        "legal_name": partner.legal_name,
        "short_name": partner.short_name,
        "kind": partner.kind,
        "legal_form": partner.legal_form,
        "ico_registration": partner.ico_registration,
        "address": partner.address,
    }
    people = {
        "contact_name": registration.contact_name,
        "contact_post": registration.contact_post,
        "contact_email": registration.contact_email,
    }
    return Draft(body=body, people=people, listed=partner.pk, token=token)
