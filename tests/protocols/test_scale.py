"""A protocol of two hundred sections, five hundred comments and three hundred flows asks no more than a small one."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from protocols.models import ProtocolVersion
from protocols.queries.protocols import address_of
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows
from tests.protocols.big import grow
from tests.protocols.test_queries_per_list import signed_in

PAGES = ("version", "text", "tasks", "flows", "comments", "legal", "history")
MOST = 18  # queries of the task list, with its frame, whose turn it is, and who asks


class Scale(TestCase):
    """Two thematic drafts of one officer: a small one and a very large one."""

    small: ProtocolVersion
    large: ProtocolVersion

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        rows.frozen(parent, "in_force")
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

    def test_its_task_list_draws_what_waits_and_tells_what_it_leaves_out(self) -> None:
        page = self.client_of_officer.get(address_of("tasks", self.large)).content.decode()
        group = page[page.index("Write the text") :]
        group = group[: group.index("<h3")]
        assert group.count('class="tasks__task"') <= 40
        assert "Show all 200" in group

    def test_its_task_list_is_drawn_whole_when_asked_for(self) -> None:
        page = self.client_of_officer.get(f"{address_of('tasks', self.large)}?all=yes").content.decode()
        assert "200. Clause 200" in page
        assert "Not shown" not in page

    def test_a_small_ones_task_list_is_drawn_whole(self) -> None:
        assert "Not shown" not in self.client_of_officer.get(address_of("tasks", self.small)).content.decode()

    def test_its_flows_are_paged_and_one_is_found_on_its_page(self) -> None:
        flows = address_of("flows", self.large)
        first = self.client_of_officer.get(flows).content.decode()
        assert first.count('<article class="flow') == 25
        assert "1 to 25 of 300" in first
        assert 'id="flow-280"' in self.client_of_officer.get(f"{flows}?flow=280").content.decode()

    def test_its_map_draws_like_flows_together(self) -> None:
        assert "more alike" in self.client_of_officer.get(address_of("flows", self.large)).content.decode()

    def test_its_comments_are_paged_and_one_is_found_on_its_page(self) -> None:
        comments = address_of("comments", self.large)
        first = self.client_of_officer.get(comments).content.decode()
        assert first.count('<article class="comment') == 25
        last = self.large.comments.order_by("written_at", "pk").last()
        assert last is not None
        found = self.client_of_officer.get(f"{comments}?comment={last.pk}").content.decode()
        assert f'id="comment-{last.pk}"' in found
        assert "476 to 500 of 500" in found
