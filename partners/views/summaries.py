"""What was answered, as rows to be checked before it is sent."""

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse

from partners.forms.registering import BodyForm, PeopleForm
from partners.kinds import LEGAL_FORMS
from partners.services.applications import Named

Rows = list[tuple[str, str, str]]


def summary(body: BodyForm, people: PeopleForm) -> list[tuple[str, Rows]]:
    """Groups of rows: key, value, and where to change it."""
    first, second = reverse("partners:register"), reverse("partners:register_people")
    told = body.body()
    about: Rows = [
        ("Partnership to join", str(body.cleaned_data["partnership"]), first),
        ("Legal name", told.legal_name, first),
        ("Short name", told.short_name, first),
        ("Kind of body", told.kind.label, first),
        ("Legal form", dict(LEGAL_FORMS)[told.legal_form], first),
        ("ICO registration number", told.ico_registration, first),
        ("Address", linebreaksbr(told.address), first),
    ]
    named: Rows = [("Designated contact", _person(people.contact()), second)]
    named += [(who.kind.label[0].upper() + who.kind.label[1:], _person(who), second) for who in people.named()]
    return [("Your organisation", about), ("Your people", named)]


def _person(who: Named) -> str:
    return ", ".join(part for part in (who.name, who.post, who.email) if part)
