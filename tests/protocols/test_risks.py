"""The risk register: what is refused, what is kept, who may write which, and what a high risk brings with it."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_basis.queries import walk_of
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.facts import Standing, decisions_owed, legal_state
from protocols.facts.approved import changes_since
from protocols.kinds import HIGH_FROM, SCALE, RiskLevel, level_of
from protocols.loader.risks import starter_risks
from protocols.models import Decision, Risk
from protocols.queries.decisions import live_snapshot
from protocols.services.assessing import look_again
from protocols.services.parties import Choice, set_parties
from protocols.services.risks import add_starters, delete_risk, save_risk
from protocols.services.varying import vary
from protocols.states import State
from tests.protocols import factories, factories_risks
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
SCORES = st.integers(1, 5)


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def owner(version):
    return version.parties.select_related("partner").first()


# ----- how high -----


@given(SCORES, SCORES)
def test_severe_harm_that_is_at_least_possible_is_always_high(likelihood, severity):
    is_high = likelihood * severity >= 15 or (severity == 5 and likelihood >= 3)
    assert (level_of(likelihood, severity) is RiskLevel.HIGH) == is_high


@given(SCORES, SCORES)
def test_a_likelier_risk_is_never_lower(likelihood, severity):
    levels = list(RiskLevel)
    if likelihood < 5:
        assert levels.index(level_of(likelihood + 1, severity)) >= levels.index(level_of(likelihood, severity))


def test_the_mark_is_fifteen():
    assert (HIGH_FROM, list(SCALE)) == (15, [1, 2, 3, 4, 5])
    assert level_of(2, 5) is RiskLevel.MEDIUM
    assert level_of(1, 5) is RiskLevel.LOW


# ----- writing -----


def test_a_risk_is_added_once_however_often_its_form_is_sent(by, version, owner):
    nonce = uuid4()
    first = save_risk(by=by, version=version, content=factories_risks.content(owner), nonce=nonce)
    events = AuditEvent.objects.count()
    assert save_risk(by=by, version=version, content=factories_risks.content(owner), nonce=nonce) == first
    assert (Risk.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_risks_are_numbered_on(by, version):
    assert [factories_risks.add(version, by=by).number for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"description": ""}, "description"),
        ({"likelihood_before": 0}, "likelihood_before"),
        ({"severity_after": 6}, "severity_after"),
        ({"mitigation": " "}, "mitigation"),
        ({"likelihood_after": 5, "severity_after": 5}, "likelihood_after"),
    ],
)
def test_what_does_not_hold_together_is_refused_beside_its_field(by, version, owner, changes, field):
    with pytest.raises(Invalid) as refused:
        save_risk(by=by, version=version, content=factories_risks.content(owner, **changes), nonce=uuid4())
    assert refused.value.field == field


def test_an_owner_that_is_no_party_is_refused(by, version):
    stranger = factories.draft(by=by).parties.select_related("partner").first()
    with pytest.raises(Invalid, match="is not a party to this protocol"):
        factories_risks.add(version, by=by, owner=stranger)


def test_a_save_from_an_older_form_writes_nothing(by, version, owner):
    risk = factories_risks.add(version, by=by)
    content = factories_risks.content(owner, title="Wrong person found")
    save_risk(by=by, version=version, content=content, risk=risk, revision=1)
    with pytest.raises(Conflict):
        save_risk(by=by, version=version, content=factories_risks.content(owner, title="Mine"), risk=risk, revision=1)
    risk.refresh_from_db()
    assert (risk.title, risk.revision) == ("Wrong person found", 2)


def test_the_same_text_again_changes_nothing(by, version, owner):
    risk = factories_risks.add(version, by=by)
    events = AuditEvent.objects.count()
    save_risk(by=by, version=version, content=factories_risks.content(owner), risk=risk, revision=1)
    assert AuditEvent.objects.count() == events


def test_a_contributor_writes_the_risks_of_its_own_party_alone(by, version):
    own, other = version.parties.select_related("partner")
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=own.partner)
    mine = factories_risks.add(version, by=contributor, owner=own)
    with pytest.raises(NotAllowed, match=f"only write risks that {own.partner} owns"):
        factories_risks.add(version, by=contributor, owner=other)
    theirs = factories_risks.add(version, by=by, owner=other)
    with pytest.raises(NotAllowed):
        delete_risk(by=contributor, risk=theirs)
    delete_risk(by=contributor, risk=mine)
    assert list(version.risks.all()) == [theirs]


def test_a_contributor_cannot_take_over_the_risk_of_another_by_naming_its_own_party(by, version):
    own, other = version.parties.select_related("partner")
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=own.partner)
    theirs = factories_risks.add(version, by=by, owner=other)
    with pytest.raises(NotAllowed):
        save_risk(by=contributor, version=version, content=factories_risks.content(own), risk=theirs, revision=1)


def test_a_contributor_may_take_up_a_risk_that_nobody_owns(by, version):
    own = version.parties.select_related("partner").first()
    (risk, *_) = add_starters(by=by, version=version, ids=["further-use"])
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=own.partner)
    save_risk(by=contributor, version=version, content=factories_risks.content(own), risk=risk, revision=1)
    risk.refresh_from_db()
    assert risk.owner == own


@pytest.mark.parametrize("kind", [RoleKind.DPO, RoleKind.SIRO, RoleKind.LEGAL_ADVISER, RoleKind.SIGNATORY])
def test_others_of_a_party_only_read_the_register(version, owner, kind):
    with pytest.raises(NotAllowed, match="can edit risks"):
        factories_risks.add(version, by=factories.role(kind, at=owner.partner))


def test_a_party_that_leaves_leaves_its_risks_without_an_owner(by, version):
    leaves, stays = version.parties.select_related("partner")
    risk = factories_risks.add(version, by=by, owner=leaves)
    set_parties(by=by, version=version, choices=[Choice(stays.partner)])
    risk.refresh_from_db()
    assert risk.owner is None
    assert "Risk 1 has no owner" in " ".join(problem.sentence for problem in problems(version))


# ----- starter risks -----


def test_all_starters_are_taken_over_once(by, version):
    made = add_starters(by=by, version=version)
    assert [one.starter for one in made] == [one.id for one in starter_risks().of("")]
    events = AuditEvent.objects.count()
    assert add_starters(by=by, version=version) == []
    assert AuditEvent.objects.count() == events


def test_one_starter_is_taken_over_with_its_usual_scores(by, version):
    (risk,) = add_starters(by=by, version=version, ids=["not-sharing"])
    assert (risk.source, risk.score_before, risk.score_after, risk.owner) == ("starter", 15, 8, None)


def test_a_starter_that_was_changed_is_not_put_back(by, version, owner):
    (risk,) = add_starters(by=by, version=version, ids=["not-sharing"])
    save_risk(by=by, version=version, content=factories_risks.content(owner), risk=risk, revision=1)
    add_starters(by=by, version=version, ids=["not-sharing"])
    assert [one.title for one in version.risks.all()] == ["Records are matched to the wrong person"]


def test_a_starter_of_another_theme_is_refused(by, version):
    with pytest.raises(Invalid, match="“victim-found” is not a starter risk of this theme"):
        add_starters(by=by, version=version, ids=["victim-found"])


def test_a_contributor_owns_the_starters_that_it_takes_over(version, owner):
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=owner.partner)
    (risk,) = add_starters(by=contributor, version=version, ids=["too-much"])
    assert risk.owner == owner


# ----- through the life of a version -----


def test_nothing_can_be_written_once_the_version_is_frozen():
    people, version = life.protocol_at(State.APPROVAL)
    with pytest.raises(WrongState, match="You cannot edit risks"):
        factories_risks.add(version, by=people.officer)
    with pytest.raises(WrongState):
        add_starters(by=people.officer, version=version)


def test_a_new_version_takes_the_risks_over_with_their_numbers_and_owners():
    people = life.cast()
    draft = life.draft(people)
    gone, kept = (factories_risks.add(draft, by=people.officer) for _ in range(2))
    delete_risk(by=people.officer, risk=gone)
    newer = vary(by=people.officer, version=life.in_force(people, draft))
    (copy,) = newer.risks.all()
    assert (copy.number, copy.title, copy.owner.partner, copy.owner.version) == (
        2, kept.title, kept.owner.partner, newer,
    )  # fmt: skip
    assert copy.nonce != kept.nonce


def test_the_risks_are_frozen_with_the_text():
    people = life.cast()
    draft = life.draft(people)
    risk = factories_risks.add(draft, by=people.officer)
    life.submitted(people, draft)
    (frozen,) = live_snapshot(draft).content["risks"]
    assert (frozen["title"], frozen["owner"]) == (risk.title, risk.owner.partner.slug)
    assert (frozen["likelihood_after"], frozen["severity_after"]) == (2, 4)


def test_a_snapshot_from_before_the_register_compares_with_one_after_it():
    old = {"protocol": {}, "sections": [], "flows": [], "legal_record": [], "parties": []}
    risk = {"number": 1, "title": "Leak", "owner": None, "likelihood_after": 1, "severity_after": 1}
    assert changes_since(old, {**old, "risks": []}, party="wigan", post=RoleKind.DPO) == []
    found = changes_since(old, {**old, "risks": [risk]}, party="wigan", post=RoleKind.DPO)
    assert [(one.name, one.word) for one in found] == [("risk 1, Leak", "new")]


# ----- what a high risk brings with it -----


def owed(version, kind=RoleKind.SIRO):
    return {
        asked.party.partner.short_name: asked.why
        for asked in decisions_owed(legal_state(version))
        if asked.kind is kind
    }


def test_a_high_risk_brings_in_the_senior_owner_of_its_owner_and_of_each_discloser():
    people, version, _ = life.thematic_with_flow()
    assert owed(version) == {}
    council, police = (life.party(version, partner) for partner in people.partners)
    factories_risks.stays_high(version, by=people.officer, owner=police)
    assert owed(version) == {
        "Wigan Council": "Risk 1 stays high after mitigation, and Wigan Council discloses the data.",
        "Northmoor Police": "Risk 1 stays high after mitigation, and Northmoor Police owns it.",
    }
    assert council != police


def test_a_risk_that_was_brought_down_brings_in_nobody():
    people, version, _ = life.thematic_with_flow()
    factories_risks.add(version, by=people.officer)
    assert owed(version) == {}


def test_a_high_risk_makes_assessments_stale_and_leaves_only_consulting_the_regulator():
    people, version, flow = life.thematic_with_flow()
    assert {cover.standing for cover in legal_state(version).covers} == {Standing.COVERED}
    factories_risks.stays_high(version, by=people.officer)
    state = legal_state(version)
    assert {cover.standing for cover in state.covers} == {Standing.STALE}
    covering = state.of(life.party(version, people.partners[0]))[0]
    look_again(by=people.at(people.partners[0], RoleKind.CONTRIBUTOR), covering=covering)
    question = walk_of(covering.assessment).next
    assert question is not None
    assert (question.token, [option.answer.key for option in question.options]) == ("C5.1", ["high_risk"])
    assert {hidden.because for hidden in question.hidden} == {
        "The risk register of the protocol holds a risk that stays high after mitigation."
    }
    assert flow.number == 1


def test_a_risk_that_is_not_high_leaves_assessments_as_they_are():
    people, version, _ = life.thematic_with_flow()
    factories_risks.add(version, by=people.officer)
    assert {cover.standing for cover in legal_state(version).covers} == {Standing.COVERED}


def test_anonymous_flows_are_untouched_by_a_high_risk():
    people, version, flow = life.thematic_with_flow(
        identifiability="anonymous", small_numbers_below=5, small_numbers_method="suppress"
    )
    factories_risks.stays_high(version, by=people.officer)
    assert {cover.standing for cover in legal_state(version).covers} == {Standing.COVERED}
    assert owed(version).keys() == {"Northmoor Police"}  # the owner is still asked
    assert flow.sender.partner == people.partners[0]


def test_submission_asks_the_senior_owner_with_the_reason():
    people, version = life.cast(), None
    version = life.draft(people)
    people.at(people.partners[0], RoleKind.SIRO)
    factories_risks.stays_high(version, by=people.officer, owner=life.party(version, people.partners[0]))
    life.submitted(people, version)
    (decision,) = Decision.objects.filter(snapshot__version=version, kind="siro")
    assert decision.why_asked == "Risk 1 stays high after mitigation, and Wigan Council owns it."


def test_the_state_is_read_in_the_same_number_of_queries_with_one_risk_and_with_thirty(django_assert_num_queries):
    people, version, flow = life.thematic_with_flow()
    for _ in range(30):
        factories_risks.add(version, by=people.officer)
    with django_assert_num_queries(7):
        decisions_owed(legal_state(version))
    assert flow.pk
