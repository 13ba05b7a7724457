"""What `make bench` works out and writes; nothing is measured here."""

import json

import pytest

from scripts.bench.__main__ import Finished, parser, told
from scripts.bench.comparing import varied
from scripts.bench.document import put
from scripts.bench.events import event
from scripts.bench.living import _own
from scripts.bench.measuring import Page
from scripts.bench.parts import PARTS, Options, Part, chosen
from scripts.bench.people import lua
from scripts.bench.serving import complaints, row
from scripts.bench.spending import spend
from scripts.bench.tables import marked, p50, p95, table

ACTS = Part("acts", "Acts")
DONE = {"requests": 300, "microseconds": 10_000_000, "p50": 31.6, "p95": 80.2, "saves": 14, "comments": 16,
        "refused": 0, "failed": 0, "connect": 0, "read": 0, "write": 0, "timeout": 0}  # fmt: skip


@pytest.fixture
def page(tmp_path):
    made = tmp_path / "benchmarks.md"
    made.write_text("# Benchmarks\n\n## Acts\n\n<!-- bench:acts -->\n\nold\n\n<!-- /bench:acts -->\n\nBy hand.\n")
    return made


def test_only_what_stands_between_the_marks_of_a_part_is_replaced(page):
    put(ACTS, ["new \\1"], page)
    assert page.read_text() == (
        "# Benchmarks\n\n## Acts\n\n<!-- bench:acts -->\n\nnew \\1\n\n<!-- /bench:acts -->\n\nBy hand.\n"
    )


def test_a_part_without_marks_is_added_with_its_heading(page):
    put(Part("pages", "Pages"), ["| a |"], page)
    put(Part("pages", "Pages"), ["| b |"], page)
    assert page.read_text().endswith("By hand.\n\n## Pages\n\n<!-- bench:pages -->\n\n| b |\n\n<!-- /bench:pages -->\n")


def test_parts_are_measured_in_the_order_of_the_document():
    assert [part.name for part in chosen(["serving", "pages"])] == ["pages", "serving"]
    assert chosen([]) == list(PARTS)


def test_a_part_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match=r"no part speed\. There are pages, acts"):
        chosen(["acts", "speed"])


def test_each_part_has_a_module_that_measures_it():
    assert [part.name for part in PARTS if not part.exists] == []


def test_a_run_that_goes_on_leaves_out_what_the_last_one_finished(tmp_path):
    Finished(tmp_path, resume=False).add("pages")
    assert Finished(tmp_path, resume=True).names == ["pages"]
    assert Finished(tmp_path, resume=False).names == []
    assert Finished(tmp_path, resume=True).names == []


def test_what_does_not_ask_for_a_size_is_measured_in_the_largest_world_up_to_ten_thousand():
    asked = Options(keep=None, sizes=[100, 10_000], postgresql_sizes=[100, 10_000, 100_000], rounds=1, worlds=None)
    assert asked.medium == [("sqlite", 10_000), ("postgresql", 10_000)]


def test_the_document_says_what_was_asked_for_otherwise_than_usual():
    assert told(parser().parse_args([])) == []
    asked = parser().parse_args(["--sizes", "10000,100", "--rounds", "8", "--postgresql-sizes", "100"])
    assert told(asked) == ["--postgresql-sizes 100", "--rounds 8"]


def test_all_but_one_time_in_twenty_stay_under_p95():
    times = list(range(1, 102))
    assert (p50(times), p95(times)) == (51, 96)
    assert p95([7.0]) == 7.0


def test_what_misses_its_target_is_bold():
    assert (marked(1.299, 1.3, ".2f"), marked(1.31, 1.3, ".2f"), marked(13, 12, "d")) == ("1.30", "**1.31**", "**13**")


def test_a_table_is_written_line_by_line():
    assert table(["a", "b"], [(1, "x")]) == ["| a | b |", "| --- | --- |", "| 1 | x |"]


def test_a_page_is_compared_with_the_floor_beside_it():
    assert Page([30.0, 10.0, 20.0], [4.0, 6.0, 5.0], {}).ratio == 4.0


def test_marks_of_transactions_are_not_counted_as_queries():
    asked = [
        {"sql": sql} for sql in ("SAVEPOINT s1", "SELECT 1", "RELEASE SAVEPOINT s1", "SET CONSTRAINTS ALL DEFERRED")
    ]
    assert _own(asked) == 1


def test_every_kind_of_error_under_load_is_counted():
    assert row(8, 10, DONE) == ("10% writes", 8, "30.0", "32", "80", "300", 30, 0)
    assert row(8, 0, {**DONE, "failed": 2, "timeout": 1})[-1] == "**3**"


def test_what_the_web_processes_complained_of_is_picked_out():
    told_there = '{"level": "INFO"}\n{"level": "ERROR", "message": "x"}\nOperationalError: database is locked\n'
    assert len(complaints(told_there)) == 2


def test_a_table_for_wrk_can_be_read_by_lua():
    assert lua({"pages": [{"path": '/a?b="c"', "revision": 3}]}) == (
        '{["pages"] = {{["path"] = "/a?b=\\"c\\"", ["revision"] = 3}}}'
    )


def test_events_differ_and_can_be_written_as_json():
    first, second = json.loads(json.dumps([event(0), event(1)]))
    assert first != second


def test_the_next_version_of_an_agreement_differs_in_some_clauses_and_leaves_the_old_one_alone():
    old = {"sections": [{"html": "<ol><li>shall share information within reasonable time</li></ol>"} for _ in range(9)],
           "flows": []}  # fmt: skip
    new = varied(old)
    differ = [
        place for place, (was, now) in enumerate(zip(old["sections"], new["sections"], strict=True)) if was != now
    ]
    assert differ
    assert len(differ) < 9
    assert all("otherwise" not in section["html"] for section in old["sections"])


def test_what_a_command_spends_is_its_own(tmp_path):
    spent = spend(["-c", "x = bytearray(60_000_000); print('done')"], {})
    assert spent.memory > 60_000_000
    assert (spent.told, spent.seconds > 0) == ("done\n", True)


def test_a_command_that_fails_ends_the_measuring():
    with pytest.raises(SystemExit, match="ended with 3"):
        spend(["-c", "raise SystemExit(3)"], {})
