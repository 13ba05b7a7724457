"""The forms of one benefit or cost, and of one barrier."""

from typing import Any, ClassVar, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms

from portal.govuk.fields import Choice, RichChoiceField
from protocols.forms.rows import RowForm, long_text
from protocols.kinds import BarrierKind, CaseGroup
from protocols.loader.case import case_content
from protocols.models import Barrier, CaseEntry
from protocols.services.case_contents import BARRIER_OWED, ENTRY_OWED, MOST, BarrierContent, CaseContent

NOBODY = [("", "Nobody yet")]


class OwnedForm(RowForm[Any]):
    """A row with the party and the post that answer for it."""

    owner = forms.ChoiceField(label="Whose is it?", required=False, help_text="The party that answers for it.")
    owner_post = forms.CharField(
        label="Which post there?", max_length=120, required=False, help_text="Such as Head of policy."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [*NOBODY, *self.named]  # type: ignore[attr-defined]

    def stated(self) -> dict[str, Any]:
        """What was stated, the owner as a party."""
        stated = super().stated()
        return {**stated, "owner": self.parties.get(stated["owner"])}


class CaseForm(OwnedForm):
    """Who gains or pays, what, how anybody will know, and an estimate where there is one."""

    makes = CaseContent
    owed: ClassVar = ENTRY_OWED
    submit_label = "Save the benefit or cost"
    unmarked = ("owner", "owner_post", "unit", "per")
    side = RichChoiceField(
        label="Is it a benefit or a cost?", options=[Choice(*pair) for pair in CaseEntry.Side.choices]
    )
    group = RichChoiceField(label="Who gains or pays?", options=[Choice(*pair) for pair in CaseGroup.choices()])
    title = forms.CharField(label="In a few words", max_length=200, help_text="Such as Help comes sooner.")
    description = forms.CharField(label="What it is", widget=long_text(3), max_length=2000, required=False)
    measured = forms.CharField(
        label="How will anybody know?",
        widget=long_text(2),
        max_length=1000,
        required=False,
        help_text="What is counted, by whom, against what. A sceptical board asks this first.",
    )
    amount = forms.IntegerField(
        label="An estimate",
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="A whole number. Leave it empty rather than guess.",
    )
    unit = forms.ChoiceField(
        label="What does it count?", choices=[("", "Choose"), *CaseEntry.Unit.choices], required=False
    )
    per = forms.ChoiceField(label="How often?", choices=[("", "Choose"), *CaseEntry.Per.choices], required=False)

    def layout(self) -> Layout:
        """The fields in three groups."""
        return Layout(
            "nonce",
            "revision",
            Fieldset("What it is", "side", "group", "title", "description"),
            Fieldset("How much", "measured", "amount", "unit", "per"),
            Fieldset("Who answers for it", "owner", "owner_post"),
        )


class BarrierForm(OwnedForm):
    """Which kind of barrier, what it was, how far it has been got over, and what was done."""

    makes = BarrierContent
    owed: ClassVar = BARRIER_OWED
    submit_label = "Save the barrier"
    unmarked = ("owner", "owner_post", "done")
    kind = RichChoiceField(label="Which kind is it?")
    title = forms.CharField(label="In a few words", max_length=200)
    description = forms.CharField(
        label="What was it?", widget=long_text(3), max_length=2000, help_text="Who said what, and what it held up."
    )
    standing = RichChoiceField(
        label="How far has it been got over?", options=[Choice(*pair) for pair in Barrier.Standing.choices]
    )
    done = forms.CharField(label="What was done about it?", widget=long_text(3), max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {guide.kind: guide.found for guide in case_content().barriers}
        kind = cast(RichChoiceField, self.fields["kind"])
        kind.options = [Choice(one.value, one.label, hint=found[one]) for one in BarrierKind]

    def layout(self) -> Layout:
        """The fields in three groups."""
        return Layout(
            "nonce",
            "revision",
            Fieldset("What it was", "kind", "title", "description"),
            Fieldset("What came of it", "standing", "done"),
            Fieldset("Who answers for it", "owner", "owner_post"),
        )


def initial_of_entry(entry: CaseEntry) -> dict[str, object]:
    """What the form shows of a benefit or cost as it stands."""
    names = ("side", "group", "title", "description", "measured", "amount", "unit", "per", "owner_post")
    return {**{name: getattr(entry, name) for name in names}, **_shared(entry)}


def initial_of_barrier(barrier: Barrier) -> dict[str, object]:
    """What the form shows of a barrier as it stands."""
    names = ("kind", "title", "description", "standing", "done", "owner_post")
    return {**{name: getattr(barrier, name) for name in names}, **_shared(barrier)}


def _shared(row: CaseEntry | Barrier) -> dict[str, object]:
    return {"owner": str(row.owner_id or ""), "revision": row.revision}
