"""The two pages on which a body registers itself: who it is, and its people."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import MaxLengthValidator

from partners.errors import Invalid
from partners.kinds import LEGAL_FORMS, BodyKind
from partners.loader.names import ICO_SENTENCE, ico_number
from partners.models import Partner, Partnership
from partners.roles import RoleKind
from partners.services.applications import Application, Body, Named, conflict, conflict_sentence, posts_of
from partners.services.matching import Claim, Match, match
from portal.govuk.forms import GovForm
from portal.govuk.sentences import speak_plainly

POST_HINTS: dict[RoleKind, str] = {
    RoleKind.DPO: "Checks each protocol and approves it for you.",
    RoleKind.SIGNATORY: "Signs for you, such as the chief executive or the chief constable.",
    RoleKind.SIRO: "Owns information risk at board level.",
    RoleKind.CALDICOTT_GUARDIAN: "Answers for the confidentiality of health and care information.",
}
NAME_LENGTH, POST_LENGTH = 120, 120


def ico_field() -> forms.CharField:
    """The field for an ICO registration number; spaces and case do not matter."""
    return forms.CharField(
        label="ICO registration number",
        help_text="On the Information Commissioner's register of fee payers, such as Z1234567 or ZA123456.",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )


def clean_ico(typed: str) -> str:
    """The number in its one spelling. Raises ValidationError in a plain sentence."""
    number = ico_number(typed)
    if number is None:
        raise forms.ValidationError(ICO_SENTENCE)
    return number


def address_field() -> forms.CharField:
    """The field for a postal address."""
    widget = forms.Textarea(attrs={"rows": "4", "autocomplete": "street-address"})
    return forms.CharField(label="Address", widget=widget, validators=[MaxLengthValidator(600)])


class BodyForm(GovForm):
    """Who the body is. `found` is what the portal knows of it, once the form is valid."""

    submit_label = "Go on to your people"
    partnership = forms.ModelChoiceField(
        label="Partnership to join", queryset=Partnership.objects.order_by("name"), widget=forms.RadioSelect
    )
    legal_name = forms.CharField(
        label="Legal name", help_text="As it would stand above a signature.",
        max_length=250, widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    short_name = forms.CharField(
        label="Short name", help_text="What people call it, such as Wigan Council.", max_length=120
    )
    kind = forms.ChoiceField(label="Kind of body", choices=[("", "Choose a kind"), *BodyKind.choices()])
    legal_form = forms.ChoiceField(
        label="Legal form", choices=[("", "Choose a legal form"), *LEGAL_FORMS],
        help_text="Only a legal person can sign: for a service or a team, register the body it belongs to.",
    )  # fmt: skip
    ico_registration = ico_field()
    address = address_field()

    def __init__(self, *args: Any, listed: Partner | None = None, token: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed, self.token = listed, token
        self.found: Match | None = None
        only = list(Partnership.objects.order_by("name")[:2])
        if len(only) == 1:
            self.fields["partnership"].widget = forms.HiddenInput()
            self.initial.setdefault("partnership", only[0].pk)

    def clean_ico_registration(self) -> str:
        """The number in its one spelling."""
        return clean_ico(self.cleaned_data["ico_registration"])

    def clean(self) -> dict[str, Any]:
        """Refuse a body that has registered already."""
        given: dict[str, Any] = self.cleaned_data
        if "legal_name" in given and "ico_registration" in given:
            claim = Claim(given["legal_name"], given["ico_registration"], self.listed, self.token)
            try:
                self.found = match(claim)
            except Invalid as invalid:
                self.add_error(invalid.field or None, invalid.sentence)
        return given

    @property
    def kind_of_body(self) -> BodyKind:
        """The kind chosen."""
        return BodyKind(self.cleaned_data["kind"])

    def body(self) -> Body:
        """The body, as the service takes it."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "partnership"}
        return Body(**{**given, "kind": self.kind_of_body})


class PeopleForm(GovForm):
    """Its contact, and whoever holds the posts that its kind calls for."""

    submit_label = "Check your answers"
    contact_name = forms.CharField(label="Your name", max_length=NAME_LENGTH)
    contact_post = forms.CharField(label="Your post", max_length=POST_LENGTH, help_text="Such as Information manager.")
    contact_email = forms.EmailField(
        label="Your work email address", help_text="We send a link to it, to confirm that it is yours."
    )

    def __init__(self, *args: Any, kind: BodyKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts_of(kind)
        for post in self.posts:
            self._add(f"{post.value}_name", forms.CharField(label=f"Name of the {post.label}", max_length=NAME_LENGTH))
            if post is RoleKind.SIGNATORY:
                self._add("signatory_post", forms.CharField(label="Post of the signatory", max_length=POST_LENGTH))
            self._add(f"{post.value}_email", forms.EmailField(label=f"Email address of the {post.label}"))
            self.fields[f"{post.value}_name"].help_text = POST_HINTS[post]

    def _add(self, name: str, field: forms.Field) -> None:
        speak_plainly(field, str(field.label))
        self.fields[name] = field

    def layout(self) -> Layout:
        """A group of fields a person."""
        groups = [Fieldset("You, the designated contact", "contact_name", "contact_post", "contact_email")]
        for post in self.posts:
            names = [name for name in self.fields if name.startswith(f"{post.value}_")]
            groups.append(Fieldset(post.label[0].upper() + post.label[1:], *names))
        return Layout(*groups)

    def clean(self) -> dict[str, Any]:
        """Refuse one person in two posts that conflict."""
        given: dict[str, Any] = self.cleaned_data
        clash = conflict(self.named())
        if clash is not None:
            self.add_error(f"{clash[1].value}_email", conflict_sentence(*clash))
        return given

    def contact(self) -> Named:
        """The designated contact."""
        given = self.cleaned_data
        return Named(RoleKind.CONTACT, given["contact_name"], given["contact_email"], given["contact_post"])

    def named(self) -> tuple[Named, ...]:
        """Whoever is named for a post, as far as they are filled in."""
        given: Mapping[str, str] = self.cleaned_data
        return tuple(
            Named(post, given[f"{post.value}_name"], given[f"{post.value}_email"], given.get(f"{post.value}_post", ""))
            for post in self.posts
            if f"{post.value}_name" in given and f"{post.value}_email" in given
        )


def application(body: BodyForm, people: PeopleForm, **more: Any) -> Application:
    """Both pages, filled in and valid, as one application."""
    return Application(
        partnership=body.cleaned_data["partnership"],
        body=body.body(),
        contact=people.contact(),
        people=people.named(),
        listed=body.listed,
        token=body.token,
        **more,
    )
