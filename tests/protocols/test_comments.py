"""Comments by every party, and the officer's answers; and moving a draft out and back."""

from uuid import uuid4

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Comment
from protocols.queries.protocols import address_of
from protocols.services.comments import add_comment, resolve_comment
from protocols.services.moving import abandon, open_consultation, take_back
from protocols.services.parties import set_parties
from protocols.states import State
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def dpo(version):
    return factories.role(RoleKind.DPO, at=version.parties.all()[0].partner)


def test_everybody_with_a_role_at_a_party_can_comment(version, dpo):
    comment = add_comment(by=dpo, version=version, body=" Why? ", nonce=uuid4())
    assert (comment.body, comment.author) == ("Why?", dpo)


def test_a_viewer_cannot_comment_on_a_draft(version):
    viewer = factories.role(RoleKind.VIEWER, at=version.parties.all()[0].partner)
    with pytest.raises(NotAllowed, match="other than viewers"):
        add_comment(by=viewer, version=version, body="Why?", nonce=uuid4())


def test_the_same_comment_posted_twice_is_one(version, dpo):
    nonce = uuid4()
    first, second = (add_comment(by=dpo, version=version, body="Why?", nonce=nonce) for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(action="protocols.comment.add").count() == 1


@pytest.mark.parametrize("elsewhere", ["on another version", "in another capacity"])
def test_a_form_that_was_taken_elsewhere_is_told_so_and_its_words_are_shown(client, by, version, dpo, elsewhere):
    sent = {"nonce": str(uuid4()), "body": "Why is it kept for so long?"}
    assert sign_in(client, dpo).post(address_of("comments", version), sent).status_code == 302
    if elsewhere == "on another version":
        again, where = dpo, factories.draft(by=by, partners=[party.partner for party in version.parties.all()])
    else:
        again, where = factories.role(RoleKind.CONTRIBUTOR, at=dpo.partner), version
    answer = sign_in(client, again).post(address_of("comments", where), sent)
    assert answer.status_code == 409
    assert "This form was sent before" in answer.content.decode()
    assert answer.content.decode().count("Why is it kept for so long?") == 1
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("body", "sentence"), [("  ", "Write your comment"), ("x" * 10_001, "holds 10,000")])
def test_an_empty_or_endless_comment_is_refused(version, dpo, body, sentence):
    with pytest.raises(Invalid, match=sentence):
        add_comment(by=dpo, version=version, body=body, nonce=uuid4())


def test_a_clause_of_another_version_cannot_be_commented_on_here(by, version, dpo):
    elsewhere = factories.draft(by=by).sections.first()
    with pytest.raises(Invalid, match="another version"):
        add_comment(by=dpo, version=version, section=elsewhere, body="Why?", nonce=uuid4())


def test_the_officer_resolves_with_a_response(by, version, dpo):
    comment = add_comment(by=dpo, version=version, body="Why?", nonce=uuid4())
    resolved = resolve_comment(by=by, comment=comment, response="Because of clause 3.")
    assert resolved.resolved_at is not None
    assert resolved.resolved_by == str(by)


def test_a_comment_cannot_be_resolved_by_its_author(version, dpo):
    comment = add_comment(by=dpo, version=version, body="Why?", nonce=uuid4())
    with pytest.raises(NotAllowed):
        resolve_comment(by=dpo, comment=comment, response="Never mind")


def test_a_second_answer_does_not_replace_the_first(by, version, dpo):
    comment = add_comment(by=dpo, version=version, body="Why?", nonce=uuid4())
    resolve_comment(by=by, comment=comment, response="First")
    resolve_comment(by=by, comment=comment, response="First")
    with pytest.raises(Invalid, match="resolved this comment first: “First”"):
        resolve_comment(by=by, comment=comment, response="Second")
    assert AuditEvent.objects.filter(action="protocols.comment.resolve").count() == 1


def test_consultation_opens_once_and_tells_the_parties(by, version, dpo):
    for _ in range(2):
        opened = open_consultation(by=by, version=version)
    assert opened.status is State.CONSULTATION
    assert OutgoingMail.objects.filter(to=dpo.person.email).count() == 1


def test_consultation_does_not_open_without_parties(by, version):
    set_parties(by=by, version=version, choices=[])
    with pytest.raises(Invalid, match="Choose the parties: there are none yet"):
        open_consultation(by=by, version=version)


def test_going_back_to_draft_twice_is_recorded_once(by, version):
    open_consultation(by=by, version=version)
    for _ in range(2):
        back = take_back(by=by, version=version)
    assert back.status is State.DRAFT
    assert AuditEvent.objects.filter(action="protocols.draft.take_back").count() == 1


def test_a_contributor_cannot_open_consultation(version):
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[0].partner)
    with pytest.raises(NotAllowed):
        open_consultation(by=contributor, version=version)


def test_abandoning_needs_a_reason_and_is_for_good(by, version):
    with pytest.raises(Invalid, match="Say why"):
        abandon(by=by, version=version, reason=" ")
    for _ in range(2):
        abandon(by=by, version=version, reason="Overtaken by events")
    with pytest.raises(WrongState):
        open_consultation(by=by, version=version)
    assert AuditEvent.objects.filter(action="protocols.version.abandon").count() == 1
