"""Each type of variable: what asks for it in a protocol, what is refused, and how the text reads with it."""

import pytest
from django.test import Client

from protocols.errors import Invalid
from protocols.queries.studio import shown_content
from protocols.queries.texts import composed
from protocols.services.creating import create_protocol
from protocols.services.parties import Choice, set_parties
from protocols.services.studio.publishing import publish_template
from tests.form_filling import form_on
from tests.partners.factories import sign_in
from tests.protocols import factories
from tests.protocols import factories_studio as studio

pytestmark = pytest.mark.django_db
KINDS = ("text", "number", "date", "choice", "list", "party")
GIVEN = {
    "a_text": ({"a_text": "The board & chair"}, "The board &amp; chair"),
    "a_number": ({"a_number": "12"}, "12"),
    "a_date": ({"a_date_day": "3", "a_date_month": "3", "a_date_year": "2027"}, "3 March 2027"),
    "a_choice": ({"a_choice": "Weekly"}, "Weekly"),
    "a_list": ({"a_list": "One\r\nTwo"}, "One<br>Two"),
    "a_party": ({"a_party": "Wigan Council"}, "Wigan Council"),
}


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    """A protocol whose text asks for one value of each type."""
    template = studio.begun(by)
    for kind in KINDS:
        options = ("Weekly", "Monthly") if kind == "choice" else ()
        studio.variable(by, studio.again(template), f"a_{kind}", label=f"A {kind}", kind=kind, choices=options)
    words = " ".join(f"[[a_{kind}]];" for kind in KINDS)
    studio.own_section(by, studio.again(template), "Values", body=f"<p>{words}</p>", kind="optional")
    version = create_protocol(
        by=by, template=publish_template(by=by, template=template), particulars=factories.particulars()
    )
    bodies = [factories.partner(name, of=by.partnership) for name in ("Wigan Council", "Bury Council")]
    set_parties(by=by, version=version, choices=[Choice(one) for one in bodies])
    return version


@pytest.fixture
def client(by):
    return sign_in(Client(), by)


def at(version):
    return f"/protocols/{version.protocol.reference}/v1/details/"


def send(client, version, **values):
    path = at(version)
    return client.post(path, {**form_on(client.get(path).content.decode(), path), **values})


def test_a_value_of_each_type_is_asked_for_and_stands_in_the_text(client, version):
    answer = send(client, version, **{name: value for given, _ in GIVEN.values() for name, value in given.items()})
    assert answer.status_code == 302
    text = composed(version)[-1].html
    assert text == f"<p>{' '.join(f'{shown};' for _, shown in GIVEN.values())}</p>"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"a_number": "some"}, "whole number"),
        ({"a_date_day": "31", "a_date_month": "2", "a_date_year": "2027"}, "Enter a real date"),
        ({"a_choice": "Yearly"}, "Choose one of the options listed."),
        ({"a_party": "Leeds Council"}, "Choose one of the options listed."),
        ({"a_text": "x" * 2001}, "2,000"),
    ],
)
def test_what_is_not_of_its_type_is_refused_in_a_sentence_and_nothing_is_saved(client, version, values, said):
    answer = send(client, version, **values)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not version.variables.exclude(value="").filter(key__startswith="a_").exists()


def test_the_template_says_where_each_is_used(version):
    shown = shown_content(version.template_version.content)
    uses = {one.variable.key: [use.wording.title for use in one.uses] for one in shown.variables}
    assert [uses[f"a_{kind}"] for kind in KINDS] == [["Values"]] * 6


@pytest.mark.parametrize(
    ("kind", "default", "said"),
    [("date", "soon", "3 March 2027"), ("party", "Wigan Council", "own parties"), ("number", "many", "number")],
)
def test_a_default_that_is_not_of_the_type_is_refused(by, kind, default, said):
    with pytest.raises(Invalid, match=said):
        studio.variable(by, studio.begun(by), kind=kind, default=default)
