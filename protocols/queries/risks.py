"""The risk register of a version: its rows and pictures, and the starter risks that are still offered."""

from dataclasses import fields

from django.db.models import QuerySet

from portal.preparing import prepared
from protocols.documents.risks import RiskRegister, register_of
from protocols.loader.risks import StarterRisk, starter_risks
from protocols.models import ProtocolVersion, Risk
from protocols.snapshot import RiskPart


def risks_of(version: ProtocolVersion) -> QuerySet[Risk]:
    """The risks with their owners, in order of number."""
    return Risk.objects.filter(version=version).select_related("owner__partner", "version__protocol").order_by("number")


def register_for(version: ProtocolVersion) -> RiskRegister:
    """The register as a page shows it; one query, however many risks. Each row's key is the risk's own."""
    names = [field.name for field in fields(RiskPart) if field.name != "owner"]
    risks = _risks(version.pk)
    parties = {risk.owner_id: str(risk.owner) for risk in risks if risk.owner}
    shown = [
        {"key": risk.pk, "owner": risk.owner_id, **{name: getattr(risk, name) for name in names}} for risk in risks
    ]
    return register_of(shown, parties)


@prepared
def _risks(version_id: int) -> QuerySet[Risk]:
    found = Risk.objects.filter(version=version_id).select_related("owner__partner")
    return found.order_by("number")


def starters_left(version: ProtocolVersion) -> list[StarterRisk]:
    """The starter risks of the theme that were not taken over yet; one query."""
    taken = set(version.risks.exclude(starter="").values_list("starter", flat=True))
    return [one for one in starter_risks().of(version.protocol.theme) if one.id not in taken]
