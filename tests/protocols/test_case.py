"""The case for a protocol: benefits, costs and barriers; who writes them; what the page and the two pages say."""

import io
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.documents.case import TRIES, Board, print_case, shortened
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.kinds import BarrierKind, CaseGroup
from protocols.loader.case import case_content
from protocols.models import CaseEntry, MadeFile, ProtocolVersion
from protocols.queries.case import barriers_of, case_of, entries_of, shown_kinds, starters_left
from protocols.services.case import CASE, add_starters
from protocols.services.case_contents import CaseContent
from protocols.services.made_files import make_file
from protocols.services.varying import vary
from tests.partners.factories import sign_in
from tests.protocols import factories_case as cases
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
BOARD = Board(
    "Greater Northmoor", "GN-0001, version 1", "Safer nights", "To find them.", "A draft.", ["A"], "https://x/"
)


@pytest.fixture
def people() -> life.Cast:
    return life.cast()


@pytest.fixture
def version(people: life.Cast) -> ProtocolVersion:
    return life.draft(people)


@pytest.fixture
def contributor(people: life.Cast):
    return people.at(people.partners[0], RoleKind.CONTRIBUTOR)


def at(version: ProtocolVersion, path: str = "") -> str:
    return f"/protocols/{version.protocol.reference}/v1/case/{path}"


def many(version: ProtocolVersion, by, count: int) -> None:
    """So many benefits and costs for each group, and barriers of each kind, all long-winded."""
    words = "Somebody has to say at length what everybody in the room knows already and nobody has measured. " * 3
    for group in CaseGroup:
        for side in ("benefit", "cost"):
            for _ in range(count):
                cases.entry(version, by=by, side=side, group=group.value, description=words, measured=words)
    for kind in BarrierKind:
        for _ in range(count):
            cases.barrier(version, by=by, kind=kind.value, description=words, done=words)


def test_every_theme_offers_both_sides_and_every_group():
    content = case_content()
    for theme in ("", *content.themes):
        offered = content.of(theme)
        assert {one.group for one in offered} == {group.value for group in CaseGroup}
        assert {one.side for one in offered} == {"benefit", "cost"}
        assert len(offered) > len(content.everywhere) or not theme


def test_taking_starters_over_twice_adds_them_once(people, version):
    made = add_starters(by=people.officer, version=version)
    assert len(made) == len(case_content().everywhere)
    assert add_starters(by=people.officer, version=version) == []
    assert starters_left(version) == []
    assert AuditEvent.objects.filter(action="protocols.case.add_starters").count() == 1


def test_a_starter_that_is_not_offered_is_refused(people, version):
    with pytest.raises(Invalid, match="“hot-spots” is not offered to this theme"):
        add_starters(by=people.officer, version=version, ids=["hot-spots"])


def test_a_contributors_starters_belong_to_their_own_party(people, version, contributor):
    [made] = add_starters(by=contributor, version=version, ids=["asked-once"])
    assert str(made.owner) == "Wigan Council"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"side": "loss"}, "side"),
        ({"group": "everyone"}, "group"),
        ({"unit": ""}, "unit"),
        ({"per": ""}, "per"),
        ({"amount": None}, "amount"),
        ({"amount": 3_000_000_000}, "amount"),
    ],
)
def test_what_does_not_hold_together_is_refused_beside_its_field(people, version, changes, field):
    with pytest.raises(Invalid) as refused:
        cases.entry(version, by=people.officer, **changes)
    assert refused.value.field == field


def test_a_barrier_got_over_says_what_was_done(people, version):
    with pytest.raises(Invalid) as refused:
        cases.barrier(version, by=people.officer, done=" ")
    assert refused.value.field == "done"


def test_a_contributor_writes_only_what_their_own_party_answers_for(people, version, contributor):
    with pytest.raises(NotAllowed, match="You can only write what Wigan Council answers for"):
        cases.entry(version, by=contributor, owner=life.party(version, people.partners[1]))
    assert cases.entry(version, by=contributor, owner=life.party(version, people.partners[0])).number == 1


def test_the_case_is_not_changed_once_it_is_submitted(people, version):
    laws.put_in_state(version, "approval")
    with pytest.raises(WrongState):
        cases.entry(life.again(version), by=people.officer)


