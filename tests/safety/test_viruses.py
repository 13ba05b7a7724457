"""What people send is looked through for viruses where there is a scanner; while it is away nothing is taken."""

import re
import socket
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import Dataset
from portal.uploads import look_through
from portal.viruses import AWAY, why_not_taken
from tests.datasets.factories import writer
from tests.legal_basis.small_files import PDF
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.safety.clamd import EICAR, LARGEST, NAME, running
from tests.test_totality import ours, text

UPLOAD, VERIFY = "/data-sets/file/", "/verify/"
NOWHERE = "127.0.0.1:9"
HEADINGS = b"Name,What it is,What counts,Area,About whom,Identifiable,Data items,Refreshed,Kept for,Offered\n"


@pytest.fixture(scope="module")
def daemon() -> Iterator[tuple[str, str]]:
    with TemporaryDirectory() as directory, running(Path(directory)) as found:
        yield found


@pytest.fixture
def person(db) -> Client:
    return sign_in(Client(), writer(factories.partner(of=factories.partnership())))


def send(client: Client, content: bytes):
    given = {"file": SimpleUploadedFile("rows.csv", content), "text": "Rows that were typed"}
    return client.post(UPLOAD, given)


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_harmless_is_taken_and_what_is_not_is_named(daemon, settings, which):
    settings.CLAMD = daemon[which]
    harmless, harmful = BytesIO(PDF), BytesIO(PDF.replace(b"%%EOF", b"% " + EICAR + b"\n%%EOF"))
    assert why_not_taken("minute.pdf", harmless) == ""
    assert harmless.tell() == 0
    assert why_not_taken("minute.pdf", harmful).startswith(
        f"minute.pdf was not taken: it carries something harmful ({NAME}"
    )


def test_a_harmful_file_is_refused_beside_its_box_with_the_words_kept_and_nothing_of_it_read(daemon, settings, person):
    settings.CLAMD = daemon[0]
    answer = send(person, HEADINGS + EICAR)
    assert answer.status_code == 422
    assert "rows.csv was not taken: it carries something harmful" in answer.content.decode()
    assert "Rows that were typed" in answer.content.decode()
    assert answer.context["form"]["file"].errors
    assert not Dataset.objects.exists()


def test_a_file_for_the_scanner_too_large_is_refused(daemon, settings):
    settings.CLAMD = daemon[0]
    assert "larger than the portal has files looked through" in why_not_taken(
        "a.pdf", BytesIO(b"a" * (LARGEST << 20) * 2)
    )


def test_a_file_is_taken_as_before_where_it_is_harmless(daemon, settings, person):
    settings.CLAMD = daemon[0]
    row = b"Noise,Complaints,Each call,Wigan,Callers,Identifiable,Name,Daily,One year,On request\n"
    answer = person.post(UPLOAD, {"file": SimpleUploadedFile("rows.csv", HEADINGS + row), "text": ""})
    assert answer.status_code == 200
    assert "1 to add" in " ".join(answer.content.decode().split())


def test_while_the_scanner_is_away_no_file_is_taken_and_the_words_are_kept(settings, person):
    settings.CLAMD = NOWHERE
    answer = send(person, HEADINGS)
    assert answer.status_code == 422
    assert AWAY.split(".")[0] in answer.content.decode()
    assert "Rows that were typed" in answer.content.decode()


@pytest.mark.django_db
def test_nor_from_somebody_who_has_not_signed_in(settings):
    settings.CLAMD = NOWHERE
    answer = Client().post(VERIFY, {"document": SimpleUploadedFile("a.pdf", PDF)})
    assert (answer.status_code, AWAY.split(".")[0] in answer.content.decode()) == (422, True)


def test_what_answers_as_no_scanner_would_is_as_one_that_is_away(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = "{}:{}".format(*server.getsockname())

        def answer() -> None:
            with server.accept()[0] as one:
                one.recv(1 << 20)
                one.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n\0")

        other = threading.Thread(target=answer)
        other.start()
        assert why_not_taken("a.pdf", BytesIO(PDF)) == AWAY
        other.join()


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD = ""
    assert why_not_taken("a.pdf", BytesIO(EICAR)) == ""


def test_every_box_for_a_file_and_every_view_that_reads_one_goes_by_the_scanner():
    made = [name for name in ours(".py") if not name.startswith("tests/")]
    plain = {name for name in made if re.search(r"forms\.(File|Image)Field\(", text(name))}
    assert plain == {"portal/govuk/styles.py"}  # a page of samples
    reading = {name for name in made if "request.FILES" in text(name)} - {"portal/uploads.py"}
    assert [name for name in reading if not re.search("receives_files|takes_evidence", text(name))] == []


def test_of_a_file_that_is_not_taken_nothing_is_left(rf, monkeypatch):
    monkeypatch.setattr("portal.uploads.why_not_taken", lambda name, _: "No." if name == "bad.pdf" else "")
    request = rf.post("/", {name: SimpleUploadedFile(f"{name}.pdf", PDF) for name in ("bad", "good")})
    look_through(request)
    assert [request.FILES[name].read() for name in ("bad", "good")] == [b"", PDF]
