"""Suggested wording: anyone who may comment suggests it; the officer takes it up, merged with what changed, or not."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.models import SectionRevision
from protocols.redline import canonical
from protocols.services.moving import abandon
from protocols.services.suggesting import accept, base_of, reject, suggest, withdraw_suggestion
from protocols.services.texts import save_section
from tests.protocols import factories

pytestmark = pytest.mark.django_db
BASE = "<ol><li>A breach is told within a day.</li><li>The parties keep a record of it.</li></ol>"
ONE = BASE.replace("a day", "two days")
OTHER = BASE.replace("a record", "a full record")


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def section(by):
    found = factories.draft(by=by).sections.get(section_id="S21")
    return save_section(by=by, section=found, body=BASE, revision=1)


@pytest.fixture
def dpo(section):
    return factories.role(RoleKind.DPO, at=section.version.parties.all()[0].partner)


def made(dpo, section, body=ONE, **more):
    return suggest(by=dpo, section=section, body=body, base_revision=2, nonce=uuid4(), **more)


def now(section) -> str:
    section.refresh_from_db()
    return section.body


def test_whoever_may_comment_may_suggest(section, dpo):
    suggestion = made(dpo, section, why=" Weekends ")
    assert (suggestion.author, suggestion.why, base_of(suggestion)) == (dpo, "Weekends", BASE)


def test_a_viewer_may_not_suggest(section):
    viewer = factories.role(RoleKind.VIEWER, at=section.version.parties.all()[0].partner)
    with pytest.raises(NotAllowed, match="suggest wording"):
        made(viewer, section)


def test_the_same_suggestion_posted_twice_is_one(section, dpo):
    nonce = uuid4()
    first, second = (suggest(by=dpo, section=section, body=ONE, base_revision=2, nonce=nonce) for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(action="protocols.suggestion.make").count() == 1


def test_a_form_in_other_hands_is_not_taken_for_theirs(section, dpo):
    other = factories.role(RoleKind.CONTRIBUTOR, at=dpo.partner)
    sent = {"section": section, "body": ONE, "base_revision": 2, "nonce": uuid4()}
    suggest(by=dpo, **sent)
    with pytest.raises(IntegrityError, match="nonce"), transaction.atomic():
        suggest(by=other, **sent)


def test_wording_that_changes_nothing_is_refused(section, dpo):
    with pytest.raises(Invalid, match="same as the clause"):
        made(dpo, section, BASE.replace("<li>A", "<li> A"))


def test_wording_against_a_revision_that_never_was_is_refused(section, dpo):
    with pytest.raises(Invalid, match="never had the revision"):
        suggest(by=dpo, section=section, body=ONE, base_revision=9, nonce=uuid4())


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<svg onload='alert(1)'></svg>",
        "<p style='position:fixed'>x</p>",
    ],
)
def test_what_could_run_is_taken_out_of_a_suggestion(section, dpo, hostile):
    kept = made(dpo, section, ONE + hostile).proposed
    assert not {word for word in ("script", "onclick", "data:", "svg", "style") if word in kept}


def test_an_accepted_suggestion_is_the_clause_and_a_revision_of_its_own(by, section, dpo):
    suggestion = made(dpo, section)
    for _ in range(2):
        accept(by=by, suggestion=suggestion)
    assert now(section) == ONE
    assert SectionRevision.objects.filter(section=section).count() == 3
    assert OutgoingMail.objects.get(to=dpo.person.email).subject.endswith("your suggestion is accepted")


def test_a_suggestion_is_merged_with_what_changed_in_other_paragraphs(by, section, dpo):
    suggestion = made(dpo, section)
    save_section(by=by, section=section, body=OTHER, revision=2)
    accept(by=by, suggestion=suggestion)
    assert now(section) == canonical(ONE.replace("a record", "a full record"))


def test_where_one_paragraph_was_changed_by_both_the_officer_sees_both_and_decides(by, section, dpo):
    suggestion = made(dpo, section)
    theirs = BASE.replace("a day", "an hour")
    save_section(by=by, section=section, body=theirs, revision=2)
    with pytest.raises(Conflict) as caught:
        accept(by=by, suggestion=suggestion)
    assert (caught.value.theirs, caught.value.yours, now(section)) == (theirs, ONE, theirs)
    settled = BASE.replace("a day", "six hours")
    accept(by=by, suggestion=suggestion, body=settled, revision=caught.value.revision)
    assert now(section) == settled


def test_what_the_officer_decides_overwrites_nothing_saved_since(by, section, dpo):
    suggestion = made(dpo, section)
    save_section(by=by, section=section, body=OTHER, revision=2)
    with pytest.raises(Conflict):
        accept(by=by, suggestion=suggestion, body=ONE, revision=2)
    suggestion.refresh_from_db()
    assert suggestion.is_open


def test_a_rejection_needs_a_reason_and_is_for_good(by, section, dpo):
    suggestion = made(dpo, section)
    with pytest.raises(Invalid, match="Say why"):
        reject(by=by, suggestion=suggestion, reason=" ")
    for _ in range(2):
        reject(by=by, suggestion=suggestion, reason="The law says a day.")
    with pytest.raises(Invalid, match="it is rejected"):
        accept(by=by, suggestion=suggestion)
    assert now(section) == BASE
    assert AuditEvent.objects.filter(action="protocols.suggestion.reject").count() == 1


def test_only_the_officer_answers(section, dpo):
    suggestion = made(dpo, section)
    with pytest.raises(NotAllowed):
        accept(by=dpo, suggestion=suggestion)
    with pytest.raises(NotAllowed):
        reject(by=dpo, suggestion=suggestion, reason="No")


def test_only_its_author_withdraws_a_suggestion(by, section, dpo):
    suggestion = made(dpo, section)
    with pytest.raises(NotAllowed, match="can withdraw"):
        withdraw_suggestion(by=by, suggestion=suggestion)
    for _ in range(2):
        withdraw_suggestion(by=dpo, suggestion=suggestion)
    with pytest.raises(Invalid, match="it is withdrawn"):
        accept(by=by, suggestion=suggestion)


def test_nothing_is_suggested_for_a_version_that_is_given_up(by, section, dpo):
    abandon(by=by, version=section.version, reason="Overtaken")
    with pytest.raises(WrongState):
        made(dpo, section)
