"""Agreements in force without their documents, for what comes after signing."""

import json
from datetime import timedelta

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion, Snapshot
from protocols.services.adherence.giving import Statement, Undertaking
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

SIGNED = {
    "protocol": {"title": "Sharing", "purpose": "To reduce crime.", "reference": "P-1", "version": 1,
                 "theme_title": "", "tier": "overarching"},
    "parties": [],
    "flows": [],
    "refused_flows": [],
    "legal_record": [],
    "parent": None,
    "sections": [
        {
            "id": "S28", "number": 4, "title": "Partner undertakings", "schedule": None, "inherited_html": "",
            "html": "<ol><li>Each party will:<ol><li>keep data secure;</li><li>train its staff.</li></ol></li>"
            "<li>A party that cannot keep one must tell the others.</li></ol>",
        }
    ],
}  # fmt: skip
KEPT = ("Keep data secure", "Train its staff", "A party that cannot keep one must tell the others")


def in_force(people: life.Cast, *, days: int = 800, **content: object) -> ProtocolVersion:
    """A version that has been in force for so many days, with the text that was signed."""
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    signed = {**SIGNED, **content}
    with act("tests.signed", by=SYSTEM):
        today = timezone.localdate()
        ProtocolVersion.objects.filter(pk=version.pk).update(
            starts_on=today - timedelta(days), review_on=today + timedelta(400)
        )
        Snapshot(version=version, number=1, text=json.dumps(signed), sha256="5" * 64).save()
    return life.again(version)


def statement(**changes: object) -> Statement:
    """A statement that holds together: one undertaking was kept in part."""
    kept = [Undertaking(KEPT[0], "yes"), Undertaking(KEPT[1], "partly", "Two new people wait."),
            Undertaking(KEPT[2], "yes")]  # fmt: skip
    given: dict[str, object] = {
        "undertakings": kept, "staff_briefed": 9, "staff": 12, "incidents": "None.", "data_quality": "Good.",
        "publications": "none", "publications_note": "", "signed_name": "Helen Marsh", "signed_post": "Manager",
    }  # fmt: skip
    return Statement(**{**given, **changes})  # type: ignore[arg-type]
