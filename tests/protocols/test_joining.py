"""Joining an agreement in force: asking to, the time in which the parties may object, and what an objection does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.calendar import working_days_after
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Instrument, JoinRequest, Objection
from protocols.queries.bound_now import bound_now
from protocols.queries.in_tray import in_tray_of
from protocols.queries.instruments import worded
from protocols.queries.joining import joinable, time_to_object
from protocols.queries.protocols import visible_to
from protocols.services import effects
from protocols.services.effects import carry_out_due
from protocols.services.instruments.beginning import abandon_instrument, begin_instrument, change_instrument
from protocols.services.instruments.objecting import object_to, overrule_objection, withdraw_objection
from protocols.services.instruments.requesting import (
    ask_to_join,
    begin_accession,
    refuse_request,
    take_request_back,
)
from protocols.services.instruments.submitting import submit_instrument, take_back_instrument
from protocols.states import State
from protocols.texts.objecting import Period, period_in
from tests.form_filling import form_on
from tests.partners import factories as people_factories
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.instruments import TODAY, again, in_force

pytestmark = pytest.mark.django_db
Kind = Instrument.Kind


JOINING = "<ol><li>A body joins by a deed, after the parties have had 20 working days to object with reasons.</li></ol>"


@pytest.fixture
def world():
    made = in_force()
    says(made, JOINING)
    return made


def says(world, words):
    """A clause of the agreement says so."""
    section = world.version.sections.get(section_id="S21")
    with act("tests.words", by=SYSTEM):
        section.body = words
        section.save(update_fields=["body"])


def asked(world, **more):
    by = world.people.at(world.joins, RoleKind.CONTRIBUTOR)
    return ask_to_join(**{"by": by, "version": world.version, "reason": "We visit homes.", "nonce": uuid4(), **more})


def accession(world):
    return begin_accession(by=world.people.officer, request=asked(world))


def over(instrument):
    """The time to object is over."""
    with act("tests.time_passes", by=SYSTEM):
        Instrument.objects.filter(pk=instrument.pk).update(objections_until=TODAY() - timedelta(days=1))
    return again(instrument)


def text_of(instrument):
    return " ".join(line for clause in worded(again(instrument)) for line in clause.paragraphs)


def subjects():
    return [mail.subject for mail in OutgoingMail.objects.all()]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("A body joins by a deed, after the parties have had 20 working days to object with reasons.", (20, True)),
        ("Accession: the parties have ten working days to object.", (10, True)),
        ("A body may join. Any party may object within 4 weeks.", (28, False)),
        ("A body joins once 14 days have passed in which a party may object.", (14, False)),
        ("A body joins by a deed. Notice of 30 days is given.", None),
        ("A person may object to processing within 20 working days.", None),
    ],
)
def test_the_time_to_object_is_as_the_words_have_it(words, period):
    assert period_in([words]) == (Period(*period) if period else None)


def test_a_request_becomes_the_deed_by_one_act_and_every_party_is_told_by_when_to_object(world):
    request = asked(world)
    assert asked(world).pk == request.pk  # asked again while it waits, it is the same
    [line] = [one for one in in_tray_of([world.people.officer]).waiting_for_you if "asks to join" in one.what]
    assert line.link.endswith(f"/after/requests/{request.pk}/")
    until = working_days_after(timezone.localdate(), 20)
    for _ in range(2):
        made = begin_accession(by=world.people.officer, request=request)
    assert (made.objections_until, made.effective_on) == (until, until + timedelta(days=1))
    assert (made.reason, made.party.partner) == ("We visit homes.", world.joins)
    assert world.version.instruments.count() == 1
    told = [one for one in OutgoingMail.objects.all() if one.subject.startswith("A partner asks to join: accession 1")]
    assert {one.to for one in told} >= {
        world.people.at(one, RoleKind.DPO).person.email for one in world.people.partners
    }
    dpo = world.people.at(world.people.partners[0], RoleKind.DPO)
    [coming] = [one for one in in_tray_of([dpo]).coming_up if "you may object until" in one.what]
    assert coming.on == until
    assert not [one for one in in_tray_of([world.people.officer]).waiting_for_you if "accession" in one.what]


def test_while_the_time_runs_it_cannot_be_submitted_and_afterwards_it_can(world):
    made = accession(world)
    with pytest.raises(WrongState, match="may object until"):
        submit_instrument(by=world.people.officer, instrument=made)
    submit_instrument(by=world.people.officer, instrument=over(made))
    assert again(made).status is State.APPROVAL
    assert "Nobody objected." in text_of(made)


def test_an_objection_stops_it_until_it_is_withdrawn_or_overruled_on_an_authority(world):
    made = accession(world)
    council, police = world.people.partners
    first = object_to(by=world.people.at(council, RoleKind.DPO), instrument=made, reason="Its rules are unknown.")
    assert object_to(by=world.people.at(council, RoleKind.CONTRIBUTOR), instrument=made, reason="So.") == first
    second = object_to(by=world.people.at(police, RoleKind.SIGNATORY), instrument=made, reason="No need is shown.")
    assert len([one for one in subjects() if one.startswith("Objection to accession 1")]) == 2
    assert (
        len([one for one in in_tray_of([world.people.officer]).waiting_for_you if "Resolve the obj" in one.what]) == 2
    )
    made = over(made)
    with pytest.raises(WrongState, match="objected"):
        submit_instrument(by=world.people.officer, instrument=made)
    with pytest.raises(NotAllowed):
        withdraw_objection(by=world.people.at(police, RoleKind.DPO), objection=first)
    with pytest.raises(NotAllowed):
        overrule_objection(by=world.people.at(police, RoleKind.DPO), objection=first, answer="A", authority="B")
    with pytest.raises(Invalid, match="authority"):
        overrule_objection(by=world.people.officer, objection=second, answer="The need is shown.", authority=" ")
    for _ in range(2):
        withdraw_objection(by=world.people.at(council, RoleKind.CONTACT), objection=first, answer="We have read them.")
    overrule = {"answer": "The need is shown.", "authority": "The board, 3 March, minute 7"}
    for _ in range(2):
        overrule_objection(by=world.people.officer, objection=second, **overrule)
    with pytest.raises(WrongState, match="overruled already"):
        withdraw_objection(by=world.people.at(police, RoleKind.SIGNATORY), objection=second)
    submit_instrument(by=world.people.officer, instrument=made)
    said = text_of(made)
    for words in (
        "Its rules are unknown.",
        "withdrew its objection",
        "No need is shown.",
        "The board, 3 March, minute 7.",
    ):
        assert words in said


def test_nobody_objects_late_or_for_a_stranger(world):
    made = accession(world)
    with pytest.raises(NotAllowed):
        object_to(by=factories.role(RoleKind.DPO, at=factories.partner("Elsewhere")), instrument=made, reason="No.")
    with pytest.raises(NotAllowed):
        object_to(by=world.people.at(world.joins, RoleKind.DPO), instrument=made, reason="No.")
    with pytest.raises(Invalid):
        object_to(by=world.people.at(world.people.partners[0], RoleKind.DPO), instrument=made, reason=" ")
    with pytest.raises(WrongState, match="ended on"):
        object_to(by=world.people.at(world.people.partners[0], RoleKind.DPO), instrument=over(made), reason="No.")


def test_a_text_that_gives_no_time_lets_it_go_on_at_once(world):
    says(world, "<ol><li>A body joins by signing a deed.</li></ol>")
    assert time_to_object(world.version) is None
    made = accession(world)
    assert (made.objections_until, made.effective_on) == (None, timezone.localdate())
    submit_instrument(by=world.people.officer, instrument=made)
    assert "gives them no time to object" in text_of(made)


def test_a_party_does_not_ask_to_join_again(world):
    with pytest.raises(WrongState, match=r"a party to .* already"):
        asked(world, by=world.people.at(world.people.partners[0], RoleKind.CONTRIBUTOR))


def test_where_the_words_give_none_the_officer_gives_a_time_and_the_document_says_so(world):
    officer = people_factories.sign_in(Client(), world.people.officer)
    begin = reverse("protocols:instrument_begin", args=[world.version.protocol.reference, 1, "accession"])
    assert "In how many working days" not in officer.get(begin).content.decode()
    says(world, "<ol><li>A body joins by signing a deed.</li></ol>")
    assert "finds no time to object in the agreement’s words" in officer.get(begin).content.decode()
    here = [world.version.protocol.reference, 1, asked(world).pk]
    assert "finds no time to object" in officer.get(reverse("protocols:join_request", args=here)).content.decode()
    wrong = officer.post(reverse("protocols:join_begin", args=here), {"set_days": "0"})
    assert (wrong.status_code, Instrument.objects.count()) == (422, 0)
    assert "from 1 to 90" in wrong.content.decode()
    officer.post(reverse("protocols:join_begin", args=here), {"set_days": "10"})
    made = Instrument.objects.get()
    until = working_days_after(TODAY(), 10)
    assert (made.objections_until, made.effective_on) == (until, until + timedelta(days=1))
    assert "gave the parties 10 working days" in text_of(made)
    content = world.content(Kind.ACCESSION, effective_on=made.effective_on, reason="It visits homes, too.")
    changed = change_instrument(by=world.people.officer, instrument=made, content=content, revision=made.revision)
    assert (changed.terms, changed.objections_until) == ({"set_days": "10"}, until)


def test_it_takes_effect_only_after_the_time_to_object(world):
    content = world.content(Kind.ACCESSION, effective_on=TODAY() + timedelta(days=3))
    with pytest.raises(Invalid) as caught:
        begin_instrument(by=world.people.officer, version=world.version, content=content, nonce=uuid4())
    assert caught.value.field == "effective_on"


def test_a_request_is_refused_with_its_reason_or_taken_back(world):
    first = asked(world)
    with pytest.raises(Invalid):
        refuse_request(by=world.people.officer, request=first, answer=" ")
    with pytest.raises(NotAllowed):
        refuse_request(by=world.people.at(world.people.partners[0], RoleKind.DPO), request=first, answer="No.")
    for _ in range(2):
        assert refuse_request(by=world.people.officer, request=first, answer="Not yet.").state == "refused"
    assert any("is refused" in one for one in subjects())
    second = asked(world)
    for _ in range(2):
        taken = take_request_back(by=world.people.at(world.joins, RoleKind.SIGNATORY), request=second)
    assert taken.state == JoinRequest.State.TAKEN_BACK
    with pytest.raises(WrongState, match="answered already"):
        begin_accession(by=world.people.officer, request=second)


def test_only_an_approved_member_that_is_no_party_and_only_of_what_is_published_may_ask(world):
    reference = world.version.protocol.reference
    assert joinable(world.people.at(world.joins, RoleKind.CONTACT), reference) == world.version
    assert joinable(world.people.at(world.people.partners[0], RoleKind.CONTACT), reference) is None
    assert joinable(factories.role(RoleKind.CONTACT, at=factories.partner("Elsewhere")), reference) is None
    with pytest.raises(NotAllowed):
        asked(world, by=world.people.at(world.joins, RoleKind.DPO))
    with act("tests.hidden", by=SYSTEM):
        world.version.is_public, world.version.not_public_reason = False, "Police operations."
        world.version.save()
    assert joinable(world.people.at(world.joins, RoleKind.CONTACT), reference) is None


def test_a_partner_asks_from_the_register_and_the_officer_answers_on_a_page(world):
    reference, number = world.version.protocol.reference, world.version.number
    client = people_factories.sign_in(Client(), world.people.at(world.joins, RoleKind.CONTRIBUTOR))
    where = reverse("protocols:join", args=[reference])
    form = form_on(client.get(where).content.decode(), where)
    assert client.post(where, {**form, "reason": ""}).status_code == 422
    assert client.post(where, {**form, "reason": "We visit homes."}).status_code == 302
    assert "has not answered yet" in client.get(where).content.decode()
    request = JoinRequest.objects.get()
    officer = people_factories.sign_in(Client(), world.people.officer)
    page = reverse("protocols:join_request", args=[reference, number, request.pk])
    assert "We visit homes." in officer.get(page).content.decode()
    assert officer.post(reverse("protocols:join_begin", args=[reference, number, request.pk])).status_code == 302
    made = Instrument.objects.get()
    at = reverse("protocols:instrument_object", args=[reference, number, made.number])
    party = people_factories.sign_in(Client(), world.people.at(world.people.partners[0], RoleKind.DPO))
    assert "20 working days" not in party.get(at).content.decode()
    assert party.post(at, {"reason": "Its rules are unknown."}).status_code == 302
    objection = Objection.objects.get()
    page = officer.get(reverse("protocols:instrument", args=[reference, number, made.number])).content.decode()
    assert "Its rules are unknown." in page
    assert "Submit for approval" not in page
    overrule = reverse("protocols:objection_overrule", args=[reference, number, made.number, objection.pk])
    assert officer.post(overrule, {"answer": "They are known."}).status_code == 422
    assert officer.post(overrule, {"answer": "They are known.", "authority": "The board"}).status_code == 302
    assert again(made).objections.get().state == "overruled"


def test_a_party_begins_its_own_withdrawal_with_the_notice_reckoned_from_that_day(world):
    party = world.people.partners[0]
    with act("tests.notice", by=SYSTEM):
        world.version.variables.create(key="notice_days", value="90")
    by, today = world.people.at(party, RoleKind.CONTRIBUTOR), timezone.localdate()
    client = people_factories.sign_in(Client(), by)
    where = reverse("protocols:instrument_begin", args=[world.version.protocol.reference, 1, "withdrawal"])
    page = client.get(where).content.decode()
    form = form_on(page, where)
    first = today + timedelta(days=90)
    assert "Saving this gives it" in page
    assert "given_on_day" not in form
    assert date(*(int(form[f"effective_on_{part}"][0]) for part in ("year", "month", "day"))) == first
    sent = {**form, "reason": "It closes.", "at_once": "no", "data": "none"}
    assert client.post(where, {**sent, "effective_on_year": str(first.year - 1)}).status_code == 422
    assert client.post(where, sent).status_code == 302
    made = world.version.instruments.get()
    assert (made.party.partner, made.terms["given_on"]) == (party, today.isoformat())
    assert any(one.startswith("A party has begun withdrawal 1") for one in subjects())
    assert [one.what for one in in_tray_of([by]).waiting_for_you if "withdrawal" in one.what] == [
        "Go on with withdrawal 1"
    ]
    submit_instrument(by=by, instrument=made)
    assert take_back_instrument(by=by, instrument=made).status is State.DRAFT
    assert abandon_instrument(by=by, instrument=made).status is State.ABANDONED


def test_a_party_begins_nothing_for_another_and_nothing_that_is_for_all(world):
    own, other = world.people.partners
    by = world.people.at(own, RoleKind.CONTACT)
    for kind, changes in ((Kind.WITHDRAWAL, {"partner": other}), (Kind.TERMINATION, {}), (Kind.ACCESSION, {})):
        with pytest.raises(NotAllowed):
            begin_instrument(by=by, version=world.version, content=world.content(kind, **changes), nonce=uuid4())
    for kind in (RoleKind.DPO, RoleKind.VIEWER, RoleKind.LEGAL_ADVISER):
        with pytest.raises(NotAllowed):
            begin_instrument(by=world.people.at(own, kind), version=world.version, nonce=uuid4(),
                             content=world.content(Kind.WITHDRAWAL))  # fmt: skip
    begun = world.begin(Kind.SUSPENSION, partner=other)
    with pytest.raises(NotAllowed):
        submit_instrument(by=by, instrument=begun)


def test_who_was_to_join_sees_the_agreement_until_that_is_given_up(world):
    contributor = world.people.at(world.joins, RoleKind.CONTRIBUTOR)
    seen = visible_to(contributor).filter(pk=world.version.pk)
    assert not seen.exists()
    joining = world.begin(Kind.ACCESSION)
    assert seen.all().exists()
    abandon_instrument(by=world.people.officer, instrument=joining)
    assert not seen.all().exists()


def test_who_has_left_is_told_of_no_review_and_of_no_change_of_the_law(world):
    gone, stays = world.people.partners
    with act("tests.left", by=SYSTEM):
        party = life.party(world.version, gone)
        party.bound_until = TODAY() - timedelta(days=1)
        party.save(update_fields=["bound_until"])
        world.version.review_on = TODAY() + timedelta(days=20)
        world.version.starts_on = TODAY() - timedelta(days=20)
        world.version.save(update_fields=["review_on", "starts_on"])
    dpos = [world.people.at(one, RoleKind.DPO) for one in (gone, stays)]
    assert [bool(in_tray_of([dpo]).coming_up) for dpo in dpos] == [False, True]
    told = bound_now(world.version, {"parties": []})
    assert [one.legal_name for one in told.bound] == [stays.legal_name]
    assert [(one.legal_name, one.since[:5]) for one in told.left] == [(gone.legal_name, "Left;")]


def test_who_leaves_the_overarching_protocol_is_told_and_shown_where_it_leaves_too():
    world = in_force(("Wigan Council", "council"), ("Northmoor Police", "police"), ("Northmoor Fire", "fire"))
    thematic = life.thematic_draft(world.people, world.version)
    laws.put_in_state(thematic, "in_force")
    renewal = world.begin(Kind.RENEWAL)
    submit_instrument(by=world.people.officer, instrument=renewal)
    last = thematic.starts_on + timedelta(days=5)
    world.done(Kind.WITHDRAWAL, effective_on=last)
    leaves = f"A party leaves {thematic.protocol}"
    told = [one for one in OutgoingMail.objects.all() if one.subject.startswith(leaves)]
    dpos = {world.people.at(one, RoleKind.DPO).person.email for one in world.people.partners}
    assert {one.to for one in told} >= dpos
    here = reverse("protocols:instruments", args=[thematic.protocol.reference, 1])
    assert all(str(thematic) in one.text and here in one.text for one in told)
    officer = people_factories.sign_in(Client(), world.people.officer)
    page = officer.get(reverse("protocols:instruments", args=[thematic.protocol.reference, 1])).content.decode()
    assert f"Wigan Council leaves {world.version.protocol.reference}, and with it this protocol" in page
    for days, bound in ((0, True), (1, False)):
        on = last + timedelta(days=days)
        asked_on = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
        answer = officer.get(reverse("protocols:bound_on_json", args=[thematic.protocol.reference]), asked_on)
        assert ("Wigan Council" in answer.content.decode()) is bound, on
    assert again(renewal).status is State.APPROVAL
    with pytest.MonkeyPatch.context() as later:
        later.setattr(effects, "_today", lambda: last)
        assert carry_out_due() == 1
    assert again(renewal).status is State.ABANDONED  # those who stay are asked again, without it
    assert life.party(life.again(thematic), world.people.partners[0]).bound_until == last
