"""Flows from data sets: what they take over, what differs since, and what follows for the checklists."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from datasets.models import Dataset
from datasets.services.writing import change_dataset, retire_dataset
from partners.roles import RoleKind
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import DataFlow, ProtocolVersion
from protocols.queries.alike import Wanted, alike_to
from protocols.queries.dataset_flows import differences
from protocols.queries.dataset_uses import uses_of
from protocols.queries.protocols import address_of
from protocols.services.dataset_flows import TAKEN, Sharing, add_from, content_of, keep_as_dataset, take_over
from protocols.services.flows import save_flow
from protocols.services.particulars import Particulars
from protocols.services.reusing import copy_protocol
from tests.datasets.factories import content, dataset, writer
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> ProtocolVersion:
    return factories.draft(by=factories.officer())


@pytest.fixture
def council(version):
    return version.parties.get(partner__short_name="Wigan Council")


@pytest.fixture
def police(version):
    return version.parties.get(partner__short_name="Northmoor Police")


@pytest.fixture
def cases(council) -> Dataset:
    return dataset(council.partner)


def built(version: ProtocolVersion, recipients, *datasets: Dataset, nonce=None, by=None) -> list[DataFlow]:
    sharing = Sharing(recipients, "Plan the response", "Secure email")
    return add_from(
        by=by or version.officer, version=version, datasets=datasets, sharing=sharing, nonce=nonce or uuid4()
    )


def changed(made: Dataset, **changes: object) -> Dataset:
    said = content(**changes)
    return change_dataset(by=writer(made.partner), dataset=made, content=said, revision=made.revision)


def take(version: ProtocolVersion, flow: DataFlow, *names: str) -> DataFlow:
    flow = DataFlow.objects.select_related("dataset", "version").get(pk=flow.pk)
    return take_over(
        by=version.officer, flow=flow, names=names, revision=flow.revision, dataset_revision=flow.dataset.revision
    )


def test_a_flow_says_what_its_data_set_says(version, council, police, cases):
    [flow] = built(version, [police], cases)
    assert {name: getattr(flow, name) for name in TAKEN} == {name: getattr(cases, name) for name in TAKEN}
    assert (flow.sender, list(flow.recipients.all()), flow.dataset) == (council, [police], cases)
    assert not flow.dataset_has_changed


def test_several_data_sets_become_a_flow_each_and_nobody_sends_to_themselves(version, council, police, cases):
    other = dataset(police.partner, name="Call-outs")
    flows = built(version, [council, police], cases, other)
    assert [(flow.sender, list(flow.recipients.all())) for flow in flows] == [(council, [police]), (police, [council])]
    with pytest.raises(Invalid, match="Choose another party"):
        built(version, [council], cases)


def test_the_same_form_twice_adds_nothing_twice(version, police, cases):
    nonce = uuid4()
    assert built(version, [police], cases, nonce=nonce) == built(version, [police], cases, nonce=nonce)


def test_what_is_not_offered_is_only_for_its_holders_people(version, council, police):
    kept = dataset(council.partner, offered="no")
    with pytest.raises(Invalid, match="offers"):
        built(version, [police], kept)
    assert built(version, [police], kept, by=writer(council.partner))


def test_what_changed_in_the_data_set_is_told_and_nothing_is_taken_over_by_itself(version, police, cases):
    [flow] = built(version, [police], cases)
    changed(cases, items="Name\nWhat happened\nDate", definition="Each report.")
    flow = DataFlow.objects.select_related("dataset").get(pk=flow.pk)
    assert flow.items == "Name\nAddress\nWhat happened"
    assert {one.name: (one.takes, one.untouched) for one in differences(flow)} == {
        "definition": (False, False),
        "items": (True, True),
    }


def test_a_flows_own_choice_of_items_is_kept(version, police, cases):
    [flow] = built(version, [police], cases)
    said = replace(content_of(flow), items="Address\nWhat happened")
    save_flow(by=version.officer, version=version, content=said, flow=flow, revision=flow.revision)
    changed(cases, items="Name\nWhat happened\nDate")
    assert [one.becomes for one in differences(DataFlow.objects.get(pk=flow.pk))] == ["What happened; Date"]
    taken = take(version, flow, "items")
    assert taken.items == "What happened\nDate"
    assert not DataFlow.objects.get(pk=flow.pk).dataset_has_changed


def test_what_is_not_ticked_stays_and_is_not_asked_again(version, police, cases):
    [flow] = built(version, [police], cases)
    changed(cases, retention="One year")
    kept = take(version, flow)
    assert kept.retention == "Two years"
    assert not DataFlow.objects.get(pk=flow.pk).dataset_has_changed


def test_a_data_set_that_changed_again_meanwhile_is_shown_again(version, police, cases):
    [flow] = built(version, [police], cases)
    changed(cases, retention="One year")
    flow = DataFlow.objects.select_related("dataset", "version").get(pk=flow.pk)
    with pytest.raises(Conflict):
        take_over(by=version.officer, flow=flow, names=["retention"], revision=1, dataset_revision=1)


def test_the_page_of_a_data_set_lists_only_the_protocols_that_the_reader_may_see(client, version, police, cases):
    built(version, [police], cases)
    beside = factories.partner("Beside Council", of=version.protocol.partnership)
    assert [use.title for use in uses_of(version.officer, cases)] == [version.title]
    assert uses_of(writer(beside), cases) == []
    path = reverse("datasets:detail", args=[cases.pk])
    assert address_of("flows", version) in sign_in(client, version.officer).get(path).content.decode()


def test_the_flows_page_names_the_data_set_and_links_it_only_for_those_who_see_it(client, version, police, cases):
    built(version, [police], cases)
    link, path = reverse("datasets:detail", args=[cases.pk]), address_of("flows", version)
    assert link in sign_in(client, version.officer).get(path).content.decode()
    retire_dataset(by=writer(cases.partner), dataset=cases, reason="Replaced.")
    page = client.get(path).content.decode()
    assert "From the data set" in page
    assert link not in page


def test_a_flow_is_kept_as_a_data_set_by_its_senders_people_alone(version, council, police):
    flow = factories.flow(version, by=version.officer)
    holder = flow.sender.partner
    with pytest.raises(NotAllowed):
        keep_as_dataset(by=version.officer, flow=flow, content=content(), nonce=uuid4())
    nonce, by = uuid4(), writer(holder, RoleKind.CONTACT)
    kept = keep_as_dataset(by=by, flow=flow, content=content(), nonce=nonce)
    assert keep_as_dataset(by=by, flow=flow, content=content(), nonce=nonce) == kept
    flow.refresh_from_db()
    assert (kept.partner, flow.dataset, flow.dataset_has_changed) == (holder, kept, False)


def test_a_copy_goes_on_naming_the_data_set(version, police, cases):
    built(version, [police], cases)
    dates = Particulars.of(version)
    copy = copy_protocol(by=version.officer, version=version, particulars=dates).version
    assert copy.flows.get().dataset == cases


def test_a_protocol_with_the_same_data_set_is_shown_before_another_is_begun(version, police, cases):
    built(version, [police], cases)
    wanted = Wanted(version.template_version, "Zebras", "Of another kind", datasets=[cases])
    [near] = alike_to(version.officer, wanted).shown
    assert f"Same data sets: {cases}" in near.reasons
    assert not alike_to(version.officer, Wanted(version.template_version, "Zebras", "Of another kind"))


def test_flows_are_added_by_the_page(client, version, police, cases):
    path = address_of("flow_from", version)
    form = form_on(sign_in(client, version.officer).get(path).content.decode(), path)
    sent = {**form, "datasets": [cases.pk], "recipients": [police.pk], "purpose": "Plan", "method": "Email"}
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert b"Choose who decides why and how the data is used." in refused.content
    assert client.post(path, {**sent, "control": "separate"}).status_code == 302
    assert version.flows.get().dataset == cases
