"""What is posted to each address: the form as whoever may see it finds it, with its gaps filled."""

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from uuid import uuid4

from legal_basis.queries import walk_of
from protocols.models.numbered import NumberedRow
from protocols.queries.protocols import address_of
from tests.address_world import World, let_go
from tests.addresses import Address
from tests.form_filling import Form, form_on, whole_form_on
from tests.legal_basis.walks import WORDS
from tests.protocols import factories_elsewhere as made_elsewhere
from tests.protocols.factories_word import paragraph, word_file

# What the forms still want when they are opened.
REASON = {"reason": "Another protocol covers it."}
PERSON = {"name": "Ivy Inns", "post": "Head of policy", "email": "ivy.inns@wigan.example"}
LAST_DAY = {"ends_on_day": "31", "ends_on_month": "3", "ends_on_year": "2035"}
PARTICULARS = {
    "title": "Another protocol", "purpose": "To prevent crime.", "starts_on_day": "1", "starts_on_month": "4",
    "starts_on_year": "2035", "review_on_day": "1", "review_on_month": "4", "review_on_year": "2036",
}  # fmt: skip
FILLED: dict[str, dict[str, object]] = {
    "legal_basis:practice": {"body_class": "council", "discloses": "gives", "identifiability": "identifiable"},
    "legal_basis:kept_rename": {"name": "Another name"},
    "legal_basis:kept_step": {"answer": "stated", "reason": WORDS},
    "partners:end_officer": LAST_DAY,
    "partners:end_role": LAST_DAY,
    "partners:decide": {"decision": "refuse", "reason": "It is not in the area."},
    "partners:invite_body": PERSON,
    "partners:invite_officer": PERSON,
    "partners:invite_person": {**PERSON, "kind": "contact"},
    "protocols:abandon": REASON,
    "protocols:approve": {"outcome": "approved"},
    "protocols:close_signing": REASON,
    "protocols:closing_date": {"closes_on_day": "1", "closes_on_month": "2", "closes_on_year": "2027"},
    "protocols:comment_reopen": {"why": "It is not in the text."},
    "protocols:barrier_change": {"title": "Another name"},
    "protocols:case_change": {"title": "Another name"},
    "protocols:case_starters": {"starter": "all"},
    "protocols:comment_resolve": {"response": "Because the Act says so."},
    "protocols:comments": {"body": "Why so long?"},
    "protocols:copy": PARTICULARS,
    "protocols:create": {**PARTICULARS, "seen": "yes"},
    "protocols:decline": REASON,
    "protocols:details": {"breach_hours": "48"},
    "protocols:elsewhere_body": {"meaning": "text"},
    "protocols:elsewhere_change": {"gateway": "dea-2017-s56"},
    "protocols:elsewhere_take_out": REASON,
    "protocols:end": {**REASON, "authority": "An order of the court."},
    "protocols:flow_change": {"title": "Another name"},
    "protocols:flow_leave_out": REASON,
    "protocols:join": {"reason": "Its officers visit the same homes."},
    "protocols:legal_evidence_remove": {"sure": "yes"},
    "protocols:legal_advise": {"opinion": "agrees", "text": "The power is there."},
    "protocols:particulars": {"title": "Another title"},
    "protocols:redline_ask": {"from": "template-1", "to": "version-1"},
    "protocols:risk_change": {"title": "Another name"},
    "protocols:risk_starters": {"starter": "all"},
    "protocols:section": {"body": "<ol><li>Another text.</li></ol>"},
    "protocols:section_paragraphs": {"place": 0, "words": "Not what stands there."},
    "protocols:section_paste": {"html": "<p class=MsoNormal>Words</p>"},
    "protocols:section_save": {"revision": 1, "body": "<ol><li>Another text.</li></ol>"},
    "protocols:section_overarching": REASON,
    "protocols:section_ready": {"ready": "yes"},
    "protocols:suggest": {"body": "<ol><li>Another text.</li></ol>"},
    "protocols:suggestion_reject": REASON,
    "protocols:texts": {"name": "Before consultation"},
    "protocols:word_set_aside": {"reason": "Bicycles are parked elsewhere."},
    "protocols:word_place": {"section": "S03", "revisions": "S03:1"},
    "protocols:sign": {"post": "Chief executive", "basis": "Scheme of delegation", "proof": "correct horse battery"},
}


