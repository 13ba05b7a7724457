"""A flow that two people changed at once: the values that differ, side by side."""

from dataclasses import dataclass

from legal_basis.loader import library
from protocols.forms.flows import FlowForm
from protocols.models import DataFlow
from protocols.services.flow_contents import differences


@dataclass(frozen=True)
class Difference:
    """One field: what somebody else saved, and what was typed."""

    label: str
    theirs: str
    yours: str


def compared(flow: DataFlow, form: FlowForm) -> list[Difference]:
    """The fields in which the flow as it stands differs from a valid form."""
    content = form.content()
    return [
        Difference(
            str(form.fields[name].label or name.capitalize()),
            _said(flow, name, [str(party) for party in flow.recipients.all()]),
            _said(content, name, [str(party) for party in content.recipients]),
        )
        for name in differences(flow, content)
    ]


def _said(holder: object, name: str, recipients: list[str]) -> str:
    value = recipients if name == "recipients" else getattr(holder, name)
    if name == "kinds":
        kinds = library().data_kinds
        value = [kinds[kind].label if kind in kinds else kind for kind in value]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
