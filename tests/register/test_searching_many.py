"""However many agreements there are, a search reads no more of them than it shows how many it found."""

import re

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion
from protocols.queries.searching import MOST, first_worded
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows


def page(**query) -> str:
    return Client().get(reverse("register:list"), query).content.decode()


def tally(shown: str) -> str:
    (words,) = re.findall(r'<p class="tally"[^>]*>(.*?)</p>', shown, re.DOTALL)
    return " ".join(strip_tags(words).split())


class Searching(TestCase):
    """More agreements than a search finds, all but two of the same title; one of those is of another theme."""

    rare: ProtocolVersion

    @classmethod
    def setUpTestData(cls) -> None:
        people = life.cast()
        parent = life.draft(people)
        laws.put_in_state(parent, "in_force")
        draft = life.thematic_draft(people, life.again(parent))
        cls.title = draft.title
        rows.agreements(draft, MOST + 1, "in_force")
        cls.rare, cls.percent = rows.agreements(draft, 2, "in_force")
        with act("tests.titles", by=SYSTEM):
            ProtocolVersion.objects.filter(pk=cls.rare.pk).update(title="Zeppelin sightings")
            ProtocolVersion.objects.filter(pk=cls.percent.pk).update(title="100% of_all")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def test_more_than_a_search_finds_is_said_and_the_first_registered_are_shown(self) -> None:
        word = self.title.split()[0].lower()
        found, has_more = first_worded(word)
        assert (len(found), has_more) == (MOST, True)
        titled = ProtocolVersion.objects.filter(title=self.title, state="in_force").order_by("protocol_id")
        assert sorted(found) == sorted(titled.values_list("pk", flat=True)[:MOST])
        told = dict(ProtocolVersion.objects.values_list("pk", "protocol__reference"))
        assert [told[key] for key in found] == sorted(told[key] for key in found)
        assert tally(page(q=word)) == (
            f"More than {MOST} agreements in force match your search: these are the {MOST} registered first. "
            "Add words or choose a theme to find others. Show all."
        )
        last = page(q=word, page="999")
        assert f"of {MOST}</p>" in last

    def test_fewer_are_counted(self) -> None:
        assert tally(page(q="zeppelin")) == "1 agreement in force matches your search. Show all"
        assert tally(page(q="zeppelin", theme="overarching")) == "0 agreements in force match your search. Show all"

    def test_titles_and_references_are_found_by_any_part_as_it_is_written(self) -> None:
        number = self.rare.protocol.reference[-4:]
        for words in ("ppelin si", "ZEP", "gs", self.rare.protocol.reference.lower(), f"-{number}"):
            assert self.rare.pk in first_worded(words)[0], words
        for words, found in (("0% of_a", [self.percent.pk]), ("zep%lin", []), ("zeppelin  s", []), ("_of", [])):
            assert first_worded(words) == (found, False), words

    def test_no_query_of_a_search_counts_or_reads_more_than_it_takes(self) -> None:
        page(q=self.title)
        with CaptureQueriesContext(connection) as asked:
            page(q=self.title)
        searching = [one["sql"] for one in asked if "UPPER" in one["sql"] or "LIKE" in one["sql"]]
        of_versions = [sql for sql in searching if 'FROM "protocols_protocolversion"' in sql]
        assert of_versions
        assert all(sql.endswith(f"LIMIT {MOST + 1}") and "COUNT(" not in sql for sql in of_versions), of_versions

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no index of parts")
    def test_what_is_rare_is_found_from_the_indexes_of_parts(self) -> None:
        with CaptureQueriesContext(connection) as asked:
            first_worded("zeppelin")
        by_parts = [one["sql"] for one in asked if "text_parts" in one["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plans = []
            for sql in by_parts:
                cursor.execute(f"EXPLAIN {sql}")
                plans.append(" ".join(line for (line,) in cursor.fetchall()))
        assert ["titles_on_register" in plans[0], "parts_of_references" in plans[1]] == [True, True], plans