class SentAgain(BytesIO):
    """A file that each of several clients sends, from its beginning."""

    name = "file"

    def read(self, size: int | None = -1) -> bytes:
        """All of it."""
        self.seek(0)
        return super().read(size)


def form(world: World, address: Address) -> dict[str, object]:
    """What to post there: the form as whoever may see it finds it, with its gaps filled."""
    return form_and_offers(world, address)[0]


def form_and_offers(world: World, address: Address) -> tuple[dict[str, object], dict[str, set[str]]]:
    """What to post there, and which values the page offers or sends in each field."""
    path, found = world.path(address), Form("post", "")
    for client in world.clients.values():
        answer = client.get(path)
        let_go(answer)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            break
        if answer.streaming:
            continue
        if answer.status_code == HTTPStatus.OK and (found := whole_form_on(answer.content.decode(), path)).values:
            break
    ours = {key: value for room in world.rooms for key, value in room.form(address.name).items()}
    data = {**found.values, **FILLED.get(address.name, {}), **_more(world, address.name), **ours}
    offers = {name: set(values) for name, values in found.offered.items()}
    for name, value in data.items():
        if not hasattr(value, "read"):
            offers.setdefault(name, set()).update(map(str, value if isinstance(value, list) else [value]))
    return data, offers


def _more(world: World, name: str) -> dict[str, object]:
    """What the page's own form leaves open, or what is posted where no page has a form."""
    more: dict[str, Callable[[], dict[str, object]]] = {
        "protocols:flow_add": lambda: {**_flow_again(world), "nonce": uuid4()},
        "protocols:flow_table": lambda: {f"f{world.flow.pk}-title": "Another name"},
        "protocols:flow_upload": lambda: {
            "seed": uuid4(),
            "text": f"Number\tHow often\tKept for\n{world.flow.number}\tDaily\tTen years",
        },
        "protocols:legal_step": lambda: _first_answer(world),
        "protocols:legal_draw_on": lambda: {"source": world.concluded.pk},
        "protocols:legal_begin": lambda: {"flows": world.unassessed.pk},
        "protocols:risk_add": lambda: {**_again(world, "risk_change", world.risk), "nonce": uuid4()},
        "protocols:case_add": lambda: {**_again(world, "case_change", world.entry), "nonce": uuid4()},
        "protocols:barrier_add": lambda: {**_again(world, "barrier_change", world.barrier), "nonce": uuid4()},
        "partners:act_as": lambda: {"role": world.ending.pk},
        "protocols:word": lambda: {
            "file": SentAgain(word_file(paragraph("Another", "Heading1") + paragraph("Words.")))
        },
        "protocols:elsewhere_import": lambda: {"file": SentAgain(made_elsewhere.content_of({"name": "A third"}))},
        "protocols:elsewhere_attach": lambda: {
            "title": "Another",
            "document": SentAgain(made_elsewhere.pdf("another")),
        },
    }
    return more[name]() if name in more else {}


def _first_answer(world: World) -> dict[str, object]:
    """An answer to the first question of the checklist that was begun."""
    question = walk_of(world.begun.assessment).next
    assert question is not None
    return {"answer": question.options[0].answer.key, "reason": WORDS}


def _flow_again(world: World) -> dict[str, object]:
    """The form of the flow that is there, to be sent as another."""
    path = address_of("flow_change", world.flow.version, world.flow.pk)
    filled = form_on(world.clients["officer"].get(path).content.decode(), path)
    return {name: value for name, value in filled.items() if name not in ("nonce", "revision")}


def _again(world: World, page: str, row: NumberedRow) -> dict[str, object]:
    """The form of a row that is there, to be sent as another."""
    path = address_of(page, row.version, row.pk)
    filled = form_on(world.clients["officer"].get(path).content.decode(), path)
    return {name: value for name, value in filled.items() if name not in ("nonce", "revision")}
