"""An indemnity binds a council only when its finance and legal officers agreed to its words (known mistake T17)."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Invalid, NotAllowed
from protocols.loader import library
from protocols.models import Party, TemplateVersion
from protocols.queries.freezing import parts_of
from protocols.services.creating import create_protocol
from protocols.services.indemnities import Agreed, record_agreement
from protocols.services.parties import Choice, set_parties
from protocols.services.templates import sync_templates
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from tests.protocols import factories
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
OTHERS_BEAR = "a party that receives data indemnifies the party that sent it against loss caused by its breach"
ON = date(2026, 2, 2)
BOTH = {
    "section_151": Agreed("Asha Patel", "Director of finance", ON),
    "legal": Agreed("Tom Reid", "Borough solicitor", ON),
}


def drafted(*bodies: tuple[str, str]):
    """A draft on the portal's own overarching template, between a council and the police unless others are named."""
    people = life.cast(*bodies)
    sync_templates([library().templates["overarching"]])
    template = TemplateVersion.objects.filter(template__slug="overarching").latest("number")
    version = create_protocol(by=people.officer, template=template, particulars=factories.particulars())
    set_parties(by=people.officer, version=version, choices=[Choice(one) for one in people.partners])
    return people, life.again(version)


@pytest.fixture
def given():
    """A draft by which one party bears another's loss."""
    people, version = drafted()
    set_variables(by=people.officer, version=version, values={"indemnity": OTHERS_BEAR})
    version = life.again(version)
    return people, version, life.party(version, people.partners[0])


def owed(version) -> list[str]:
    return [one.sentence for one in problems(life.again(version)) if one.url_name == "protocols:indemnity"]


def page_of(version) -> str:
    return reverse("protocols:indemnity", args=[version.protocol.reference, version.number])


def signed_in(role) -> Client:
    client = Client()
    client.force_login(role.person)
    return client


def filled(party: Party, **changes: str) -> dict[str, str]:
    """The form as an officer fills it."""
    sent = {}
    for kind, agreed in BOTH.items():
        days = {"day": ON.day, "month": ON.month, "year": ON.year}
        sent |= {f"{kind}_name_{party.pk}": agreed.name, f"{kind}_post_{party.pk}": agreed.post}
        sent |= {f"{kind}_on_{party.pk}_{part}": str(value) for part, value in days.items()}
    return sent | {f"{name}_{party.pk}": value for name, value in changes.items()}


def test_t17_an_indemnity_stands_in_the_way_until_both_of_the_councils_officers_agreed(given) -> None:
    people, version, wigan = given
    assert owed(version) == [
        "The text gives an indemnity. Record that the section 151 officer and the legal adviser of Wigan Council "
        "agreed to it, or take it out."
    ]
    record_agreement(by=people.officer, version=version, given={wigan.pk: {"legal": BOTH["legal"]}})
    assert "Record that the section 151 officer of Wigan Council" in owed(version)[0]
    record_agreement(by=people.officer, version=version, given={wigan.pk: BOTH})
    assert owed(version) == []


def test_the_same_agreement_twice_is_one_event(given) -> None:
    people, version, wigan = given
    for _ in range(2):
        record_agreement(by=people.officer, version=version, given={wigan.pk: BOTH})
    assert AuditEvent.objects.filter(action="protocols.indemnity.agree").count() == 1


def test_only_the_officer_records_it(given) -> None:
    people, version, wigan = given
    signatory = next(role for role in people.people.values() if role.kind == "signatory")
    with pytest.raises(NotAllowed):
        record_agreement(by=signatory, version=version, given={wigan.pk: BOTH})


def test_t17_taking_the_indemnity_out_lets_the_version_go_on(given) -> None:
    people, version, _ = given
    asked = library().templates["overarching"].section("S30").variables
    default = next(one.default for one in asked if one.key == "indemnity")
    set_variables(by=people.officer, version=version, values={"indemnity": default})
    assert owed(version) == []
    with pytest.raises(Invalid, match="gives no indemnity"):
        record_agreement(by=people.officer, version=version, given={})


def test_t17_words_that_change_are_agreed_to_anew(given) -> None:
    people, version, wigan = given
    record_agreement(by=people.officer, version=version, given={wigan.pk: BOTH})
    set_variables(by=people.officer, version=version, values={"indemnity": "each party indemnifies the others"})
    assert len(owed(version)) == 1
    with pytest.raises(Invalid, match="have changed since you opened the page"):
        record_agreement(by=people.officer, version=version, given={wigan.pk: BOTH}, words="0" * 64)


def test_t17_words_of_ones_own_count_and_the_templates_own_do_not() -> None:
    people, version = drafted()
    assert owed(version) == []
    section = version.sections.get(section_id="S30")
    body = f"{section.body}<ol><li>Each party will indemnify the others.</li></ol>"
    save_section(by=people.officer, section=section, body=body, revision=section.revision)
    assert len(owed(version)) == 1


def test_without_a_council_nobody_is_asked() -> None:
    people, version = drafted(("Northmoor Police", "police"), ("Northmoor Trust", "nhs_trust"))
    set_variables(by=people.officer, version=version, values={"indemnity": OTHERS_BEAR})
    assert owed(version) == []


def test_t17_the_page_shows_the_words_and_records_who_agreed_and_the_agreement_says_so(given) -> None:
    people, version, wigan = given
    client = signed_in(people.officer)
    tasks = client.get(reverse("protocols:tasks", args=[version.protocol.reference, version.number])).content.decode()
    assert page_of(version) in tasks
    assert OTHERS_BEAR in unescape(client.get(page_of(version)).content.decode())
    assert client.post(page_of(version), filled(wigan)).status_code == 302
    assert owed(version) == []
    frozen = {one.kind: one.indemnity_agreed for one in parts_of(life.again(version)).parties}
    assert [one["name"] for one in frozen["council"]] == ["Asha Patel", "Tom Reid"]
    assert frozen["police"] == []
    assert "Asha Patel" in client.get(page_of(version)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"section_151_name": ""}, "Give the name of the section 151 officer of Wigan Council."),
        ({"legal_post": ""}, "Give the post of the legal adviser of Wigan Council."),
    ],
)
def test_half_an_agreement_is_refused_beside_its_field(given, changes: dict[str, str], sentence: str) -> None:
    people, version, wigan = given
    answer = signed_in(people.officer).post(page_of(version), filled(wigan, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Director of finance" in answer.content.decode()


def test_a_day_ahead_is_refused(given) -> None:
    people, version, wigan = given
    ahead = Agreed("Tom Reid", "Borough solicitor", timezone.localdate() + timedelta(days=1))
    with pytest.raises(Invalid, match="cannot lie ahead"):
        record_agreement(by=people.officer, version=version, given={wigan.pk: {"legal": ahead}})


def test_a_new_version_asks_again(given) -> None:
    people, version, wigan = given
    record_agreement(by=people.officer, version=version, given={wigan.pk: BOTH})
    with act("tests.state", by=SYSTEM):
        type(version).objects.filter(pk=version.pk).update(state="in_force")
    assert len(owed(vary(by=people.officer, version=life.again(version)))) == 1
