"""The catalogue, offers and wants, and flows from data sets in a real browser: usable by everyone, and on a phone."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from datasets.services.writing import change_dataset
from protocols.queries.protocols import address_of
from protocols.services.dataset_flows import Sharing, add_from
from tests.datasets.factories import content, dataset, want, writer
from tests.protocols import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_the_catalogue_is_accessible_and_fits(person, axe, look):
    officer = factories.officer()
    version = factories.draft(by=officer)
    police, council = [party.partner for party in version.parties.order_by("partner__short_name")]
    by, made = writer(council), dataset(council)
    want(police, council, officer.partnership)
    sharing = Sharing([version.parties.get(partner=police)], "Plan the response", "Secure email")
    [flow] = add_from(by=officer, version=version, datasets=[made], sharing=sharing, nonce=uuid4())
    change_dataset(by=by, dataset=made, content=content(items="Name\nDate", definition="Each report."), revision=1)
    page = person(by)
    for name, path, heading in (
        ("catalogue", "/data-sets/", "Data sets"),
        ("data-set", f"/data-sets/{made.pk}/", "Anti-social behaviour cases"),
        ("data-set-form", f"/data-sets/{made.pk}/change/", "Change Anti-social"),
        ("offers-and-wants", f"/data-sets/in/{officer.partnership.slug}/", "Offers and wants"),
        ("flows-from-data-sets", address_of("flow_from", version), "Add flows from data sets"),
        ("flow-and-data-set", address_of("flow_dataset", version, flow.pk), "Flow 1 and the data set"),
    ):
        page.goto(path, timeout=60_000)
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        axe(page)
        look(page, name)
