"""A redline in print: both sides named, every change told, nothing that the print engine complains of."""

import io

import pikepdf
import pytest

from tests.documents.sample_redline import sample_redline


@pytest.fixture(scope="module")
def made():
    return sample_redline(), sample_redline()


def test_a_redline_is_set_without_complaint_and_the_same_bytes_each_time(made):
    first, second = made
    assert first.complaints == ()
    assert first.pdf == second.pdf


def test_a_redline_is_archival_and_names_what_it_compares(made):
    with pikepdf.open(io.BytesIO(made[0].pdf)) as pdf, pdf.open_metadata() as about:
        assert about["pdfaid:part"] == "3"
        assert about["dc:description"] == "From Version 1, as signed to “Before consultation”"


def test_each_clause_of_the_summary_leads_to_its_place(made):
    names = {anchor.name for anchor in made[0].anchors}
    assert {"section-S01", "section-S02"} <= names
