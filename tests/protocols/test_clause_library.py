"""The clause library: saving, finding, putting in, seeing where, retiring."""

from uuid import uuid4

import pytest

from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import Conflict, Invalid, NotAllowed, WrongState
from protocols.queries.clauses import Sought, found_clauses, uses_of
from protocols.queries.texts import composed
from protocols.services.clauses import ClauseContent, put_in, retire_clause, save_clause
from protocols.services.texts import save_section
from protocols.services.variables import set_variables
from protocols.services.varying import vary
from tests.protocols import factories
from tests.protocols import factories_law as laws

pytestmark = pytest.mark.django_db
BODY = "<ol><li>Pictures are kept for [[picture_days]] days.</li></ol>"


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


def section(version, key="S21"):
    return version.sections.get(section_id=key)


def saved(by, version, title="Breaches", **changes):
    nonce = changes.pop("nonce", None) or uuid4()
    return save_clause(by=by, section=section(version), given=ClauseContent(title, **changes), nonce=nonce)


def put(by, clause, where):
    return put_in(by=by, clause=clause, section=where, revision=where.revision)


def titles(by, **sought):
    return [one.title for one in found_clauses(by.partnership, Sought(**sought))]


def test_a_clause_keeps_its_wording_and_its_variables(by, version):
    clause = saved(by, version)
    assert clause.body == section(version).body
    assert [one["key"] for one in clause.variables] == ["breach_hours"]


def test_the_same_form_saves_one_clause(by, version):
    nonce = uuid4()
    first = saved(by, version, nonce=nonce)
    before = AuditEvent.objects.count()
    assert saved(by, version, nonce=nonce) == first
    assert AuditEvent.objects.count() == before


def test_a_title_is_used_once_until_its_clause_is_retired(by, version):
    clause = saved(by, version)
    with pytest.raises(Invalid, match="called “breaches”"):
        saved(by, version, "breaches")
    retire_clause(by=by, clause=clause)
    assert saved(by, version, "breaches").pk != clause.pk


def test_an_empty_clause_is_not_saved(by, version):
    with pytest.raises(Invalid, match="no text"):
        save_clause(by=by, section=section(version, "S20"), given=ClauseContent("Nothing"), nonce=uuid4())


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"words": "told HOURS"}, ["Breaches"]),
        ({"words": "urgent"}, ["Breaches"]),
        ({"words": "urgent nowhere"}, []),
        ({"theme": "education"}, ["Breaches"]),
        ({"theme": "community_safety"}, []),
        ({"retired": True}, []),
    ],
)
def test_a_clause_is_found_by_its_words_tags_and_theme(by, version, sought, found):
    saved(by, version, tags="urgent", theme="education")
    assert titles(by, **sought) == found


def test_another_partnership_finds_nothing(by, version):
    saved(by, version)
    assert titles(factories.officer()) == []


def test_a_clause_is_put_at_the_end_as_a_save_and_only_once(by, version):
    clause, where = saved(by, version), section(version, "S20")
    assert put(by, clause, where).body == clause.body
    before = AuditEvent.objects.count()
    assert put(by, clause, where).revision == 2
    assert AuditEvent.objects.count() == before


def test_a_save_meanwhile_is_not_overwritten(by, version):
    clause, where = saved(by, version), section(version, "S20")
    save_section(by=by, section=where, body="<p>Theirs.</p>", revision=where.revision)
    with pytest.raises(Conflict):
        put(by, clause, where)


def test_where_it_was_put_in_says_whether_it_still_stands(by, version):
    clause, where = saved(by, version), section(version, "S20")
    now = put(by, clause, where)
    assert [(one.section.section_id, one.stands) for one in uses_of(by, clause)] == [("S20", True)]
    save_section(by=by, section=now, body="<p>Something else.</p>", revision=now.revision)
    assert [one.stands for one in uses_of(by, clause)] == [False]


def test_a_variable_that_the_protocol_does_not_know_comes_with_the_clause(by, version):
    clause = saved(by, version)
    spec = {**clause.variables[0], "key": "picture_days", "label": "Days to keep pictures"}
    clause.body, clause.variables = BODY, [spec]
    put(by, clause, section(version, "S20"))
    set_variables(by=by, version=version, values={"picture_days": "31"})
    assert any("for 31 days" in one.html for one in composed(version))


def test_a_retired_clause_is_not_put_in_and_leaves_texts_alone(by, version):
    clause, where = saved(by, version), section(version, "S20")
    put(by, clause, where)
    retired = retire_clause(by=by, clause=clause)
    assert section(version, "S20").body == clause.body
    with pytest.raises(WrongState, match="retired"):
        put(by, retired, section(version, "S03"))


def test_retiring_twice_leaves_one_event(by, version):
    clause = saved(by, version)
    retire_clause(by=by, clause=clause)
    before = AuditEvent.objects.count()
    retire_clause(by=by, clause=clause)
    assert AuditEvent.objects.count() == before


def test_only_an_officer_of_the_partnership_saves_and_retires(by, version):
    clause = saved(by, version)
    writer = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.first().partner)
    for other in (writer, factories.officer()):
        with pytest.raises(NotAllowed):
            saved(other, version, "Another")
        with pytest.raises(NotAllowed):
            retire_clause(by=other, clause=clause)


def test_a_contributor_puts_a_clause_in(by, version):
    writer = factories.role(RoleKind.CONTRIBUTOR, at=version.parties.first().partner)
    clause = saved(by, version)
    assert clause.body in put(writer, clause, section(version, "S03")).body


def test_another_partnerships_clause_is_not_put_in(by, version):
    other = factories.officer()
    theirs = saved(other, factories.draft(by=other))
    with pytest.raises(NotAllowed):
        put(by, theirs, section(version, "S20"))


def test_a_clause_is_known_to_stand_in_the_next_version_too(by, version):
    clause = saved(by, version)
    put(by, clause, section(version, "S20"))
    laws.put_in_state(version, "in_force")
    version.refresh_from_db()
    new = vary(by=by, version=version)
    assert {(one.section.version_id, one.stands) for one in uses_of(by, clause)} == {
        (version.pk, True),
        (new.pk, True),
    }
