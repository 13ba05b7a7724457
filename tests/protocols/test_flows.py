"""Data flows: what is refused, what is kept, and who may write which."""

from uuid import uuid4

import pytest

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols.checks import problems
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.services.flows import delete_flow, refuse_flow, save_flow
from protocols.services.parties import Choice, set_parties
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def ends(version):
    police, council = sorted(version.parties.all(), key=str)
    return police, council


def save(by, version, ends, **changes: object):
    nonce = changes.pop("nonce", None) or uuid4()
    flow, revision = changes.pop("flow", None), changes.pop("revision", None)
    content = factories.flow_content(ends[0], [ends[1]], **changes)
    return save_flow(by=by, version=version, content=content, flow=flow, revision=revision, nonce=nonce)


def test_a_flow_from_a_party_to_itself_is_refused(by, version, ends):
    with pytest.raises(Invalid, match="cannot flow from Northmoor Police to itself") as refused:
        save(by, version, (ends[0], ends[0]))
    assert refused.value.field == "recipients"


def test_a_sender_that_is_no_party_is_refused(by, version, ends):
    stranger = factories.draft(by=by).parties.all()[0]
    with pytest.raises(Invalid, match="is not a party to this protocol"):
        save(by, version, (stranger, ends[1]))


@pytest.mark.parametrize(
    "field", ["title", "items", "subjects", "purpose", "method", "frequency", "retention", "geography"]
)
def test_what_is_owed_is_asked_for_beside_its_field(by, version, ends, field):
    with pytest.raises(Invalid) as refused:
        save(by, version, ends, **{field: "  "})
    assert refused.value.field == field


def test_an_anonymous_flow_needs_a_small_number_rule(by, version, ends):
    with pytest.raises(Invalid, match="needs a rule on them"):
        save(by, version, ends, identifiability="anonymous")


def test_a_rule_once_written_in_words_alone_is_kept_and_asked_to_be_made_whole(by, version, ends):
    flow = save(by, version, ends, identifiability="anonymous", small_numbers_below=5, small_numbers_method="suppress")
    assert not [one for one in problems(version) if "is anonymous" in one.sentence]
    with act("tests.older", by=SYSTEM):
        flow.small_numbers_below, flow.small_numbers_method, flow.small_number_rule = None, "", "None below 5"
        flow.save()
    assert version.flows.get().small_numbers == "None below 5"
    [problem] = [one for one in problems(version) if "is anonymous" in one.sentence]
    assert problem.args[-1] == flow.pk


def test_the_small_number_rule_is_said_in_a_sentence(by, version, ends):
    flow = save(
        by, version, ends, small_numbers_below=10, small_numbers_method="merge", small_numbers_secondary=True,
        small_number_rule="By ward.",
    )  # fmt: skip
    assert flow.small_numbers == (
        "Counts below 10 are added together with others until they are not small. "
        "So are other counts from which one of them could be worked out. By ward."
    )


def test_a_kind_of_data_that_the_checklist_does_not_know_is_refused(by, version, ends):
    with pytest.raises(Invalid, match="“star_signs” is not a kind of data"):
        save(by, version, ends, kinds=("star_signs",))


def test_the_same_form_posted_twice_adds_one_flow(by, version, ends):
    nonce = uuid4()
    assert save(by, version, ends, nonce=nonce) == save(by, version, ends, nonce=nonce)
    assert AuditEvent.objects.filter(action="protocols.flow.add").count() == 1


def test_flows_are_numbered_in_turn(by, version, ends):
    assert [save(by, version, ends).number for _ in range(3)] == [1, 2, 3]


def test_a_stale_form_overwrites_nothing(by, version, ends):
    flow = save(by, version, ends)
    save(by, version, ends, flow=flow, revision=1, retention="One year")
    with pytest.raises(Conflict, match="Nothing was overwritten"):
        save(by, version, ends, flow=flow, revision=1, retention="Ten years")
    flow.refresh_from_db()
    assert flow.retention == "One year"


def test_a_stale_form_that_changes_nothing_is_no_conflict(by, version, ends):
    flow = save(by, version, ends)
    save(by, version, ends, flow=flow, revision=1, retention="One year")
    assert save(by, version, ends, flow=flow, revision=1, retention="One year").revision == 2


def test_a_contributor_writes_the_flows_of_its_own_partner_only(by, version, ends):
    third = factories.partner("Northmoor Fire", kind="fire", of=by.partnership)
    set_parties(by=by, version=version, choices=[*(Choice(party.partner) for party in ends), Choice(third)])
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=third)
    with pytest.raises(NotAllowed, match="You can only write flows that Northmoor Fire sends or receives"):
        save(contributor, version, ends)
    own = version.parties.get(partner=third)
    assert save(contributor, version, (own, ends[1])).sender == own


def test_a_contributor_cannot_take_over_the_flow_of_others(by, version, ends):
    flow = save(by, version, ends)
    third = factories.partner("Northmoor Fire", kind="fire", of=by.partnership)
    set_parties(by=by, version=version, choices=[*(Choice(party.partner) for party in ends), Choice(third)])
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=third)
    own = version.parties.get(partner=third)
    with pytest.raises(NotAllowed):
        save(contributor, version, (own, ends[1]), flow=flow, revision=1)


def test_a_refused_flow_stays_on_record_with_its_reason(by, version, ends):
    flow = refuse_flow(by=by, flow=save(by, version, ends), reason="Local Government Finance Act 1992")
    assert flow.is_refused
    with pytest.raises(Invalid, match="kept on record"):
        delete_flow(by=by, flow=flow)


def test_refusing_twice_is_recorded_once(by, version, ends):
    flow = save(by, version, ends)
    for _ in range(2):
        refuse_flow(by=by, flow=flow, reason="No power")
    assert AuditEvent.objects.filter(action="protocols.flow.refuse").count() == 1


def test_a_refused_flow_cannot_be_changed(by, version, ends):
    flow = refuse_flow(by=by, flow=save(by, version, ends), reason="No power")
    with pytest.raises(Invalid, match="Add a new flow in its place"):
        save(by, version, ends, flow=flow, revision=flow.revision, retention="One year")


def test_a_deleted_flow_is_gone_and_the_trail_says_so(by, version, ends):
    delete_flow(by=by, flow=save(by, version, ends))
    assert not version.flows.exists()
    assert (
        AuditEvent.objects.get(action="protocols.flow.delete").details["flow"] == "Flow 1: Anti-social behaviour cases"
    )
