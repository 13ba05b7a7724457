"""The particulars of a version: what it is called and for, its dates, and whether the public may read of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, cast
from uuid import UUID, uuid4

from django import forms

from partners.models import Partner
from portal.govuk.fields import Choice, DateField, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm
from protocols.facts.commencing import why_not_early
from protocols.kinds import Commencement
from protocols.models import ProtocolVersion
from protocols.services.particulars import Particulars

EARLY = ("commencement", "signatures_needed", "signing_closes_on")
"""How a version comes into force between those who have signed."""


class ParticularsForm(GovForm):
    """Title, purpose, dates and publication."""

    submit_label: ClassVar[str] = "Save title, purpose and dates"
    unmarked: ClassVar[tuple[str, ...]] = ("not_public_reason",)
    title = forms.CharField(max_length=200, help_text="Such as Information sharing for a safer borough.")
    purpose = forms.CharField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What the protocol is for, in plain words: it opens the agreement and stands on the public register.",
    )
    starts_on = DateField(label="Start date", help_text="For example, 3 3 2027. The parties are bound from this day.")
    ends_on = DateField(label="End date", required=False, help_text="Leave empty to let it run until it is ended.")
    review_on = DateField(label="Review date", help_text="The day by which the parties will have looked at it again.")
    publication = RichChoiceField(
        label="Public register",
        options=[
            Choice("public", "Show this protocol on the public register once it is in force"),
            Choice("not_public", "Do not show it", opens="not_public_reason"),
        ],
        initial="public",
    )
    not_public_reason = forms.CharField(
        label="Why not?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The register shows this reason in place of the protocol.",
    )

    @classmethod
    def of(cls, version: ProtocolVersion, data: Mapping[str, object] | None = None) -> "ParticularsForm":
        """The form as the version stands, or as it was sent."""
        names = ("title", "purpose", "starts_on", "ends_on", "review_on", "not_public_reason")
        initial: dict[str, object] = {name: getattr(version, name) for name in names}
        return cls(data, initial={**initial, "publication": "public" if version.is_public else "not_public"})

    def particulars(self) -> Particulars:
        """What was stated. Call only on a valid form."""
        stated = self.cleaned_data
        return Particulars(
            title=stated["title"],
            purpose=stated["purpose"],
            starts_on=stated["starts_on"],
            ends_on=stated["ends_on"],
            review_on=stated["review_on"],
            is_public=stated["publication"] == "public",
            not_public_reason=stated["not_public_reason"],
        )


class SetUpForm(ParticularsForm):
    """The same of a draft of an overarching protocol, with how it comes into force."""

    unmarked: ClassVar[tuple[str, ...]] = ("not_public_reason", *EARLY)
    commencement = RichChoiceField(
        label="When does it come into force?",
        options=[
            Choice(Commencement.ALL.value, "When every party has signed"),
            Choice(
                Commencement.NUMBER.value, "Between those who have signed, once enough of them have",
                opens="signatures_needed",
            ),
            Choice(
                Commencement.DATE.value, "Between those who have signed, on its start date",
                hint="Where fewer than two have signed by then, as soon as the second signs.",
            ),
        ],
        initial=Commencement.ALL.value,
        required=False,
    )  # fmt: skip
    signatures_needed = forms.IntegerField(
        label="How many parties have to sign?", required=False, min_value=2, max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )  # fmt: skip
    signing_closes_on = DateField(
        label="Open for signature until",
        required=False,
        help_text="Only where it comes into force between those who have signed. Whoever has not signed by then is not "
        "bound, and can join later by an accession.",
    )

    field_order = (
        "title", "purpose", "starts_on", "ends_on", "review_on", "commencement", "signatures_needed",
        "signing_closes_on", "publication", "not_public_reason",
    )  # fmt: skip

    def __init__(self, *args: object, why_all: str | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if why_all:
            field = cast(RichChoiceField, self.fields["commencement"])
            field.help_text, field.options = why_all, field.options[:1]
            del self.fields["signatures_needed"], self.fields["signing_closes_on"]

    @classmethod
    def of(cls, version: ProtocolVersion, data: Mapping[str, object] | None = None) -> "SetUpForm":
        """The form as the version stands, or as it was sent."""
        shown = {**ParticularsForm.of(version).initial, **{name: getattr(version, name) for name in EARLY}}
        return cls(data, initial=shown, why_all=why_not_early(version))

    def particulars(self) -> Particulars:
        """What was stated. Call only on a valid form."""
        stated = self.cleaned_data
        return replace(
            super().particulars(),
            commencement=stated.get("commencement") or Commencement.ALL.value,
            signatures_needed=stated.get("signatures_needed"),
            signing_closes_on=stated.get("signing_closes_on"),
        )


class CreateForm(ParticularsForm):
    """The particulars of a new protocol; for a thematic one, the overarching version that it stands under."""

    submit_label = "Create the protocol"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    parent = RichChoiceField(label="Overarching protocol", help_text="The exact version that this one stands under.")
    partners = RichMultipleChoiceField(
        label="Who will take part?",
        required=False,
        help_text="As far as you know. You choose the parties, and what each is to the data, on the next page.",
    )

    field_order = ("nonce", "parent", "title", "purpose", "partners")

    def __init__(
        self,
        *args: object,
        parents: list[ProtocolVersion] | None = None,
        members: Iterable[Partner] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members}
        chooser = cast(RichMultipleChoiceField, self.fields["partners"])
        chooser.options = [Choice(key, one.short_name) for key, one in self.members.items()]
        if not self.members:
            del self.fields["partners"]
        if parents is None:
            del self.fields["parent"]
            return
        self.parents = {str(parent.pk): parent for parent in parents}
        field = cast(RichChoiceField, self.fields["parent"])
        field.options = [Choice(key, str(parent), hint=parent.title) for key, parent in self.parents.items()]
        if len(self.parents) == 1:
            field.initial = next(iter(self.parents))

    @property
    def stands_under(self) -> ProtocolVersion | None:
        """The version chosen; None for an overarching protocol."""
        return self.parents[self.cleaned_data["parent"]] if "parent" in self.fields else None

    @property
    def taking_part(self) -> list[Partner]:
        """The members that were ticked."""
        return [self.members[key] for key in self.cleaned_data.get("partners", ())]

    @property
    def once(self) -> UUID:
        """What tells a repeated post from a new one."""
        nonce: UUID = self.cleaned_data["nonce"]
        return nonce


class CopyForm(CreateForm):
    """The particulars of a protocol that begins as a copy of another; its dates are always asked for anew."""

    submit_label = "Begin the copy"
