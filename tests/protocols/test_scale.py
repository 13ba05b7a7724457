"""A protocol of two hundred sections, five hundred comments and three hundred flows asks no more than a small one."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from protocols.models import ProtocolVersion
from protocols.queries.protocols import address_of
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols.big import grow
from tests.protocols.test_queries_per_list import signed_in

PAGES = ("version", "text", "tasks", "flows", "comments", "legal", "history")
MOST = 60  # queries of the task list, with its frame, whose turn it is, and who asks


class Scale(TestCase):
    """Two thematic drafts of one officer: a small one and a very large one."""

    small: ProtocolVersion
    large: ProtocolVersion

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        cls.small, cls.large = (life.thematic_draft(cls.people, life.again(parent)) for _ in range(2))
        grow(cls.small, by=cls.people.officer, comments=2, flows=2)
        grow(cls.large, by=cls.people.officer, sections=200, comments=500, flows=300)
        cls.client_of_officer = signed_in(cls.people.officer)

    def cost(self, address: str) -> list[str]:
        self.client_of_officer.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert self.client_of_officer.get(address).status_code == 200
        return [one["sql"] for one in captured.captured_queries]

    def test_its_pages_ask_the_database_as_often_as_those_of_a_small_one(self) -> None:
        for page in PAGES:
            with self.subTest(page):
                small, large = (self.cost(address_of(page, version)) for version in (self.small, self.large))
                assert len(large) == len(small), page

    def test_one_of_its_clauses_opens_with_as_many_queries(self) -> None:
        small, large = (self.cost(address_of("section", version, "S21")) for version in (self.small, self.large))
        assert len(large) == len(small)

    def test_its_task_list_asks_few_things(self) -> None:
        asked = self.cost(address_of("tasks", self.large))
        assert len(asked) <= MOST, "\n".join(sorted(sql[:200] for sql in asked))
