"""The list of protocols: what each reader sees of it, narrowed by any fields together, page by page."""

from itertools import combinations

from django.core.paginator import Paginator
from django.test import TestCase

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import ProtocolVersion
from protocols.queries.lists import PAGE, Filters, Line, Listing
from protocols.queries.parties import partners_seen
from protocols.queries.protocols import visible_to
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life
from tests.protocols import factories_rows as rows


class Lists(TestCase):
    """Two protocols with parties, one with an earlier version, and more than a page of drafts and of those in force."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = life.cast()
        parent = life.draft(cls.people)
        laws.put_in_state(parent, "in_force")
        rows.earlier_versions(parent, 1)
        cls.draft = life.thematic_draft(cls.people, life.again(parent))
        rows.agreements(cls.draft, PAGE, "in_force")
        rows.agreements(cls.draft, 3, "draft")
        partner = cls.people.partners[0]
        rows.roles([partner], [RoleKind.VIEWER])
        viewer = Role.objects.filter(partner=partner, kind="viewer").latest("pk")
        cls.readers = [cls.people.officer, cls.people.at(partner, RoleKind.DPO), viewer]

    def expected(self, reader: Role, asked: Filters) -> list[str]:
        newest: dict[str, ProtocolVersion] = {}
        for version in visible_to(reader).order_by("number").prefetch_related("parties"):
            newest[version.protocol.reference] = version
        return [
            reference
            for reference, one in sorted(newest.items())
            if asked.words.lower() in f"{one.title}\n{reference}".lower()
            and asked.state in ("", one.state)
            and asked.theme in ("", one.protocol.theme)
            and asked.tier in ("", one.protocol.tier)
            and (not asked.partner or asked.partner in {party.partner_id for party in one.parties.all()})
        ]

    def test_each_reader_sees_the_newest_versions_that_fit_all_that_is_asked(self) -> None:
        wanted = {
            "words": "row-", "state": "in_force", "theme": self.draft.protocol.theme, "tier": "thematic",
            "partner": self.people.partners[1].pk,
        }  # fmt: skip
        chosen = [dict(some) for count in range(3) for some in combinations(wanted.items(), count)]
        for reader in self.readers:
            for some in [*chosen, wanted, {"words": "no such"}, {"state": "nonsense"}, {"partner": 0}]:
                asked = Filters(**some)
                found = Paginator(Listing(reader, asked), PAGE)
                shown = [line.row.reference for page in found for line in page.object_list]
                assert shown == self.expected(reader, asked), (reader, asked)
                assert found.count == len(shown)

    def test_without_a_capacity_nothing_is_seen(self) -> None:
        assert (len(Listing(None, Filters())), Listing(None, Filters())[:PAGE], partners_seen(None)) == (0, [], [])

    def test_a_line_is_found_by_its_place(self) -> None:
        listing = Listing(self.people.officer, Filters())
        assert isinstance(listing[1], Line)
        assert [listing[1], listing[PAGE + 1]] == [listing[:PAGE][1], listing[PAGE : PAGE + 2][1]]

    def test_the_partners_to_choose_from_are_those_of_what_is_seen(self) -> None:
        for reader in self.readers:
            seen = {party.partner.short_name for one in visible_to(reader) for party in one.parties.all()}
            assert [name for _, name in partners_seen(reader)] == sorted(seen)
