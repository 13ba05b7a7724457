"""Before a protocol is begun: what may already do it is shown, and nothing typed is lost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.roles import RoleKind
from protocols.models import ProtocolVersion
from protocols.queries.alike import Wanted, alike_to, telling_words
from protocols.services.moving import abandon
from tests.partners.factories import sign_in
from tests.protocols import factories, factories_elsewhere
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Assault data for safer nights", "purpose": "To find where assaults gather.", "starts_on_day": "3",
    "starts_on_month": "3", "starts_on_year": "2035", "review_on_day": "3", "review_on_month": "3",
    "review_on_year": "2036", "publication": "public",
}  # fmt: skip


@pytest.fixture
def people() -> life.Cast:
    return life.cast()


@pytest.fixture
def there(people: life.Cast) -> ProtocolVersion:
    """A thematic draft on assaults, under an overarching protocol in force."""
    parent = life.draft(people)
    laws.put_in_state(parent, "in_force")
    return life.thematic_draft(people, life.again(parent))


def wanted(theme: str = "community_safety", **changes: object) -> Wanted:
    given = {"title": "Assault data", "purpose": "To find where assaults gather.", **changes}
    return Wanted(template=factories.template("thematic", theme), **given)


def post(people: life.Cast, there: ProtocolVersion, **more: object):
    form = {**TYPED, "nonce": str(uuid4()), "parent": there.parent_id, **more}
    return sign_in(Client(), people.officer).post("/protocols/new/community_safety/", form)


def test_one_of_the_same_theme_is_shown_with_what_is_the_same(people, there):
    [near] = alike_to(people.officer, wanted(partners=people.partners[:1])).shown
    assert near.version == there
    assert near.reasons == ["Same theme", "Same partners: Wigan Council", "Same words: assault"]


def test_one_of_another_theme_is_shown_for_its_words(people, there):
    [near] = alike_to(people.officer, wanted("education", purpose="To reduce disorder")).shown
    assert (near.version, near.reasons) == (there, ["Same words: assault, disorder and reduce"])


def test_nothing_is_shown_that_shares_neither_theme_nor_words(people, there):
    assert not alike_to(people.officer, wanted("education", title="School places", purpose="To plan schools."))


def test_what_was_given_up_or_belongs_to_another_partnership_is_not_shown(people, there):
    assert not alike_to(factories.officer(), wanted())
    abandon(by=people.officer, version=there, reason="Another covers it.")
    assert not alike_to(people.officer, wanted())


def test_an_overarching_protocol_is_not_like_a_thematic_one(people, there):
    near = alike_to(people.officer, wanted("education", title=there.parent.title, purpose=there.parent.purpose))
    assert there.parent not in [one.version for one in near.shown]


def test_an_agreement_made_elsewhere_is_shown_for_its_words_and_bodies(people):
    made = factories_elsewhere.one(people.officer, name="Assaults in hospital data", controller_names="Wigan Council")
    near = alike_to(people.officer, wanted(title="Assaults", purpose="Hospital assaults")).shown
    assert [one.agreement for one in near] == [made]


def test_words_without_their_plural_are_the_same_words():
    assert telling_words("Families and assaults") == telling_words("A family, an assault")


def test_looking_costs_the_same_with_one_and_with_thirty(people, there):
    counted = []
    for count in (1, 29):
        rows.agreements(there, count, "draft")
        rows.flows(there, count)
        factories_elsewhere.one(people.officer, name=f"Assaults {count}", ref=str(count))
        with CaptureQueriesContext(connection) as captured:
            assert alike_to(people.officer, wanted())
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_nothing_is_begun_until_what_is_alike_was_seen(people, there):
    before = ProtocolVersion.objects.count()
    page = post(people, there, partners=[people.partners[0].pk]).content.decode()
    assert "Before you begin" in page
    assert there.protocol.reference in page
    assert 'name="title" value="Assault data for safer nights"' in page
    assert f'name="partners" value="{people.partners[0].pk}"' in page
    assert ProtocolVersion.objects.count() == before


def test_once_it_was_seen_a_new_one_is_begun_and_its_parties_are_proposed(people, there):
    answer = post(people, there, seen="yes", partners=[people.partners[0].pk])
    made = ProtocolVersion.objects.latest("pk")
    assert answer.url == f"/protocols/{made.protocol.reference}/v1/parties/?propose={people.partners[0].pk}"
    form = sign_in(Client(), people.officer).get(answer.url).context["form"]
    assert form[f"party_{people.partners[0].pk}"].value()
    assert not form[f"party_{people.partners[1].pk}"].value()


def test_somebody_may_go_back_to_what_was_typed(people, there):
    answer = post(people, there, back="yes")
    assert answer.status_code == 200
    assert answer.context["form"]["title"].value() == TYPED["title"]


def test_a_draft_can_be_joined_by_adding_parties_and_one_in_force_by_a_new_version(people, there):
    assert f"/protocols/{there.protocol.reference}/v1/parties/" in post(people, there).content.decode()
    laws.put_in_state(there, "in_force")
    assert f"/protocols/{there.protocol.reference}/v1/vary/" in post(people, there).content.decode()


def test_one_that_waits_for_signature_names_its_officer_to_write_to(people, there):
    laws.put_in_state(there, "signing")
    assert "waits for signature" in post(people, there).content.decode()
    people.officer = factories.role(RoleKind.OFFICER, at=people.officer.partnership)
    assert f"mailto:{there.officer.person.email}" in post(people, there).content.decode()


def test_one_that_waits_for_approval_can_be_taken_back(people, there):
    laws.put_in_state(there, "approval")
    assert f"/protocols/{there.protocol.reference}/v1/take-back/" in post(people, there).content.decode()


def test_that_the_same_partners_meet_again_is_not_enough(people, there):
    asked = wanted("education", title="School places", purpose="To plan schools.", partners=people.partners)
    assert not alike_to(people.officer, asked)


def test_an_agreement_made_elsewhere_names_the_contact_of_a_body_to_write_to(people, there):
    contact = people.at(people.partners[0], RoleKind.CONTACT)
    factories_elsewhere.one(people.officer, name="Assaults at night", controller_names="Wigan Council")
    assert f"mailto:{contact.person.email}" in post(people, there).content.decode()