def test_a_row_saved_by_somebody_else_meanwhile_is_not_overwritten(people, version):
    row = cases.entry(version, by=people.officer)
    content = CaseContent("benefit", "staff", "Theirs")
    CASE.save(by=people.officer, version=version, content=content, row=row, revision=1, nonce=None)
    with pytest.raises(Conflict):
        yours = replace(content, title="Yours")
        CASE.save(by=people.officer, version=version, content=yours, row=row, revision=1, nonce=None)


def test_estimates_are_added_up_by_unit_and_period_apart(people, version):
    for amount, unit, per in ((12_000, "pounds", "year"), (500, "pounds", "year"), (40, "hours", "year"),
                              (1, "hours", "once")):  # fmt: skip
        cases.entry(version, by=people.officer, amount=amount, unit=unit, per=per)
    [community, *_] = case_of(version).groups
    assert community.benefit_totals == ["£12,500 each year", "40 hours each year", "1 hour once"]


def test_all_seven_kinds_are_shown_with_what_answers_each(people, version):
    cases.barrier(version, by=people.officer)
    kinds = shown_kinds(version, case_of(version))
    assert [one.case.kind for one in kinds] == list(BarrierKind)
    assert [len(one.case.lines) for one in kinds] == [1, 0, 0, 0, 0, 0, 0]
    assert ("Known mistake: A bar passed over because a general power exists", "/law/traps/#T07") in [
        (lead.text, lead.href) for lead in kinds[0].leads
    ]


def test_a_new_version_carries_the_case_on(people, version):
    row = cases.entry(version, by=people.officer, owner=life.party(version, people.partners[0]))
    cases.barrier(version, by=people.officer)
    laws.put_in_state(version, "in_force")
    new = vary(by=people.officer, version=life.again(version))
    copy = entries_of(new).get()
    assert (copy.title, copy.number, str(copy.owner), copy.owner.version) == (row.title, 1, "Wigan Council", new)
    assert barriers_of(new).count() == 1


def test_the_page_costs_the_same_with_one_and_with_thirty(people, version):
    client = sign_in(Client(), people.officer)
    counted = []
    for count in (1, 29):
        for _ in range(count):
            cases.entry(version, by=people.officer, owner=life.party(version, people.partners[0]))
            cases.barrier(version, by=people.officer, owner=life.party(version, people.partners[0]))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(version)).status_code == 200
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_the_form_adds_once_though_posted_twice_and_keeps_what_was_typed(people, version):
    client = sign_in(Client(), people.officer)
    form = {"nonce": str(uuid4()), "side": "cost", "group": "staff", "title": "Training", "amount": "12"}
    page = client.post(at(version, "new/"), form)
    assert page.status_code == 422
    assert "Choose whether the estimate counts pounds or hours." in page.content.decode()
    assert 'value="Training"' in page.content.decode()
    for _ in range(2):
        client.post(at(version, "new/"), {**form, "unit": "hours", "per": "year"})
    assert CaseEntry.objects.get().estimate == "12 hours each year"


def test_words_that_would_be_markup_are_shown_as_words(people, version):
    cases.entry(version, by=people.officer, title="<script>alert(1)</script>")
    cases.barrier(version, by=people.officer, done="<img src=x onerror=alert(1)>")
    page = sign_in(Client(), people.officer).get(at(version)).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_what_is_cut_for_print_is_counted_and_the_strongest_stay(people, version):
    weak = cases.entry(version, by=people.officer, title="Weak", amount=None, unit="", per="", measured="")
    strong = cases.entry(version, by=people.officer, title="Strong")
    cut = shortened(case_of(version), 1, 90)
    assert [line.title for line in cut.groups[0].benefits] == [strong.title]
    assert cut.groups[0].benefits_more == 1
    assert cut.left_out == 1
    assert weak.title not in [line.title for line in cut.groups[0].benefits]


@pytest.mark.parametrize("count", [1, 8])
def test_the_case_prints_on_at_most_two_pages_however_long(people, version, count):
    many(version, people.officer, count)
    made = print_case(case_of(version), BOARD, date(2027, 3, 3))
    assert made.page_count <= 2
    assert made.complaints == ()
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages) == made.page_count


def test_the_last_try_is_the_shortest():
    assert list(TRIES) == sorted(TRIES, reverse=True)


def test_the_printed_case_comes_as_a_download(people, version):
    cases.entry(version, by=people.officer)
    client = sign_in(Client(), people.officer)
    client.post(at(version, "print/"))
    make_file(MadeFile.objects.get())
    answer = client.get(at(version, "print/"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert f'filename="{version.protocol.reference}-v1-the-case.pdf"' in answer["Content-Disposition"]
