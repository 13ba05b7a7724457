"""A risk that two people changed at once: the values that differ, side by side."""

from protocols.forms.risks import RiskForm
from protocols.kinds import LIKELIHOODS, SEVERITIES
from protocols.models import Risk
from protocols.services.risk_contents import differences
from protocols.views.flow_conflicts import Difference


def compared(risk: Risk, form: RiskForm) -> list[Difference]:
    """The fields in which the risk as it stands differs from a valid form."""
    content = form.content()
    return [
        Difference(str(form.fields[name].label), _said(name, getattr(risk, name)), _said(name, getattr(content, name)))
        for name in differences(risk, content)
    ]


def _said(name: str, value: object) -> str:
    if name == "owner" and value is None:
        return "Nobody yet"
    if isinstance(value, int):
        return f"{value} {(LIKELIHOODS if name.startswith('likelihood') else SEVERITIES)[value]}"
    return str(value)
