"""In force between those who have signed: when, who is bound from when, declining, closing, and the seal."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols import permissions
from protocols.checks import before_consultation
from protocols.documents.verifying import verify
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.facts.binding import bound_parties
from protocols.facts.commencing import Terms
from protocols.facts.parents import bound_by
from protocols.kinds import Commencement
from protocols.models import ComingIntoForce, Document, Party, Refusal, Signing
from protocols.queries.between import happenings
from protocols.queries.bound import Binding
from protocols.queries.documents import documents_for, file_name, signed_document, signed_so_far
from protocols.queries.in_tray import in_tray_of
from protocols.queries.partner_status import statuses_of
from protocols.queries.party_standings import party_standings
from protocols.queries.protocols import visible_to
from protocols.queries.standing import standing_of
from protocols.queries.standing_today import standing_of as standing_today
from protocols.queries.turns import turns_of
from protocols.services.chasing import chase_late
from protocols.services.closing import close_signing, commence_due
from protocols.services.ending import terminate
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.keys import authority
from protocols.services.particulars import Particulars, change_particulars
from protocols.services.sealing import seal_due
from protocols.services.texts import save_section
from protocols.services.varying import vary
from protocols.states import Action, State
from protocols.texts.known import known_values
from tests.protocols import early
from tests.protocols import factories_life as life
from tests.protocols.test_instrument_pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 3)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("how", "needed", "starts_in", "signed", "met"),
    [
        ("all", None, 0, 60, False),  # sealing brings it into force, as it always did
        ("number", 40, 0, 39, False),
        ("number", 40, 0, 40, True),
        ("number", 40, 0, 60, True),
        ("number", 2, 30, 2, True),  # in force, and it applies from its start date
        ("number", 2, 0, 1, False),
        ("date", None, 1, 59, False),
        ("date", None, 0, 59, True),
        ("date", None, -5, 2, True),
        ("date", None, -5, 1, False),
        ("date", None, 0, 0, False),
    ],
)
def test_when_it_comes_into_force(how, needed, starts_in, signed, met):
    terms = Terms(Commencement(how), TODAY + starts_in * DAY, needed, TODAY + 30 * DAY)
    assert terms.is_met(signed, TODAY) is met


@pytest.mark.parametrize(
    ("how", "needed", "willing", "can"),
    [("all", None, 60, False), ("number", 40, 40, True), ("number", 40, 39, False), ("date", None, 2, True),
     ("date", None, 1, False)],
)  # fmt: skip
def test_how_many_may_decline(how, needed, willing, can):
    assert Terms(Commencement(how), TODAY, needed).can_be_met(willing) is can


def test_the_last_day_for_signing_counts():
    terms = Terms(Commencement.NUMBER, TODAY, 2, TODAY)
    assert [terms.is_past(TODAY + days * DAY) for days in (-1, 0, 1)] == [False, False, True]


def test_a_version_that_says_nothing_freezes_the_same_text_as_ever():
    people = life.cast()
    assert "commencement" not in life.submitted(people, life.draft(people)).snapshots.get().content["protocol"]


def test_what_it_says_is_part_of_the_text_that_is_approved():
    people = early.cast(2)
    version = life.submitted(people, early.draft(people))
    said = version.snapshots.get().content["protocol"]["commencement"]
    assert said == {"how": "number", "needed": 2, "closes_on": version.signing_closes_on.isoformat()}


def pages_of_what_is_open(people, version):
    """What officer, signatory and the public read of a version in force that is open for signature."""

    def read(client, name, *more):
        return client.get(reverse(name, args=more or [version.protocol.reference, 1])).content.decode()

    officer, late = signed_in(people.officer), signed_in(people.at(people.partners[2], RoleKind.SIGNATORY))
    assert "Signed so far (PDF)" in read(officer, "protocols:version")
    assert "Northmoor Fire" in read(officer, "protocols:close_signing")
    assert "2 of 3 have signed or joined" in read(officer, "protocols:partner_status")
    assert "Northmoor Fire is bound from today" in read(late, "protocols:sign")
    assert "The others go on" in read(late, "protocols:decline")
    anybody = Client()
    register = read(anybody, "register:agreement", version.protocol.reference)
    assert "between the 2 of 3 parties that have signed it" in register
    code = early.signing(version).snapshot.sha256[:12]
    assert "The file as signed so far" in read(anybody, "register:on_record", f"{version.protocol.reference}-v1", code)


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(lambda: early.opened(3))


class TestWithThreeParties:
    """Three parties, two of whom bring it into force."""

    @pytest.fixture
    def world(self, begun):
        return begun()

    def test_it_comes_into_force_at_the_signature_that_is_enough_and_the_last_one_is_bound_from_its_day(self, world):
        people, version = world
        assert early.told(early.sign(people, version, 0)) == (State.SIGNING, "open")
        version = early.sign(people, version, 1)
        assert early.told(version) == (State.IN_FORCE, "open")
        assert [str(one) for one in bound_parties(version)] == ["Northmoor Police", "Wigan Council"]
        assert bound_by(version.pk) == {one.pk for one in people.partners[:2]}
        assert "between the 2 of 3 parties that have signed it, to be reviewed by" in standing_of(version).sentence
        assert "between the 2 of 3 parties" in standing_today(version).sentence
        assert "Not bound by it: Northmoor Fire." in standing_today(version).notes
        event = AuditEvent.objects.get(action="protocols.come_into_force")
        assert (event.details["not_signed"], AuditEvent.objects.filter(action="protocols.seal").count()) == (
            ["Northmoor Fire"], 0,
        )  # fmt: skip
        pages_of_what_is_open(people, version)
        so_far = signed_so_far(version)
        assert file_name(so_far).endswith("-signed-so-far.pdf")
        assert so_far in documents_for(people.at(people.partners[2], RoleKind.VIEWER))
        assert not verify(so_far.read(), authority()).whole

        version = early.sign(people, version, 2)
        assert early.told(version) == (State.IN_FORCE, "complete")
        assert seal_due() == 1
        late = life.party(version, people.partners[2])
        assert (late.signs_late, late.bound_from) == (True, timezone.localdate())
        found = verify(signed_document(version).read(), authority())
        assert (found.whole, len(found.signatories)) == (True, 3)
        assert "signed by 3 parties" in found.sentence
        texts = Binding(version.protocol, visible_to(people.officer)).on(timezone.localdate())
        assert [row.how for row in texts[0].parties] == [
            "signed the agreement after it came into force", "signed the agreement", "signed the agreement",
        ]  # fmt: skip

    def test_signing_closes_on_its_day_and_the_file_is_sealed_with_a_box_left_empty(self, world):
        people, version = world
        version = early.sign(people, version, 0, 1)
        yesterday = timezone.localdate() - DAY
        version = early.days_pass(version, signing_closes_on=yesterday)
        with pytest.raises(WrongState, match="open for signature until"):
            early.sign(people, version, 2)
        assert (commence_due(), commence_due()) == (1, 0)
        assert (seal_due(), seal_due()) == (1, 0)
        signed = signed_document(version)
        found = verify(signed.read(), authority())
        assert (found.whole, len(found.signatories)) == (True, 2)
        assert "signed by 2 of its 3 parties" in found.sentence
        assert "Not signed, and not bound: Northmoor Fire." in happenings(early.signing(version))[-1][1]
        assert Document.objects.filter(snapshot__version=version, kind="signed").count() == 1
        assert [str(one) for one in bound_parties(life.again(version))] == ["Northmoor Police", "Wigan Council"]
        states = {str(one.party): one.state for one in statuses_of(life.again(version))}
        assert states == {"Northmoor Fire": "unbound", "Northmoor Police": "done", "Wigan Council": "done"}
        closed = OutgoingMail.objects.filter(subject__endswith="is closed").values_list("to", flat=True)
        assert people.at(people.partners[2], RoleKind.SIGNATORY).person.email in closed
        joins = begin_instrument(by=people.officer, version=life.again(version), content=Content(
            "accession", timezone.localdate() + 30 * DAY, "It can now.", people.partners[2],
        ), nonce="0b5c2f4e-0000-4000-8000-000000000001")  # fmt: skip
        assert joins.party == life.party(version, people.partners[2])

    def test_the_officer_closes_it_with_a_reason_once_and_nobody_else_does(self, world):
        people, version = world
        with pytest.raises(WrongState):
            close_signing(by=people.officer, version=version, reason="Enough.")
        version = early.sign(people, version, 0, 1)
        with pytest.raises(NotAllowed):
            close_signing(by=people.at(people.partners[0], RoleKind.SIGNATORY), version=version, reason="Enough.")
        with pytest.raises(Invalid):
            close_signing(by=people.officer, version=version, reason=" ")
        for _ in range(2):
            close_signing(by=people.officer, version=version, reason="The rest left the area.")
        assert AuditEvent.objects.filter(action="protocols.signing.close").count() == 1
        with pytest.raises(WrongState, match="closed"):
            early.sign(people, version, 2)
        with pytest.raises(Invalid, match="no party to"):
            begin_instrument(by=people.officer, version=version, content=Content(
                "withdrawal", timezone.localdate() + 400 * DAY, "It goes.", people.partners[2],
            ), nonce="0b5c2f4e-0000-4000-8000-000000000002")  # fmt: skip

    def test_whoever_declines_stands_aside_until_too_few_are_left(self, world):
        people, version = world
        version = early.sign(people, version, 0)
        assert early.told(early.refuse(people, version, 2)) == (State.SIGNING, "open")
        early.refuse(people, version, 2)
        assert Refusal.objects.get().reason == "The board said no."
        with pytest.raises(WrongState, match="declined to sign"):
            early.sign(people, version, 2)
        with pytest.raises(WrongState, match="is not taken back"):
            early.refuse(people, version, 0)
        version = early.refuse(people, version, 1)
        assert version.status is State.DRAFT

    def test_a_refusal_once_in_force_completes_what_the_others_signed(self, world):
        people, version = world
        version = early.refuse(people, early.sign(people, version, 0, 1), 2)
        assert early.told(version) == (State.IN_FORCE, "complete")
        assert seal_due() == 1
        assert [row.state for row in statuses_of(life.again(version))] == ["unbound", "done", "done"]
        assert not Party.objects.filter(version=version, signs_late=True).exclude(bound_from=None).exists()

    def test_when_it_ends_signing_ends_with_it_and_what_was_signed_is_sealed(self, world):
        people, version = world
        version = early.sign(people, version, 0, 1)
        terminate(by=people.officer, version=version, reason="A court says so.", authority="Order 7")
        assert early.told(version) == (State.TERMINATED, "complete")
        assert seal_due() == 1
        assert life.again(version).status is State.TERMINATED

    def test_whoever_has_signed_is_told_at_once_that_there_is_nothing_to_decline(self, world):
        people, version = world
        version = early.sign(people, version, 0)
        here = [version.protocol.reference, version.number]
        client = signed_in(people.at(people.partners[0], RoleKind.SIGNATORY))
        answer = client.get(reverse("protocols:decline", args=here), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("protocols:sign", args=here)
        assert "a signature is not taken back" in answer.content.decode()
        handed = client.get(reverse("protocols:hand_over", args=here)).content.decode()
        assert "so there is nothing to hand over" in handed

    def test_the_people_of_a_party_act_under_it_once_that_party_has_signed(self, world):
        people, version = world
        version = early.sign(people, version, 0, 1)
        late, bound = (people.at(people.partners[index], RoleKind.CONTRIBUTOR) for index in (2, 0))
        acts = (Action.RECORD_INCIDENT, Action.GIVE_ADHERENCE, Action.ASK_TO_READ)
        refused = [permissions.why_not(late, version, one) or "" for one in acts]
        assert all("Northmoor Fire has not signed" in one for one in refused), refused
        assert [permissions.why_not(bound, version, one) for one in acts] == [None] * 3
        here = [version.protocol.reference, version.number]
        page = signed_in(late).get(reverse("protocols:incident_add", args=here)).content.decode()
        assert "Northmoor Fire has not signed" in page
        assert permissions.may(late, early.sign(people, version, 2), Action.RECORD_INCIDENT)

    def test_late_parties_are_chased_while_it_is_open(self, world):
        people, version = world
        version = early.sign(people, version, 0, 1)
        assert [one.state for one in statuses_of(version)] == ["waiting", "done", "done"]
        signing = early.signing(version)
        with life.act("tests.time_passes", by=life.SYSTEM):
            type(version).objects.filter(pk=version.pk).update(signing_closes_on=timezone.localdate())
            signing.opened_at -= 30 * DAY
            signing.save()
        early.days_pass(version, signing_closes_on=timezone.localdate() - DAY)
        assert [str(one) for one in chase_late(by=people.officer, version=life.again(version))] == ["Northmoor Fire"]
        tray = in_tray_of([people.at(people.partners[2], RoleKind.SIGNATORY)])
        assert [item.what for item in tray.waiting_for_you] == ["Sign for Northmoor Fire"]
        assert [one.who for one in in_tray_of([people.officer]).waiting_for_others] == [
            "The signatory of Northmoor Fire"
        ]


def test_on_its_date_it_comes_into_force_between_those_who_have_signed_by_then():
    people, version = early.opened(3, commencement="date", signatures_needed=None)
    version = early.sign(people, early.days_pass(version, starts_on=timezone.localdate() + DAY), 0, 1)
    assert (commence_due(), version.status) == (0, State.SIGNING)
    early.days_pass(version, starts_on=timezone.localdate())
    assert (commence_due(), commence_due()) == (1, 0)
    assert early.told(version) == (State.IN_FORCE, "open")


def test_past_its_last_day_it_stays_open_until_enough_have_signed_and_the_officer_is_told():
    people, version = early.opened(3)
    version = early.days_pass(early.sign(people, version, 0), signing_closes_on=timezone.localdate() - DAY)
    assert commence_due() == 0
    asked = [item.what for item in in_tray_of([people.officer]).waiting_for_you]
    assert asked == ["See why it is not in force: its last day for signing is over"]
    assert early.told(early.sign(people, version, 1)) == (State.IN_FORCE, "complete")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"signatures_needed": 1}, "signatures_needed"),
        ({"signatures_needed": 4}, "signatures_needed"),
        ({"signing_closes_on": None}, "signing_closes_on"),
        ({"signing_closes_on": date(2020, 1, 1)}, "signing_closes_on"),
        (
            {
                "commencement": "date",
                "signing_closes_on": timezone.localdate() + DAY,
                "starts_on": timezone.localdate() + 2 * DAY,
            },
            "signing_closes_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(terms, field):
    people = early.cast(3)
    with pytest.raises(Invalid) as refused:
        early.draft(people, **terms)
    assert refused.value.field == field


def test_what_takes_the_place_of_a_version_in_force_is_signed_by_every_party():
    people = early.cast(2)
    newer = vary(by=people.officer, version=life.approved_in_force(people, early.draft(people)))
    assert newer.commencement == "all"
    stated = Particulars(**{
        **Particulars.of(newer).__dict__, "commencement": "number", "signatures_needed": 2,
        "signing_closes_on": timezone.localdate() + DAY,
    })  # fmt: skip
    with pytest.raises(Invalid, match="every party signs it"):
        change_particulars(by=people.officer, version=newer, particulars=stated)


def test_while_it_is_open_it_is_the_turn_of_those_who_have_not_signed_and_of_nobody_else():
    people, version = early.opened(3)
    waited = [turn.what for turn in turns_of(early.sign(people, version, 0, 1))]
    assert waited == ["Reads and signs"]


def queries_at(parties: int) -> list[int]:
    """How many queries it takes to say where each of so many parties stands, two of them bound."""
    people = early.cast(parties)
    version = life.approved_in_force(people, early.draft(people))
    with act("tests.open", by=SYSTEM):
        signing = Signing.objects.get(snapshot__version=version)
        ComingIntoForce(signing=signing).save()
        Signing.objects.filter(pk=signing.pk).update(opened_at=timezone.now())
        version.parties.exclude(partner__in=people.partners[:2]).update(signs_late=True)
    counts = []
    for ask in (statuses_of, party_standings, standing_of, turns_of, standing_today):
        with CaptureQueriesContext(connection) as asked:
            ask(life.again(version))
        counts.append(len(asked))
    return counts


def test_it_takes_the_same_queries_for_many_parties_as_for_few():
    assert queries_at(5) == queries_at(3)


def test_the_clause_on_signatures_says_when_it_takes_effect_or_is_told_to():
    people = early.cast(2)
    version = early.draft(people)
    assert "as soon as 2 of its 2 parties have" in known_values(version)["takes_effect"]
    wording = version.template_version
    for one in wording.content["sections"]:
        if one["id"] == "S21":
            one["schedule"] = "signatures"
    wording.sha256 = "0" * 64
    with act("tests.signatures", by=SYSTEM):
        wording.save()
    told = [one.sentence for one in before_consultation(life.again(version))]
    assert [sentence for sentence in told if "[[takes_effect]]" in sentence] != []
    clause = version.sections.get(section_id="S21")
    body = "<ol><li>Signed in any order. [[takes_effect]]</li></ol>"
    save_section(by=people.officer, section=clause, body=body, revision=clause.revision)
    assert [one.sentence for one in before_consultation(life.again(version))] == []


def test_one_that_waits_for_all_says_so_in_the_words_that_it_always_had():
    assert known_values(life.draft(life.cast()))["takes_effect"].startswith(
        "They take effect when the last party named"
    )
