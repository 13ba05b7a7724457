"""Forms of how a signing goes: order and date, copies, handing over, guests, and pages signed on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from partners.models import Role
from partners.services.inviting import Invitee
from portal.govuk.fields import Choice, DateField, RichChoiceField, SentFile
from portal.govuk.forms import GovForm
from protocols.models import Guest, Party
from protocols.services.signing_guests import Invited
from protocols.services.signing_papers import Page

ANY, TURNS = "any", "turns"
SOMEBODY_NEW = "new"
BASIS = "Such as: scheme of delegation, part 3, paragraph 4.2."


class PlanForm(GovForm):
    """By when it is signed, and who signs after whom."""

    submit_label = "Save the order and the date"
    due_on = DateField(
        label="Signed by", required=False, help_text="Signatories are reminded a week before, on the day, and weekly "
        "after; you are told when it is overdue. For example, 3 3 2027.",
    )  # fmt: skip
    order = RichChoiceField(label="In what order do they sign?")

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        self.fields["order"].options = [  # type: ignore[attr-defined]
            Choice(ANY, "In any order", "Every signatory may sign as soon as the file is ready."),
            Choice(
                TURNS, "In turns", "Lower numbers sign first. Parties of the same number sign at the same time.",
                opens=" ".join(f"turn_{party.pk}" for party in parties),
            ),
        ]  # fmt: skip
        for party in parties:
            self.fields[f"turn_{party.pk}"] = forms.IntegerField(
                label=f"Turn of {party}", min_value=1, max_value=99, initial=1,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
            )  # fmt: skip

    def turns(self) -> dict[int, int]:
        """The number of each party; none where they sign in any order."""
        if self.cleaned_data["order"] == ANY:
            return {}
        return {party.pk: self.cleaned_data[f"turn_{party.pk}"] for party in self.parties}


class CopyForm(GovForm):
    """Somebody who gets a copy once all have signed."""

    submit_label = "Add to those who get a copy"
    name = forms.CharField(label="Name", max_length=120)
    email = forms.CharField(label="Email address", max_length=254, widget=forms.EmailInput)
    why = forms.CharField(label="Why do they need it?", max_length=250, required=False)


class HandOverForm(GovForm):
    """Who signs instead, and on what authority."""

    submit_label = "Hand over"
    unmarked = ("name", "email", "post")
    to = RichChoiceField(label="Who signs?")
    name = forms.CharField(label="Their name", max_length=120, required=False)
    email = forms.CharField(label="Their email address", max_length=254, required=False, widget=forms.EmailInput)
    post = forms.CharField(label="Their post", max_length=120, required=False)
    basis = forms.CharField(
        label="On what authority?", help_text=BASIS, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, roles: Sequence[Role], invites: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = {str(role.pk): role for role in roles}
        options = [Choice(key, role.person.name, role.post) for key, role in self.roles.items()]
        if invites:
            invited = "They are invited to the portal."
            options.append(Choice(SOMEBODY_NEW, "Somebody new", invited, opens="name email post"))
        else:
            del self.fields["name"], self.fields["email"], self.fields["post"]
        self.fields["to"].options = options  # type: ignore[attr-defined]

    def chosen(self) -> Role | Invitee:
        """The signatory, or whom to invite."""
        data = self.cleaned_data
        if data["to"] != SOMEBODY_NEW:
            return self.roles[data["to"]]
        return Invitee(data["name"], data["email"], data["post"])


class PartyForm(GovForm):
    """What is done for one of several parties."""

    party = forms.ChoiceField(label="Which party do they sign for?")

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.fields["party"].choices = [(key, str(party)) for key, party in self.parties.items()]  # type: ignore[attr-defined]

    def chosen_party(self) -> Party:
        """The party."""
        return self.parties[self.cleaned_data["party"]]


class GuestForm(PartyForm):
    """Whom to ask to sign without an account."""

    submit_label = "Mail the link"
    unmarked = ("phone",)
    name = forms.CharField(label="Name", max_length=120)
    post = forms.CharField(label="Post", max_length=120, help_text="Such as Chief executive.")
    email = forms.CharField(label="Work email address", max_length=254, widget=forms.EmailInput)
    basis = forms.CharField(
        label="Their authority to sign", help_text=BASIS, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    channel = RichChoiceField(label="How do they get the code?")
    phone = forms.CharField(label="On which number?", max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].options = [  # type: ignore[attr-defined]
            Choice(Guest.Channel.TOLD.value, "I read it out to them",
                   "Safer: somebody who reads their mail cannot sign. You see it once.", opens="phone"),
            Choice(Guest.Channel.MAIL.value, "By a second mail", "Whoever can read that mailbox can sign."),
        ]  # fmt: skip

    def invited(self) -> Invited:
        """Whom to ask."""
        names = ("name", "post", "email", "basis", "phone", "channel")
        return Invited(**{name: self.cleaned_data[name] for name in names})


class CodeForm(GovForm):
    """The guest's code, which is never shown again."""

    code = forms.CharField(
        label="Your code", max_length=12,
        help_text="The six figures that came apart from the link. They are good for ten minutes.",
        widget=forms.TextInput(attrs={
            "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false",
            "class": "govuk-input--width-10",
        }),
    )  # fmt: skip

    def renew(self, **now: str) -> None:
        """Make a refused form fit to be sent again, without its code; `now` has what is as it stands now."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "code": "", **now}


class GuestDeclineForm(CodeForm):
    """Why a guest does not sign, and the code."""

    submit_label = "Decline to sign"
    field_order = ("reason", "code")
    reason = forms.CharField(
        label="Why do you decline?", help_text="Every party reads this.", max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write why you decline to sign, so that it can be put right."},
    )  # fmt: skip


class GuestSignForm(CodeForm):
    """A guest's signature: post and authority, the code, and the word that they mean to sign."""

    field_order = ("sha256", "post", "basis", "consent", "code")
    sha256 = forms.CharField(widget=forms.HiddenInput)
    post = forms.CharField(label="The post in which you sign", max_length=120)
    basis = forms.CharField(
        label="Your authority to sign", help_text=BASIS, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    consent = forms.BooleanField(
        label="I have read the file and sign it for the organisation named above",
        error_messages={"required": "Tick the box to say that you have read the file and mean to sign it."},
    )


class PaperForm(PartyForm):
    """A page signed in ink: what it says, and its scan."""

    submit_label = "Hand in the page"
    name = forms.CharField(label="Who signed it?", max_length=120)
    post = forms.CharField(label="In what post?", max_length=120)
    basis = forms.CharField(
        label="On what authority?", help_text=BASIS, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    signed_on = DateField(label="On what day?", help_text="As written on the page. For example, 3 3 2027.")
    printed = forms.CharField(
        label="The twelve figures and letters at the foot of the signed page", max_length=20,
        help_text="They stand after the version. They tell that this text was signed and no other.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    scan = SentFile(
        label="The scan", help_text="A PDF, PNG or JPEG of the signed page, up to 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": "Choose the scan of the signed page."},
    )  # fmt: skip

    def page(self) -> Page:
        """The page as it was handed in."""
        data, given = self.cleaned_data, self.cleaned_data["scan"]
        if not isinstance(given, UploadedFile):
            raise LookupError("A form that is not valid has no page.")
        return Page(data["name"], data["post"], data["basis"], data["signed_on"], given.read(), given.size or 0)


class RefusePaperForm(GovForm):
    """Why a page signed on paper is not accepted."""

    submit_label = "Refuse the page"
    reason = forms.CharField(
        label="Why is it not accepted?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write why the page is not accepted, so that it can be put right."},
    )  # fmt: skip
