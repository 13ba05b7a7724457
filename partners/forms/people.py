"""Inviting people into roles, ending roles, and taking up an invitation."""

from collections.abc import Iterable
from typing import Any

from django import forms

from partners.roles import RoleKind
from partners.services.inviting import Invitee
from portal.govuk.fields import Choice, DateField, RichChoiceField
from portal.govuk.forms import GovForm

WHAT_THEY_DO: dict[RoleKind, str] = {
    RoleKind.OFFICER: "Registers partners, drafts protocols and convenes the consultation.",
    RoleKind.CONTACT: "Invites your people, and withdraws or ends what was given.",
    RoleKind.CONTRIBUTOR: "Comments, fills in your data flows and answers your legal checklist.",
    RoleKind.LEGAL_ADVISER: "Advises on powers, bars and confidence.",
    RoleKind.DPO: "Reads the text, the flows and the legal record, and approves for you.",
    RoleKind.CALDICOTT_GUARDIAN: "Is asked where health or care confidentiality is in play.",
    RoleKind.SIRO: "Is asked where the risk is high.",
    RoleKind.SIGNATORY: "Signs for you, after your data protection officer has approved.",
    RoleKind.VIEWER: "Reads what was agreed and downloads the signed document.",
}


class ColleagueForm(GovForm):
    """Whom to invite: a name, a post and a mailbox."""

    submit_label = "Send the invitation"
    name = forms.CharField(label="Name", max_length=120)
    post = forms.CharField(label="Post", max_length=120, required=False, help_text="Such as Chief executive.")
    email = forms.EmailField(
        label="Work email address", help_text="The invitation can be used from this mailbox alone."
    )

    def invitee(self) -> Invitee:
        """Whom to invite."""
        given = self.cleaned_data
        return Invitee(given["name"], given["email"], given["post"])


class InviteForm(ColleagueForm):
    """One person into one role."""

    kind = RichChoiceField(label="Role", error_messages={"required": "Choose the role."})
    field_order = ("kind", "name", "post", "email")

    def __init__(self, *args: Any, kinds: Iterable[RoleKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, offered = self.fields["kind"], list(kinds)
        field.initial = offered[0].value if len(offered) == 1 else None
        field.options = [  # type: ignore[attr-defined]
            Choice(kind.value, kind.label[0].upper() + kind.label[1:], WHAT_THEY_DO[kind]) for kind in offered
        ]


class EndRoleForm(GovForm):
    """The day from which a role is no longer held."""

    submit_label = "End the role"
    ends_on = DateField(
        label="Day on which it ends", help_text="From this day the role gives no power. Enter today to end it at once."
    )


class NewAccountForm(GovForm):
    """The name and password of somebody who was invited and has no account."""

    submit_label = "Accept and make your account"
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password", strip=False, help_text="At least 12 characters. Three unconnected words do well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )  # fmt: skip
