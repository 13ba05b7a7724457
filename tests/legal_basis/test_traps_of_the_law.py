"""More of the known mistakes, as the law and its content hold them; and that each of the thirty-two has its test."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from legal_basis.engine.openness import why_closed
from legal_basis.errors import ContentError
from legal_basis.loader import library, load_traps, traps
from tests.law_edits import LawFiles, law_files
from tests.legal_basis.walks import CURRENT, answer_until, explored, facts_of

__all__ = ["law_files"]
TESTS = Path(__file__).resolve().parent.parent


def test_every_one_of_the_thirty_two_has_a_test_that_bears_its_id() -> None:
    written = (path.read_text() for path in TESTS.rglob("test_*.py"))
    named = {f"T{number}" for text in written for number in re.findall(r"def test_t(\d\d)_", text)}
    assert [trap.id for trap in traps()] == [f"T{number:02d}" for number in range(1, 33)]
    assert {trap.id for trap in traps()} - named == set()


def test_t04_confidential_and_special_are_two_flags() -> None:
    kinds = library().data_kinds
    confidential = {kind.id for kind in kinds.values() if "confidential" in kind.flags}
    special = {kind.id for kind in kinds.values() if "special_category" in kind.flags}
    assert confidential - special
    assert "trade_union" in special - confidential
    assert CURRENT.by_id["C3.1"].stage != CURRENT.by_id["C4.6"].stage


def test_t03_power_and_basis_are_answered_apart_in_every_walk_that_passes() -> None:
    walked, responses = answer_until(CURRENT, facts_of(), {"C1.3": "no_duty"})
    given = {response.step for response in responses}
    assert {"C1.4", "C4.2"} <= given
    assert walked.taken("C1.4").step.stage != walked.taken("C4.2").step.stage


def test_t11_every_walk_about_people_asks_who_decides_purposes_and_means() -> None:
    step = CURRENT.by_id["C0.5"]
    assert {"separate", "joint", "processor", "not_settled"} == {answer.key for answer in step.answers}
    for walked in explored("current-2026"):
        tokens = [item.token for item in walked.path]
        for data_protection in {"C4.1", "C6.1"} & set(tokens):
            assert "C0.5" in tokens[: tokens.index(data_protection)]


def test_t11_joint_controllers_owe_an_arrangement_in_the_agreement() -> None:
    walked, _ = answer_until(CURRENT, facts_of(), {"C0.5": "joint", "C1.3": "no_duty"})
    assert "UK GDPR Article 26" in [limit.cite for limit in walked.limits]


def test_t21_a_compatible_purpose_never_stands_without_a_lawful_basis() -> None:
    for walked in explored("current-2026"):
        tokens = [item.token for item in walked.path]
        if "C4.8" in tokens:
            assert {"C4.2", "C4.3", "C4.4", "C4.5"} & set(tokens[: tokens.index("C4.8")])


def test_t22_the_task_has_to_be_ones_own_and_is_given_in_words() -> None:
    answer = CURRENT.by_id["C4.3"].answer("public_task")
    assert answer is not None
    assert answer.reason_min >= 30
    assert "own" in CURRENT.by_id["C4.3"].question


def test_t22_a_recipient_cannot_borrow_the_general_power_of_councils() -> None:
    closed = why_closed(CURRENT, facts_of("nhs", discloses=False), CURRENT.gateways["localism-2011-s1"])
    assert closed == "It belongs to other kinds of body."


@pytest.mark.django_db
def test_t08_the_library_shows_the_kind_of_every_entry() -> None:
    page = Client().get("/law/gateways/").content.decode()
    for gateway in library().gateways.values():
        assert gateway.cite.replace("'", "&#x27;") in page
    one = Client().get("/law/gateways/cda-1998-s115/").content.decode()
    assert "Express power" in one


@pytest.mark.django_db
def test_the_public_page_lists_them_all_with_links_that_lead_somewhere() -> None:
    client = Client()
    page = client.get("/law/traps/").content.decode()
    assert all(f'id="{trap.id}"' in page for trap in traps())
    for link in set(re.findall(r'href="(/(?!static/)[^"#]*)', page)):
        assert client.get(link, follow=True).status_code == 200, link


def test_each_step_linked_to_stands_on_the_page_of_the_checklist() -> None:
    client = Client()
    checklist = client.get(f"/law/checklists/{CURRENT.id}/").content.decode()
    for step in {place.name for trap in traps() for place in trap.places if place.kind == "step"}:
        assert f'id="{step}"' in checklist


def test_the_reference_page_of_the_known_mistakes_is_up_to_date() -> None:
    call_command("document_traps", "--check")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{step: C4.5, said", "{step: C9.9, said", "step cannot be 'C9.9'"),
        ("  - id: T02", "  - id: T40", "in order"),
        ("sources: [ico_lawful]", "sources: [hearsay]", "hearsay"),
        ('page: "register:list", said: The public register', 'page: "register:secret", said: x', "page cannot be"),
        ("    title: Coded data", "    titel: Coded data", "unknown key titel"),
    ],
)
def test_a_broken_list_of_mistakes_is_refused_by_name(law_files: LawFiles, old: str, new: str, fault: str) -> None:
    law_files.edit("traps.yaml", old, new)
    with pytest.raises(ContentError, match=fault):
        load_traps(law_files.directory, library())
