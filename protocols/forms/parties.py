"""Choosing the parties: one row a partner, with what it is to the data and whether it accedes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from partners.models import Partner
from portal.govuk.forms import GovForm
from protocols.models import Party, ProtocolVersion
from protocols.services.parties import Choice


@dataclass(frozen=True)
class Row:
    """One partner on the page. `must_accede` is true where it has not signed the overarching protocol."""

    partner: Partner
    chosen: BoundField
    role: BoundField
    contract: BoundField
    accedes: BoundField | None

    @property
    def must_accede(self) -> bool:
        """Whether it can only be party by acceding."""
        return self.accedes is not None


class PartiesForm(GovForm):
    """A checkbox a partner. `signed` are bound by the overarching protocol, `proposed` are ticked beforehand."""

    submit_label = "Save the parties"
    partners = forms.MultipleChoiceField(required=False)  # where the refusals of the whole choice are shown

    def __init__(
        self,
        *args: object,
        version: ProtocolVersion,
        partners: list[Partner],
        signed: set[int],
        proposed: Collection[str] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        present = {party.partner_id: party for party in version.parties.all()}
        self.partner_rows = partners
        self.fields["partners"].choices = [(str(one.pk), str(one)) for one in partners]  # type: ignore[attr-defined]
        for partner in partners:
            party = present.get(partner.pk)
            self.fields[f"party_{partner.pk}"] = forms.BooleanField(
                label=partner.short_name, required=False, initial=party is not None or str(partner.pk) in proposed
            )
            self.fields[f"role_{partner.pk}"] = forms.ChoiceField(
                label=f"What {partner.short_name} is to the data",
                choices=Party.ControllerRole.choices,
                required=False,
                initial=party.controller_role if party else Party.ControllerRole.SEPARATE,
            )
            self.fields[f"contract_{partner.pk}"] = forms.CharField(
                label=f"Contract of {partner.short_name}, if it is a processor",
                required=False,
                max_length=200,
                initial=party.processor_contract if party else "",
            )
            if version.parent_id is not None and partner.pk not in signed:
                self.fields[f"accedes_{partner.pk}"] = forms.BooleanField(
                    label=f"{partner.short_name} accedes to {version.parent} by signing this protocol",
                    required=False,
                    initial=party.accedes_to_parent if party else False,
                )

    def rows(self) -> Iterator[Row]:
        """The partners in order, each with its own boxes."""
        for partner in self.partner_rows:
            accedes = f"accedes_{partner.pk}"
            yield Row(
                partner,
                self[f"party_{partner.pk}"],
                self[f"role_{partner.pk}"],
                self[f"contract_{partner.pk}"],
                self[accedes] if accedes in self.fields else None,
            )

    def choices(self) -> list[Choice]:
        """The partners chosen. Call only on a valid form."""
        stated = self.cleaned_data
        return [
            Choice(
                partner,
                stated[f"role_{partner.pk}"] or Party.ControllerRole.SEPARATE,
                stated.get(f"accedes_{partner.pk}", False),
                stated[f"contract_{partner.pk}"],
            )
            for partner in self.partner_rows
            if stated[f"party_{partner.pk}"]
        ]
