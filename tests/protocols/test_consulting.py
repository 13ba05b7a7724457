"""A consultation: words that are quoted, people named, comments opened again, a closing date, and who has looked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed
from protocols.models import Mention, ProtocolVersion, Reading
from protocols.queries.consultation import consultation_on
from protocols.queries.in_tray import in_tray_of
from protocols.queries.news import news_for
from protocols.services.comments import Selected, add_comment, reopen_comment, resolve_comment
from protocols.services.flows import save_flow
from protocols.services.looking import look, say_read
from protocols.services.moving import open_consultation
from protocols.services.reminding import remind_due
from protocols.services.suggesting import suggest
from protocols.services.texts import save_section
from protocols.services.timing import set_closing_date
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def section(version):
    return version.sections.get(section_id="S07")


@pytest.fixture
def dpo(version):
    return factories.role(RoleKind.DPO, at=version.parties.all()[0].partner, name="Dana Obi")


@pytest.fixture
def other(version):
    return factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[1].partner, name="Lucy Tran")


def say(by, version, body="Why?", **more):
    return add_comment(by=by, version=version, body=body, nonce=uuid4(), **more)


def days(count: int):
    return timezone.localdate() + timedelta(days=count)


def backdate(model, field: str, *, by_days: float) -> None:
    """Move the time of something into the past."""
    with act("tests.time", by=SYSTEM):
        type(model).objects.filter(pk=model.pk).update(**{field: timezone.now() - timedelta(days=by_days)})


def subjects(role) -> list[str]:
    return list(OutgoingMail.objects.filter(to=role.person.email).values_list("subject", flat=True))


def lines(role) -> list[str]:
    return [item.what for item in in_tray_of([role]).waiting_for_you]


def test_a_comment_keeps_the_words_that_it_is_about(version, section, dpo):
    comment = say(dpo, version, section=section, selected=Selected("share only  what", after="is needed"))
    assert (comment.quote, comment.quote_before, comment.quote_paragraph) == ("share only what", "The parties ", 0)
    assert comment.quote_revision == section.revision


def test_words_that_do_not_stand_in_the_clause_are_refused(version, section, dpo):
    with pytest.raises(Invalid, match="do not stand in “Principles”"):
        say(dpo, version, section=section, selected=Selected("share everything"))


def test_words_need_their_clause(version, dpo):
    with pytest.raises(Invalid, match="Choose the clause"):
        say(dpo, version, selected=Selected("share only"))


def test_whoever_is_named_is_told_once_and_finds_it_in_the_in_tray(version, dpo, other):
    say(dpo, version, "@lucy  tran, is this so, @Lucy Tran?", tell=[other])
    assert subjects(other) == ["Dana Obi named you in a comment on " + str(version)]
    assert lines(other) == ["Read what Dana Obi wrote to you"]


def test_what_names_somebody_leaves_the_in_tray_when_the_comments_are_looked_at(version, dpo, other):
    say(dpo, version, "@Lucy Tran?")
    look(by=other, version=version)
    assert len(lines(other)) == 1
    look(by=other, version=version, comments=True)
    assert lines(other) == []


def test_nobody_who_takes_no_part_can_be_told(version, dpo):
    stranger = factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council"), name="Sam Else")
    say(dpo, version, "@Sam Else?", tell=[stranger])
    assert Mention.objects.count() == 0
    assert subjects(stranger) == []


def test_part_of_a_name_or_an_address_of_mail_names_nobody(version, dpo, other):
    say(dpo, version, "Write to me@Lucy Tran, or to @Lucy Transom.")
    assert Mention.objects.count() == 0


def test_a_resolved_comment_is_opened_again_with_its_response_kept(by, version, dpo):
    comment = resolve_comment(by=by, comment=say(dpo, version), response="It is so.")
    for _ in range(2):
        again = reopen_comment(by=dpo, comment=comment, why="It is not.")
    assert (again.resolved_at, again.response) == (None, "")
    assert [(was["response"], was["why"]) for was in again.earlier] == [("It is so.", "It is not.")]
    assert AuditEvent.objects.filter(action="protocols.comment.reopen").count() == 1


def test_opening_again_needs_a_reason(by, version, dpo):
    comment = resolve_comment(by=by, comment=say(dpo, version), response="It is so.")
    with pytest.raises(Invalid, match="not settled"):
        reopen_comment(by=dpo, comment=comment, why=" ")


def test_a_consultation_closes_after_a_fortnight_unless_a_date_is_given(by, version):
    assert open_consultation(by=by, version=version).consultation_closes_on == days(14)


@pytest.mark.parametrize(("after", "sentence"), [(0, "after today"), (-3, "after today"), (400, "within a year")])
def test_a_closing_date_that_leaves_no_time_is_refused(by, version, after, sentence):
    with pytest.raises(Invalid, match=sentence):
        open_consultation(by=by, version=version, closes_on=days(after))


def test_the_closing_date_is_moved_once_and_by_the_officer(by, version, dpo):
    version = open_consultation(by=by, version=version)
    for _ in range(2):
        set_closing_date(by=by, version=version, closes_on=days(30))
    with pytest.raises(NotAllowed):
        set_closing_date(by=dpo, version=version, closes_on=days(31))
    assert AuditEvent.objects.filter(action="protocols.consultation.closing_date").count() == 1


def closing_in(version, by, count: int) -> ProtocolVersion:
    """The version, opened a week ago and closing in so many days."""
    version = open_consultation(by=by, version=version)
    with act("tests.time", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(
            consultation_closes_on=days(count), state_since=timezone.now() - timedelta(days=7)
        )
    version.refresh_from_db()
    return version


def reminders(role) -> int:
    return sum("comment by" in subject for subject in subjects(role))


def test_what_comes_after_the_closing_date_is_taken_and_marked_late(by, version, section, dpo):
    version = closing_in(version, by, -1)
    assert say(dpo, version).late
    made = suggest(by=dpo, section=section, body="<p>New.</p>", base_revision=section.revision, nonce=uuid4())
    assert made.late


def test_on_the_closing_date_nothing_is_late(by, version, dpo):
    assert not say(dpo, closing_in(version, by, 0)).late


@pytest.mark.parametrize(("left", "reminded"), [(4, 0), (3, 1), (1, 1), (0, 1), (-1, 0)])
def test_a_silent_party_is_reminded_three_days_before_and_on_the_day_once_each(by, version, dpo, left, reminded):
    closing_in(version, by, left)
    for _ in range(2):
        remind_due()
    assert reminders(dpo) == reminded


def test_a_party_is_reminded_before_and_again_on_the_day(by, version, dpo):
    closing_in(version, by, 3)
    assert [remind_due(days(later)) for later in (0, 1, 3, 3, 4)] == [2, 0, 2, 0, 0]
    assert reminders(dpo) == 2


def test_nobody_is_reminded_on_the_day_on_which_consultation_opened(by, version):
    open_consultation(by=by, version=version, closes_on=days(2))
    assert remind_due() == 0


def test_a_party_that_commented_or_read_is_not_reminded(by, version, dpo, other):
    version = closing_in(version, by, 3)
    say(dpo, version)
    say_read(by=other, version=version)
    assert remind_due() == 0


def test_a_consultation_is_in_the_in_tray_until_the_party_has_had_its_say(by, version, dpo):
    version = open_consultation(by=by, version=version)
    [item] = in_tray_of([dpo]).waiting_for_you
    assert (item.what, item.due) == (f"Read and comment for {dpo.partner}", version.consultation_closes_on)
    say_read(by=dpo, version=version)
    assert lines(dpo) == []


def test_the_officer_finds_suggestions_in_the_in_tray(by, version, section, dpo):
    suggest(by=dpo, section=section, body="<p>New.</p>", base_revision=section.revision, nonce=uuid4())
    assert "Answer 1 suggestion" in lines(by)


def test_on_a_first_visit_nothing_is_said_to_be_new(by, version, dpo):
    say(by, version)
    look(by=dpo, version=version)
    assert news_for(version, dpo) is None


def test_since_the_last_visit_what_others_did_is_new_and_one_s_own_is_not(by, version, section, dpo):
    backdate(look(by=dpo, version=version), "looked_at", by_days=1)
    save_section(by=by, section=section, body="<p>New.</p>", revision=section.revision)
    say(by, version)
    say(dpo, version)
    flow = factories.flow(version, by=by)
    content = factories.flow_content(flow.sender, list(flow.recipients.all()), title="Other")
    save_flow(by=by, version=version, flow=flow, content=content, revision=flow.revision, nonce=flow.nonce)
    news = news_for(version, dpo, named=True)
    assert (news.clauses, news.flows, news.comments, news.answers) == (1, 1, 1, 0)
    assert [one.section_id for one in news.changed] == ["S07"]


def test_what_is_new_stays_new_for_the_visit_and_is_old_in_the_next(by, version, dpo):
    reading = look(by=dpo, version=version)
    backdate(reading, "looked_at", by_days=1)
    say(by, version)
    look(by=dpo, version=version)
    assert news_for(version, dpo).comments == 1
    backdate(reading, "looked_at", by_days=0.5)
    with act("tests.time", by=SYSTEM):
        version.comments.update(written_at=timezone.now() - timedelta(days=0.75))
    assert not news_for(version, dpo)


def test_a_visit_is_kept_once(version, dpo):
    for _ in range(3):
        look(by=dpo, version=version)
    assert AuditEvent.objects.filter(action="protocols.version.look").count() == 1


def test_to_have_read_it_is_on_record_and_leaves_nothing_new(by, version, dpo):
    backdate(look(by=dpo, version=version), "looked_at", by_days=1)
    say(by, version)
    say_read(by=dpo, version=version)
    assert not news_for(version, dpo)
    assert Reading.objects.get(reader=dpo).read_at is not None


def test_a_stranger_leaves_no_trace(version):
    stranger = factories.role(RoleKind.DPO, at=factories.partner("Elsewhere Council"))
    for act_on in (look, say_read):
        with pytest.raises(NotAllowed, match="take part"):
            act_on(by=stranger, version=version)
    assert Reading.objects.count() == 0


def test_the_summary_says_of_each_party_who_read_and_what_is_open(by, version, section, dpo, other):
    resolve_comment(by=by, comment=say(dpo, version), response="So it is.")
    say(dpo, version)
    suggest(by=dpo, section=section, body="<p>New.</p>", base_revision=section.revision, nonce=uuid4())
    look(by=other, version=version)
    found = consultation_on(version)
    rows = {row.party.partner_id: row for row in found.rows}
    said = rows[dpo.partner_id].said
    assert (said.comments, said.comments_open, said.suggestions_open) == (2, 1, 1)
    assert (rows[other.partner_id].standing, found.answered, found.share) == ("looked", 1, 50)


def test_the_summary_says_that_the_text_changed_after_it_was_read(by, version, section, dpo):
    say_read(by=dpo, version=version)
    save_section(by=by, section=section, body="<p>New.</p>", revision=section.revision)
    [row] = [row for row in consultation_on(version).rows if row.party.partner_id == dpo.partner_id]
    assert row.read_before_a_change
