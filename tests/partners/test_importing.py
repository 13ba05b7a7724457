"""Registers of organisations: what is taken, skipped and doubted, and that running it again changes nothing."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partners.errors import NotAllowed, Unreadable
from partners.loader.entries import in_words
from partners.loader.reading import read_table
from partners.loader.registers import entries
from partners.models import Partner
from partners.services.importing.judging import Outcome, Verdict
from partners.services.importing.writing import import_partners
from portal.audit.acts import SYSTEM
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from tests.partners.factories import approved_partner, officer

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
FILES = sorted(DATA.iterdir(), key=lambda file: (file.name == "councils.csv", file.name))  # it knows what ended
TAKEN, ATTACHED, SKIPPED, DOUBTFUL = Outcome


def take(name: str, *, apply: bool = True, **more) -> dict[str, Verdict]:
    """Read one of the small registers; the verdicts by the line of their row."""
    told = import_partners(by=SYSTEM, entries=entries(read_table(DATA / name)), apply=apply, **more)
    return {f"{verdict.entry.line}": verdict for verdict in told}


def outcomes(verdicts: dict[str, Verdict]) -> list[Outcome]:
    return [verdict.outcome for verdict in verdicts.values()]


def test_a_council_is_listed_by_its_official_name_and_goes_by_a_short_one():
    take("local-authority-eng.tsv")
    northmoor = Partner.objects.get(source_code="NMR")
    assert (northmoor.legal_name, northmoor.short_name) == (
        "Northmoor Metropolitan Borough Council",
        "Northmoor Council",
    )
    assert (northmoor.kind, northmoor.legal_form, northmoor.status) == ("council", "local_authority", "listed")


def test_spaces_are_trimmed_and_a_blank_name_falls_back_or_is_skipped():
    take("local-authority-eng.tsv")
    assert Partner.objects.get(source_code="EAS").legal_name == "Eastwick District Council"
    assert Partner.objects.get(source_code="XYZ").legal_name == "Westby"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_dry_run_writes_nothing(file):
    call_command("import_partners", str(file))
    assert not Partner.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_dry_run_says_what_the_real_run_does():
    dry = {line: str(verdict) for line, verdict in take("councils.csv", apply=False).items()}
    assert dry == {line: str(verdict) for line, verdict in take("councils.csv").items()}


def test_running_it_again_changes_nothing():
    for file in FILES:
        take(file.name)
    before = list(Partner.objects.order_by("pk").values()), AuditEvent.objects.count()
    for file in FILES:
        take(file.name)
    assert (list(Partner.objects.order_by("pk").values()), AuditEvent.objects.count()) == before


def test_each_row_that_is_written_leaves_its_event():
    take("local-authority-eng.tsv")
    assert AuditEvent.objects.filter(action="partners.import.partner").count() == 4
    assert AuditEvent.objects.get(action="partners.register.import").details["written"] == 4


def test_a_body_of_another_register_is_attached_and_not_doubled():
    take("local-authority-eng.tsv")
    told = take("councils.csv")
    assert told["2"].outcome is ATTACHED
    northmoor = Partner.objects.get(name_key="northmoor council")
    assert northmoor.source_details["gss_code"] == "E99000001"
    assert northmoor.source_details["also"] == {"mysociety-local-authorities": "NMR"}


def test_a_body_renamed_between_registers_is_known_by_its_place_in_the_other():
    take("local-authority-eng.tsv")
    assert take("councils.csv")["5"].outcome is ATTACHED
    assert not Partner.objects.filter(legal_name="Eastwick Council").exists()


def test_a_body_known_from_the_later_register_is_known_in_the_earlier_one_too():
    take("councils.csv")
    told = take("local-authority-eng.tsv")["3"]
    assert (told.outcome, told.why) == (SKIPPED, "it is here already, as Eastwick Council")


def test_an_ended_body_is_skipped_and_its_successors_are_named():
    told = take("councils.csv")["4"]
    assert told.outcome is SKIPPED
    assert told.why == "it ended on March 2019; replaced by Eastwick Council and Northmoor Metropolitan Borough Council"
    assert not Partner.objects.filter(legal_name__startswith="Gone").exists()


def test_a_listed_body_that_a_better_register_ends_is_marked_and_doubted():
    take("local-authority-eng.tsv")
    told = take("councils.csv")["3"]
    assert told.outcome is DOUBTFUL
    old = Partner.objects.get(source_code="OLD")
    assert old.source_details["ended"] == "1 April 2023"
    assert old.source_details["replaced_by"] == "Eastwick Council"


def test_a_byte_order_mark_and_accents_are_read():
    take("councils.csv")
    take("government-organisation.tsv")
    assert Partner.objects.filter(legal_name="Greater Northmoor Combined Authority", kind="combined_authority").exists()
    assert Partner.objects.filter(legal_name="Department of Cafés").exists()


def test_a_code_that_stands_twice_and_an_agency_are_doubted_until_they_are_named():
    told = take("government-organisation.tsv")
    assert "stands for Litigation Authority on line 4 too" in told["5"].why
    assert told["3"].outcome is DOUBTFUL
    assert not Partner.objects.filter(legal_name="Driver Agency").exists()
    assert take("government-organisation.tsv", take=["EA74"])["3"].outcome is TAKEN


def test_a_body_of_the_same_name_and_another_kind_is_doubted():
    take("police-force.tsv")
    told = take("government-organisation.tsv", take=["PB1"])["8"]
    assert (told.outcome, told.why) == (DOUBTFUL, "a body of this name is here already, as a police force")


def test_nations_are_kept():
    take("police-force.tsv")
    take("councils.csv")
    assert dict(Partner.objects.exclude(nation="England").values_list("legal_name", "nation")) == {
        "North Wales Police": "Wales",
        "Aberfeld Council": "Scotland",
    }


def test_an_office_is_doubted_and_kept_as_an_address_of_its_body():
    assert "which is not listed here yet" in take("jobcentres.csv")["2"].why
    take("government-organisation.tsv")
    told = take("jobcentres.csv")
    assert outcomes(told) == [DOUBTFUL, SKIPPED]
    dwp = Partner.objects.get(source_code="D10")
    assert dwp.source_details["offices"] == [{"name": "Northmoor", "address": "1 King Street, Northmoor, NM1 1EA"}]
    assert outcomes(take("jobcentres.csv")) == [SKIPPED, SKIPPED]


def test_a_body_that_registered_itself_first_is_attached_to():
    northmoor = approved_partner("Northmoor Council")
    assert take("local-authority-eng.tsv")["2"].outcome is ATTACHED
    northmoor.refresh_from_db()
    assert (northmoor.source, northmoor.source_code, northmoor.status) == ("local-authority-eng", "NMR", "approved")


def test_nobody_is_mailed_by_an_import():
    take("councils.csv")
    assert not OutgoingMail.objects.exists()


def test_only_the_operator_imports():
    with pytest.raises(NotAllowed, match="operator"):
        import_partners(by=officer(), entries=[], apply=True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"colour,size\nred,1\n", "which no known register has. Needed are those of one of these"),
        (b"name,address,postcode\nA,B,C\n", "must say"),
        (b"\x89PNG\x00\x00", "is not a text file"),
        (b'police-force\tname\n"a\tb' + b"x" * 140_000, "cannot be read as a table"),
    ],
    ids=["empty", "unknown columns", "offices of whom", "a picture", "an endless cell"],
)
def test_what_is_no_register_is_refused_in_a_sentence(tmp_path, content, words):
    (tmp_path / "file.tsv").write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_partners", str(tmp_path / "file.tsv"))


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(Unreadable, match="There is no file at"):
        read_table(tmp_path / "nothing.tsv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_register_is_read_in_each_encoding_it_comes_in(tmp_path, encoding):
    (tmp_path / "file.tsv").write_bytes("police-force\tname\r\nx\tHeddlu’r Gogledd\r\n".encode(encoding))
    assert entries(read_table(tmp_path / "file.tsv"))[0].name == "Heddlu’r Gogledd"


@pytest.mark.parametrize(
    ("iso", "words"), [("2023-04-01", "1 April 2023"), ("2015-03", "March 2015"), ("1999", "1999"), ("soon", "soon")]
)
def test_dates_are_told_as_far_as_they_are_known(iso, words):
    assert in_words(iso) == words


def test_the_command_totals_what_it_did(capsys):
    call_command("import_partners", str(DATA / "councils.csv"), "--apply")
    told = capsys.readouterr().out
    assert "4 taken, 0 attached, 2 skipped, 0 doubtful." in told
    call_command("import_partners", str(DATA / "councils.csv"), "--quiet")
    assert "dry run" in capsys.readouterr().out
