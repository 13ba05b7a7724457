"""Every file of the corpus: what we say of it, where it was altered, and what `pdfsig` and pyHanko's command say."""

from pathlib import Path

import pytest

from protocols.documents.authority import Authority
from protocols.documents.comparing import compare
from protocols.documents.verdicts import Finding, as_data, from_data
from protocols.documents.verifying import verify
from tests.documents.conftest import AT
from tests.documents.corpus import readers
from tests.documents.corpus.cases import CASES, Case, Says
from tests.documents.corpus.making import Agreement

# What each finding of ours comes to on the scale of the other checkers, where nothing makes them differ by design.
MEANS = {
    Finding.OURS: {Says.WHOLE},
    Finding.ALTERED: {Says.BROKEN, Says.PARTLY},
    Finding.NOT_OURS: {Says.NOTHING},
}


@pytest.fixture(scope="session")
def agreement(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Agreement:
    stranger = Authority.load_or_create(tmp_path_factory.mktemp("another"), "another passphrase", at=AT)
    return Agreement(authority, stranger)


@pytest.fixture(scope="session")
def root(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("root") / "root.pem"
    path.write_bytes(authority.public_certificate)
    return path


@pytest.fixture(scope="session")
def made(agreement: Agreement):
    """The bytes of a case, made once for all tests."""
    kept: dict[str, bytes] = {}

    def of(name: str) -> bytes:
        if name not in kept:
            kept[name] = CASES[name].make(agreement)
        return kept[name]

    return of


@pytest.mark.parametrize("name", CASES)
def test_we_say_what_a_file_is_and_where_it_was_altered(name: str, made, agreement: Agreement) -> None:
    case, data = CASES[name], made(name)
    found = verify(data, agreement.authority)
    assert found.finding is case.finding
    assert found.whole is (name == "untouched")
    assert case.words in " ".join((found.sentence, *found.reasons))
    assert from_data(as_data(found)) == found
    if case.where:
        places = [*found.where, *compare(agreement.sealed, data)]
        assert any(case.where in place.words for place in places), places


@pytest.mark.parametrize("name", CASES)
def test_two_other_checkers_say_what_is_expected_of_them(name: str, made, root: Path, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / "file.pdf"
    path.write_bytes(made(name))
    assert (readers.pdfsig(path), readers.pyhanko(path, root)) == (case.pdfsig, case.pyhanko)


@pytest.mark.parametrize("name", CASES)
def test_where_the_three_differ_the_reason_is_written_down(name: str) -> None:
    case = CASES[name]
    assert bool(case.why) is differs(case)


def differs(case: Case) -> bool:
    """Whether one of the two others says something else than our finding comes to; an unsealed file counts as one."""
    means = MEANS[case.finding]
    return not {case.pdfsig, case.pyhanko} <= means or "not complete" in case.words


def test_nothing_is_said_of_the_record_to_whoever_has_no_part_of_it(agreement: Agreement) -> None:
    assert compare(agreement.sealed, agreement.by_a_stranger) == ()
    assert compare(agreement.sealed, agreement.sealed) == ()
