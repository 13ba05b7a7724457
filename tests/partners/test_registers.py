"""The public registers themselves, where they are at hand."""

import os
from pathlib import Path

import pytest

from partners.loader.reading import read_table
from partners.loader.registers import entries
from partners.models import Partner
from partners.queries import same_name
from partners.roles import RoleKind
from partners.services.importing.judging import Outcome
from partners.services.importing.writing import import_partners
from partners.services.inviting import Invitee
from partners.services.inviting_bodies import invite_to_register
from portal.audit.acts import SYSTEM
from portal.audit.models import AuditEvent
from tests.partners.factories import officer, partnership

SHARED = Path(os.environ.get("CONCORDAT_SHARED", Path(__file__).resolve().parents[3] / "shared"))
FOLDER = SHARED / "data" / "organisations"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.registers,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"The public registers are not at {FOLDER}; set CONCORDAT_SHARED."),
]
FILES = (
    "local-authority-eng.tsv", "mysociety_uk_local_authorities.csv", "police-force.tsv", "fire-service-eng.tsv",
    "government-organisation.tsv", "trafford_gm_jobcentreplus.csv", "trafford_gm_probation_offices.csv",
)  # fmt: skip


def take(name: str):
    return import_partners(by=SYSTEM, entries=entries(read_table(FOLDER / name)), apply=True)


def test_every_register_is_read_whole_and_a_second_time_changes_nothing():
    for name in FILES:
        assert len(take(name)) == len(read_table(FOLDER / name).rows)
    before = set(Partner.objects.values_list("pk", "legal_name", "slug")), AuditEvent.objects.count()
    for name in FILES:
        assert Outcome.TAKEN not in {verdict.outcome for verdict in take(name)}
    assert (set(Partner.objects.values_list("pk", "legal_name", "slug")), AuditEvent.objects.count()) == before


def test_wigan_council_and_greater_manchester_police_are_found_and_invited_without_typing_their_details():
    take("mysociety_uk_local_authorities.csv")
    take("police-force.tsv")
    wigan, police = same_name("Wigan Council"), same_name("Greater Manchester Police")
    assert wigan.legal_name == "Wigan Metropolitan Borough Council"
    assert (wigan.kind, police.kind) == ("council", "police")
    for body in (wigan, police):
        contact = Invitee("Ann Lee", f"ann@{body.slug}.example")
        invited = invite_to_register(by=officer(), partnership=partnership(), partner=body, contact=contact)
        assert invited.partner.status == "invited"


def test_the_ten_councils_of_greater_manchester_are_there_once_each():
    for name in ("local-authority-eng.tsv", "mysociety_uk_local_authorities.csv"):
        take(name)
    inside = [p for p in Partner.objects.filter(kind="council") if p.source_details.get("combined_authority") == "GMCA"]
    assert len(inside) == 10


def test_councils_that_ended_in_2023_are_not_listed_from_the_register_that_knows():
    take("mysociety_uk_local_authorities.csv")
    assert same_name("Allerdale Borough Council") is None
    assert same_name("Cumberland Council") is not None


def test_no_two_councils_of_the_register_meet_under_one_name():
    told = take("mysociety_uk_local_authorities.csv")
    assert not [str(verdict) for verdict in told if "same name" in verdict.why]


def test_a_role_is_never_given_by_an_import():
    take("police-force.tsv")
    assert not Partner.objects.filter(roles__kind=RoleKind.CONTACT.value).exists()
