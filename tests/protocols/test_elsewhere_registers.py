"""The real register of agreements under the Digital Economy Act, where it is at hand: its defects, one by one."""

import os
from pathlib import Path

import pytest

from partners.loader.reading import read_table
from partners.loader.registers import entries
from partners.services.importing.writing import import_partners
from portal.audit.acts import SYSTEM
from portal.audit.models import AuditEvent
from protocols.models import Agreement, NamedBody
from protocols.queries.elsewhere.bodies import unmatched, with_offers
from protocols.services.elsewhere.judging import Outcome
from tests.protocols import factories
from tests.protocols.factories_elsewhere import names, take

SHARED = Path(os.environ.get("CONCORDAT_SHARED", Path(__file__).resolve().parents[3] / "shared"))
FILE = SHARED / "data" / "agreements" / "dea_register.csv"
BODIES = SHARED / "data" / "organisations" / "government-organisation.tsv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.registers,
    pytest.mark.skipif(not FILE.is_file(), reason=f"The real register is not at {FILE}; set CONCORDAT_SHARED."),
]


@pytest.fixture
def officer():
    import_partners(by=SYSTEM, entries=entries(read_table(BODIES)), apply=True, take=["EA26"])
    return factories.officer()


def number(reference: str) -> Agreement:
    return Agreement.objects.get(reference=reference)


def matched(reference: str) -> dict[str, str]:
    return {text: str(partner or "") for text, partner in names(number(reference)).items()}


def test_the_four_are_kept_whole_and_a_second_time_changes_nothing(officer):
    content = FILE.read_bytes()
    assert [verdict.outcome for verdict in take(officer, content)] == [Outcome.TAKEN] * 4
    kept = " ".join(cell for one in Agreement.objects.all() for _, cell in one.raw)
    for words in ("P3Y11M ", " BEIS; DWP", "●Employed and self-employed earnings", "HMRC/VOA; BEIS; DWP", "objecitves"):
        assert words in kept
    before = AuditEvent.objects.count()
    assert [verdict.outcome for verdict in take(officer, content)] == [Outcome.SAME] * 4
    assert AuditEvent.objects.count() == before


def test_bodies_are_matched_by_entry_and_what_is_not_certain_stays_text(officer):
    take(officer, FILE.read_bytes())
    assert matched("1") == {
        "government-organisation:EA26": "Companies House", "government-organisation:D25": "HM Revenue & Customs"
    }  # fmt: skip
    assert matched("2") == {"government-organisation:D25": "HM Revenue & Customs", "Homes England": ""}
    assert matched("3")["government-organisation:D2"] == "Cabinet Office"
    assert set(matched("4").values()) == {""}


def test_the_abbreviations_are_offered(officer):
    take(officer, FILE.read_bytes())
    offers = {
        one.body.text: [str(o.partner) for o in one.offers] for one in with_offers(unmatched(officer.partnership))
    }
    assert offers["DWP"][0] == "Department for Work and Pensions"
    assert offers["HMRC/VOA"][0] == "HM Revenue & Customs"
    assert not NamedBody.objects.filter(text="DWP").exclude(partner=None).exists()


def test_powers_are_never_guessed_and_the_misspelt_list_is_told(officer):
    told = [str(verdict) for verdict in take(officer, FILE.read_bytes())]
    assert not Agreement.objects.exclude(gateway="").exists()
    assert ["misspelt" in one for one in told] == [False, False, False, True]
    assert all("By its purpose it may be Digital Economy Act 2017" in one for one in told)


def test_days_and_retention_are_read(officer):
    take(officer, FILE.read_bytes())
    fourth = number("4")
    assert [day.isoformat() for day in (fourth.starts_on, fourth.ends_on, fourth.review_on)] == [
        "2019-02-18", "2019-12-31", "2019-07-01"
    ]  # fmt: skip
    assert ("retention-period", "Kept for", "3 years 11 months") in fourth.told
    assert fourth.has_ended()
