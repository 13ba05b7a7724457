"""The pages of Word files: everybody can use them, at a desk and on a phone."""

import io
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from docx import Document
from playwright.sync_api import Page, expect

from partners.models import Role
from protocols.documents.word import write_copy
from protocols.queries.protocols import address_of
from protocols.queries.word_copies import copy_of
from protocols.services.variables import set_variables
from protocols.services.word_texts import Placing, bring_in
from protocols.services.word_uploads import keep_word_file
from tests.protocols import factories
from tests.protocols.factories_word import paragraph, word_file

pytestmark = pytest.mark.django_db(transaction=True)
OLD = word_file(
    paragraph("It comes into effect on 1 April 2031.") + paragraph("1. Purpose", "Heading1")
    + paragraph("To share.") + paragraph("Parking of bicycles", "Heading1") + paragraph("Outside.")
)  # fmt: skip


def edited(version) -> bytes:
    """A copy in which somebody changed words in one clause and formatting in another."""
    given = copy_of(version)
    content = write_copy(given.content, marks=given.marks, state=given.state, signed=False, made_at=given.at)
    document = Document(ContentFile(content))
    words, looks = (next(one for one in document.paragraphs if said in one.text) for said in ("A breach", "prevent"))
    words.text = words.text.replace("A breach", "Any breach")
    looks.runs[0].bold = True
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_files_are_sent_placed_and_returned_by_everybody(
    person: Callable[[Role], Page], axe: Callable[[Page], None], look: Callable[..., None], live_server
):
    def stands(address: str, heading: str, name: str) -> None:
        """The page is there, nothing hinders anybody, and it fits on a phone."""
        page.goto(f"{live_server.url}{address}")
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        axe(page)
        look(page, name)

    officer = factories.officer()
    version = factories.draft(by=officer)
    set_variables(by=officer, version=version, values={"strategic_purpose": "prevent crime"})
    first, second, copy = (
        keep_word_file(by=officer, version=version, name=name, content=content)
        for name, content in (("old.docx", OLD), ("older.docx", OLD), ("copy.docx", edited(version)))
    )
    bring_in(by=officer, upload=first, placing=Placing({}, {}))
    page = person(officer)
    stands(address_of("word_check", version, second.pk), "What was understood", "word-report")
    stands(address_of("word_check", version, copy.pk), "What was changed in the copy", "word-returned")
    stands(address_of("word", version), "The text in Word", "word-texts")
    set_aside(page)


def set_aside(page: Page) -> None:
    """Say of a part that it is not needed, and why."""
    piece = page.locator(".word-piece", has_text="Parking of bicycles")
    piece.get_by_text("Set it aside", exact=True).click()
    piece.get_by_label("Why it is not needed").fill("Bicycles are not shared.")
    piece.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_text("“Parking of bicycles” is set aside.")).to_be_visible()
