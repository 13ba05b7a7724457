"""The in-tray with something of every kind: page by page the same as all kinds together, and cheap for everybody."""

from django.db import connection
from django.db.models import QuerySet
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Comment, Decision, ProtocolVersion
from protocols.queries.in_tray import Cut, coming, consulting, in_tray_of, registering, reviewing, wanted
from protocols.queries.in_tray.finding import COMING, LISTS, OTHERS, YOURS
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.kinds import Computed, Kind
from protocols.queries.in_tray.lines import NEVER, Line
from protocols.queries.in_tray.scopes import named
from protocols.queries.in_tray.standing_in import stand_ins
from tests import plans
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows
from tests.protocols import factories_waiting as waiting

MOST = 12
BY_KEY = (
    registering.REGISTRATIONS, registering.NAMED_PEOPLE, consulting.MENTIONS, wanted.WANTS, reviewing.REVIEWS_DUE,
    reviewing.STATEMENTS, reviewing.SUMMARIES, coming.ELSEWHERE_REVIEWS,
)  # fmt: skip
"""Kinds whose rows hold a key of the reader's role, partner or partnership themselves."""
LAW = YOURS.index(next(kind for kind in YOURS if isinstance(kind, Computed) and "law" in kind.items.__name__))


def together(kinds: tuple[Kind | Computed, ...], roles: list[Role]) -> list[object]:
    """The lines that each kind finds by itself, put in words, in order."""
    found: list[tuple[Line, object]] = []
    for number, kind in enumerate(kinds):
        if isinstance(kind, Computed):
            items = list(kind.items(roles))
            found += [
                (Line(number, n, 0, 0, 0, 0, 0, 0, "", "", one.since, one.due or NEVER), one)
                for n, one in enumerate(items)
            ]
            continue
        for asked in kind.rows(roles):
            lines = [Line(number, *row) for row in asked]
            found += [(line, kind.told(line, Found(lines, roles))) for line in lines]
    return [one for _, one in sorted(found, key=lambda pair: order(pair[0]))]


def order(line: Line) -> tuple[object, ...]:
    return line.since, line.due, line.kind, line.name, line.pk


class WithEverything(TestCase):
    """Two parties under an overarching protocol, and one line of each kind."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        cls.like = life.thematic_draft(cls.people, life.again(parent))
        waiting.one_of_each(cls.people, cls.like)
        kinds = (*rows.POSTS, RoleKind.CONTACT, RoleKind.VIEWER, RoleKind.SIRO)
        partner = cls.people.partners[0]
        cls.readers = [cls.people.officer, *(cls.people.at(partner, kind) for kind in kinds)]

    def test_each_kind_finds_something_for_somebody(self) -> None:
        everything = [role for role in self.readers if role.kind != "siro"]
        found = {
            number
            for number, kind in enumerate(YOURS)
            if (any(kind.items(everything)) if isinstance(kind, Computed) else any(map(some, kind.rows(everything))))
        }
        assert set(range(len(YOURS))) - found == {LAW}
        for kind in (*OTHERS, *COMING):
            assert any(some(asked) for role in everything for asked in kind.rows([role])), kind

    def test_pages_joined_are_what_all_kinds_find_together(self) -> None:
        for roles in (*([role] for role in self.readers), self.readers):
            whole = in_tray_of(roles)
            lists = (
                (YOURS, whole.waiting_for_you, "waiting_for_you", "yours"),
                (OTHERS, whole.waiting_for_others, "waiting_for_others", "others"),
                (COMING, whole.coming_up, "coming_up", "coming"),
            )
            for kinds, all_lines, name, cut in lists:
                pages = [
                    line
                    for number in range(1, -(-len(all_lines) // 4) + 1)
                    for line in getattr(in_tray_of(roles, **{cut: Cut(4, number)}), name)
                ]
                assert pages == together(kinds, roles), f"{name} of {roles}"
                assert pages == list(all_lines)

    def test_beyond_the_last_page_stands_the_last(self) -> None:
        last = in_tray_of([self.people.officer], yours=Cut(4, 999))
        whole = in_tray_of([self.people.officer]).waiting_for_you
        rest = len(whole) % 4 or 4
        assert last.waiting_for_you == whole[-rest:]
        assert last.counts.waiting_for_you == len(whole)

    def test_nobodys_page_asks_more_than_twelve_queries_with_everything_on_it(self) -> None:
        for reader in self.readers:
            self.client.force_login(reader.person)
            self.client.get(reverse("protocols:in_tray"))
            with CaptureQueriesContext(connection) as asked:
                self.client.get(reverse("protocols:in_tray"))
            assert len(asked) <= MOST, f"{reader}: {[one['sql'][:80] for one in asked]}"

    def test_no_kind_reads_a_table_of_the_portal_from_end_to_end(self) -> None:
        portal = self.long_tables()
        found = {
            (kind.rows.__module__, kind.rows.__name__, role.value, *whole)
            for kind in (kind for kinds in LISTS for kind in kinds if isinstance(kind, Kind))
            for role in RoleKind
            for asked in kind.rows(stand_ins([role.value]))
            if (whole := plans.read_whole(asked, portal))
        }
        assert not found

    def test_each_kind_begins_from_what_belongs_to_the_reader(self) -> None:
        for kind in (kind for kinds in LISTS for kind in kinds if isinstance(kind, Kind) and kind not in BY_KEY):
            for role in RoleKind:
                with named():
                    asked = [rows.query.sql_with_params()[0] for rows in kind.rows(stand_ins([role.value]))]
                for sql in asked:
                    assert " FROM run own" in sql or " FROM at own" in sql, f"{kind.rows} for a {role}: {sql}"

    def test_a_kind_that_begins_from_what_all_have_is_noticed(self) -> None:
        portal = self.long_tables()
        for begun in (
            ProtocolVersion.objects.filter(state="in_force"),
            Comment.objects.filter(resolved_at=None),
            Decision.objects.filter(outcome="waiting", snapshot__version__state="approval"),
        ):
            assert plans.read_whole(begun.order_by().values("pk"), portal)

    def long_tables(self) -> plans.Large:
        if connection.vendor != "postgresql":
            self.skipTest("SQLite tells no plan that could be read so.")
        return plans.large()


def some(asked: QuerySet) -> bool:
    return len(asked) > 0
